"""django-oscar through its own pages, as a guest's browser asks for them."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from bench.peers.peer import HERE, Peer

GUEST = {"username": "b@example.com", "options": "anonymous"}
ADDRESS = {
    "first_name": "Lin", "last_name": "Xiao", "line1": "Longjing 1", "line4": "Hangzhou",
    "postcode": "310000", "country": "CN",
}  # fmt: skip
UV = str(Path(sys.executable).parent / "uv")


class Oscar(Peer):
    """One granian process with eight threads; its checkout has no payment step of its own."""

    name = "oscar"
    folder = HERE / "oscar"

    def install(self) -> None:
        python = self.home / "venv" / "bin" / "python"
        if not python.exists():
            self._run([UV, "venv", "--quiet", "--python", sys.executable, "venv"])
        self._run(
            [UV, "pip", "install", "--quiet", "--python", str(python), "--require-hashes",
             "-r", "requirements.txt"]
        )  # fmt: skip

    def seed_command(self, goods: Path) -> Sequence[str]:
        return ["venv/bin/python", "seed.py", str(goods)]

    def serve_command(self) -> Sequence[str]:
        return [
            "venv/bin/granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
            str(self.port), "--workers", "1", "--blocking-threads", "8", "--no-log",
            "market:application",
        ]  # fmt: skip

    def learn(self) -> None:
        """Addresses and numbers of its products, from its own pages."""
        self.pages: list[str] = []
        for number in (1, 2, 3):
            text = self._get(self.http, f"/catalogue/?page={number}")
            self.pages += sorted(set(re.findall(r'href="(/catalogue/p\d{4}_\d+/)"', text)))
        assert len(self.pages) > 20

    def _get(self, http: httpx.Client, path: str) -> str:
        answer = http.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def list_page(self, i: int) -> object:
        text = self._get(self.http, "/catalogue/")
        assert text.count("product_pod") >= 20
        return text

    def detail_page(self, i: int) -> object:
        return self._get(self.http, self.pages[i % len(self.pages)])

    def search_page(self, i: int) -> object:
        return self._get(self.http, "/search/?q=蜂蜜")

    def checkout(self, i: int) -> object:
        with httpx.Client(base_url=self.http.base_url, timeout=120) as guest:
            page = self._get(guest, self.pages[i % len(self.pages)])
            add = re.findall(r'action="(/basket/add/\d+/)"', page)[0]
            child = re.findall(r'<option value="(\d+)"', page)[0]
            self._post(guest, add, child_id=child, quantity="1")
            mail = f"b{time.monotonic_ns()}@example.com"
            self._post(guest, "/checkout/", **(GUEST | {"username": mail}))
            self._post(guest, "/checkout/shipping-address/", **ADDRESS)
            self._get(guest, "/checkout/payment-details/")
            self._get(guest, "/checkout/preview/")
            done = self._post(guest, "/checkout/preview/", action="place_order")
            assert "thank-you" in str(done.url), done.url
        return done

    def _post(self, http: httpx.Client, path: str, **data: str) -> httpx.Response:
        token = http.cookies.get("csrftoken", "")
        answer = http.post(path, data=data | {"csrfmiddlewaretoken": token}, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer
