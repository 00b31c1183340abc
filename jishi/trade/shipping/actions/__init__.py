"""Writes of shipping, one a file."""
