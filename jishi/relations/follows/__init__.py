"""Follows: a person asks to see more of a creator."""
