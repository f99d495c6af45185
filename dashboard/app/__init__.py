"""The pages' frame: what the address says, who asks, and one thread that answers."""
