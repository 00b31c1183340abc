"""Which payment providers this market offers: those whose settings are there."""

from __future__ import annotations

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.types import ProviderCode

# What must be set for a provider to be offered.
REQUIRED: dict[ProviderCode, tuple[str, ...]] = {
    ProviderCode.WECHATPAY: (
        "wechatpay_mchid",
        "wechatpay_appid",
        "wechatpay_private_key",
        "wechatpay_certificate_serial",
        "wechatpay_apiv3_key",
        "wechatpay_public_key",
        "wechatpay_public_key_id",
    ),
    ProviderCode.ALIPAY: ("alipay_app_id", "alipay_private_key", "alipay_public_key"),
    ProviderCode.STRIPE: ("stripe_secret_key", "stripe_webhook_secret"),
}
# WeChat Pay and Alipay settle in renminbi only.
_CURRENCIES = {ProviderCode.WECHATPAY: {"CNY"}, ProviderCode.ALIPAY: {"CNY"}}


def is_configured(code: ProviderCode) -> bool:
    """Whether the settings of a provider are there; the sandbox belongs to a sandbox."""
    if code is ProviderCode.SANDBOX:
        return settings.sandbox
    return all(getattr(settings, name) for name in REQUIRED[code])


def list_offered_providers(currency: str | None = None) -> tuple[ProviderCode, ...]:
    """The providers that a payer may choose from, the preferred one first."""
    wanted = currency or settings.currency
    return tuple(
        code
        for code in ProviderCode
        if is_configured(code) and wanted in _CURRENCIES.get(code, {wanted})
    )


def get_default_provider() -> str:
    """Who is paid through when nobody chose; the sandbox's code where none is set up."""
    offered = list_offered_providers()
    return (offered[0] if offered else ProviderCode.SANDBOX).value
