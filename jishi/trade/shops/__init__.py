"""Shops: who sells here, who works for whom, who was admitted."""
