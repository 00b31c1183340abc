"""Signed, expiring tokens that web makes and the files process checks; imports no Django."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from jishi.foundation.kernel.settings import settings

# Addresses of the same file are equal for an hour, so that browsers and CDNs may keep it.
URL_STEP_SECONDS = 3600


@cache
def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"{purpose}:{settings.load_secret_key()}".encode()).digest()


def _mac(purpose: str, text: str) -> str:
    digest = hmac.new(_key(purpose), text.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:18]).decode()


def make_token(purpose: str, claims: dict[str, Any], seconds: int) -> str:
    """A token that carries `claims` and expires (real time) after `seconds`."""
    body = {**claims, "exp": int(time.time()) + seconds}
    text = urlsafe_b64encode(json.dumps(body, separators=(",", ":")).encode()).decode()
    return f"{text}.{_mac(purpose, text)}"


def read_token(purpose: str, token: str) -> dict[str, Any] | None:
    """The claims, or None when the token is forged, for another purpose, or expired."""
    text, _, mac = token.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(purpose, text).encode()):
        return None
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(text))
    return claims if claims["exp"] >= time.time() else None


def media_url(key: str, *, seconds: int = 6 * 3600) -> str:
    """A signed address of a stored file at the files process."""
    return _media_url(key, (int(time.time()) // URL_STEP_SECONDS + 1) * URL_STEP_SECONDS + seconds)


@lru_cache(maxsize=8192)  # shelves show the same pictures again and again
def _media_url(key: str, expires: int) -> str:
    mac = _mac("media", f"{key}:{expires}")
    return f"{settings.media_url}/media/{quote(key)}?e={expires}&s={mac}"


def media_prefix_url(prefix: str, name: str, *, seconds: int = 6 * 3600) -> str:
    """A signed address under which a whole folder is readable (playlists name their segments).

    The token is in the path, so that relative addresses inside a playlist inherit it.
    """
    expires = (int(time.time()) // URL_STEP_SECONDS + 1) * URL_STEP_SECONDS + seconds
    return _media_prefix_url(prefix, name, expires)


@lru_cache(maxsize=2048)
def _media_prefix_url(prefix: str, name: str, expires: int) -> str:
    mac = _mac("media-prefix", f"{prefix}:{expires}")
    return f"{settings.media_url}/p/{expires}/{mac}/{quote(prefix)}/{quote(name)}"


def _in_time(expires: str) -> bool:
    digits = expires.isascii() and expires.isdigit() and len(expires) <= 12
    return digits and int(expires) >= time.time()


def check_media(key: str, expires: str, mac: str) -> bool:
    """Whether an address made by `media_url` is genuine and in time."""
    good = hmac.compare_digest(mac.encode(), _mac("media", f"{key}:{expires}").encode())
    return good and _in_time(expires)


def check_media_prefix(key: str, expires: str, mac: str) -> bool:
    """Whether `mac` opens one of the folders above `key`, and in time."""
    if not _in_time(expires):
        return False
    parts = key.split("/")
    return any(
        hmac.compare_digest(
            mac.encode(), _mac("media-prefix", f"{'/'.join(parts[:n])}:{expires}").encode()
        )
        for n in range(1, len(parts))
    )
