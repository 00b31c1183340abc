"""Reads of tokens: whose a secret is, what somebody has."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import person_actor
from jishi.surfaces.api.errors import TokenInvalid
from jishi.surfaces.api.models import ApiToken
from jishi.surfaces.api.types import Caller, Scope, TokenView

PREFIX = "jishi_"
# Writing the time of every call would make one hot row of each busy program.
USE_NOTED_EVERY = timedelta(minutes=5)
_FIND = """
SELECT t.id, t.person_id, t.scopes, t.expires_at, t.last_used_at FROM api_apitoken t
JOIN accounts_person p ON p.id = t.person_id
WHERE t.secret_hash = %s AND t.revoked_at IS NULL AND p.is_active
"""


def hash_secret(secret: str) -> str:
    """SHA-256 in hex: the secrets are random, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def get_caller(secret: str, ip: str | None = None) -> Caller:
    """Who calls with this secret, in one query; raises TokenInvalid.

    Members of the operator's staff call as themselves too: a token never carries their rights.
    """
    if not secret.startswith(PREFIX) or len(secret) > 100:
        raise TokenInvalid()
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [hash_secret(secret)])
        row = cursor.fetchone()
        if row is None or (row[3] is not None and row[3] <= now):
            raise TokenInvalid()
        key, person_id, scopes, _, used_at = row
        if used_at is None or used_at < now - USE_NOTED_EVERY:
            cursor.execute("UPDATE api_apitoken SET last_used_at = %s WHERE id = %s", [now, key])
    return Caller(person_actor(person_id, ip), frozenset(scopes))


def list_tokens(person_id: UUID) -> tuple[TokenView, ...]:
    """Tokens of a person that work, newest first."""
    in_time = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    rows = ApiToken.objects.filter(in_time, person_id=person_id, revoked_at=None)
    return tuple(view_of(row) for row in rows.order_by("-created_at", "-id"))


def view_of(row: ApiToken) -> TokenView:
    """The view of a row."""
    scopes = tuple(Scope(s) for s in row.scopes)
    return TokenView(
        row.id, row.name, row.start, scopes, row.created_at, row.expires_at, row.last_used_at
    )


class TokensData:
    """Registered with accounts as a PersonDataSource."""

    name = "api_tokens"

    def collect(self, person_id: UUID) -> object:
        """Names, scopes and times of all tokens, never a hash."""
        return [
            {
                "name": row.name,
                "scopes": row.scopes,
                "created_at": row.created_at.isoformat(),
                "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
                "revoked": row.revoked_at is not None,
            }
            for row in ApiToken.objects.filter(person_id=person_id).order_by("created_at")
        ]

    def erase(self, person_id: UUID) -> None:
        """No program acts for an account that is closed."""
        ApiToken.objects.filter(person_id=person_id).delete()
