"""Pictures and videos: uploaded, checked by content, made playable."""
