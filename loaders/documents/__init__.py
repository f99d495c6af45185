"""Official documents: read, cleaned with their places kept, and cut into what they are made of."""
