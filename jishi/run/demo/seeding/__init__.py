"""Fills the market with the catalogue, by the same actions that people's clicks call."""
