"""The sources, each behind the one Protocol."""
