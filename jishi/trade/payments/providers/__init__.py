"""Payment providers, by code; a library is loaded when the first payment goes its way."""

from __future__ import annotations

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import UnknownProvider
from jishi.trade.payments.providers.sandbox import SandboxProvider
from jishi.trade.payments.queries.offers import REQUIRED, is_configured
from jishi.trade.payments.types import PaymentProvider, ProviderCode

_sandbox = SandboxProvider()
_built: dict[str, tuple[tuple[object, ...], PaymentProvider]] = {}


def get_provider(code: str) -> PaymentProvider:
    """The provider of this code; raises UnknownProvider where it isn't set up."""
    try:
        wanted = ProviderCode(code)
    except ValueError:
        raise UnknownProvider(code=code) from None
    if not is_configured(wanted):
        raise UnknownProvider(code=code)
    if wanted is ProviderCode.SANDBOX:
        return _sandbox
    values = tuple(getattr(settings, name) for name in REQUIRED[wanted])
    known = _built.get(code)
    if known is None or known[0] != values:
        known = _built[code] = (values, _build(wanted))
    return known[1]


def _build(code: ProviderCode) -> PaymentProvider:
    if code is ProviderCode.WECHATPAY:
        from jishi.trade.payments.providers.wechatpay import WeChatPayProvider

        return WeChatPayProvider()
    if code is ProviderCode.ALIPAY:
        from jishi.trade.payments.providers.alipay import AlipayProvider

        return AlipayProvider()
    from jishi.trade.payments.providers.stripe import StripeProvider

    return StripeProvider()
