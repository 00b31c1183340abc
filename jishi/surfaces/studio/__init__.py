"""Studio: where creators publish and see what became of it."""
