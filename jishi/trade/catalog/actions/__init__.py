"""Writes of the catalog, one a file."""
