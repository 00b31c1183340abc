"""Every provider in turn, its service running on this machine."""

import pytest

from jishi.trade.payments.tests.benches import BENCHES


@pytest.fixture(params=BENCHES, ids=lambda bench: bench.code)
def bench(request, monkeypatch):
    return request.param.set_up(monkeypatch)


@pytest.fixture
def benches(monkeypatch):
    return {bench.code: bench.set_up(monkeypatch) for bench in BENCHES}


@pytest.fixture(autouse=True, scope="session")
def _services_end():
    yield
    for bench in BENCHES:
        if bench.service:
            bench.service.stop()
