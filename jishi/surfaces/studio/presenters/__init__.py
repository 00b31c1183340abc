"""Pages of Studio, composed from posts, media, signals, allocation, follows and the catalog."""
