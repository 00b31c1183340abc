"""Who somebody is in the market's WeChat account, for paying inside WeChat.

An entry point of its own: it uses the network. Source: WeChat's web page authorization
(snsapi_base), which asks the person nothing.
"""

from __future__ import annotations

from urllib.parse import urlencode

import structlog

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import ProviderUnavailable

log = structlog.get_logger(__name__)
_AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
TIMEOUT_SECONDS = 10


def can_identify_in_wechat() -> bool:
    """Whether the account's secret is set."""
    return bool(settings.wechatpay_appid and settings.wechatpay_app_secret)


def wechat_address(*, back: str, state: str) -> str:
    """Where WeChat's browser is sent; it comes back to `back` with `code` and `state`."""
    asked = {
        "appid": settings.wechatpay_appid,
        "redirect_uri": f"{settings.market_url}{back}",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": state,
    }
    return f"{_AUTHORIZE}?{urlencode(asked)}#wechat_redirect"


def identify_in_wechat(code: str) -> str:
    """The openid behind a code; raises ProviderUnavailable when WeChat doesn't say."""
    import requests

    try:
        said = requests.get(
            f"{settings.wechat_url.rstrip('/')}/sns/oauth2/access_token",
            params={
                "appid": settings.wechatpay_appid,
                "secret": settings.wechatpay_app_secret,
                "code": code,
                "grant_type": "authorization_code",
            },
            timeout=TIMEOUT_SECONDS,
        ).json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderUnavailable(reason=type(error).__name__) from error
    if not said.get("openid"):
        log.warning("openid_refused", code=said.get("errcode"), reason=said.get("errmsg"))
        raise ProviderUnavailable(reason=str(said.get("errmsg")))
    return str(said["openid"])
