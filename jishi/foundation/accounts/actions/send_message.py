"""A short message to an address or a number that somebody gave."""

from __future__ import annotations

from django.core.mail import send_mail

from jishi.foundation.accounts.providers.allauth_adapter import sms_sender
from jishi.foundation.accounts.types import Contact


def send_message(*, contact: Contact, subject: str, text: str) -> None:
    """Send by e-mail or by SMS (which has no subject); outside transactions, since it may wait.

    Raises OSError when the message cannot be handed over.
    """
    if contact.email is not None:
        send_mail(subject, text, None, [contact.email])
    elif contact.phone is not None:
        sms_sender().send(contact.phone, text)
