"""The composition root: Django settings, addresses, entry points of servers."""
