"""A person makes a token for a program of theirs."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.errors import TooManyTokens
from jishi.surfaces.api.models import ApiToken
from jishi.surfaces.api.tokens import PREFIX, hash_secret, list_tokens, view_of
from jishi.surfaces.api.types import NewToken, Scope

MAX_TOKENS = 20
MAX_DAYS = 3660


def create_token(
    *, actor: Actor, name: str, scopes: Collection[str], days: int | None = 365
) -> NewToken:
    """Make a token with scopes that works for `days` (None: until it is revoked).

    The secret is in the answer and nowhere else. Raises NotSignedIn, InvalidInput, TextTooLong,
    TooManyTokens.
    """
    require_transaction()
    person_id = actor.require_person()
    name = clean_line(name, field="name", limit=60)
    if not scopes or not set(scopes) <= set(Scope):
        raise InvalidInput(field="scopes")
    if days is not None and not 1 <= days <= MAX_DAYS:
        raise InvalidInput(field="days")
    if len(list_tokens(person_id)) >= MAX_TOKENS:
        raise TooManyTokens(limit=MAX_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    row = ApiToken.objects.create(
        person_id=person_id,
        name=name,
        start=secret[:10],
        secret_hash=hash_secret(secret),
        scopes=sorted(str(s) for s in set(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    audit(
        actor=actor,
        action="create_token",
        subject_kind="api_token",
        subject_id=row.id,
        detail={"scopes": row.scopes},
    )
    return NewToken(view_of(row), secret)
