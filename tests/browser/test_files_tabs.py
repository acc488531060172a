"""The tabs Stop list, Articles and Settings in a real browser: what only a browser can show."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reflect.web.fragments import texts

from .test_accessibility import open_tab

OpenPage = Callable[..., Page]
ODD = "Prospecting ${1+1} {{x}} <img src=x onerror='window.hurt=1'> block"


@pytest.fixture(autouse=True)
def _nobodys_list(home: Path) -> Iterator[None]:
    """The home with the indexes is shared; what people keep in it isn't."""
    yield
    for name in ("lists", "articles"):
        shutil.rmtree(home / name, ignore_errors=True)


def test_from_a_file_to_a_settled_list_that_is_there_after_a_reload(open_page: OpenPage, tmp_path: Path) -> None:
    page, t = open_page("kittiwake"), texts()["stoplist"]
    open_tab(page, texts()["tabs"]["stoplist"])
    odd, plain, wrong = tmp_path / "odd.csv", tmp_path / "what I do.txt", tmp_path / "picture.ics"
    odd.write_text(f"Vorgang;Dauer;Notiz\n{ODD};1:30;x\nFriday slides;2:00;y\nLunch;1:00;z\n", encoding="utf-8")
    plain.write_text("Enablement sync, 1 hour every week\nChecking order forms, 2 hours every week\n", encoding="utf-8")
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page.locator(".upload input[type=file]").set_input_files([odd, plain, wrong])
    preview = page.locator(".preview")
    expect(preview).to_contain_text("this is a picture")
    expect(preview).to_contain_text("2 activities are yours.")
    page.get_by_label(t["columns"]["title"]).click()
    page.get_by_role("option", name="Vorgang").click()
    expect(preview).to_contain_text(ODD)
    page.get_by_role("button", name=t["run"]).click()
    expect(page.get_by_role("heading", name="Stop list: Ines Marchetti")).to_be_visible()
    expect(page.locator(".stoplist")).to_contain_text(ODD)
    assert page.evaluate("window.hurt") is None

    row = page.locator("section.ask .settle").first
    activity = row.get_attribute("data-activity") or ""
    row.locator("[data-pile=stop]").click()
    expect(page.locator(".noted")).to_have_text(f"Noted: “{activity}” can stop.")
    expect(page.locator("section.stop")).to_contain_text(activity)
    # The keyboard goes on where the work does.
    assert page.evaluate("document.activeElement.matches('.settle button, .noted')")

    page.reload()
    page.locator(".conversation .bot").first.wait_for()
    open_tab(page, texts()["tabs"]["stoplist"])
    expect(page.locator("section.stop")).to_contain_text(activity)
    with page.expect_download() as download:
        page.locator("form[action='download/stoplist/json'] button").click()
    items = {one["activity"]: one["pile"] for one in json.loads(download.value.path().read_bytes())["items"]}
    assert items[activity] == "stop"


def test_a_file_that_is_too_large_is_refused_and_what_is_there_stays(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("kittiwake")
    open_tab(page, texts()["tabs"]["stoplist"])
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    page.locator(".upload input[type=file]").set_input_files(large)
    expect(page.locator(".toast-body")).to_contain_text("20")
    small = tmp_path / "what I do.txt"
    small.write_text("Checking order forms, 2 hours every week\n", encoding="utf-8")
    page.locator(".upload input[type=file]").set_input_files(small)
    expect(page.locator(".preview")).to_contain_text("1 activity is yours.")


def test_an_article_is_found_opened_at_its_line_and_one_is_added(open_page: OpenPage, tmp_path: Path) -> None:
    page, t = open_page("kittiwake"), texts()["articles"]
    open_tab(page, texts()["tabs"]["articles"])
    page.get_by_label(t["search"]).fill("people do not use the tool we bought")
    page.get_by_label(t["search"]).press("Enter")
    line = page.locator(".hits mark").first
    expect(line).to_be_visible()
    said = line.inner_text()
    page.locator(".hits button").first.press("Enter")
    expect(page.locator(".paper mark")).to_have_text(said)
    expect(page.locator(".paper mark")).to_be_in_viewport()
    mine = tmp_path / "keeper.md"
    mine.write_text("# The keeper\n\nA keeper trims the <script>window.hurt=1</script> wick.\n", encoding="utf-8")
    page.locator(".upload:visible input[type=file]").set_input_files(mine)
    expect(page.locator(".paper")).to_contain_text("<script>window.hurt=1</script>")
    page.get_by_role("button", name=t["remove"]).click()
    page.get_by_role("button", name=t["remove_yes"]).click()
    expect(page.locator(".paper")).to_have_count(0)
    assert page.evaluate("window.hurt") is None


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_is_cut_off_and_all_of_mine_comes_as_one_file(open_page: OpenPage, width: int) -> None:
    page, t = open_page("kittiwake", width=width, dark=width == 390), texts()
    open_tab(page, t["tabs"]["stoplist"])
    page.get_by_role("button", name=t["stoplist"]["example"]).click()
    page.locator(".listhead").wait_for()
    for name in ("stoplist", "articles", "settings"):
        open_tab(page, t["tabs"][name])
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    with page.expect_download() as download:
        page.get_by_role("button", name=t["settings"]["data"]["export"]).click()
    assert "stop-list/Ines Marchetti.md" in zipfile.ZipFile(download.value.path()).namelist()
