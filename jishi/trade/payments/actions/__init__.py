"""Writes of payments; what talks to a provider is an entry point of its own and says so."""
