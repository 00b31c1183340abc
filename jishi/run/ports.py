"""Whether the addresses that we want to serve on are free, and whether the market answers."""

from __future__ import annotations

import contextlib
import errno
import http.client
import os
import socket

from jishi.run.errors import AddressNotOurs, PortTaken


def check_port(host: str, port: int, option: str) -> None:
    """Raises PortTaken or AddressNotOurs when a server could not listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As servers do: connections of the last run that linger must not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                taken = PortTaken(port=port, host=host, holder=_holder(port), option=option)
                raise taken from None
            reason = error.strerror or str(error)
            raise AddressNotOurs(host=f"{host}:{port}", reason=reason) from None


def _holder(port: int) -> str:
    import psutil

    with contextlib.suppress(psutil.Error, OSError, RuntimeError):
        for link in psutil.net_connections("inet"):
            listens = link.status == psutil.CONN_LISTEN
            if listens and getattr(link.laddr, "port", None) == port and link.pid:
                name = psutil.Process(link.pid).name()
                whose = "this jishi" if link.pid == os.getpid() else f"process {link.pid}, {name}"
                return f" by {whose}"
    return ""


def ask(host: str, port: int, path: str = "/healthz", seconds: float = 10.0) -> int | None:
    """HTTP status of an address, or None while nobody answers."""
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    link = http.client.HTTPConnection(where, port, timeout=seconds)
    try:
        link.request("GET", path, headers={"Host": f"localhost:{port}", "User-Agent": "jishi-up"})
        return link.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        link.close()
