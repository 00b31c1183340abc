"""The double-entry ledger: every coin of the market, append-only, balanced, hash-chained."""
