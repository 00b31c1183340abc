"""Whether an application can be taken, and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.trade.aftersales import errors
from jishi.trade.aftersales.policies import MAX_APPLICATIONS
from jishi.trade.aftersales.rules import REASONS, freight_due
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    ClaimLine,
    ClaimView,
    EvidenceInput,
    Reason,
)

_FILE = """
INSERT INTO aftersales_orderfile (order_id, count) VALUES (%s, 1)
ON CONFLICT (order_id) DO UPDATE SET count = aftersales_orderfile.count + 1 RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Application:
    """What a buyer asks for."""

    line_id: UUID
    kind: AfterSaleKind
    reason: Reason
    quantity: int
    amount_minor: int | None
    evidence: EvidenceInput

    @property
    def words(self) -> tuple[str, ...]:
        """What tells one application from another; a picture sent again has another key."""
        parts = (self.line_id, self.kind, self.reason, self.quantity, self.amount_minor)
        return (*map(str, parts), *self.evidence.words)


def lock_file(order_id: UUID) -> int:
    """The number of a new case of the order; of two who apply at once the second waits here."""
    with connection.cursor() as cursor:
        cursor.execute(_FILE, [order_id])
        return int(cursor.fetchone()[0])


def check_application(claim: ClaimView, wish: Application) -> tuple[int, int]:
    """Amount and freight to ask for. Raises what `apply_for_after_sale` says it raises."""
    line = claim.line(wish.line_id)
    if line is None:
        raise NotFound()
    if line.problem:
        raise _problem(line)
    if type(wish.quantity) is not int or wish.quantity < 1:
        raise InvalidInput(field="quantity")
    if wish.quantity > line.free_quantity:
        raise errors.QuantityNotFree(left=line.free_quantity)
    _check_reason(line, wish)
    if wish.kind is AfterSaleKind.PRICE_PROTECTION:
        return line.price_drop_minor, 0
    most = line.most_of(wish.quantity)
    amount = most if wish.amount_minor is None else wish.amount_minor
    if wish.kind is not AfterSaleKind.REFUND_ONLY:
        amount = most
    if type(amount) is not int or amount <= 0:
        raise InvalidInput(field="amount_minor")
    if amount > most:
        raise errors.AmountTooHigh(most_minor=most)
    rest = sum(other.left_minor for other in claim.lines) - amount
    return amount, freight_due(REASONS[wish.reason].fault, claim.freight_left_minor, rest)


def _problem(line: ClaimLine) -> DomainError:
    return {
        errors.NothingToClaim.code: errors.NothingToClaim(),
        errors.ClaimTooLate.code: errors.ClaimTooLate(),
        errors.TooManyApplications.code: errors.TooManyApplications(limit=MAX_APPLICATIONS.get()),
        errors.QuantityNotFree.code: errors.QuantityNotFree(left=0),
    }[line.problem]


def _check_reason(line: ClaimLine, wish: Application) -> None:
    rule = REASONS[wish.reason]
    if wish.kind is AfterSaleKind.PRICE_PROTECTION and not line.price_drop_minor:
        raise errors.NoPriceDrop()
    if wish.kind not in dict(line.reasons).get(wish.reason, ()):
        raise errors.ReasonUnfit() if wish.kind not in rule.kinds else errors.ClaimTooLate()
    files = (*wish.evidence.pictures, *wish.evidence.videos)
    if rule.needs_picture and not files:
        raise errors.EvidenceMissing()
