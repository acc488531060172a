"""What can't be read is named, with its row and what to do, and stops nothing else."""

from __future__ import annotations

import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from reflect.errors import InputError
from reflect.records import Person, Team
from reflect.worklog import read_worklog

from .conftest import FIXTURES, TODAY, Read, failure

GOOGLE = "Subject,Start Date,Start Time,End Date,End Time\n"


def test_a_bad_file_stops_no_other(team: Team, tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "lists.txt", tmp_path / "lists.txt")
    (tmp_path / "broken.ics").write_bytes(b"%PDF-1.7 something")
    (tmp_path / "empty.csv").write_text("")
    log = read_worklog([tmp_path, tmp_path / "missing.ics"], team, today=TODAY)
    errors = {file.file: file.error for file in log.files}
    assert "this is a PDF" in (errors["broken.ics"] or "")
    assert errors["empty.csv"] == "the file is empty"
    assert "no such file" in (errors["missing.ics"] or "")
    assert errors["lists.txt"] is None
    assert len(log.activities) == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a password-protected Office file"),
        (b"\x1f\x8b\x08\x00", "an archive"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", "no text and no workbook"),
        (bytes(range(128, 256)) + bytes(range(1, 9)) * 20, "no text and no workbook"),
        (b"PK\x03\x04 and then nothing", "no Excel workbook that can be read"),
        (b"{ not json", "isn't valid JSON"),
        (b'{"what": 1}', "this JSON is nothing known"),
    ],
)
def test_a_renamed_file_says_what_it_is(read: Read, content: bytes, said: str) -> None:
    assert said in failure(read("dana-reyes.csv", content).file)


def test_a_zip_that_is_no_workbook_is_to_be_unpacked(read: Read) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.ics", "BEGIN:VCALENDAR")
    assert "unpack it" in failure(read("a.xlsx", buffer.getvalue()).file)


def test_a_zip_bomb_is_refused_by_what_it_says_it_holds(read: Read) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(60):
                sheet.write(b"0" * 1_000_000)
    assert "would unpack to 60 MB; it isn't opened" in failure(read("bomb.xlsx", buffer.getvalue()).file)


def test_days_and_months_are_told_apart_by_the_whole_file(read: Read) -> None:
    rows = "Sync,03/10/2026,09:00,03/10/2026,10:00\nSync,17/10/2026,09:00,17/10/2026,10:00\n"
    one = read("dana-reyes.csv", GOOGLE + rows)
    assert (one.log.since and one.log.since.isoformat()) == "2026-10-03"


def test_an_order_that_cannot_be_told_is_refused_with_the_way_to_say_it(read: Read) -> None:
    rows = "Sync,03/10/2026,09:00,03/10/2026,10:00\nSync,04/10/2026,09:00,04/10/2026,10:00\n"
    said = failure(read("dana-reyes.csv", GOOGLE + rows).file)
    assert "03/10/2026" in said
    assert "row 2" in said
    assert "--day-first or --month-first" in said
    assert read("dana-reyes.csv", GOOGLE + rows, day_first=True).file.used == 2


def test_a_file_with_both_orders_names_a_row_of_each(read: Read) -> None:
    rows = "Sync,13/10/2026,09:00,13/10/2026,10:00\nSync,10/14/2026,09:00,10/14/2026,10:00\n"
    said = failure(read("dana-reyes.csv", GOOGLE + rows, day_first=True).file)
    assert "row 2 has the day first" in said
    assert "row 3 the month first" in said


def test_a_table_without_a_known_header_says_its_columns_and_how_to_name_one(read: Read) -> None:
    said = failure(read("x.csv", "Was;Wer;Wann\na;Luis Prado;2026-10-05\nb;Luis Prado;2026-10-06\n").file)
    assert "the columns are Was, Wer, Wann" in said
    assert "--column title=Was" in said


def test_a_column_that_is_missing_is_named(read: Read) -> None:
    said = failure(read("german.csv", columns={"title": "Betreff", "person": "Name"}).file)
    assert "there is no column “Name”, which was given for person" in said


def test_a_field_that_there_is_not_is_refused_at_once(read: Read) -> None:
    with pytest.raises(InputError, match="“owner” is nothing a column can mean"):
        read("german.csv", columns={"owner": "Wer"})


def test_a_csv_with_one_column_is_a_list(read: Read) -> None:
    one = read("dana-reyes.csv", "Activity\nDeal reviews\nForecast roll-up\n")
    assert one.texts == ["Deal reviews", "Forecast roll-up"]
    assert one.left("a heading") == (1, 1)


def test_an_open_quotation_mark_is_named_or_closed_at_the_end(read: Read) -> None:
    text = 'Summary,Issue key,Assignee\nA report,A-1,Luis Prado\n"Never closed,A-2,Luis Prado\nB,A-3,Luis Prado\n'
    one = read("x.csv", text)
    assert one.activity("A report").person == "Luis Prado"
    assert one.left("assigned to nobody") == (1, 3)


def test_a_formula_is_text_and_nothing_else(read: Read) -> None:
    text = 'Activity,Person,Hours\n"=HYPERLINK(""x"",""Quote checks"")",Luis Prado,1\n'
    assert read("x.csv", text).texts == ['=HYPERLINK("x","Quote checks")']


def test_dates_in_1601_are_named_with_their_row(read: Read) -> None:
    rows = "Sync,1601-01-01,09:00,1601-01-01,10:00\nSync,2026-10-05,09:00,2026-10-05,10:00\n"
    one = read("dana-reyes.csv", GOOGLE + rows)
    assert one.left("dated 1601") == (1, 2)
    assert one.file.used == 1


def test_a_cell_that_is_no_length_or_no_date_is_named_with_its_column(read: Read) -> None:
    text = (
        "Activity,Person,Date,Hours\nA list,Luis Prado,2026-10-05,a while\n"
        "Price book,Luis Prado,soon,1\nQuotes,Luis Prado,2026-10-05,-3\n"
    )
    one = read("x.csv", text)
    assert one.left("“a while” under Hours is no length of time") == (1, 2)
    assert one.left("the date “soon” can't be read") == (1, 3)
    assert one.left("“-3” under Hours") == (1, 4)


def test_a_folder_with_other_peoples_files_reads_those_of_the_team(team: Team, tmp_path: Path) -> None:
    for folder in ("Dana Reyes", "Ola Nordmann"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "week.txt").write_text("Forecast roll-up, 2 hours a week\n")
    log = read_worklog([tmp_path], team, today=TODAY)
    assert [activity.person for activity in log.activities] == ["Dana Reyes"]
    assert "name the file or its folder after the person" in failure(log.files[1])


def test_the_people_of_another_team_are_named_once_and_counted(read: Read) -> None:
    rows = "".join(f"Task {n},A-{n},Ola Nordmann,2026-10-05\n" for n in range(5))
    one = read("x.csv", "Summary,Issue key,Assignee,Updated\n" + rows)
    assert one.left("“Ola Nordmann” is nobody in Harbor") == (5, 2)


def test_many_reasons_do_not_fill_the_page(read: Read) -> None:
    rows = "".join(f"Task,A-{n},Person{chr(65 + n // 26)}{chr(65 + n % 26)} X,2026-10-05\n" for n in range(100))
    one = read("x.csv", "Summary,Issue key,Assignee,Updated\n" + rows)
    assert len(one.file.skipped) == 31
    assert sum(left.count for left in one.file.skipped) == 100


def test_two_people_with_one_name_are_named_and_not_guessed(read: Read) -> None:
    team = Team(name="Two", roles=(), people=(Person(name="Ana Ruiz"), Person(name="Ana Costa")))
    one = read("x.csv", "Summary,Issue key,Assignee,Updated\nPrice book,A-1,Ana,2026-10-05\n", team=team)
    assert one.left("“Ana” could be Ana Costa and Ana Ruiz; give the whole name") == (1, 2)
    said = failure(read("ana.txt", "Price book, 2 hours a week\n", team=team).file)
    assert "it could be Ana Costa and Ana Ruiz" in said


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("hannah@customer.example", False),
        ("Hannah <hannah@customer.example>", False),
        ("hannah@harbor.example", True),
        ("hannah.weiss@customer.example", True),
        ("hw@HARBOR.example", True),
        ("Hannah", True),
    ],
)
def test_a_first_name_in_an_address_counts_where_the_team_has_addresses(read: Read, address: str, found: bool) -> None:
    people = Person(name="Hannah Weiss", aliases=("hw@harbor.example",)), Person(name="Dana Reyes")
    team = Team(name="Two", roles=(), people=people)
    one = read("x.csv", f"Summary,Issue key,Assignee,Updated\nPrice book,A-1,{address},2026-10-05\n", team=team)
    assert one.texts == (["Price book"] if found else [])
    meetings = calendar_of(address)
    assert (read("c.ics", meetings, team=team).file.error is None) == found


def calendar_of(name: str) -> str:
    return (
        f"BEGIN:VCALENDAR\nX-WR-CALNAME:{name}\nBEGIN:VEVENT\nSUMMARY:Deal review\nDTSTART:20261117T090000Z\n"
        "DTEND:20261117T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    )


def test_a_name_that_no_file_can_have_is_found_by_what_is_left_of_it(read: Read) -> None:
    team = Team(name="Two", roles=(), people=(Person(name="Front Desk/Day"), Person(name="Front Desk/Night")))
    assert {
        one.person for one in read("Front Desk-Night.txt", "Price book, 2 hours a week\n", team=team).log.activities
    } == {"Front Desk/Night"}


def test_a_calendar_of_somebody_unknown_says_who_it_claims_to_be(read: Read) -> None:
    text = "BEGIN:VCALENDAR\nX-WR-CALNAME:ola@other.example\nEND:VCALENDAR\n"
    assert "“ola@other.example”" in failure(read("c.ics", text).file)


def _book(**sheets: list[list[object]]) -> bytes:
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == "Old" else "visible"
    del book["Sheet"]
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_hidden_sheet_and_one_that_cannot_be_read_are_named_and_stop_no_other(read: Read) -> None:
    header: list[object] = ["Activity", "Person", "Hours", "Date"]
    one = read(
        "hours.xlsx",
        _book(
            Good=[header, ["Deal review", "Dana Reyes", 2, "2026-11-17"]],
            Unclear=[header, ["Forecast call", "Dana Reyes", 2, "3/4/2026"]],
            Old=[header, ["Price book", "Dana Reyes", 2, "2026-11-17"]],
        ),
    )
    assert one.texts == ["Deal review"]
    assert one.left("“Old” is hidden")[0] == 1
    assert one.left("“Unclear” can't be read on (whether")[0] == 1


def test_a_wrong_column_for_a_workbook_says_which_there_are(read: Read) -> None:
    book = _book(Uren=[["Werk", "Wie", "Uren"], ["Offertes", "Dana Reyes", 2]])
    said = failure(read("uren.xlsx", book, columns={"title": "Betreff"}).file)
    assert "the columns are Werk, Wie, Uren" in said
    assert "--column title=Werk" in said


def test_a_bad_length_ends_no_screen_log(read: Read) -> None:
    def event(minute: int, title: str, duration: object) -> dict[str, object]:
        return {"timestamp": f"2026-11-17T09:{minute:02}:00+00:00", "duration": duration, "data": {"title": title}}

    events = [event(0, "Forecast sheet", 2400), event(40, "Price book", "long"), event(41, "Deck", float("inf"))]
    bucket = {"type": "currentwindow", "events": events}
    one = read("dana-reyes.json", json.dumps({"buckets": {"w": bucket}}).replace("Infinity", "1e999"))
    assert one.texts == ["Forecast sheet"]
    assert one.left("“long” under duration") == (1, 2)
