"""Everything a person touches: the command line, terminal tables, and offline pages."""
