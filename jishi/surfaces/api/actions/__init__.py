"""Writes of tokens."""

from jishi.surfaces.api.actions.create_token import create_token
from jishi.surfaces.api.actions.revoke_token import revoke_token

__all__ = ["create_token", "revoke_token"]
