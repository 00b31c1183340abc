"""`python -m jishi.run.checks`: what only a real database can tell of settings and migrations."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from jishi.run.engines import running_engines


def main() -> int:
    """Exit code 1 with the reasons printed when something is amiss."""
    with tempfile.TemporaryDirectory(prefix="jishi-check-") as folder:
        var = Path(folder)
        with running_engines(var / "engines", durable=False) as urls:
            os.environ |= {
                "JISHI_VAR_DIR": folder,
                "JISHI_DATABASE_URL": urls.owner_url,
                "JISHI_VALKEY_URL": urls.valkey_url,
                "DJANGO_SETTINGS_MODULE": "jishi.config.settings",
            }
            return _check()


def _check() -> int:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django_migration_linter"]
    django.setup()
    try:
        call_command("check", fail_level="WARNING")
        call_command("makemigrations", check=True, dry_run=True)
        call_command("migrate", verbosity=0)
        call_command(
            "lintmigrations",
            exclude_apps=_foreign_apps(),
            warnings_as_errors=[],
            quiet=["ok", "ignore", "warning"],
            no_cache=True,
            ignore_initial_migrations=True,
        )
    except (SystemCheckError, SystemExit) as error:
        sys.stderr.write(f"{error}\n")
        return 0 if isinstance(error, SystemExit) and not error.code else 1
    return 0


def _foreign_apps() -> list[str]:
    from django.apps import apps

    return [c.label for c in apps.get_app_configs() if not c.name.startswith("jishi.")]


if __name__ == "__main__":
    sys.exit(main())
