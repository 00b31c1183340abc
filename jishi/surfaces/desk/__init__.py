"""The Shop desk: what a merchant and their staff work with."""
