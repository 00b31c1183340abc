"""One business write each."""
