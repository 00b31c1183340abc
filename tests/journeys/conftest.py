"""A market and a browser for the journeys, and where their pictures go."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.market import ROOT, Market, running_market

SHOTS = ROOT / "var" / "shots"
SIZES = {390: 844, 1440: 900}
CLIP = ROOT.parent / "shared" / "data" / "media" / "bbb_480p_30s.mp4"


def find_chromium() -> str | None:
    """A Chromium on the path."""
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = "no Chromium on the path: install one (Debian: apt install chromium) to run journeys"
    for item in items:
        if (
            "journeys" in item.path.parts
            and item.get_closest_marker("journey")
            and not find_chromium()
        ):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
              "--autoplay-policy=no-user-gesture-required"],
    )  # fmt: skip
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with running_market(tmp_path_factory.mktemp("journey") / "var") as running:
        yield running


class People:
    """Browsers of several people on one market."""

    def __init__(self, chromium: Browser, market: Market) -> None:
        self.chromium, self.market = chromium, market
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def open(self, session: str | None, *, width: int, language: str, dark: bool = False) -> Page:
        """A page of somebody's browser; errors of its scripts fail the journey."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": SIZES[width]},
            base_url=self.market.url,
            has_touch=width < 600,
            is_mobile=width < 600,
            color_scheme="dark" if dark else "light",
            locale={"zh-hans": "zh-CN", "en": "en-GB"}[language],
            reduced_motion="reduce",
        )
        cookies = [{"name": "language", "value": language, "url": self.market.url}]
        if session:
            cookies.append({"name": "sessionid", "value": session, "url": self.market.url})
        context.add_cookies(cookies)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda m: m.type == "error" and self.errors.append(f"{page.url}: {m.text}"),
        )
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def people(chromium: Browser, market: Market) -> Iterator[People]:
    crowd = People(chromium, market)
    yield crowd
    crowd.close()
    assert crowd.errors == []


def shoot(page: Page, name: str, *, full: bool = False) -> None:
    """A picture of the page under var/shots."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    language = page.evaluate("document.documentElement.lang")
    page.screenshot(path=SHOTS / f"{name}-{language}-{width}.png", full_page=full)


@pytest.fixture(scope="session")
def own_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that the test renders itself: moving picture and sound, 12 s."""
    import imageio_ffmpeg

    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error",
         "-f", "lavfi", "-i", "testsrc2=size=854x480:rate=30:duration=12",
         "-f", "lavfi", "-i", "sine=frequency=440:duration=12",
         "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "60",
         "-b:v", "3M", "-c:a", "aac", "-ac", "2", "-shortest", str(path)],
        check=True,
    )  # fmt: skip
    return path
