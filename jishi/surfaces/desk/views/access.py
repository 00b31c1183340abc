"""Who may open which desk page, and what every desk page shows around its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jishi.foundation.accounts.queries import actor_of
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.queries import (
    find_shop_role,
    get_shop_card,
    list_members,
    list_rights,
    list_roles_with,
)
from jishi.trade.shops.types import ROLES, Right, ShopCard, ShopRole

P = ParamSpec("P")


@dataclass(frozen=True)
class Desk:
    """Somebody at work in a shop."""

    actor: Actor
    shop: ShopCard
    role: ShopRole

    @property
    def currency(self) -> str:
        """The market's currency, for figures that have no order to name it."""
        return settings.currency

    def may(self, right: Right) -> bool:
        """Whether this person's role has a right."""
        return right in list_rights(self.role)

    @property
    def rights(self) -> dict[str, bool]:
        """Rights by name, for templates: `desk.rights.SHIP`."""
        return {right.name: self.may(right) for right in Right}


DeskView = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]


def desk_page(*needs: str | Right) -> Callable[[DeskView[P]], Callable[..., HttpResponse]]:
    """A view of one shop, for those with the right, or in one of the roles, that it names.

    Without any, for those who do everyday work there. A member who lacks the right is told whom
    to ask; others get NotAllowed, nobody is sent to sign in.
    """
    rights = [n for n in needs if isinstance(n, Right)]
    roles = {str(n) for n in needs if not isinstance(n, Right)}
    for right in rights:
        roles |= set(list_roles_with(right))
    allowed = roles or set(ROLES)

    def wrap(view: DeskView[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, shop_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request.user)
            role = find_shop_role(actor.require_person(), shop_id)
            if role is None:
                raise NotAllowed()
            desk = Desk(actor, get_shop_card(shop_id), role)
            if role not in allowed:
                return _say_whom_to_ask(request, desk, allowed)
            return view(request, desk, *args, **kwargs)

        return guarded

    return wrap


def _say_whom_to_ask(request: HttpRequest, desk: Desk, allowed: set[str]) -> HttpResponse:
    """403 with the people of the shop who may do this."""
    members = [m for m in list_members(desk.actor, desk.shop.id) if m.role in allowed]
    page = {"desk": desk, "members": members}
    response = render(request, "desk/no_right.html", page, status=NotAllowed().status)
    response.headers["X-Error-Code"] = NotAllowed.code
    return response
