"""Settings, clock, ids, money, errors, events, jobs: what every room stands on."""
