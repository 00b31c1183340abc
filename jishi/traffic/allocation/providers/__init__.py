"""What allocation adds to recall."""
