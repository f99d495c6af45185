"""What a document says, as edges between named elements: one module for each family of facts."""
