"""Writes of after-sales and disputes."""
