from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import RoomAdmin, choice_column, choice_filter, money_column
from jishi.trade.deposits.models import TopUp
from jishi.trade.deposits.types import TopUpStatus


@admin.register(TopUp)
class TopUpAdmin(RoomAdmin):
    heading = _("Deposits paid in")
    list_display = ("shop", "amount", "state", "opened_at", "paid_at")
    list_filter = (choice_filter("status", TopUpStatus),)
    list_select_related = ("shop",)
    search_fields = ("shop__name",)
    ordering = ("-opened_at",)
    amount = money_column("amount_minor")
    returned = money_column("returned_minor")
    state = choice_column("status", TopUpStatus)
    readonly_fields = ("amount", "returned", "state")
    fields = (("shop", "state"), ("amount", "returned"), ("opened_at", "paid_at"))
