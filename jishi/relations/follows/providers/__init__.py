"""What follows answers to rooms below."""
