"""Posts of creators, with products, topics, comments and likes."""
