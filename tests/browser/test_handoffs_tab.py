"""The tab Handoffs in a browser: sent, seen, checked in on, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reflect.agreements.letter import letter_name, write_letter
from reflect.assistant import Reflect
from tests.agreed import LUIS, Calendar, accepted, book_of, document

# Who is here when the page is opened.
FIRST = "Marguerite Oduya"


def open_tab(page: Page, name: str) -> None:
    """Open a tab, which on a phone may be behind the button for more."""
    tab = page.get_by_role("tab", name=name)
    if not tab.is_visible():
        page.locator(".overflow-menu button").first.click()
        tab = page.locator(".overflow-dropdown").get_by_text(name)
    tab.click()
    expect(page.locator(".room h2:visible")).to_be_visible()


def by_first(**more: object) -> object:
    return document(giver=FIRST, giver_roles=("cro",), **more)  # type: ignore[arg-type]


def test_what_is_due_is_counted_and_a_check_in_is_held_by_keyboard(
    open_page: Callable[..., Page], harbor: Reflect
) -> None:
    accepted(book_of(harbor, Calendar(date(2026, 11, 8))), by_first(starts=date(2026, 11, 9)))  # type: ignore[arg-type]
    page = open_page()
    expect(page.get_by_role("tab", name="Handoffs (2)")).to_be_visible()
    open_tab(page, "Handoffs")
    expect(page.get_by_role("img", name="Hours still with Marguerite Oduya")).to_be_visible()
    page.get_by_role("button", name="Check in: Checking every quote").focus()
    page.keyboard.press("Enter")
    answer = page.get_by_label("Your answer")
    expect(answer).to_be_focused()
    page.keyboard.type(f"{LUIS} ran it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Luis ran it. How many hours")).to_be_visible()
    expect(answer).to_be_focused()
    page.keyboard.type("5 hours")
    page.keyboard.press("Enter")
    expect(page.get_by_text("What drew you in?")).to_be_visible()
    page.keyboard.type("two renewals")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("is in the ledger")
    expect(page.locator(".notice")).to_be_focused()
    page.get_by_role("button", name="All handoffs").click()
    expect(page.get_by_role("row", name="Checking every quote")).to_contain_text("5 h said")
    with page.expect_download() as download:
        page.get_by_role("link", name="Table (CSV)").click()
    assert "Checking every quote" in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_handoff_that_came_is_answered_and_words_stay_when_they_are_too_few(
    open_page: Callable[..., Page], harbor: Reflect, tmp_path: Path
) -> None:
    sent = book_of(harbor, Calendar()).send(
        document(owners=(FIRST,), roles=("cro",), title="<i>Deals</i> {{7*7}} ${1+1}")
    )
    letter = tmp_path / letter_name(sent)
    letter.write_text(write_letter(sent, sent.giver), encoding="utf-8")
    harbor.agreements.delete(sent.id)
    page = open_page(width=390, dark=True)
    open_tab(page, "Handoffs")
    expect(page.get_by_text("Nothing has been sent yet")).to_be_visible()
    page.locator(".ledger input[type=file]").set_input_files(letter)
    expect(page.get_by_role("heading", name="<i>Deals</i> {{7*7}} ${1+1}", level=2)).to_be_visible()
    page.get_by_label("Preparation").fill("Read the last three")
    page.get_by_role("button", name="Ask back").click()
    expect(page.get_by_text("Say it in a sentence first")).to_be_visible()
    expect(page.get_by_label("Preparation")).to_have_value("Read the last three")
    page.get_by_label("A question or a reason").fill("From when on?")
    page.get_by_role("button", name="Ask back").click()
    expect(page.locator(".notice")).to_have_text("Noted.")
    expect(page.get_by_text("asked back: “From when on?”")).to_be_visible()
    expect(page.get_by_text("Preparation: Read the last three")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    with page.expect_download() as download:
        page.get_by_role("link", name="Your answer as a file").click()
    assert "From when on?" in Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_the_list_fits_every_width(open_page: Callable[..., Page], harbor: Reflect, width: int) -> None:
    book = book_of(harbor, Calendar(date(2026, 11, 8)))
    accepted(book, by_first(starts=date(2026, 11, 9), title="Checking " + "every single " * 12 + "quote"))  # type: ignore[arg-type]
    page = open_page(width=width)
    open_tab(page, "Handoffs")
    expect(page.get_by_role("heading", name="Given, 1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
