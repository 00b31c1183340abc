"""What runs inside each process: granian for web and files, Procrastinate, the consumer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from jishi.run.embedded.spawn import die_with_parent

# Most threads wait: for their flash batch, or for one of Django's places (surfaces.market.door).
WEB_THREADS, WEB_BACKPRESSURE = 64, 1024
STOP_SECONDS = 8  # below the supervisor's grace, so that a server ends by itself


def load_application(target: str) -> Callable[..., Any]:
    """Load what granian serves, inside its own child process."""
    die_with_parent()
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    return application


def serve_web(host: str, port: int, processes: int = 1) -> None:
    """Serve the market; returns when stopped."""
    _serve(
        "jishi.config.wsgi:application", host, port, "wsgi", processes,
        blocking_threads=WEB_THREADS, backpressure=WEB_BACKPRESSURE,
    )  # fmt: skip


def serve_files(host: str, port: int, processes: int = 1) -> None:
    """Serve media and take uploads; returns when stopped."""
    _serve("jishi.surfaces.files.app:app", host, port, "rsgi", processes)


def _serve(
    target: str, host: str, port: int, interface: str, processes: int, **options: Any
) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces(interface),
        workers=processes,
        websockets=False,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,  # the supervisor says what starts and stops
        **options,
    )
    server.serve(target_loader=load_application)


def work(queues: Sequence[str], but: Sequence[str], at_once: int) -> None:
    """Run jobs until stopped; of these queues, or of all but some."""
    import django

    django.setup()
    from procrastinate.contrib.django import app

    chosen = list(queues) or sorted(known_queues() - set(but))
    print(f"working on {', '.join(chosen)}; {at_once} at a time")
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(
            queues=chosen,
            name=f"jishi {','.join(chosen)}",
            concurrency=at_once,
            delete_jobs="successful",  # failed ones stay for the Control room
            fetch_job_polling_interval=1.0,
            shutdown_graceful_timeout=STOP_SECONDS,
        )


def known_queues() -> set[str]:
    """Every queue that a task of some room names; Django must be set up."""
    from procrastinate.contrib.django import app

    return {"default", *(task.queue for task in app.tasks.values() if task.queue)}


def consume_signals() -> None:
    """Run the consumer of the signal stream until SIGTERM or Ctrl-C."""
    import signal
    import threading

    import django

    django.setup()
    from jishi.traffic.signals.consumer import run

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(stop)
