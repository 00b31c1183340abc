from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from jishi.foundation.kernel.settings import settings

DEFAULT_ROLE = "jishi_app"
APPEND_ONLY = "ledger_entry, ledger_posting, ledger_seal"
KEPT_BY_TRIGGERS = "ledger_accountbalance, ledger_openhold"


class LedgerConfig(AppConfig):
    name = "jishi.foundation.ledger"
    label = "ledger"

    def ready(self) -> None:
        post_migrate.connect(grant_rights, sender=self, dispatch_uid="ledger.grant_rights")


def grant_rights(using: str = "default", **_: Any) -> None:
    """After every migration, by the owner: the rights of the application's role.

    Everything may be read and written, only the ledger's history may not: entries, postings and
    seals can be read and added; balances and open holds are written by the owner's triggers.
    """
    app_role = unquote(urlsplit(settings.database_url or "").username or DEFAULT_ROLE)
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolname FROM pg_roles r, pg_class c"
            " WHERE r.rolname = ANY(%s) AND r.rolname <> current_user"
            " AND c.oid = to_regclass('public.ledger_openhold')"
            " AND pg_get_userbyid(c.relowner) = current_user",
            [[app_role, DEFAULT_ROLE]],
        )
        # With one role for everything nothing is granted: only the triggers protect history then.
        for (name,) in cursor.fetchall():
            role = connection.ops.quote_name(name)
            for statement in (
                f"GRANT USAGE ON SCHEMA public TO {role}",
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
                f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
                f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
                f" GRANT USAGE, SELECT ON SEQUENCES TO {role}",
                f"REVOKE ALL ON {APPEND_ONLY}, {KEPT_BY_TRIGGERS} FROM {role}",
                f"GRANT SELECT, INSERT ON {APPEND_ONLY} TO {role}",
                f"GRANT SELECT ON {KEPT_BY_TRIGGERS} TO {role}",
            ):
                cursor.execute(statement)
