"""As whom PostgreSQL runs: it refuses root, and nobody should need to make a user for it."""

from __future__ import annotations

import os
import pwd
import sys
from dataclasses import dataclass
from pathlib import Path

from jishi.run.embedded.spawn import works
from jishi.run.errors import EngineOtherOwner, RootRefused

# An id that no distribution hands out; below 65536, so that it also exists inside containers.
DEDICATED_UID = 54320


@dataclass(frozen=True, slots=True)
class Identity:
    """Words to put before PostgreSQL's programs, and the owner its data must have (None: ours).

    `initdb` wants to look its user up, so it may need another one (`maker`) than the server.
    """

    prefix: tuple[str, ...] = ()
    owner: int | None = None
    maker: tuple[str, ...] = ()
    maker_owner: int | None = None

    def give(self, folder: Path) -> None:
        """Hand the folder and all in it to the server where it isn't its own already."""
        if self.owner is not None and folder.lstat().st_uid != self.owner:
            give(folder, self.owner)

    def give_maker(self, folder: Path) -> None:
        """Hand an empty folder to `initdb`."""
        if self.maker_owner is not None:
            give(folder, self.maker_owner)


def give(folder: Path, owner: int) -> None:
    """Make `owner` the owner of a folder and all in it."""
    for parent, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            os.chown(os.path.join(parent, name), owner, owner, follow_symlinks=False)
    os.chown(folder, owner, owner)  # last: its owner tells that all was done


def _as_user(uid: int) -> tuple[str, ...]:
    # Keeping CAP_DAC_OVERRIDE lets it enter folders above the data that are closed to others,
    # so that no mode of the operator's has to change.
    caps = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ("setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", *caps)


def _in_namespace(uid: int) -> tuple[str, ...]:
    """There we are `uid`, outside we stay who we are."""
    return ("unshare", "-U", f"--map-user={uid}", f"--map-group={uid}")


def _account() -> int | None:
    """User id of some account without rights; the name only has to exist."""
    ids = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0}
    known = [ids[name] for name in ("postgres", "daemon", "nobody") if name in ids]
    return next(iter([*known, *ids.values()]), None)


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
        return _ordinary(me)
    if sys.platform != "linux":
        raise RootRefused(reason=f"this is {sys.platform}")
    account = _account()
    if account is None:
        raise RootRefused(reason="root is the only account here")
    if owner == 0 and allow_namespace and works([*_in_namespace(account), "true"])[0]:
        inside = _in_namespace(account)
        return Identity(prefix=inside, maker=inside)
    uid = owner or DEDICATED_UID
    done, reason = works([*_as_user(uid), "true"])
    if not done:
        raise RootRefused(reason=reason)
    return Identity(_as_user(uid), uid, _as_user(account), account)


def _ordinary(me: int) -> Identity:
    """Containers may run us under a number that has no account."""
    try:
        pwd.getpwuid(me)
    except KeyError:
        account = _account()
        if account is not None and sys.platform == "linux":
            return Identity(maker=_in_namespace(account))
    return Identity()
