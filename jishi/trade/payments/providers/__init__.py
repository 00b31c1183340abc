"""Payment providers, by code."""

from __future__ import annotations

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import UnknownProvider
from jishi.trade.payments.providers.sandbox import SandboxProvider
from jishi.trade.payments.types import PaymentProvider

_providers: dict[str, PaymentProvider] = {SandboxProvider.code: SandboxProvider()}


def get_provider(code: str) -> PaymentProvider:
    """The provider of this code; raises UnknownProvider, for the sandbox outside of one too."""
    provider = _providers.get(code)
    if provider is None or (code == SandboxProvider.code and not settings.sandbox):
        raise UnknownProvider(code=code)
    return provider


def list_provider_codes() -> tuple[str, ...]:
    """Codes of the providers that can be used here."""
    return tuple(c for c in _providers if c != SandboxProvider.code or settings.sandbox)
