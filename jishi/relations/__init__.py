"""Who follows whom, and how customers stay reachable."""
