"""What the rooms' pages in the Control room share: read-only tables, buttons that call actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from jishi.foundation.kernel.audit import AuditView, list_audit
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.field_names import FIELD_NAMES, VALUE_NAMES, name_fields
from jishi.foundation.kernel.models import AuditEntry, PolicyValue
from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor, ActorKind, operator_actor

Text = str | Promise
AUDIT_LINES = 20


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Button:
    """Something an operator may do with one row: calls an action, in its own transaction.

    `run` gets the operator, the row's id and what was typed into the note (`needs_note` asks
    for one). `shown` tells from the row whether the button is of use now.
    """

    name: str
    label: Text
    run: Callable[[Actor, UUID, str], object]
    kind: Literal["primary", "quiet", "danger"] = "quiet"
    note: Text = ""
    needs_note: bool = False
    shown: Callable[[Any], bool] = _always


def request_operator(request: HttpRequest) -> Actor:
    """The operator behind a request that the site has let in."""
    return operator_actor(UUID(str(request.user.pk)), request.META.get("REMOTE_ADDR") or None)


class _ReadOnly:
    """Nobody writes rows by hand."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)


class RoomAdmin(_ReadOnly, ModelAdmin):  # type: ignore[misc]  # untyped base
    """A table and a page for each row, without a single field to edit."""

    heading: ClassVar[Text] = ""
    buttons: ClassVar[tuple[Button, ...]] = ()
    # Audit lines of this kind, with the row's key as subject, are shown under it.
    subject_kind: ClassVar[str] = ""
    actions: ClassVar[Any] = None
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    list_filter_submit = True
    view_on_site = False
    change_form_outer_before_template = "kernel/admin_buttons.html"
    change_form_outer_after_template = "kernel/admin_audit.html"

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        name_fields(model)
        if self.heading:
            name: Any = self.heading
            model._meta.verbose_name_plural = model._meta.verbose_name = name

    def get_urls(self) -> list[URLPattern]:
        """Read, and press a button; there is no address that adds, changes or deletes."""
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        guard = self.admin_site.admin_view
        return [
            path("", guard(self.changelist_view), name=f"{label}_changelist"),
            path("<path:object_id>/act/<slug:name>/", guard(self.act_view), name=f"{label}_act"),
            path("<path:object_id>/change/", guard(self.change_view), name=f"{label}_change"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The table, under the room's own heading."""
        context = {"title": self.heading, "subtitle": None} | (extra_context or {})
        answer: HttpResponse = super().changelist_view(request, context)
        return answer

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One row with its buttons and what the audit log says of it."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        lines: tuple[AuditView, ...] = ()
        if self.subject_kind:
            lines = list_audit(
                subject_kind=self.subject_kind, subject_id=row.pk, limit=AUDIT_LINES
            ).items
        context = {
            "title": str(row),
            "subtitle": self.heading,
            "audit_lines": lines,
            "buttons": [(b, self._act_url(row, b)) for b in self.buttons if b.shown(row)],
        }
        context |= extra_context or {}
        answer: HttpResponse = super().change_view(request, object_id, form_url, context)
        return answer

    def act_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Press a button: only by POST; a refusal is shown above the row."""
        if request.method != "POST":
            raise Http404
        row = self.get_object(request, unquote(object_id))
        button = next((b for b in self.buttons if b.name == name), None)
        if row is None or button is None:
            raise Http404
        back = HttpResponseRedirect(self._row_url(row))
        note = request.POST.get("note", "").strip()
        if button.needs_note and not note:
            messages.error(request, _("Say why: people will read it."))
            return back
        try:
            with durable():
                button.run(request_operator(request), row.pk, note)
        except DomainError as error:
            messages.error(request, error.message())
        else:
            messages.success(request, _("Done: %(what)s") % {"what": button.label})
        return back

    def _row_url(self, row: Model) -> str:
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{self.admin_site.name}:{label}_change", args=[row.pk])

    def _act_url(self, row: Model, button: Button) -> str:
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{self.admin_site.name}:{label}_act", args=[row.pk, button.name])


def _label(value: StrEnum) -> str:
    label = getattr(value, "label", None)
    return gettext(label) if label else str(VALUE_NAMES.get(value.value, value.value))


def choice_filter(field: str, kind: type[StrEnum]) -> type[admin.SimpleListFilter]:
    """A filter on the right of a table: one of an enum's values, by their labels."""

    class ChoiceFilter(admin.SimpleListFilter):
        title = FIELD_NAMES[field]
        parameter_name = field

        def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
            return [(value.value, _label(value)) for value in kind]

        def queryset(self, request: HttpRequest, queryset: Any) -> Any:
            return queryset.filter(**{field: self.value()}) if self.value() else queryset

    return ChoiceFilter


def choice_column(field: str, kind: type[StrEnum]) -> Callable[..., str]:
    """A column that shows an enum's label."""

    @admin.display(description=FIELD_NAMES[field], ordering=field)
    def show(_admin: Any, row: Any) -> str:
        return _label(kind(getattr(row, field)))

    return show


def money_column(field: str) -> Callable[..., str]:
    """A column that shows an amount in minor units with the row's currency."""

    @admin.display(description=FIELD_NAMES[field], ordering=field)
    def show(_admin: Any, row: Any) -> str:
        amount = getattr(row, field)
        return "—" if amount is None else format_minor(amount, row.currency)

    return show


@admin.register(AuditEntry)
class AuditEntryAdmin(RoomAdmin):
    heading = _("Audit log")
    list_display = ("at", "actor_kind", "actor_id", "action", "subject_kind", "subject_id")
    list_filter = (choice_filter("actor_kind", ActorKind),)
    search_fields = ("subject_id", "subject_kind", "action", "actor_id")
    search_help_text = _("Person, subject or action")
    ordering = ("-at",)


@admin.register(PolicyValue)
class PolicyValueAdmin(RoomAdmin):
    heading = _("Changes of policies")
    list_display = ("at", "name", "value", "changed_by", "reason")
    search_fields = ("name", "reason")
    ordering = ("-at",)
