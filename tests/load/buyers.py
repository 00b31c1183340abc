"""A process full of buyers, for test_oversell: `python -m tests.load.buyers`, work on stdin."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

THREADS = 6


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
    import django

    django.setup()
    from django.db import connections

    from jishi.foundation.kernel.errors import DomainError
    from jishi.foundation.kernel.transactions import durable
    from jishi.foundation.kernel.types import person_actor
    from jishi.trade.orders.actions.place_order import place_order
    from jishi.trade.orders.types import OrderLineInput
    from jishi.trade.payments.actions.pay_in_sandbox import pay_in_sandbox

    work = json.load(sys.stdin)
    line = OrderLineInput(UUID(work["sku"]), 1, work["price_minor"])

    def buy(pair: list[str]) -> str:
        buyer, address = map(UUID, pair)
        try:
            with durable():
                checkout = place_order(
                    actor=person_actor(buyer),
                    lines=[line],
                    address_id=address,
                    idempotency_key="flash",
                )
            assert checkout.payment_id is not None
            pay_in_sandbox(checkout.payment_id)
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()
        return "paid"

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with ThreadPoolExecutor(THREADS) as pool:
        answers = Counter(pool.map(buy, work["buyers"]))
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
