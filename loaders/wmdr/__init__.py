"""What WMDR says of a station, whichever of its two formats it was read from."""
