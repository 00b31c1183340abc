"""People and goods that the Market's tests share."""

from __future__ import annotations

import pytest
from django.test import Client

from jishi.foundation.accounts.factories import login_user
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.factories import make_product, two_sizes
from jishi.trade.catalog.types import ProductView
from jishi.trade.orders.factories import make_buyer


@pytest.fixture
def buyer() -> Actor:
    return make_buyer()


@pytest.fixture
def browser(client: Client, buyer: Actor) -> Client:
    client.force_login(login_user(buyer.require_person()))
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def product() -> ProductView:
    return make_product(title="Wild-aster honey", **two_sizes())
