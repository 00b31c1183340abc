"""Promotions: what takes how much off a price, and at whose cost."""
