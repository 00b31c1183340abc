"""Running an installation: the `jishi` command, its embedded engines, its process supervisor."""
