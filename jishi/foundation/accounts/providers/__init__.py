"""Adapters: how allauth stores people, how messages leave the market."""
