"""What the loopback services share: a server, a log of calls, faults to order."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


class Request(NamedTuple):
    method: str
    path: str  # with its query
    headers: dict[str, str]
    body: bytes

    @property
    def place(self):
        return urlsplit(self.path).path


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str]


class Service:
    """Serves on a port of its own between `start` and `stop`."""

    def __init__(self):
        self.calls: list[str] = []
        self.faults: list[int] = []  # statuses for the next calls; 0 hangs up without an answer
        self.lock = threading.RLock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_arguments):
                pass

            def _serve(self):
                length = int(self.headers.get("Content-Length") or 0)
                headers = {k.lower(): v for k, v in self.headers.items()}
                request = Request(self.command, self.path, headers, self.rfile.read(length))
                with service.lock:
                    service.calls.append(f"{request.method} {request.place}")
                    fault = service.faults.pop(0) if service.faults else None
                    if fault == 0:
                        self.close_connection = True
                        return
                    answer = Answer(fault, b"{}", {}) if fault else service.handle(request)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(answer.body)

            do_GET = do_POST = _serve

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def start(self):
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request: Request) -> Answer:
        raise AssertionError("each service says how it answers")


def make_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(key) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
