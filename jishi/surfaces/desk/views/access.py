"""Who may open which desk page, and what every desk page shows around its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from jishi.foundation.accounts.queries import actor_of
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.queries import get_shop_card, require_shop_role
from jishi.trade.shops.types import ROLES, ShopCard

P = ParamSpec("P")


@dataclass(frozen=True)
class Desk:
    """Somebody at work in a shop."""

    actor: Actor
    shop: ShopCard

    @property
    def currency(self) -> str:
        """The market's currency, for figures that have no order to name it."""
        return settings.currency


DeskView = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]


def desk_page(*roles: str) -> Callable[[DeskView[P]], Callable[..., HttpResponse]]:
    """A view of one shop, for those who hold one of `roles` in it (any role by default).

    Others get NotAllowed, nobody is sent to sign in.
    """

    def wrap(view: DeskView[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, shop_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request.user)
            require_shop_role(actor, shop_id, roles or ROLES)
            return view(request, Desk(actor, get_shop_card(shop_id)), *args, **kwargs)

        return guarded

    return wrap
