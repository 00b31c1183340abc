"""Conversations: a buyer and a shop's people talk; waits are measured in business hours."""
