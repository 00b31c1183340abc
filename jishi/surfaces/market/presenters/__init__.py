"""Pages composed from the rooms' queries, each in as few statements as it takes."""
