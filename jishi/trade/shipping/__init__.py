"""Where parcels can go, what that costs, and how far they have come."""
