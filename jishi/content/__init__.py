"""What creators publish: media, posts, moderation."""
