"""Making the first operators of a market."""

from __future__ import annotations

from jishi.run.errors import CommandFailed


def create_operator(email: str, name: str, password: str) -> None:
    """Make a person who may enter the control room; raises CommandFailed and makes nobody."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from jishi.foundation.kernel.transactions import durable

    people = get_user_model()._default_manager
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise _failed(" ".join(error.messages)) from None
    with durable():
        if people.filter(email__iexact=email).exists():
            raise _failed(f"{email} already has an account")
        people.create_superuser(email, password, display_name=name)


def _failed(reason: str) -> CommandFailed:
    return CommandFailed(what="`jishi createoperator`", reason=reason.rstrip("."))
