"""Each export is known by what stands in it, and read into what its people do."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from reflect.records import Team
from reflect.worklog import read_worklog

from .conftest import FIXTURES, TODAY, Read

# File, what it is, entries, used, and one activity: who, what, hours a week, how often.
SOURCES = [
    ("dana-reyes.ics", "iCalendar", 30, 19, ("Dana Reyes", "Coaching with Priya", 0.23, "every two weeks")),
    ("priya.outlook.csv", "Outlook CSV", 6, 3, ("Priya Venkataraman", "Weekly pipeline review", 1.0, "every week")),
    ("hannah-weiss-google.csv", "Google Calendar CSV", 3, 2, ("Hannah Weiss", "Discovery call Hartwell", 1.5, "once")),
    ("jira.csv", "Jira CSV", 4, 2, ("Teresa Kwan", "Merge duplicate accounts in the CRM", 4.0, "once")),
    ("asana.csv", "Asana CSV", 3, 2, ("Will Archer", "Brief the events agency", None, "once")),
    ("colm-gallagher.todoist.csv", "Todoist CSV", 5, 2,
     ("Colm Gallagher", "Listen to two recorded calls", 0.75, "every week")),
    ("linear.csv", "Linear CSV", 2, 1, ("Ingrid Solheim", "Refresh the demo environment", None, "once")),
    ("trello.json", "Trello board", 4, 3, ("Kate Sorensen", "Quote from the printer", None, "once")),
    ("salesforce.csv", "Salesforce activities", 2, 2, ("Jesse Okafor", "Call: Norvik renewal", 0.5, "now and then")),
    ("planner.csv", "Microsoft Planner", 3, 3, ("Luis Prado", "Clean the price book", None, "once")),
    ("toggl.csv", "Toggl CSV", 3, 3,
     ("Marco Bellini", "Chasing approvals in deal desk", 3.0, "several times a week")),
    ("clockify.csv", "Clockify CSV", 2, 2, ("Nadia Petrov", "Run onboarding calls – Café Größe", 1.5, "now and then")),
    ("gwen-abbott.rescuetime.csv", "RescueTime CSV", 3, 2, ("Gwen Abbott", "Budget workbook", 1.17, "once")),
    ("finn-doyle.activitywatch.json", "ActivityWatch", 3, 2, ("Finn Doyle", "Outbound dialer", 1.5, "once")),
    ("lists.txt", "list", 5, 5, ("Tobias Lindqvist", "1:1s with 8 reps", 2.0, "every two weeks")),
    ("kate-sorensen.json", "JSON list", 2, 2, ("Kate Sorensen", "Launch messaging", 3.0, "every week")),
    ("week.json", "JSON list", 2, 2, ("Sanjay Mehta", "Answer tender questions", 2.5, "every week")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "entries", "used", "expected"), SOURCES, ids=[one[0] for one in SOURCES])
def test_a_source_is_known_and_read(
    read: Read, name: str, kind: str, entries: int, used: int, expected: tuple[str, str, float | None, str]
) -> None:
    one = read(name)
    assert one.file.error is None
    assert (one.file.kind, one.file.read, one.file.used) == (kind, entries, used)
    person, text, hours, cadence = expected
    [found] = [a for a in one.log.activities if (a.person, a.text) == (person, text)]
    assert (found.hours, found.cadence, found.source) == (hours, cadence, name)


@pytest.mark.parametrize(("name", "kind", "entries", "used", "expected"), SOURCES, ids=[one[0] for one in SOURCES])
def test_every_entry_is_used_or_left_out_with_a_reason(
    read: Read, name: str, kind: str, entries: int, used: int, expected: object
) -> None:
    report = read(name).file
    assert report.read == report.used + sum(one.count for one in report.skipped)


@pytest.mark.parametrize("name", ["jira.csv", "linear.csv", "trello.json", "toggl.csv", "clockify.csv", "lists.txt"])
def test_the_name_of_a_file_says_nothing_of_its_format(team: Team, tmp_path: Path, name: str) -> None:
    path = tmp_path / "export.dat"
    shutil.copy(FIXTURES / name, path)
    log = read_worklog([path], team, today=TODAY)
    [by_name] = read_worklog([FIXTURES / name], team, today=TODAY).files
    assert log.files[0].kind == by_name.kind
    assert log.files[0].used == by_name.used


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_letters_come_through_in_every_encoding(read: Read, encoding: str) -> None:
    text = "Description;User;Start date;Start time;Duration\r\nGespräch Café;Luis Prado;2026-10-05;09:00;1:00\r\n"
    assert read("x.csv", text.encode(encoding)).texts == ["Gespräch Café"]


def test_translated_headers_are_read_by_mapping(read: Read) -> None:
    columns = {"title": "Betreff", "person": "Wer", "start": "Beginnt am", "length": "Dauer"}
    one = read("german.csv", columns=columns)
    assert one.activity("Angebote prüfen").person == "Luis Prado"
    assert one.activity("Angebote prüfen").hours == 1.75


def test_columns_that_were_named_leave_other_files_of_the_folder_alone(team: Team, tmp_path: Path) -> None:
    for name in ("german.csv", "jira.csv"):
        shutil.copy(FIXTURES / name, tmp_path / name)
    columns = {"title": "Betreff", "person": "Wer", "start": "Beginnt am", "length": "Dauer"}
    log = read_worklog([tmp_path], team, today=TODAY, columns=columns)
    assert [(file.kind, file.used) for file in log.files] == [("table", 2), ("Jira CSV", 2)]


def test_a_repeated_header_keeps_all_its_columns(read: Read) -> None:
    text = "Summary,Issue key,Assignee,Assignee,Updated\nFix the report,A-1,,Luis Prado,2026-10-05\n"
    assert read("x.csv", text).activity("Fix the report").person == "Luis Prado"


def test_a_workbook_is_read_sheet_by_sheet_with_a_title_above_the_header(read: Read, tmp_path: Path) -> None:
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Our time"], [], ["Activity", "Person", "Date", "Hours"]):
        sheet.append(row)
    sheet.append(["Quote checks", "Luis Prado", datetime(2026, 10, 5), 1.5])
    sheet.append(["=1+1", "Luis Prado", datetime(2026, 10, 6), 1])
    book.create_sheet("Notes").append(["nothing here"])
    book.save(tmp_path / "made.xlsx")
    one = read("renamed.csv", (tmp_path / "made.xlsx").read_bytes())
    assert one.file.kind == "table (XLSX)"
    assert one.texts == ["Quote checks"]
    assert one.left("the sheet “Notes” has no header") == (1, None)
    assert one.left("without a title") == (1, 5)


def test_the_lines_under_somebody_unknown_are_nobody_elses(read: Read) -> None:
    one = read(
        "x.txt", "Dana Reyes:\nForecast call\nPrep:\nBoard deck\nOla Nordmann:\nPrice book upkeep, 3 hours a week\n"
    )
    assert sorted((activity.text, activity.person) for activity in one.log.activities) == [
        ("Board deck", "Dana Reyes"),
        ("Forecast call", "Dana Reyes"),
    ]
    assert one.left("Ola Nordmann")[0] == 1


def test_a_whole_name_of_the_folder_says_more_than_a_word_of_the_file(team: Team, tmp_path: Path) -> None:
    path = tmp_path / "Dana Reyes" / "what I will do.txt"
    path.parent.mkdir()
    path.write_text("Forecast call\nBoard deck\n")
    log = read_worklog([tmp_path], team, today=TODAY)
    assert {activity.person for activity in log.activities} == {"Dana Reyes"}


_PLAIN = {"title": "Betreff", "person": "Wer", "start": "Tag", "hours": "Stunden"}


@pytest.mark.parametrize(("flag", "kept"), [("Wahr", False), ("ja", False), ("Falsch", True), ("", True)])
def test_a_private_flag_counts_in_any_language(read: Read, flag: str, kept: bool) -> None:
    text = f"Betreff,Wer,Tag,Stunden,Privat\nPreisliste,Dana Reyes,2026-10-05,1,{flag}\n"
    one = read("liste.csv", text, columns=_PLAIN | {"private": "Privat"})
    assert one.texts == (["Preisliste"] if kept else [])
    assert kept or "Preisliste" not in one.log.model_dump_json()


@pytest.mark.parametrize(("flag", "kept"), [("FALSE", True), ("TRUE", False)])
def test_what_is_flagged_as_called_off_is_left_out_and_nothing_else(read: Read, flag: str, kept: bool) -> None:
    text = f"Betreff,Wer,Tag,Stunden,Off\nPreisliste,Dana Reyes,2026-10-05,1,{flag}\n"
    assert bool(read("liste.csv", text, columns=_PLAIN | {"cancelled": "Off"}).texts) is kept


_TIMED = "title,person,start date,start time,end date,end time\nPrice list,Dana Reyes,2026-10-05,{},2026-10-05,{}\n"


@pytest.mark.parametrize(("start", "end"), [("9:00 AM", "10 AM"), ("9 am", "10:00"), ("09:00", "10:00")])
def test_a_clock_without_minutes_is_read(read: Read, start: str, end: str) -> None:
    one = read("times.csv", _TIMED.format(start, end), weeks=1, today=date(2026, 10, 8))
    assert one.activity("Price list").hours == 1.0


def test_a_clock_that_cannot_be_read_is_no_midnight(read: Read) -> None:
    one = read("times.csv", _TIMED.format("9:00", "noonish"))
    assert one.left("noonish") == (1, 2)
