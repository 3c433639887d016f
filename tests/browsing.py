"""Debian's Chromium on a running service; without Chromium these tests are skipped and say so."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from running import Service, open_service

from service.app import create_app
from service.settings import Settings

ARTEFACTS = Path(__file__).resolve().parents[1] / "test-artefacts"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# what it says is hinted at, so that the machine is in doubt
NOTE = (
    'Mia Okafor seen alone. She said "it is alright here, most nights". She did not say much about school. '
    'House warm, food in. "They asked what colour for my room." '
    'She said her brother would like it here. "I sort of tell Jan things."'
)


class Site:
    """A running service with one coded note, and its address."""

    def __init__(self, address: str, service: Service) -> None:
        self.address = address
        self.service = service

    @property
    def key(self) -> str:
        return self.service.keys["researcher"]


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    app = create_app(settings)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 60
        while not server.started and time.monotonic() < until:
            time.sleep(0.05)
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            service = open_service(client, workshop=app.state.workshop)
            people = [{"name": "Mia Okafor", "role": "child"}, {"name": "Jan Poole", "role": "foster carer"}]
            posted = service.post(text=NOTE, people=people, note_type="statutory visit", case_key="case-14")
            service.coded(posted.json()["id"])
            yield Site(address, service)
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    yield context
    context.close()


def log_in(page: Page, site: Site) -> None:
    """Open the page and log in with the researcher's key."""
    page.goto(site.address)
    page.get_by_label("Your key").fill(site.key)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector("#segment")
    page.wait_for_load_state()  # the deferred script listens to keys only when the page has loaded


@contextmanager
def watching(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A new page; what it asks for and what the browser complains of, its policy's refusals too, is checked at the end."""
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert [url for url in asked if not url.startswith((site.address, "data:"))] == [], "no third-party request"
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """The review page, logged in and watched."""
    with watching(context, site) as page:
        log_in(page, site)
        yield page
