"""Making the first operators of a market."""

from __future__ import annotations

from jishi.run.errors import CommandFailed


def create_operator(email: str, name: str, password: str) -> None:
    """Make a person who may enter the control room; raises CommandFailed and makes nobody."""
    import django

    django.setup()
    from jishi.foundation.accounts.actions.create_person import create_person
    from jishi.foundation.accounts.errors import ContactTaken
    from jishi.foundation.kernel.errors import DomainError
    from jishi.foundation.kernel.transactions import durable
    from jishi.foundation.kernel.types import SYSTEM

    try:
        with durable():
            create_person(
                actor=SYSTEM,
                email=email,
                password=password,
                display_name=name,
                is_operator=True,
                verified=True,
            )
    except ContactTaken:
        raise _failed(f"{email} already has an account") from None
    except DomainError as error:
        raise _failed(str(error)) from None


def _failed(reason: str) -> CommandFailed:
    return CommandFailed(what="`jishi createoperator`", reason=reason.rstrip("."))
