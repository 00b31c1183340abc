"""The forms for coming in: one field for e-mail or phone, a name, a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, SignupForm
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jishi.foundation.accounts import queries
from jishi.foundation.accounts.actions.create_person import create_person
from jishi.foundation.accounts.errors import ContactMissing
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor, ActorKind


class SignInForm(LoginForm):  # type: ignore[misc]  # untyped base
    """allauth's form, with the label that says what to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or phone")
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # untyped base
    """Where to send a code: allauth's two fields as one."""

    contact = forms.CharField(
        label=_("E-mail or phone"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "phone"):
            self.fields.pop(name, None)

    def clean_contact(self) -> str:
        """Sort the contact, and let allauth find whose it is and count the attempt."""
        contact: str = self.cleaned_data["contact"].strip()
        with _as_form_error():
            found = queries.read_contact(contact)
        self.cleaned_data |= {"email": found.email or "", "phone": found.phone or ""}
        if found.email:
            self.clean_email()
        else:
            self.clean_phone()
        return contact


class SignUpForm(SignupForm):  # type: ignore[misc]  # untyped base
    """Opens an account through the room's action."""

    field_order = ("contact", "display_name", "password1")
    contact = forms.CharField(
        label=_("E-mail or phone"),
        max_length=254,
        required=False,  # clean() says it in the words of the domain
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "email"}),
    )
    display_name = forms.CharField(
        label=_("Name that others see"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "phone"):
            self.fields.pop(name, None)
        if email := self.initial.get("email"):
            self.initial.setdefault("contact", email)
        # The validators' list is long; what is wrong is said when it is wrong.
        self.fields["password1"].help_text = _("At least 10 characters; a sentence is best.")
        self.fields["password1"].widget.attrs.pop("placeholder", None)

    def clean_display_name(self) -> str:
        """The name as it will be kept."""
        with _as_form_error():
            return clean_line(self.cleaned_data["display_name"], field="display_name", limit=40)

    def clean_contact(self) -> str:
        """Sort the contact into `email` or `phone`, for allauth's own checks."""
        contact: str = self.cleaned_data["contact"].strip()
        with _as_form_error():
            found = queries.read_contact(contact)
        if found.email:
            self.cleaned_data["email"] = self.validate_unique_email(found.email)
        self.cleaned_data["phone"] = found.phone or ""
        return contact

    def clean(self) -> dict[str, Any]:
        """Neither an e-mail address nor a phone number is no account."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            raise forms.ValidationError(ContactMissing().message(), code=ContactMissing.code)
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """allauth complains about fields that are one here."""
        super().add_error("contact" if field in {"email", "phone"} else field, error)

    def save(self, request: HttpRequest) -> AbstractBaseUser:
        """Open the account by the action of its room."""
        data = self.cleaned_data
        languages = [code for code, _name in settings.LANGUAGES]
        with durable():
            card = create_person(
                actor=Actor(ActorKind.SYSTEM, None, request.META.get("REMOTE_ADDR") or None),
                email=data.get("email") or None,
                phone=data.get("phone") or None,
                password=data["password1"],
                display_name=data["display_name"],
                language=next((c for c in languages if c == get_language()), languages[0]),
            )
        return get_user_model()._default_manager.get(pk=card.id)


@contextmanager
def _as_form_error() -> Iterator[None]:
    """Lets a domain error appear beside its field."""
    try:
        yield
    except DomainError as error:
        raise forms.ValidationError(error.message(), code=error.code) from None


class CloseForm(forms.Form):
    """The owner's word that the account is to be closed."""

    sure = forms.BooleanField(label=_("Close my account and erase my personal data"))
