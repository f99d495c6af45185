"""Files of any format as raw text with places."""
