"""What allauth asks of this room: people found by phone, codes sent, actors audited."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.fields import PhoneField
from django import forms
from django.conf import settings as django_settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jishi.foundation.accounts.errors import PhoneInvalid
from jishi.foundation.accounts.models import Person
from jishi.foundation.accounts.rules import check_phone
from jishi.foundation.accounts.types import SmsSender
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import person_actor


def sms_sender() -> SmsSender:
    """The configured way for short messages."""
    sender: SmsSender = import_string(django_settings.SMS_SENDER)()
    return sender


class MarketPhoneField(PhoneField):  # type: ignore[misc]  # untyped base
    """Takes a number as people write it, gives E.164."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"validators": [], "max_length": 30} | kwargs)

    def to_python(self, value: Any) -> str:
        """The number in one form; a form error when it is none."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return check_phone(text)
        except PhoneInvalid as error:
            raise forms.ValidationError(error.message(), code=error.code) from None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped base
    """Phones live on the person; every change of a contact is audited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "phone_taken": _("An account with this phone number exists already."),
        "username_password_mismatch": _("The address, number or password is not correct."),
        "email_password_mismatch": _("The address, number or password is not correct."),
        "phone_password_mismatch": _("The address, number or password is not correct."),
    }

    def phone_form_field(self, **kwargs: Any) -> MarketPhoneField:
        """The field that all forms of allauth use for numbers."""
        return MarketPhoneField(**kwargs)

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        """The person's number and whether it is verified."""
        row = Person.objects.filter(pk=user.pk).values_list("phone", "phone_verified").first()
        return (row[0], row[1]) if row and row[0] else None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        """Attach a number."""
        self._write(user, phone, verified, "set_phone")

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        """Note that a code proved the number."""
        self._write(user, phone, True, "verify_phone")

    def get_user_by_phone(self, phone: str) -> Person | None:
        """Whose number this is."""
        try:
            number = check_phone(phone)
        except PhoneInvalid:
            return None
        return Person.objects.filter(phone=number, is_active=True).first()

    def send_verification_code_sms(
        self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any
    ) -> None:
        """Send a code for signing in or for proving a number."""
        text = gettext("Your Jishi code is {code}. Never tell it to anybody.").format(code=code)
        sms_sender().send(phone, text)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Tell a number that nobody signs in with it; the page doesn't say so."""
        sms_sender().send(phone, gettext("There is no Jishi account with this number."))

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell a number that it has an account; the page doesn't say so."""
        sms_sender().send(phone, gettext("You have a Jishi account already: just sign in."))

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of the market itself are returned to."""
        return bool(url) and super().is_safe_url(url)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session and note it in the audit log."""
        super().login(request, user)
        with durable():
            audit(
                actor=person_actor(user.pk, request.META.get("REMOTE_ADDR") or None),
                action="sign_in",
                subject_kind="person",
                subject_id=user.pk,
            )

    def _write(self, user: AbstractBaseUser, phone: str, verified: bool, action: str) -> None:
        number = check_phone(phone)
        with durable():
            Person.objects.filter(pk=user.pk).update(phone=number, phone_verified=verified)
            audit(
                actor=person_actor(user.pk),
                action=action,
                subject_kind="person",
                subject_id=user.pk,
            )
        user.phone, user.phone_verified = number, verified  # type: ignore[attr-defined]
