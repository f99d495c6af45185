"""How answers look: terminal tables, JSON, CSV and self-contained pages."""
