"""Writes of shops, one a file."""
