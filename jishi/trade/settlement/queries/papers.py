"""A statement as a file: CSV for machines, PDF for people."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path

from django.utils import timezone

from jishi.foundation.kernel.documents import set_paper
from jishi.foundation.kernel.money import format_number, write_plain
from jishi.trade.settlement.types import Statement

_FOLDER = Path(__file__).parents[1] / "papers"
MAX_PRINTED = 2000
_HEADER = (
    "at", "kind", "account", "amount", "balance", "currency", "order", "reference",
)  # fmt: skip


def write_statement_csv(statement: Statement) -> str:
    """One row for each line, with opening and closing rows for each account.

    Amounts are plain decimals; a text that a spreadsheet would take for a formula is quoted.
    """
    out = StringIO()
    sheet = csv.writer(out)
    sheet.writerow(_HEADER)
    since, until = statement.since.isoformat(), statement.until.isoformat()
    for one in statement.sums:
        plain = _plain(one.opening_minor, statement.currency)
        sheet.writerow([since, "opening", one.account, "", plain, statement.currency, "", ""])
    for line in statement.lines:
        sheet.writerow(
            [
                line.at.isoformat(),
                line.kind,
                line.account,
                _plain(line.amount_minor, statement.currency),
                _plain(line.balance_minor, statement.currency),
                statement.currency,
                line.order_number,
                line.business_ref,
            ]
        )
    for one in statement.sums:
        plain = _plain(one.closing_minor, statement.currency)
        sheet.writerow([until, "closing", one.account, "", plain, statement.currency, "", ""])
    return out.getvalue()


def draw_statement(
    statement: Statement, words: Mapping[str, str], kinds: Mapping[str, str]
) -> bytes:
    """The statement on A4; `words` are headings and `kinds` names of entries in some language."""
    currency = statement.currency

    def figure(minor: int) -> str:
        return format_number(minor, currency)

    tax = statement.tax_data
    return set_paper(
        _FOLDER / "statement.typ",
        {
            "words": dict(words),
            "shop": statement.shop_name,
            "currency": currency,
            "since": _day(statement.since),
            "until": _day(statement.until),
            "tax": [tax.title, tax.tax_number, tax.address, tax.email] if tax else [],
            "sums": [
                [
                    words[one.account],
                    figure(one.opening_minor),
                    figure(one.in_minor),
                    figure(-one.out_minor),
                    figure(one.closing_minor),
                ]
                for one in statement.sums
            ],
            "kinds": [[kinds.get(kind, kind), figure(sum_)] for kind, sum_ in statement.by_kind],
            "orders": [
                [
                    one.order_number,
                    _day(one.settled_at),
                    figure(one.gross_minor),
                    figure(-one.refunded_minor),
                    figure(-one.fee_minor),
                    figure(one.fee_tax_minor),
                    figure(-one.share_minor),
                    figure(one.net_minor),
                ]
                for one in statement.orders[:MAX_PRINTED]
            ],
            "lines": _printed(statement, words, kinds),
        },
    )


def _printed(
    statement: Statement, words: Mapping[str, str], kinds: Mapping[str, str]
) -> list[list[str]]:
    return [
        [
            _moment(line.at),
            kinds.get(line.kind, line.kind),
            words[line.account],
            line.order_number,
            format_number(line.amount_minor, statement.currency),
            format_number(line.balance_minor, statement.currency),
        ]
        for line in statement.lines[:MAX_PRINTED]
    ]


def _plain(minor: int, currency: str) -> str:
    return write_plain(minor, currency).replace("−", "-")


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d")


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S")
