"""The walk-throughs in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.test_walkthroughs import CRO_WORDS

from .conftest import say

OpenPage = Callable[..., Page]
CRO_TALK = [
    CRO_WORDS,
    "yes",
    "the RVPs. deal desk and contracts should be asked beforehand",
    "they didn't know it was theirs, and some don't know how",
    "that's all",
    "hire the two open RVP jobs",
    "yes, draft it",
]


def test_from_her_words_to_a_downloaded_handoff(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("kittiwake")
    for line in CRO_TALK:
        say(page, line)
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("Hand off")
    expect(sheet).to_contain_text("Hours freed: 8 h a week")
    expect(sheet).to_contain_text("Regional Vice President")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the handoff").click()
    path = tmp_path / "handoff.md"
    download.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    assert "reviews" in text.splitlines()[0]
    assert "| 4 | 14 December |" in text
    assert say(page, "what did I just get?")


def test_a_citation_opens_its_line_in_place(open_page: OpenPage) -> None:
    page = open_page("kittiwake")
    for line in CRO_TALK[:2]:
        say(page, line)
    chip = page.locator(".conversation summary").first
    chip.click()
    expect(page.locator(".conversation details[open] mark").first).to_be_visible()


def test_a_reply_can_be_clicked(open_page: OpenPage) -> None:
    page = open_page()
    say(page, "the Friday slides, two hours, I doubt anyone opens them")
    page.get_by_role("button", name="Nobody needs it").click()
    expect(page.locator(".conversation")).to_contain_text("Stop it, or is there somebody")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_box_to_write_in_and_the_last_question_stay_in_sight(open_page: OpenPage, width: int) -> None:
    page = open_page("kittiwake", width=width)
    for line in CRO_TALK[:4]:
        say(page, line)
    expect(page.get_by_label("Your message")).to_be_in_viewport(ratio=1)
    expect(page.locator(".conversation strong").last).to_be_in_viewport(ratio=1)


def test_the_talk_is_there_after_a_reload(open_page: OpenPage) -> None:
    page = open_page()
    say(page, "the Friday slides, two hours, I doubt anyone opens them")
    page.reload()
    expect(page.locator(".conversation")).to_contain_text("I doubt anyone opens them")
    expect(page.locator("#sheet")).to_contain_text("Friday slides")


def test_script_in_a_message_is_shown_and_not_run(open_page: OpenPage) -> None:
    page = open_page()
    say(page, "the <img src=x onerror='window.hurt=1'><script>window.hurt=1</script> slides, two hours")
    assert page.evaluate("window.hurt") is None
    expect(page.locator(".conversation")).to_contain_text("<script>")


@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_cut_off_at_any_width(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page(width=width, dark=dark)
    say(page, "the Friday slides, two hours, I doubt anyone opens them")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_two_windows_on_one_session_lose_nothing(open_page: OpenPage, address: Callable[..., str]) -> None:
    page = open_page(url=(url := address()))
    say(page, "the Friday slides, two hours, I doubt anyone opens them")
    other = page.context.new_page()
    other.goto(url)
    expect(other.locator(".conversation")).to_contain_text("I doubt anyone opens them")
    say(page, "nothing would happen")
    say(other, "make that three hours")
    expect(other.locator(".conversation")).to_contain_text("nothing would happen")
    expect(other.locator("#sheet")).to_contain_text("3 h")
