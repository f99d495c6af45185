"""WMDR 1.0 in XML, as OSCAR/Surface exports it: stations, deployments, equipment and logs."""

from loaders.wmdr_xml.loader import LOADER, WmdrXml

__all__ = ["LOADER", "WmdrXml"]
