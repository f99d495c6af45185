"""Elements of the WIGOS Metadata Standard and what answers them, one module per group.

Each module exposes `ELEMENTS`. Facts (number, name, obligation) are those of WMO-No. 1192; the
Chinese titles and the wording of conditions are ours.
"""
