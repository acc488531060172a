"""Documents: what each format holds, read again with a library of that format, and what nobody can smuggle in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from jsonschema import validate

from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.records import Handoff, Meeting, Team
from reflect.reports.calendar import find_zone, write_calendar
from reflect.reports.files import handoff_files
from reflect.reports.formats import FORMATS, read_formats, write_drafts
from reflect.reports.sheet import foot
from reflect.reports.text import COLUMNS, write_text
from reflect.reports.zone import describe_zone

from .drafting import draft_of

EVIL = "=cmd|'/c calc'!A1 {{7*7}} <b>bold</b> \x1b[31m\x00 \r\nBEGIN:VEVENT\r\nBcc: a@b.c \u202eevil &amp; ]]> \ufffe"


@pytest.fixture
def draft(harbor: Reflect) -> Handoff:
    return draft_of(
        harbor, "Dana Reyes", "the Wednesday pipeline meeting", owner=["Gwen Abbott"], does="meeting", hours=2.0,
        why="the board decides on it", cause=["busy", "unskilled"], meeting="Thursday 26 November, 15:00",
        freed="see the ten big customers",
    )  # fmt: skip


@pytest.fixture
def drafts(harbor: Reflect, draft: Handoff) -> list[Handoff]:
    """One of each kind."""
    crack = draft_of(harbor, "Hannah Weiss", "answering the resellers", owner="nobody", mine="ownerless", hours=2.0)
    stop = draft_of(harbor, "Hannah Weiss", "Friday slide on win rates", pile="stop", hours=1.0)
    return [draft, crack, stop]


def said_in(data: bytes) -> str:
    """Everything that a reader sees in a Word document, in order of its kind."""
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    foot = [paragraph.text for section in document.sections for paragraph in section.footer.paragraphs]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *foot])


def events_of(data: bytes) -> dict[str, Any]:
    return {
        str(event["UID"]).partition(".")[2].removesuffix("@reflect"): event
        for event in Calendar.from_ical(data).walk("VEVENT")
    }


def test_each_kind_of_draft_is_in_every_document(drafts: list[Handoff], harbor: Reflect) -> None:
    for draft in drafts:
        word = said_in(write_drafts([draft], harbor.team, "docx"))
        mail = write_text([draft], harbor.team)
        page = write_drafts([draft], harbor.team, "md").decode()
        for part in draft.parts:
            assert part.heading in word
            assert part.heading.upper() in mail
            assert f"## {part.heading}" in page
            for blank in part.blanks:
                assert blank.label[1:] in word
        for point in draft.agenda:
            for question in point.questions:
                assert question in word


def test_word_leaves_an_empty_cell_for_every_blank(draft: Handoff, harbor: Reflect) -> None:
    document = Document(BytesIO(write_drafts([draft], harbor.team, "docx")))
    labels = {blank.label for blank in draft.blanks()}
    rooms = [
        row.cells[1].text for table in document.tables for row in table.rows
        if len(row.cells) == 2 and row.cells[0].text.split("\n")[0] in labels
    ]  # fmt: skip
    assert len(rooms) >= len(labels)
    assert not any(rooms)


def test_the_taper_is_a_table_in_word_with_headings_on_each_page(draft: Handoff, harbor: Reflect) -> None:
    document = Document(BytesIO(write_drafts([draft], harbor.team, "docx")))
    [taper] = [table for table in document.tables if table.cell(0, 0).text == "week"]
    rows = [[cell.text for cell in row.cells] for row in taper.rows]
    assert [row[0] for row in rows] == ["week", "now", "1", "2", "3", "4"]
    assert rows[2][2:] == [draft.taper[0].level, draft.taper[0].owner, draft.taper[0].giver, "1.5 h"]
    assert "w:tblHeader" in taper.rows[0]._tr.xml


def test_the_foot_of_a_page_is_never_alone_on_the_next(draft: Handoff, harbor: Reflect) -> None:
    paragraphs = Document(BytesIO(write_drafts([draft], harbor.team, "docx"))).paragraphs
    [place] = [number for number, one in enumerate(paragraphs) if one.text == foot(draft, harbor.team)]
    assert all(one.paragraph_format.keep_with_next for one in paragraphs[place - 2 : place])


def test_several_drafts_are_one_document_one_calendar_and_one_list(drafts: list[Handoff], harbor: Reflect) -> None:
    word = said_in(write_drafts(drafts, harbor.team, "docx"))
    assert all(draft.title in word for draft in drafts)
    events = Calendar.from_ical(write_drafts(drafts, harbor.team, "ics")).walk("VEVENT")
    assert len(events) == sum(len(draft.meetings) for draft in drafts)
    assert [one["id"] for one in json.loads(write_drafts(drafts, harbor.team, "json"))] == [one.id for one in drafts]


def test_json_fits_the_schema_of_a_draft_and_is_the_draft(drafts: list[Handoff], harbor: Reflect) -> None:
    for draft in drafts:
        data = json.loads(write_drafts([draft], harbor.team, "json"))
        validate(data, Handoff.model_json_schema())
        assert Handoff.model_validate(data) == draft.but(notes=())


def test_mail_text_is_never_wider_than_a_mail(drafts: list[Handoff], harbor: Reflect) -> None:
    long = drafts[0].but(title="x" * 300, opening="https://example.org/" + "y" * 200)
    for line in write_text([*drafts, long], harbor.team).split("\n"):
        assert len(line) <= COLUMNS
        assert line == line.rstrip()


def test_what_is_for_the_giver_alone_is_in_no_document(draft: Handoff, harbor: Reflect) -> None:
    noted = draft.but(notes=("You report to Marguerite.",))
    assert "You report to" not in said_in(write_drafts([noted], harbor.team, "docx"))
    for kind in set(FORMATS) - {"docx"}:
        assert b"You report to" not in write_drafts([noted], harbor.team, kind)


# ---- the calendar


def test_a_time_that_was_said_is_at_that_time_in_the_persons_zone(draft: Handoff) -> None:
    event = events_of(write_calendar([draft], "Europe/London"))["one-to-one"]
    starts = event["DTSTART"]
    assert starts.params["TZID"] == "Europe/London"
    assert starts.dt.astimezone(UTC) == datetime(2026, 11, 26, 15, tzinfo=UTC)
    assert event["DTEND"].dt - starts.dt == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("zone", "utc"),
    [("Europe/London", 14), ("America/New_York", 19), ("Asia/Kolkata", 9.5), ("Africa/Casablanca", 14), ("UTC", 15)],
)
def test_summer_time_counts(draft: Handoff, zone: str, utc: float) -> None:
    summer = draft.but(meetings=(draft.meetings[0].but(day=date(2027, 6, 10)),))
    [event] = events_of(write_calendar([summer], zone)).values()
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2027, 6, 10, tzinfo=UTC) + timedelta(hours=utc)


@pytest.mark.parametrize(
    "name",
    ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Africa/Casablanca", "America/Asuncion"],
)
def test_the_rules_of_a_zone_in_the_file_say_what_the_zone_says(name: str) -> None:
    zone = ZoneInfo(name)
    calendar = Calendar()
    described = describe_zone(zone, 2026, 2027)
    calendar.add_component(described)
    [read] = Calendar.from_ical(calendar.to_ical()).walk("VTIMEZONE")
    clock = read.to_tz(lookup_tzid=False)
    for day in range(0, 730, 5):
        there = datetime(2026, 1, 1, 12) + timedelta(days=day)
        assert there.replace(tzinfo=clock).utcoffset() == there.replace(tzinfo=zone).utcoffset(), there


def test_a_day_without_a_time_is_of_the_whole_day_and_nobody_is_busy(draft: Handoff) -> None:
    event = events_of(write_calendar([draft]))["week-1"]
    assert event["DTSTART"].dt == date(2026, 11, 30)
    assert event["DTEND"].dt == date(2026, 12, 1)
    assert event["TRANSP"] == "TRANSPARENT"
    assert "Gwen" in event["SUMMARY"]


def test_where_no_time_was_said_no_zone_is_written(draft: Handoff) -> None:
    assert b"VTIMEZONE" not in write_calendar([draft.but(meetings=draft.meetings[1:])], None)


def test_an_event_keeps_its_uid_when_its_day_moves(draft: Handoff) -> None:
    moved = draft.but(meetings=tuple(one.but(day=one.day + timedelta(days=7)) for one in draft.meetings))
    first, second = events_of(write_calendar([draft])), events_of(write_calendar([moved]))
    assert list(first) == list(second)
    assert len(first) == len(draft.meetings)


def test_lines_of_a_calendar_are_folded_and_end_as_they_should(draft: Handoff) -> None:
    long = draft.but(meetings=(draft.meetings[0].but(title="Größe, ü; \\ " * 40),))
    data = write_calendar([long])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    [event] = events_of(data).values()
    assert event["SUMMARY"] == ("Größe, ü; \\ " * 40).strip()


def test_a_zone_that_is_none_is_one_clear_error() -> None:
    with pytest.raises(InputError, match="there is no time zone 'Mars/Base'; REFLECT_TIMEZONE takes a name such as"):
        find_zone("Mars/Base")
    with pytest.raises(InputError, match="no time zone"):
        find_zone("../../etc/passwd")


def test_a_machine_without_a_zone_gets_utc_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def none() -> str:
        raise LookupError

    monkeypatch.setattr("reflect.reports.calendar.get_localzone_name", none)
    assert find_zone(None) == ZoneInfo("UTC")
    assert "REFLECT_TIMEZONE" in caplog.text


# ---- what comes in from outside


def poisoned(draft: Handoff, words: str) -> Handoff:
    """The draft with these words wherever a person's may stand."""
    return draft.but(
        title=words, giver=words, owners=(words,), greeting=words, opening=words, message=words,
        parts=tuple(part.but(text=words, blanks=(*part.blanks,)) for part in draft.parts),
        meetings=tuple(one.but(title=words, about=words) for one in draft.meetings),
        agenda=tuple(one.but(text=words) for one in draft.agenda),
    )  # fmt: skip


def test_words_never_become_an_event_a_property_or_a_line_of_their_own(draft: Handoff) -> None:
    evil = poisoned(draft, EVIL)
    calendar = Calendar.from_ical(write_calendar([evil], "Europe/London"))
    events = calendar.walk("VEVENT")
    assert len(events) == len(evil.meetings)
    known = {"UID", "DTSTAMP", "DTSTART", "DTEND", "TRANSP", "SUMMARY", "DESCRIPTION"}
    assert {name for event in events for name in event} == known
    assert not re.search(rb"^Bcc|^BEGIN:VEVENT[^\r]|\x00|\x1b", write_calendar([evil]), re.MULTILINE)


def test_words_in_word_are_text_and_nothing_else(draft: Handoff, harbor: Reflect) -> None:
    data = write_drafts([poisoned(draft, EVIL)], harbor.team, "docx")
    assert "{{7*7}} <b>bold</b> ␛[31m␀" in said_in(data)
    with ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        xml = "".join(archive.read(name).decode() for name in names if name.endswith((".xml", ".rels")))
    assert re.findall(r'<w:fldSimple w:instr="(\w+)"', xml) == ["PAGE"]
    assert "w:instrText" not in xml
    assert "<w:hyperlink" not in xml
    assert 'TargetMode="External"' not in xml
    assert not any("vba" in name.lower() or "embeddings" in name for name in names)


def test_no_control_reaches_a_mail(draft: Handoff, harbor: Reflect) -> None:
    text = write_text([poisoned(draft, EVIL)], harbor.team)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", text)


@given(words=st.text(max_size=300))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_format_takes_any_text(draft: Handoff, harbor: Reflect, words: str) -> None:
    evil = poisoned(draft, words or "x")
    word = write_drafts([evil], harbor.team, "docx")
    assert Document(BytesIO(word)).paragraphs
    assert len(Calendar.from_ical(write_calendar([evil])).walk("VEVENT")) == len(evil.meetings)
    assert json.loads(write_drafts([evil], harbor.team, "json"))["title"] == evil.title
    assert all(len(line) <= COLUMNS for line in write_text([evil], harbor.team).split("\n"))


# ---- which formats, and where they go


@pytest.mark.parametrize(
    ("given_text", "formats"),
    [(None, list(FORMATS)), ("md", ["md"]), ("DOCX, .ics", ["docx", "ics"]), ("md,md", ["md"])],
)
def test_formats_are_read_as_people_write_them(given_text: str | None, formats: list[str]) -> None:
    assert read_formats(given_text) == formats


@pytest.mark.parametrize("wrong", ["pdf", "", "md,,ics", "md;docx"])
def test_what_is_no_format_is_one_clear_error(wrong: str) -> None:
    with pytest.raises(InputError, match=r"isn't a format; there are md, docx, ics, json, txt"):
        read_formats(wrong)


def test_a_draft_without_a_day_has_no_calendar(draft: Handoff, harbor: Reflect) -> None:
    files = handoff_files([draft.but(meetings=())], harbor.team, ["md", "ics"])
    assert [name.rpartition(".")[2] for name in files] == ["md"]


def test_a_team_of_any_letters_is_written(
    open_reflect: Callable[..., Reflect], draft: Handoff, harbor: Reflect
) -> None:
    team: Team = harbor.team.but(name="Größe & Söhne <株式会社>")
    evil = draft.but(
        title="Übergabe: 引き継ぎ 🎈", meetings=(Meeting(id="review", title="🎈" * 60, day=date(2026, 12, 1)),)
    )
    assert "引き継ぎ 🎈" in said_in(write_drafts([evil], team, "docx"))
    assert events_of(write_calendar([evil]))["review"]["SUMMARY"] == "🎈" * 60
    assert "株式会社" in write_text([evil.but(kind="proposal", candidates=())], team)
