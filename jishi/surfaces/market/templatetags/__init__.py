"""Template tags of all surfaces."""
