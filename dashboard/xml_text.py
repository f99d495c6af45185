"""What XML 1.0 holds of a text, and how GraphML (graphdrawing.org, 2002) begins."""

from __future__ import annotations

import re

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold, escaped or not."""
SPACES = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
"""Blanks that a reader would change, as references."""
QUOTED = {**SPACES, '"': "&quot;"}
"""The same, and what ends an attribute."""
GRAPHML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
"""The first lines of a document of GraphML."""
