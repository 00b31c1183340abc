"""Commands that are one process of the market each; `jishi up` runs all of them."""

from __future__ import annotations

from typing import Annotated

import typer

PANEL = "Processes (jishi up runs them all)"
Processes = Annotated[
    int, typer.Option("--processes", min=1, help="Server processes that share the port.")
]

WebProcesses = Annotated[
    int | None,
    typer.Option(
        "--processes", min=1, help="Server processes that share the port. [JISHI_WEB_PROCESSES]"
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (web, files, worker, signals):
        app.command(rich_help_panel=PANEL)(command)


def web(processes: WebProcesses = None) -> None:
    """Serve the market's pages and its API.

        On JISHI_HOST:JISHI_PORT, eight pages at once a process. Needs engines that run: by
    address, or those of a `jishi up` on the same var/.
    """
    import os

    from jishi.run.installation import connected
    from jishi.run.servers import serve_web

    os.environ["JISHI_ROLE"] = "web"
    with connected("jishi web", start=False) as settings:
        serve_web(settings.host, settings.port, processes or settings.web_processes)


def files(processes: Processes = 1) -> None:
    """Serve media and take uploads.

    Media by signed address with ranges, resumable uploads, on JISHI_HOST:JISHI_FILES_PORT.
    """
    import os

    from jishi.run.installation import connected
    from jishi.run.servers import serve_files

    os.environ["JISHI_ROLE"] = "files"
    with connected("jishi files", start=False) as settings:
        serve_files(settings.host, settings.files_port, processes)


def worker(
    queues: Annotated[
        str, typer.Option(help="Only these queues, comma-separated. [default: all]")
    ] = "",
    but: Annotated[str, typer.Option("--not", metavar="QUEUES", help="All queues but these.")] = "",
    at_once: Annotated[int, typer.Option(min=1, max=32, help="Jobs at the same time.")] = 4,
) -> None:
    """Run background jobs.

        Events, timers, notices, transcoding. Start as many as you like, on any machine that
    reaches the same engines and media.
    """
    import os

    from jishi.run.installation import connected
    from jishi.run.servers import work

    os.environ["JISHI_ROLE"] = "worker"
    with connected("jishi worker", start=False):
        work(_names(queues), _names(but), at_once)


def signals() -> None:
    """Count what is watched.

    Reads the stream of play and impression signals into counters and the Parquet lake.
    """
    import os

    from jishi.run.installation import connected
    from jishi.run.servers import consume_signals

    os.environ["JISHI_ROLE"] = "signals"
    with connected("jishi signals", start=False):
        consume_signals()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
