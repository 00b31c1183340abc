"""Signals: what viewers see, watch and do, counted within a second and kept in the lake."""
