"""Commands for whoever operates the market: first operator, clock, Django's own commands."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from jishi.run.errors import BadSetting, CommandFailed

PANEL = "Operate"
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel=PANEL)(createoperator)
    app.command(
        rich_help_panel=PANEL,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        add_help_option=False,
    )(manage)
    clock = typer.Typer(help="The market's clock (sandbox only).", no_args_is_help=True)
    for command in (show, advance, set_, reset):
        clock.command(command.__name__.rstrip("_"))(command)
    app.add_typer(clock, name="clock", rich_help_panel=PANEL)


def createoperator(
    email: Annotated[str, typer.Argument(help="E-mail address to log in with.")],
    name: Annotated[str, typer.Option(help="Name that others see.")] = "Operator",
    password: Annotated[
        str | None,
        typer.Option(
            envvar="JISHI_OPERATOR_PASSWORD",
            help="Asked for when missing; better so, or by the variable, than on a command line.",
        ),
    ] = None,
) -> None:
    """Make somebody an operator.

        A member of staff, who may enter the control room. Staff must set up a second factor at
    their first log-in.
    """
    from jishi.run.installation import connected
    from jishi.run.operators import create_operator

    if password is None:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with connected("jishi createoperator"):
        create_operator(email, name, password)
    print(f"{email} can log in at /accounts/login/ and enter /control/")


def manage(context: typer.Context) -> None:
    """Run one of Django's commands.

    With this market's engines, e.g. `jishi manage shell`.
    """
    from jishi.run.installation import connected

    with connected("jishi manage"):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["jishi manage", *context.args])


def show() -> None:
    """Show the market's time and how far it is from real time."""
    from jishi.foundation.kernel import clock

    _settings()
    offset = clock.offset()
    now = clock.now().astimezone().isoformat(sep=" ", timespec="seconds")
    print(f"{now}  ({_words(offset)})")


def advance(
    by: Annotated[str, typer.Argument(help="How far, e.g. 8d, 36h, 2d12h, 90s.")],
) -> None:
    """Move the clock forward.

    Deadlines that pass are met by the worker within seconds.
    """
    from jishi.foundation.kernel import clock

    _settings()
    _move(clock.offset() + duration(by))


def set_(
    at: Annotated[str, typer.Argument(help="A time, e.g. 2026-12-01T09:00 (local) or …Z.")],
) -> None:
    """Set the clock to a time, from which it runs on."""
    _settings()
    try:
        moment = datetime.fromisoformat(at).astimezone(UTC)
    except ValueError:
        raise BadSetting(name="TIME", reason="write it as 2026-12-01T09:00", value=at) from None
    _move(moment - datetime.now(UTC))


def reset() -> None:
    """Set the clock back to real time."""
    _settings()
    _move(timedelta())


def _settings() -> None:
    from jishi.run.installation import read_settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
    read_settings()


def _move(offset: timedelta) -> None:
    from jishi.foundation.kernel import clock
    from jishi.foundation.kernel.errors import SandboxOnly

    try:
        clock.set_offset(offset)
    except SandboxOnly as error:
        raise CommandFailed(what="moving the clock", reason=str(error).rstrip(".")) from None
    show()


def duration(text: str) -> timedelta:
    """A length of time written as 8d, 36h, 2d12h30m; raises BadSetting."""
    parts = re.findall(r"(\d+(?:\.\d+)?)([dhms])", text)
    sign = -1 if text.startswith("-") else 1
    if not parts or "".join(n + u for n, u in parts) != text.removeprefix("-"):
        raise BadSetting(name="BY", reason="write it as 8d, 36h or 2d12h", value=text)
    return sign * timedelta(**{_UNITS[unit]: float(number) for number, unit in parts})


def _words(offset: timedelta) -> str:
    if abs(offset) < timedelta(seconds=1):
        return "real time"
    way = "ahead of" if offset > timedelta() else "behind"
    return f"{str(abs(offset)).split('.')[0]} {way} real time"
