"""What the files process answers."""
