"""People, how they sign in, and what roles they hold."""
