"""Payments: a port to providers, and money taken exactly once."""
