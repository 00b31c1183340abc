"""The providers of the contract suite, and how the outside half of each is moved."""

from __future__ import annotations

from dataclasses import replace

from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.models import SandboxCharge, SandboxNotice
from jishi.trade.payments.providers import get_provider, sandbox
from jishi.trade.payments.providers.sandbox import make_notice
from jishi.trade.payments.rules import merchant_number
from jishi.trade.payments.types import SandboxButton, SandboxNotices, Visit
from tests.loopback.alipay import AlipayService
from tests.loopback.stripe import StripeService
from tests.loopback.wechatpay import WeChatPayService

BACK = "http://market.test/payments/return/x/"
NOTIFY = "http://127.0.0.1:9/payments/notify/x/"


class Bench:
    """What all share: a service of its own, and the adapter that talks to it."""

    code = ""
    service = None
    serve = None

    def set_up(self, monkeypatch):
        from jishi.foundation.kernel.settings import settings

        if self.serve and self.service is None:
            type(self).service = self.serve().start()
        for name, value in (self.service.settings() if self.service else {}).items():
            monkeypatch.setattr(settings, name, value)
        return self

    @property
    def provider(self):
        return get_provider(self.code)

    def start(self, payment, visit=None):
        """The payment as it is once it was started; the payer has the page open."""
        proceed = self.provider.start(
            payment, visit=visit or Visit(), return_url=BACK, notify_url=NOTIFY
        )
        self.open(proceed)
        return replace(payment, provider_ref=proceed.provider_ref)

    def open(self, proceed):
        pass

    def number(self, payment):
        return merchant_number(payment.id, payment.attempt)

    def pay(self, payment, amount=None):
        self.service.pay(self.number(payment), amount)


class WeChatPayBench(Bench):
    code, serve = "wechatpay", WeChatPayService

    def notice(self, payment):
        return self.service.notice(self.number(payment))

    def foreign(self, payment):
        return self.service.notice(self.number(payment), mchid="1900000002")

    def mismatch(self, payment):
        return self.service.notice(
            self.number(payment), amount={"total": payment.amount_minor, "currency": "USD"}
        )


class AlipayBench(Bench):
    code, serve = "alipay", AlipayService

    def open(self, proceed):
        if proceed.url.startswith(self.service.url):
            self.service.open(proceed.url)

    def notice(self, payment):
        return self.service.notice(self.number(payment))

    def foreign(self, payment):
        return self.service.notice(self.number(payment), seller_id="2088000000000002")

    def mismatch(self, payment):
        return self.service.notice(self.number(payment), total_amount="0.01")


class StripeBench(Bench):
    code, serve = "stripe", StripeService

    def pay(self, payment, amount=None):
        self.service.pay(payment.provider_ref, amount)

    def notice(self, payment, **changes):
        about = self.service.sessions.get(payment.provider_ref)
        event = "checkout.session.completed"
        if about is None:
            about, event = self.service.intents[payment.provider_ref], "payment_intent.succeeded"
        return self.service.notice({**about, **changes}, event=event)

    def foreign(self, payment):
        about = self.service.sessions[payment.provider_ref]
        return self.service.notice(about, event="checkout.session.completed", livemode=True)

    def mismatch(self, payment):
        return self.notice(payment, currency="usd")


class SandboxBench(Bench):
    code = "sandbox"

    def pay(self, payment, amount=None):
        press_sandbox_button(
            ref=payment.provider_ref, button=SandboxButton.PAY, notices=SandboxNotices.ONCE
        )
        if amount:
            SandboxCharge.objects.filter(ref=payment.provider_ref).update(amount_minor=amount)

    def notice(self, payment):
        owed = SandboxNotice.objects.select_related("charge")
        return make_notice(owed.get(charge__merchant_ref=payment.id))

    def foreign(self, payment):
        real, sandbox.merchant_name = sandbox.merchant_name, lambda: "merchant-other"
        try:
            return self.notice(payment)
        finally:
            sandbox.merchant_name = real

    def mismatch(self, payment):
        owed = SandboxNotice.objects.select_related("charge").get(charge__merchant_ref=payment.id)
        owed.charge.currency = "USD"
        return make_notice(owed)


BENCHES = (SandboxBench(), WeChatPayBench(), AlipayBench(), StripeBench())
