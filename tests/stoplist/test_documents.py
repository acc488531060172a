"""Stop lists and roll-ups as documents: whole, harmless, alone."""

from __future__ import annotations

import re
import shlex
import stat
import unicodedata
import zipfile
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.records import Activity, Line, ListItem, Person, Pile, Role, StopList, Team
from reflect.reports.stoplist.files import make_private, person_files, read_list, team_files, write_whole
from reflect.reports.stoplist.names import file_name
from reflect.reports.stoplist.person import view_person
from reflect.reports.stoplist.picture import Stream, draw

FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0"]
MARKUP = '<script>alert(1)</script> <img src=x onerror=alert(1)> [a](http://x) | `b` & "c"'


def _list(*texts: str, pile: Pile = Pile.ASK) -> StopList:
    line = Line(
        role="cro", kind="accountability", number=1, text="Set the revenue plan and split it between the regions"
    )
    items = tuple(
        ListItem(activity=text, pile=pile, hours=1.0, cadence=text, sources=(text,), line=line, question="What is it?")
        for text in texts
    )
    return StopList(
        team="Kittiwake Controls", person="Ines Marchetti", roles=("cro",), made=date(2026, 11, 22), items=items
    )


def _html(reflect: Reflect, stop_list: StopList) -> str:
    return person_files(stop_list, reflect.team)["Ines Marchetti.html"].decode()


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_title_that_looks_like_a_formula_is_a_text_in_the_spreadsheet(kittiwake: Reflect, text: str) -> None:
    content = person_files(_list(text), kittiwake.team)["Ines Marchetti.xlsx"]
    sheet = load_workbook(BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    assert text.strip() in [cell.value for cell in cells]
    written = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in written
    assert b"<row" in written


def test_beside_what_is_likely_nobodys_no_format_shows_a_line(kittiwake: Reflect) -> None:
    asked = _list("Tariff questions")
    files = person_files(asked.but(items=(asked.items[0].but(leaning="nobody"),)), kittiwake.team)
    for ending in ("md", "html"):
        assert "split it between the regions” (" not in files[f"Ines Marchetti.{ending}"].decode()
    sheet = load_workbook(BytesIO(files["Ines Marchetti.xlsx"])).active
    assert not [cell.value for row in sheet.iter_rows() for cell in row if "regions" in str(cell.value)]


def test_markup_in_a_title_is_only_shown(kittiwake: Reflect) -> None:
    files = person_files(_list(MARKUP), kittiwake.team)
    tags = _Tags(files["Ines Marchetti.html"].decode()).seen
    assert not [tag for tag, _ in tags if tag in ("script", "img")]
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    markdown = files["Ines Marchetti.md"].decode()
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\(http", markdown)


def test_control_characters_do_nothing_in_any_format(kittiwake: Reflect) -> None:
    for name, content in person_files(_list("a\x1b[31mb\u202ec\x00d"), kittiwake.team).items():
        if not name.endswith(".xlsx"):
            text = content.decode()
            assert not re.search("[\x00\x1b\u202e]", text), name


def test_the_page_loads_nothing_and_runs_nothing(kittiwake: Reflect, activities: list[Activity]) -> None:
    lists = kittiwake.stop_list(activities)
    pages = [person_files(lists[0], kittiwake.team)[f"{lists[0].person}.html"]]
    pages.append(team_files(kittiwake.roll_up(lists), kittiwake.team)["team.html"])
    for page in map(bytes.decode, pages):
        tags = _Tags(page).seen
        links = [value for _, some in tags for name, value in some.items() if name in ("src", "href", "action", "data")]
        assert all(str(link).startswith("#") for link in links)
        assert "url(" not in page
        assert "@import" not in page
        assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in tags}


def test_every_picture_says_what_it_shows_and_every_table_has_headings(
    kittiwake: Reflect, activities: list[Activity]
) -> None:
    lists = kittiwake.stop_list(activities)
    page = team_files(kittiwake.roll_up(lists), kittiwake.team)["team.html"].decode()
    mine = person_files(lists[0], kittiwake.team)[f"{lists[0].person}.html"].decode()
    for text in (page, mine):
        pictures = re.findall(r"<svg[^>]*role=\"img\"[^>]*>(.*?)</svg>", text, re.DOTALL)
        assert pictures
        assert all("<title" in picture for picture in pictures)
        assert text.count("<table") == text.count("<thead")


def test_a_list_holds_nothing_of_anybody_else(kittiwake: Reflect, activities: list[Activity]) -> None:
    secret = Activity(text="Interview at a competitor", person="Kenji Mori", hours=1)
    lists = {one.person: one for one in kittiwake.stop_list([*activities, secret])}
    for content in person_files(lists["Tomas Brandt"], kittiwake.team).values():
        assert b"competitor" not in content
        assert b"Kenji" not in content


def test_an_empty_list_says_so(kittiwake: Reflect) -> None:
    assert "There is nothing on this list yet." in _html(kittiwake, _list())


def test_the_same_list_is_the_same_spreadsheet_whenever_it_is_written(kittiwake: Reflect) -> None:
    assert person_files(_list("a"), kittiwake.team) == person_files(_list("a"), kittiwake.team)


def test_a_list_comes_back_from_its_file_as_it_was(kittiwake: Reflect, tmp_path: Path) -> None:
    made = _list("Board prep", MARKUP)
    write_whole(tmp_path, person_files(made, kittiwake.team))
    assert read_list(tmp_path / "Ines Marchetti.json") == made


@pytest.mark.parametrize(
    ("content", "says"), [(b"{}", "isn't a stop list"), (b"[1", "isn't a stop list"), (None, "can't be read")]
)
def test_a_file_that_is_no_list_is_named(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        read_list(path)
    assert "x.json" in str(caught.value)


@pytest.mark.parametrize(
    ("person", "name"), [("Ines Marchetti", "Ines Marchetti"), ("../../etc", "-..-etc"), ("A/B: C?", "A-B- C-")]
)
def test_a_name_never_leads_out_of_its_folder(person: str, name: str) -> None:
    assert file_name(person, _team(person)) == name


def _team(*names: str) -> Team:
    return Team(
        name="T", roles=(Role(id="r", title="R"),), people=tuple(Person(name=name, roles=("r",)) for name in names)
    )


@pytest.mark.parametrize(
    "names", [("Jo A", "Jo A.", "Jo A 2"), ("Jo/A", "Jo:A"), ("JO A", "Jo a"), ("Jos\u00e9", "Jose\u0301"), ("?", "*")]
)
def test_no_two_people_have_the_same_file(names: tuple[str, ...]) -> None:
    given = {unicodedata.normalize("NFC", file_name(name, _team(*names))).casefold() for name in names}
    assert len(given) == len(names)


def test_a_list_says_how_to_take_it_along_whatever_its_person_is_called() -> None:
    team = _team("Jo A", "Jo A.", "Mae O'Neil; rm $HOME")
    for person in team.people:
        made = StopList(team="T", person=person.name, roles=("r",), made=date(2026, 11, 22))
        said = shlex.split(view_person(made, team).take)
        assert said[-1] in person_files(made, team)


def test_nobody_else_on_the_machine_can_read_a_list(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    folder.mkdir(mode=0o755)
    make_private(folder)
    (path,) = write_whole(folder, {"a.md": b"x"}, private=True)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (folder, path)] == [0o700, 0o600]


def test_the_ribbons_of_a_bar_fill_it(kittiwake: Reflect) -> None:
    picture = draw(
        [Stream("A", "X", 30, "hand", ""), Stream("A", "Y", 10, "hand", ""), Stream("B", "Y", 5, "find", "")]
    )
    assert picture is not None
    bars = {bar.name: bar for bar in picture.bars}
    assert bars["A"].height == pytest.approx(4 * bars["B"].height * 2, rel=0.02)
    assert all(bar.y >= 0 and bar.y + bar.height <= picture.height for bar in picture.bars)


def test_there_is_no_picture_of_nothing() -> None:
    assert draw([]) is None
