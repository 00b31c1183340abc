"""Writes of orders, one a file."""
