"""Commands that look after the data: backup, restore, demo, ledger, invariants."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PANEL = "Data"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (backup, restore, demo, invariants):
        app.command(rich_help_panel=PANEL)(command)
    ledger = typer.Typer(help="The ledger of all money.", no_args_is_help=True)
    ledger.command("verify")(verify)
    app.add_typer(ledger, name="ledger", rich_help_panel=PANEL)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it, e.g. market.tar.")],
    force: Annotated[bool, typer.Option(help="Replace the file if it is there.")] = False,
) -> None:
    """Write the whole market into one file.

        Database, media, lake, signing key. The market may run meanwhile. The file holds secrets
    and is readable by you alone.
    """
    from jishi.run.backup import write_backup
    from jishi.run.installation import connected

    with connected("jishi backup") as settings:
        made = write_backup(settings, file, force=force)
    print(f"{file}: {made.files} files, {made.size_bytes / 1e6:.1f} MB")


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `jishi backup`.")],
    force: Annotated[
        bool, typer.Option(help="Replace a market that already has people in it.")
    ] = False,
) -> None:
    """Put a backup in place of this market. Stop `jishi up` first.

    Checks the whole file before it touches anything; the database changes all at once or not at
    all. Brings an older backup up to date.
    """
    from jishi.run.restore import restore_backup

    made = restore_backup(file, force=force)
    print(f"restored the market of {made['made_at']} (jishi {made['jishi']})")


def demo(
    language: Annotated[
        str, typer.Option(help="Language of the demo's texts: zh-Hans or en.")
    ] = "zh-Hans",
    seed: Annotated[int, typer.Option(help="The same seed makes the same market.")] = 20261122,
) -> None:
    """Fill a sandbox market with the demo.

        Shops, products, posts, people, orders. A second time it says that all is there. Videos
    are made in the background by the worker.
    """
    from jishi.run.demo_command import fill

    fill(language=language, seed=seed)


def verify() -> None:
    """Recompute the hash chain of all money.

    Status 1 when a link does not hold.
    """
    from jishi.run.installation import connected

    with connected("jishi ledger verify"):
        import django

        django.setup()
        from jishi.foundation.ledger.queries import verify_chain

        report = verify_chain()
    print(f"{report.entries} entries, {report.sealed} sealed")
    for problem in report.problems:
        print(f"  {problem}")
    print("the chain holds" if report.ok else "the chain is BROKEN")
    if not report.ok:
        raise typer.Exit(1)


def invariants() -> None:
    """Ask every room what must never be.

    Status 1 when an answer is not "none".
    """
    from jishi.run.installation import connected

    with connected("jishi invariants"):
        import django

        django.setup()
        from jishi.foundation.kernel.invariants import list_questions

        broken = 0
        for name, question in sorted(list_questions().items()):
            breaches = question()
            broken += len(breaches)
            print(f"{name:<50} {len(breaches) or 'none'}")
            for breach in breaches:
                print(f"    {breach.subject} {breach.detail}".rstrip())
    if broken:
        raise typer.Exit(1)
