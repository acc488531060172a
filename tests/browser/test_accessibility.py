"""axe-core finds nothing on any tab, in either theme, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from reflect.web.fragments import texts

from .conftest import say

OpenPage = Callable[..., Page]


def open_tab(page: Page, name: str) -> None:
    """Show a tab; on a narrow screen some of them stand in a menu."""
    tab = page.get_by_role("tab", name=name, exact=True)
    if tab.first.is_visible():
        tab.first.click()
    else:
        page.locator(".overflow-menu > button").click()
        page.locator(".overflow-dropdown").get_by_text(name, exact=True).click()
    # What it shows is read when it is opened.
    page.wait_for_timeout(1500)


def violations(page: Page, where: str) -> list[str]:
    """What axe finds, a line each: where, which rule, and the first element."""
    # A message that passes is drawn by Gradio, which nests its button to close it in another; it goes by itself.
    expect(page.locator(".toast-body")).to_have_count(0)
    found: Any = Axe().run(page).response
    return [f"{where}: {one['id']} ({one['impact']}) {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_tab(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page("kittiwake", width=width, dark=dark)
    say(page, "the Friday slides, two hours, I doubt anyone opens them")
    found = violations(page, "talk")
    for name, label in texts()["tabs"].items():
        open_tab(page, label)
        found += violations(page, name)
        if name == "stoplist":
            page.get_by_role("button", name=texts()["stoplist"]["example"]).click()
            page.locator(".listhead").wait_for()
            found += violations(page, "stoplist with a list")
            page.get_by_role("button", name=texts()["stoplist"]["remove"]).click()
            page.get_by_role("button", name=texts()["stoplist"]["remove_yes"]).click()
        elif name == "articles":
            page.get_by_label(texts()["articles"]["search"]).fill("a tool nobody uses")
            page.get_by_role("button", name=texts()["articles"]["find"], exact=True).click()
            page.locator(".hits button").first.click()
            page.locator(".paper").wait_for()
            found += violations(page, "an article at its place")
    assert found == []
