"""Benchmarks: CPU per unit of work, beside a peer where one installs."""
