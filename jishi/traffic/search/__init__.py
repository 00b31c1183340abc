"""Search: products, posts and shops by words, in Chinese and English."""
