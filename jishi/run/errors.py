"""What can stop an installation from starting, each a single line with what to do about it."""

from __future__ import annotations

from typing import Any


class RunError(Exception):
    """{detail}"""

    # As with DomainError, the docstring is the message; exit_code is what `jishi` ends with.
    exit_code = 1

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(" ".join((type(self).__doc__ or "").split()).format_map(details))


class WrongPython(RunError):
    """Jishi needs Python 3.11 or newer, and this is {found}; make the virtual environment again
    with a newer one."""


class BadSetting(RunError):
    """{name}: {reason} (set to {value})."""


class VarNotWritable(RunError):
    """{path} cannot be written ({reason}); give it to this user, or choose another folder with
    JISHI_VAR_DIR."""


class StorageFull(RunError):
    """{path} has {free_mb} MB left and Jishi needs {needed_mb} MB; free some space, or choose
    another folder with JISHI_VAR_DIR."""


class AlreadyRunning(RunError):
    """{path} is in use by `{command}` (process {pid}); stop that first, or choose another folder
    with JISHI_VAR_DIR."""


class PortTaken(RunError):
    """Port {port} on {host} is already taken{holder}; stop that program, or choose another with
    {option}."""


class AddressNotOurs(RunError):
    """{host} is not an address of this machine ({reason}); set JISHI_HOST to one that is."""


class SocketPathTooLong(RunError):
    """No folder short enough for a unix socket ({limit} bytes) was found, tried {tried}; move the
    checkout, or set TMPDIR to a short path."""


class EngineMissing(RunError):
    """No {engine} was found; reinstall the requirements, or set {variable}."""


class EngineFailed(RunError):
    """{engine} did not start: {reason} (its log: {log})."""


class EngineOtherMajor(RunError):
    """{path} was made by {engine} {found}, and this Jishi runs {expected}; start it with the
    {engine} {found} it was made with, `jishi backup`, then restore (docs/running.md, Upgrade)."""


class EngineOtherOwner(RunError):
    """{path} belongs to user id {owner} and this is {user}; start Jishi as that user."""


class CredentialsLost(RunError):
    """{path} is gone but {data} is there; put it back from a backup, or move {data} away to start
    empty."""


class RootRefused(RunError):
    """PostgreSQL refuses to run as root and neither a user namespace nor another user id can be
    used here ({reason}); start Jishi as an ordinary user, or set JISHI_DATABASE_URL."""


class Unreachable(RunError):
    """{variable} cannot be reached: {reason}."""


class TooOld(RunError):
    """{variable} is {engine} {found}, and Jishi needs {engine} {needed} or newer."""


class NotRunning(RunError):
    """This market is not running; start it with `jishi up`."""


class CommandFailed(RunError):
    """{what} failed: {reason}."""


class BackupInvalid(RunError):
    """{path} is not a backup that this Jishi can restore: {reason}."""


class MarketNotEmpty(RunError):
    """This market already has data ({what}); add --force to replace it with the backup."""
