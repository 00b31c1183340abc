"""Who gets seen, and what it costs: signals, recall, ranking, allocation, search."""
