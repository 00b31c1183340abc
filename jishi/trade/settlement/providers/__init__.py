"""Payout providers, by code."""

from __future__ import annotations

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import UnknownProvider
from jishi.trade.settlement.providers.sandbox import SandboxBank
from jishi.trade.settlement.types import PayoutProvider

_providers: dict[str, PayoutProvider] = {SandboxBank.code: SandboxBank()}


def get_payout_provider(code: str) -> PayoutProvider:
    """The provider of this code; raises UnknownProvider, for the sandbox outside of one too."""
    provider = _providers.get(code)
    if provider is None or (code == SandboxBank.code and not settings.sandbox):
        raise UnknownProvider(code=code)
    return provider


def list_payout_providers() -> tuple[str, ...]:
    """Codes of the providers that can be used here."""
    return tuple(c for c in _providers if c != SandboxBank.code or settings.sandbox)
