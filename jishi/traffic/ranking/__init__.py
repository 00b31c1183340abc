"""Ranking: what a post is worth to a viewer, in one currency."""
