"""Adapters of the `Carrier` port."""
