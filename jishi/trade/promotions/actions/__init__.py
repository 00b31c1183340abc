"""Writes of promotions, one a file."""
