"""Views of the Market, by page."""
