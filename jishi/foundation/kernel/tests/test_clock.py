"""The market clock: a block that lives earlier moves nobody else."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import SandboxOnly
from jishi.foundation.kernel.settings import settings


def test_a_block_lives_earlier_and_leaves_the_shared_clock_alone():
    before, offset = clock.now(), clock.offset()
    with clock.ago(timedelta(days=3)), clock.ago(timedelta(days=1)):
        assert timedelta(days=3, hours=23) < before - clock.now() <= timedelta(days=4)
        assert clock.offset() == offset
    assert clock.now() >= before


def test_a_real_market_has_no_past_to_go_to(monkeypatch):
    monkeypatch.setattr(settings, "sandbox", False)
    with pytest.raises(SandboxOnly), clock.ago(timedelta(days=1)):
        pass
