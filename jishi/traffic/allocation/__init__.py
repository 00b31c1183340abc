"""Allocation: impressions are shared out by promises that have a target, a delivery and a price."""
