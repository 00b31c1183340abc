"""Pages of the Shop desk."""
