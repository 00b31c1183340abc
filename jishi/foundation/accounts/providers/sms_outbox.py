"""Short messages into files: what a sandbox, a test and a first installation use."""

from __future__ import annotations

import os
from pathlib import Path

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.settings import settings


def outbox() -> Path:
    """Folder with one text file a message, newest last by name."""
    return settings.var_dir / "outbox"


class OutboxSmsSender:
    """Writes each message to `var/outbox`, readable by the operator alone."""

    def send(self, phone: str, text: str) -> None:
        """Keep the message as `<time>-<number>-<id>.txt`."""
        outbox().mkdir(parents=True, exist_ok=True)
        stamp = clock.now().strftime("%Y%m%dT%H%M%S")
        path = outbox() / f"{stamp}-{phone.lstrip('+')}-{new_id().hex[-6:]}.txt"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"To: {phone}\n\n{text}\n")
