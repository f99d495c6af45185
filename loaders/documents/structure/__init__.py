"""What a cleaned text is made of: segments, headings, paragraphs, tables."""
