"""The `jishi` command. What each does is imported when it is run: `--help` must be quick."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from jishi.run import cli_data, cli_operate, cli_serve
from jishi.run.errors import RunError

app = typer.Typer(
    name="jishi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Run a Jishi market: start it, look after its data, operate it. "
    "Every setting is a JISHI_* variable (docs/running.md).",
)


@app.command(rich_help_panel="Run")
def up(
    port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65534,
            help="Port of the market; media is served on the next one. [default: JISHI_PORT, 8000]",
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="Only these processes, comma-separated: web, files, worker, media, signals. "
            "The others then run elsewhere, on the same engines.",
        ),
    ] = None,
    demo: Annotated[
        bool,
        typer.Option(
            "--demo/--no-demo", help="Fill a new sandbox market with the demo, once, while it runs."
        ),
    ] = True,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="One JSON object a line instead of text.")
    ] = False,
) -> None:
    """Start the market; runs until Ctrl-C.

    Starts PostgreSQL and Valkey under var/ (or uses JISHI_DATABASE_URL and JISHI_VALKEY_URL),
    brings the database up to date, starts the processes, starts a fallen one again, prints the
    address when the market answers, and stops everything on Ctrl-C or SIGTERM.
    """
    import os

    from jishi.run.processes import choose
    from jishi.run.up import Wish, run_up

    if port is not None:
        os.environ["JISHI_PORT"] = str(port)
        os.environ.setdefault("JISHI_FILES_PORT", str(port + 1))
    run_up(Wish(choose(only), demo, log_json))


@app.command(rich_help_panel="Run")
def doctor() -> None:
    """Check this installation, and say what to do.

    Changes nothing, works whether the market runs or not, ends with status 1 when something is
    wrong.
    """
    from jishi.run.doctor import examine, show

    if not show(examine()):
        raise typer.Exit(1)


@app.command(rich_help_panel="Run")
def migrate(
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing unless it fails.")] = False,
) -> None:
    """Bring the database up to date. `jishi up` does this by itself.

    Uses the owner's address (JISHI_DATABASE_OWNER_URL). Safe to repeat and to run on several
    machines at once.
    """
    from jishi.run.installation import connected
    from jishi.run.schema import migrate as apply

    with connected("jishi migrate") as settings:
        owner = settings.database_owner_url or settings.database_url or ""
        apply(owner, verbosity=0 if quiet else 1)


cli_serve.register(app)
cli_data.register(app)
cli_operate.register(app)


def main() -> None:
    """Run the command; a RunError becomes its one line on standard error."""
    try:
        app(prog_name="jishi")
    except RunError as error:
        print(f"jishi: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if not _is_database(error):
            raise
        print(f"jishi: the database: {str(error).splitlines()[0]}", file=sys.stderr)
        sys.exit(1)


def _is_database(error: Exception) -> bool:
    """Whether the database refused, or went away: no fault of the code's that calls it."""
    psycopg = sys.modules.get("psycopg")
    cause = error.__cause__ or error  # Django wraps it
    return psycopg is not None and isinstance(cause, psycopg.OperationalError)
