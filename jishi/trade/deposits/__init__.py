"""Deposits: what a shop pays in against what it may come to owe, and gets back at its end."""
