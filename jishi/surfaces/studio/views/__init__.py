"""Views of Studio."""
