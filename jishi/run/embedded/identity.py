"""As whom PostgreSQL runs: it refuses root, and nobody should need to make a user for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jishi.run.embedded.spawn import DEDICATED_UID, NAMESPACE, works
from jishi.run.errors import EngineOtherOwner, RootRefused


@dataclass(frozen=True, slots=True)
class Identity:
    """Words to put before a PostgreSQL program, and the owner its data must have (None: ours)."""

    prefix: tuple[str, ...]
    owner: int | None

    def give(self, folder: Path) -> None:
        """Hand the folder and all in it to this identity where it isn't so already."""
        if self.owner is None or folder.lstat().st_uid == self.owner:
            return
        for parent, folders, files in os.walk(folder):
            for name in [*folders, *files]:
                os.chown(os.path.join(parent, name), self.owner, self.owner, follow_symlinks=False)
        os.chown(folder, self.owner, self.owner)  # last: its owner tells that all was done


def _as_user(uid: int) -> tuple[str, ...]:
    # Keeping CAP_DAC_OVERRIDE lets it enter folders above the data that are closed to others,
    # so that no mode of the operator's has to change.
    caps = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ("setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", *caps)


def choose_identity(data: Path, *, allow_namespace: bool = True) -> Identity:
    """Decide as whom to run PostgreSQL over the folder `data`, which need not exist yet.

    An ordinary user runs it directly. Root uses a user namespace in which it is somebody else,
    so that no owner changes; where that is forbidden, a user id of its own.
    Raises RootRefused and EngineOtherOwner.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else me
    if me != 0:
        if owner != me:
            raise EngineOtherOwner(path=data, owner=owner, user=me)
        return Identity((), None)
    if sys.platform != "linux":
        raise RootRefused(reason=f"this is {sys.platform}")
    if owner == 0 and allow_namespace and works([*NAMESPACE, "true"])[0]:
        return Identity(NAMESPACE, None)
    uid = owner or DEDICATED_UID
    done, reason = works([*_as_user(uid), "true"])
    if not done:
        raise RootRefused(reason=reason)
    return Identity(_as_user(uid), uid)


def words(identity: Identity, argv: Sequence[str]) -> list[str]:
    """The command line that runs `argv` as this identity."""
    return [*identity.prefix, *argv]
