"""The tab Team in a browser: found, changed, checked, kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from .test_handoffs_tab import open_tab


def test_a_line_is_found_and_the_file_changed_checked_and_kept(open_page: Callable[..., Page], home: Path) -> None:
    page = open_page()
    open_tab(page, "Team")
    expect(page.locator("summary").get_by_text("nobody holds it")).to_be_visible()
    page.get_by_label("Find a role, a line or a person").fill("price book")
    expect(page.get_by_text("1 found")).to_be_visible()
    expect(page.locator(".room.team .role:visible")).to_have_count(1)
    expect(page.get_by_text("Keep the price book and discount matrix current")).to_be_visible()
    page.get_by_role("button", name="See it as a file").click()
    text = page.get_by_label("Role definitions and people")
    original = text.input_value()
    text.fill(original.replace("reports_to: rvp", "reports_to: nowhere", 1))
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("reports to 'nowhere', and no role has that id")).to_be_visible()
    expect(text).to_be_focused()
    picked = "element => element.value.slice(element.selectionStart, element.selectionEnd)"
    assert text.evaluate(picked) == "    reports_to: nowhere"
    text.fill(original.replace("name: Harbor", "name: Quay {{7*7}} ${1+1} <i>x</i>", 1))
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("group", name="What changes")).to_contain_text("name: Quay {{7*7}} ${1+1} <i>x</i>")
    page.get_by_role("button", name="Keep it as a team file").click()
    expect(page.locator(".notice").filter(has_text="Kept as")).to_be_focused()
    [kept] = (home / "teams").glob("quay*.team.yaml")
    assert kept.read_text(encoding="utf-8") == original.replace("name: Harbor", "name: Quay {{7*7}} ${1+1} <i>x</i>", 1)


def test_a_team_of_ones_own_is_shown_on_a_phone_before_it_is_kept(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    matrix = tmp_path / "north-raci.csv"
    matrix.write_text("Task,Lead,Operations\nPlan the week,A,R\nClose the books,I,A\n", encoding="utf-8")
    page = open_page(width=390, dark=True)
    open_tab(page, "Team")
    page.locator(".team input[type=file]").set_input_files(matrix)
    expect(page.get_by_text("From north-raci.csv (RACI matrix)")).to_be_visible()
    expect(page.get_by_role("heading", name="It can be used.")).to_be_focused()
    assert "Close the books" in page.get_by_label("Role definitions and people").input_value()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
