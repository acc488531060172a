"""A browser, where there is one, and the page served for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.served import served

# In milliseconds; on a busy machine a first turn takes long.
_PATIENCE = 45_000
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip(f"no browser here: none of {', '.join(_NAMES)} is on the path (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        expect.set_options(timeout=_PATIENCE)
        launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def address(home: Path, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Serves the page of a team; its address."""
    with ExitStack() as stack:
        yield lambda team="harbor": stack.enter_context(served(team, home, tmp_path / "reflect.sqlite"))


@pytest.fixture
def open_page(browser: Browser, address: Callable[..., str]) -> Iterator[Callable[..., Page]]:
    """Opens the page of a team in a browser window; fails if the page asks another host for anything."""
    outside: list[str] = []
    errors: list[str] = []
    contexts = []

    def opener(team: str = "harbor", *, width: int = 1280, dark: bool = False, url: str | None = None) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _note(request.url, outside))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url or address(team))
        page.locator(".conversation .bot").first.wait_for(timeout=_PATIENCE)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []


def _note(url: str, outside: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:")):
        outside.append(url)


def say(page: Page, text: str) -> str:
    """Type a message, send it, and wait for the answer; its text."""
    answers = page.locator(".conversation .bot.message")
    before = answers.count()
    box = page.get_by_label("Your message")
    box.fill(text)
    # While the page still finishes the turn before, Enter does nothing and the words stay where they are.
    for _ in range(int(_PATIENCE / 1000)):
        box.press("Enter")
        page.wait_for_timeout(1000)
        if box.input_value() != text:
            break
    page.wait_for_function(
        "before => document.querySelectorAll('.conversation .bot.message').length > before",
        arg=before,
        timeout=_PATIENCE,
    )
    page.wait_for_function(
        "() => !document.querySelector('.conversation .generating, .conversation .pending')", timeout=_PATIENCE
    )
    page.wait_for_timeout(400)
    return page.locator(".conversation .bot.message:not(.component)").last.inner_text()
