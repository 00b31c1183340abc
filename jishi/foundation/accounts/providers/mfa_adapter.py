"""How allauth keeps the secrets of second factors: encrypted with the installation's key."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet

from jishi.foundation.kernel.settings import settings


def _box() -> Fernet:
    digest = hashlib.sha256(f"mfa:{settings.load_secret_key()}".encode()).digest()
    return Fernet(urlsafe_b64encode(digest))


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped base
    """A copy of the database alone opens no account."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as it was given."""
        return _box().decrypt(encrypted_text.encode()).decode()
