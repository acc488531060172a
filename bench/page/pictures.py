"""Take the three pictures of the page that the README shows.

    python bench/page/pictures.py          # writes docs/page.png, docs/stop-list.png and docs/team.png

Needs playwright and a Chromium (`pip install -e '.[dev]'`; Debian: apt-get install chromium).
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.served import served

ROOT = Path(__file__).parent.parent.parent
_TALK = (
    "every week I check every quote before it goes out, six hours, that's deal desk's",
    "they were never asked",
    "the Friday slides, two hours, I doubt anyone opens them",
    "nothing would happen",
    "stop it",
    "just draft it",
)
_WAIT = 120_000


def main() -> None:
    """Talk on the page, make a stop list, send a draft; a picture each."""
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        with served("harbor", Path(home), Path(home) / "reflect.sqlite") as address:
            page = browser.new_page(viewport={"width": 1280, "height": 960})
            page.goto(address)
            page.locator(".conversation .bot").first.wait_for(timeout=_WAIT)
            for line in _TALK:
                _say(page, line)
            _take(page, "page")
            page.get_by_role("tab", name="Stop list").click()
            page.get_by_role("button", name="See it with the example's files").click()
            page.get_by_role("button", name="Take what is under Ask").wait_for(timeout=_WAIT)
            page.evaluate("scrollTo(0, 0)")
            _take(page, "stop-list")
            page.get_by_role("tab", name="Team").click()
            page.wait_for_timeout(3000)
            _take(page, "team")
        browser.close()


def _say(page: Page, line: str) -> None:
    answers = page.locator(".conversation .bot.message")
    before = answers.count()
    page.get_by_label("Your message").fill(line)
    page.get_by_label("Your message").press("Enter")
    page.wait_for_function(
        "before => document.querySelectorAll('.conversation .bot.message').length > before", arg=before, timeout=_WAIT
    )
    page.wait_for_timeout(1500)


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(1000)
    page.screenshot(path=ROOT / "docs" / f"{name}.png")


if __name__ == "__main__":
    main()
