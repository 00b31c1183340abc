"""Pages of the Control room, put together from what the rooms tell."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jishi.content.posts import queries as posts
from jishi.foundation.accounts import queries as accounts
from jishi.foundation.kernel import invariants, job_list
from jishi.foundation.kernel.policies import Policy
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger import queries as ledger
from jishi.trade.aftersales.queries import count_disputes_to_rule
from jishi.trade.catalog import queries as catalog
from jishi.trade.orders.queries.sales import DailySales, get_market_day
from jishi.trade.payments import queries as payments
from jishi.trade.shops import queries as shops
from jishi.trade.shops.types import ShopStatus

COUNT_UP_TO = 100
INVARIANTS_KEPT_SECONDS = 30
_INVARIANTS_KEY = "control.breaches"
# What the operator's own books look like; sums over all accounts that begin so.
_BOOKS = (
    ("escrow:", _("Held for buyers until the goods have arrived")),
    ("shop:", _("Owed to shops")),
    ("person:", _("Owed to people")),
    ("platform:fees", _("Fees earned")),
    ("platform:subsidy", _("Subsidies paid")),
    ("platform:receivable", _("Owed to the platform")),
    ("provider:", _("With payment providers (negative: they owe it to the market)")),
)


@dataclass(frozen=True, slots=True)
class Task:
    """A heap of work: how much there is and where to do it."""

    icon: str
    title: str
    count: int
    url: str
    urgent: bool = False

    @property
    def shown(self) -> str:
        """The count, or `100+` beyond what is counted."""
        return f"{COUNT_UP_TO}+" if self.count > COUNT_UP_TO else str(self.count)


@dataclass(frozen=True, slots=True)
class Today:
    """The first page: what waits, what happened, whether all is well."""

    tasks: tuple[Task, ...]
    open_shops: int
    people: int
    breaches: int
    jobs: job_list.JobCounts
    sealed: int
    sales: DailySales
    currency: str


def present_today(operator: Actor) -> Today:
    """What waits for the operator now, and how the market does."""
    jobs = job_list.count_jobs()
    disputes, late = count_disputes_to_rule()
    breaches = count_breaches()
    head = ledger.find_chain_head()
    in_review = posts.list_reviewable(operator, limit=COUNT_UP_TO).items
    edits = catalog.list_edits_in_review(limit=COUNT_UP_TO).items
    tasks = (
        *_shop_tasks(),
        Task(
            "inventory_2",
            gettext("Products to review"),
            len(edits),
            reverse("admin:catalog_product_changelist") + "?edit_status=in_review",
        ),
        Task(
            "article",
            gettext("Posts to review"),
            len(in_review),
            reverse("admin:posts_post_changelist") + "?status=in_review",
        ),
        Task(
            "gavel",
            gettext("Disputes to rule"),
            disputes,
            reverse("admin:control_disputes"),
            urgent=late > 0,
        ),
        *_money_tasks(),
        Task(
            "error", gettext("Failed jobs"), jobs.failed, reverse("admin:control_jobs"), urgent=True
        ),
        Task(
            "health_and_safety",
            gettext("Broken invariants"),
            breaches,
            reverse("admin:control_health"),
            urgent=True,
        ),
    )
    return Today(
        tasks=tasks,
        open_shops=shops.count_shops(ShopStatus.OPEN),
        people=accounts.count_people(),
        breaches=breaches,
        jobs=jobs,
        sealed=head.number if head else 0,
        sales=get_market_day(operator),
        currency=settings.currency,
    )


def _money_tasks() -> tuple[Task, ...]:
    return (
        Task(
            "gavel",
            gettext("Chargebacks to answer"),
            payments.count_open_disputes(),
            reverse("admin:payments_dispute_changelist") + "?status=open",
            urgent=True,
        ),
        Task(
            "undo",
            gettext("Refunds a provider refused"),
            payments.count_refused_refunds(),
            reverse("admin:payments_refund_changelist") + "?status=failed",
            urgent=True,
        ),
        Task(
            "difference",
            gettext("Differences with providers"),
            payments.count_open_differences(),
            reverse("admin:payments_difference_changelist") + "?status=open",
        ),
    )


def _shop_tasks() -> tuple[Task, ...]:
    return (
        Task(
            "storefront",
            gettext("Shops to admit"),
            shops.count_shops(ShopStatus.APPLIED),
            reverse("admin:shops_shop_changelist") + "?status=applied",
        ),
        Task(
            "verified",
            gettext("Documents to check"),
            shops.count_documents_in_review(),
            reverse("admin:shops_document_changelist") + "?status=in_review",
        ),
    )


def count_breaches() -> int:
    """Answers to all invariants that are not "none"; asked at most twice a minute."""
    known: int | None = cache.get(_INVARIANTS_KEY)
    if known is None:
        known = len(invariants.ask_all())
        cache.set(_INVARIANTS_KEY, known, INVARIANTS_KEPT_SECONDS)
    return known


@dataclass(frozen=True, slots=True)
class Answer:
    """What one invariant answers now."""

    question: str
    about: str
    breaches: tuple[invariants.Breach, ...]


def present_health() -> tuple[Answer, ...]:
    """Every invariant of every room, asked now."""
    answers = []
    for name, ask in sorted(invariants.list_questions().items()):
        about = " ".join((ask.__doc__ or name).split())
        answers.append(Answer(name, gettext(about), tuple(ask())))
    cache.set(_INVARIANTS_KEY, sum(len(a.breaches) for a in answers), INVARIANTS_KEPT_SECONDS)
    return tuple(answers)


@dataclass(frozen=True, slots=True)
class Book:
    """The sum of some accounts."""

    prefix: str
    title: str
    amount_minor: int


def present_books(currency: str) -> tuple[Book, ...]:
    """Sums of the market's accounts in one currency; together they are zero."""
    return tuple(
        Book(prefix, str(title), ledger.sum_account_prefix(prefix, currency))
        for prefix, title in _BOOKS
    )


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as an operator reads and changes it."""

    name: str
    about: str
    unit: str
    value: str
    default: str
    is_changed: bool
    is_switch: bool


def present_policies() -> tuple[PolicyRow, ...]:
    """Every policy of every room, by name."""
    rows = []
    for name, policy in sorted(Policy.registry.items()):
        value = policy.get()
        rows.append(
            PolicyRow(
                name=name,
                about=gettext(policy.about),
                unit=gettext(policy.unit),
                value=_write(value),
                default=_write(policy.default),
                is_changed=value != policy.default,
                is_switch=policy.kind is bool,
            )
        )
    return tuple(rows)


def read_policy_value(text: str) -> object:
    """What an operator typed: JSON where it is JSON, else the text itself."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError:
        return text
    return value


def _write(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
