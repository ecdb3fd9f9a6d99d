"""A real Chromium at a real server: the composite one, in a thread, on the test's own database."""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from percaya.core.workspace.models import Member
from percaya.runtime.http.composite import Composite
from percaya.runtime.http.pages import Pages
from percaya.runtime.live.app import LiveApp
from percaya.runtime.live.hub import Hub
from tests.cast import logged_in
from tests.runtime.serving import serving
from tests.services.databases import absent

CHROMIUM = os.environ.get("PERCAYA_CHROMIUM", "/usr/bin/chromium")
PATIENCE = 60.0  # seconds that closing pages may take
PATIENT = 60_000  # milliseconds: what is to come true may take its time on a busy machine
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass
class Site:
    """Where the server is, and how a member's browser comes to it."""

    address: str
    browser: Browser

    def open(self, who: Member | None, path: str = "", *, language: str = "id", theme: str = "light", **more: object) -> Page:
        """A page of a fresh browser of that member, already at ``path``."""
        page = self.context(who, language=language, theme=theme, **more).new_page()
        page.loud = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.loud.append(str(error)))  # type: ignore[attr-defined]
        page.on("console", lambda note: page.loud.append(note.text) if note.type == "error" else None)  # type: ignore[attr-defined]
        if path:
            page.goto(self.address + path)
        return page

    def context(self, who: Member | None, *, language: str = "id", theme: str = "light", **more: object) -> BrowserContext:
        wide = {"viewport": {"width": 1440, "height": 900}}
        context = self.browser.new_context(color_scheme=theme, locale=language, **{**wide, **more})  # type: ignore[arg-type]
        cookies = [{"name": "percaya_language", "value": language, "url": self.address}]
        if who is not None:
            session = logged_in(who).cookies[django_settings.SESSION_COOKIE_NAME].value
            cookies.append({"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": self.address})
        context.add_cookies(cookies)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENT)
        return context


class Chromium:
    """One browser for the whole run. A context that does not close (now and then one waits for ever for a stream that has
    ended) would take the next tests with it: then the browser's processes are ended, and the next test starts another."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._mark = f"--percaya-tests={secrets.token_hex(6)}"
        self._browser: Browser | None = None

    @property
    def browser(self) -> Browser:
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGS, self._mark])
        return self._browser

    def clear(self) -> None:
        """Close every context of the test that has ended."""
        with self._patience():
            for context in self.browser.contexts:
                context.unroute_all(behavior="ignoreErrors")  # a handler still at work would hold the closing up
                for page in context.pages:
                    page.unroute_all(behavior="ignoreErrors")
                context.close()

    def quit(self) -> None:
        with self._patience():
            self.browser.close()

    @contextmanager
    def _patience(self) -> Iterator[None]:
        timer = threading.Timer(PATIENCE, self._kill)
        timer.start()
        try:
            yield
        except PlaywrightError:
            if timer.is_alive():
                raise
            print("Chromium did not close its pages and was ended; the next test starts another")
        finally:
            timer.cancel()

    def _kill(self) -> None:
        for process in psutil.process_iter(["cmdline"]):
            if self._mark in (process.info["cmdline"] or ()):
                with suppress(psutil.Error):
                    process.kill()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    if not Path(CHROMIUM).exists():
        absent(f"there is no Chromium at {CHROMIUM} (Debian: apt-get install chromium; elsewhere set PERCAYA_CHROMIUM)")
    # Playwright's own event loop runs in this thread; our queries are short and alone in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENT)
    with sync_playwright() as playwright:
        running = Chromium(playwright)
        yield running
        running.quit()


@pytest.fixture
def site(transactional_db: None, chromium: Chromium, settings: object) -> Iterator[Site]:
    settings.WHITENOISE_USE_FINDERS = True  # type: ignore[attr-defined]
    settings.PERCAYA_KIT = True  # type: ignore[attr-defined]
    hub = Hub()
    with serving(Composite(live=LiveApp(hub), pages=Pages(4, 64 * 1024 * 1024)), hub, feed=True) as port:
        yield Site(f"http://127.0.0.1:{port}", chromium.browser)
        chromium.clear()
