"""What every payout provider must do; a new one is added to PROVIDERS with a way to be told."""

import pytest

from jishi.foundation.kernel.ids import new_id
from jishi.trade.payments.errors import ForgedNotice
from jishi.trade.settlement.models import SandboxTransfer
from jishi.trade.settlement.providers.sandbox import SandboxBank, make_notice
from jishi.trade.settlement.types import AttemptStatus, TransferOrder

pytestmark = pytest.mark.django_db


class SandboxBench:
    """The sandbox bank, and account numbers with which transfers end as told."""

    provider = SandboxBank()
    good, refused, unknown = "6222020000001239", "6222020000001231", "6222020000000000"

    def notice(self, order):
        return make_notice(SandboxTransfer.objects.get(merchant_ref=order.attempt_id))


PROVIDERS = [SandboxBench()]


@pytest.fixture(params=PROVIDERS, ids=lambda bench: bench.provider.code)
def bench(request):
    return request.param


def order(number, amount=12_345):
    return TransferOrder(new_id(), amount, "CNY", "Lin", "Bank", number, "http://127.0.0.1:9/x/")


def test_an_account_is_checked(bench):
    assert bench.provider.check_account("Lin", "Bank", bench.good).is_good
    answer = bench.provider.check_account("Lin", "Bank", bench.unknown)
    assert not answer.is_good
    assert answer.message


def test_the_same_attempt_is_one_transfer(bench):
    one = order(bench.good)
    assert bench.provider.query(one.attempt_id) is None
    first = bench.provider.send(one)
    assert bench.provider.send(one).provider_ref == first.provider_ref
    assert bench.provider.query(one.attempt_id).status is AttemptStatus.SUCCEEDED


def test_a_refusal_says_why(bench):
    one = order(bench.refused)
    bench.provider.send(one)
    state = bench.provider.query(one.attempt_id)
    assert (state.status, state.may_retry) == (AttemptStatus.FAILED, False)
    assert state.message


@pytest.mark.parametrize("part", ["none", "body", "signature", "nonce", "time", "old"])
def test_only_its_own_notice_is_believed(bench, part, monkeypatch):
    one = order(bench.good)
    bench.provider.send(one)
    headers, body = bench.notice(one)
    if part == "none":
        notice = bench.provider.read_notice(headers, body)
        assert (notice.attempt_id, bool(notice.notice_id)) == (one.attempt_id, True)
        headers = {}
    elif part == "body":
        body = body.replace(b"12345", b"12346")
    elif part == "old":
        import time

        late = time.time() + 3600
        monkeypatch.setattr("time.time", lambda: late)
    else:
        name = next(n for n in headers if {"time": "timestamp"}.get(part, part) in n.lower())
        headers[name] = "0" * 64
    with pytest.raises(ForgedNotice):
        bench.provider.read_notice(headers, body)
