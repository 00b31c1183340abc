"""PostgreSQL and Valkey from wheels, run under `var/`; nothing here imports Django."""
