"""The walk-throughs in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

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
    chip = page.locator(".conversation .cite > summary").first
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


def test_what_was_said_and_where_it_went_can_be_changed(open_page: OpenPage) -> None:
    page = open_page()
    say(page, "the Friday slides, two hours, I doubt anyone opens them")
    # A card is moved, and the talk asks why.
    page.get_by_label("Move “Friday slides” to another pile").click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".conversation")).to_contain_text("What makes it one to stop?")
    expect(page.locator(".pile.stop .card")).to_contain_text("Friday slides")
    # An answer is marked, with a reason.
    page.locator(".turn-tools summary[aria-label='This didn’t help']").last.click()
    page.get_by_label("Why? It is kept with this talk.").last.fill("too quick")
    page.keyboard.press("Enter")
    expect(page.locator(".turn-tools summary.on")).to_have_count(1)
    # Dragging a card does what its buttons do; the empty piles show while it is held.
    drag(page, page.locator(".card"), page.locator(".pile.keep"))
    expect(page.locator(".conversation .user").last).to_have_text("Put “Friday slides” under Keep.")
    expect(page.locator(".pile.keep .card")).to_have_count(1)
    # A message is said anew.
    page.locator(".turn-tools .again").first.click()
    expect(page.get_by_label("Your message")).to_have_value("the Friday slides, two hours, I doubt anyone opens them")
    expect(page.locator(".anew")).to_contain_text("anew")
    page.get_by_label("Your message").fill("I approve every discount, four hours, that's deal desk's")
    page.keyboard.press("Enter")
    expect(page.locator(".conversation")).not_to_contain_text("Friday slides")
    expect(page.locator(".pile.hand_off")).to_contain_text("4 h")
    # The last message is taken back, and is in its field.
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Your message")).to_have_value("I approve every discount, four hours, that's deal desk's")
    expect(page.locator("#sheet .card")).to_have_count(0)


def drag(page: Page, card: Locator, pile: Locator) -> None:
    """Take a card and let it go over a pile."""
    held = card.bounding_box() or {}
    page.mouse.move(held["x"] + 20, held["y"] + 15)
    page.mouse.down()
    page.mouse.move(held["x"] + 40, held["y"] + 30, steps=4)
    pile.wait_for()
    there = pile.bounding_box() or {}
    page.mouse.move(there["x"] + 250, there["y"] + 25, steps=5)
    page.mouse.up()


def test_talks_are_listed_gone_on_with_named_and_deleted(open_page: OpenPage) -> None:
    page = open_page()
    say(page, "the Friday slides, two hours, I doubt anyone opens them")
    page.get_by_role("button", name="Begin anew").click()
    expect(page.locator(".conversation .user")).to_have_count(0)
    say(page, "I approve every discount, four hours, that's deal desk's")
    page.get_by_role("button", name="Talks so far").click()
    talks = page.locator(".talks li")
    expect(talks).to_have_count(2)
    talks.nth(1).get_by_text("Rename").click()
    talks.nth(1).get_by_label("Name").fill("Slides")
    page.keyboard.press("Enter")
    expect(talks.nth(1)).to_contain_text("Slides")
    talks.nth(1).get_by_role("button", name="Slides").click()
    expect(page.locator(".conversation")).to_contain_text("I doubt anyone opens them")
    page.get_by_role("button", name="Talks so far").click()
    talks.nth(1).get_by_text("Delete", exact=True).click()
    talks.nth(1).get_by_role("button", name="Delete it").click()
    expect(talks).to_have_count(1)
    expect(page.locator(".conversation")).not_to_contain_text("I doubt anyone opens them")


def test_the_words_of_a_draft_are_written_over_and_sent_so(open_page: OpenPage) -> None:
    page = open_page()
    say(page, "I approve every discount, four hours, that's deal desk's")
    say(page, "just draft it")
    page.get_by_text("Edit the words").click()
    page.get_by_label("Why it matters").fill("It sets the next price. <b>Really.</b>")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.locator(".doc")).to_contain_text("It sets the next price. <b>Really.</b>")
    with page.expect_popup() as sheet:
        page.get_by_role("link", name="See it as it would be sent").click()
    expect(sheet.value.locator("article")).to_contain_text("It sets the next price. <b>Really.</b>")
    expect(sheet.value.locator("article")).not_to_contain_text("Draft, not sent")


def test_a_message_that_was_not_answered_and_one_not_sent_are_there_again(
    open_page: OpenPage, address: Callable[..., str]
) -> None:
    page = open_page(url=(url := address()))
    page.get_by_label("Your message").fill("half a sent")
    page.goto("about:blank")
    page.go_back()
    expect(page.get_by_label("Your message")).to_have_value("half a sent")
    say(page, "the Friday slides, two hours, I doubt anyone opens them")
    # The connection goes while the answer is on its way.
    page.get_by_label("Your message").fill("nothing would happen at all")
    page.route("**/queue/data*", lambda route: route.abort())
    page.get_by_label("Your message").press("Enter")
    page.wait_for_timeout(1500)
    page.unroute("**/queue/data*")
    page.goto(url)
    expect(page.locator(".conversation")).to_contain_text("I doubt anyone opens them")
    box, said = page.get_by_label("Your message"), page.locator(".conversation .user")
    page.wait_for_timeout(1000)
    assert box.input_value() == "nothing would happen at all" or "nothing would happen" in said.last.inner_text()
