"""Writes of settlement."""
