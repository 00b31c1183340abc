"""The demo market: its catalogue, its pictures and clips, and the seeding of it."""
