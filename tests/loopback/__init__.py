"""Payment providers on this machine: they sign, verify and refuse as the real ones do."""
