"""Jishi 集市: a self-hosted content-commerce market."""

__version__ = "0.1.0"
