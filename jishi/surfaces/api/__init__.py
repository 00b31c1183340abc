"""The Open API: what programs may read and do, under /api/v1."""
