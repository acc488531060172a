"""`reflect ledger`: what was sent, how it stands, what is due, what it took. And `reflect team propose`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from reflect.commands import JsonOption, OnlyTeamOption, TeamOption, one_line, open_archive
from reflect.commands.sending import write_for_other
from reflect.errors import InputError
from reflect.terminal import print_shown as print
from reflect.terminal import to_json

if TYPE_CHECKING:
    from reflect.agreements.book import Book
    from reflect.agreements.checkin import CheckIn
    from reflect.records import Due, Event, Turn

app = typer.Typer(help="What was sent: how it stands, what is due, what it really took.", no_args_is_help=True)

WhoseOption = Annotated[
    str | None, typer.Option("--person", "-p", help="Only what this person gave or was given; part of a name will do.")
]
ByOption = Annotated[str | None, typer.Option("--by", help="Who says so; part of a name is enough.")]


@app.command("list")
def ledger_list(person: WhoseOption = None, team: OnlyTeamOption = None, as_json: JsonOption = False) -> None:
    """List what was sent, and how it stands."""
    from reflect.agreements.tables import summary

    book = open_book(team)
    rows = [summary(one, book.today()) for one in book.list(person)]
    if as_json:
        print(to_json(rows))
        return
    for row in rows:
        to = ", ".join(row["to"]) or "nobody by name"
        print(f"{row['id']}  {one_line(row['title'])}  ({one_line(row['from'])} to {one_line(to)}): {row['progress']}")


@app.command("show")
def ledger_show(agreement: str, team: OnlyTeamOption = None, as_json: JsonOption = False) -> None:
    """Show everything that has happened with one."""
    book = open_book(team)
    found = book.load(agreement)
    if as_json:
        print(to_json(found.model_dump(mode="json")))
        return
    from reflect.agreements.tables import summary

    print(f"{one_line(found.document.title)}: {summary(found, book.today())['progress']}")
    for event in found.events:
        print(f"  {event.at.astimezone():%Y-%m-%d}  {one_line(event.by)} {_told(event)}")


@app.command("due")
def ledger_due(
    on: Annotated[str | None, typer.Option(help="On which day (2026-12-01); by default today.")] = None,
    person: WhoseOption = None,
    team: OnlyTeamOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is due: answers, one-to-ones, check-ins, days to look back."""
    from reflect.agreements.words import say

    book = open_book(team)
    day = _day(on) if on else book.today()
    found = book.due(day, person)
    if as_json:
        print(to_json([one.model_dump(mode="json") for one in found]))
        return
    now = [one for one in found if one.day <= day]
    for one in now:
        print(_due_line(one))
    if not now:
        print(say("due", "none"))
    if later := found[len(now) :]:
        print(f"\n{say('due', 'after')}")
        for one in later:
            print(_due_line(one))


@app.command("mark")
def ledger_mark(
    agreement: str,
    what: Annotated[Literal["met", "done", "withdrawn"], typer.Argument(help="What happened with it.")],
    by: ByOption = None,
    words: Annotated[str, typer.Option(help="A sentence to it.")] = "",
    to: Annotated[
        Path | None, typer.Option(help="Also write a file for the other side, into this folder: of a withdrawal.")
    ] = None,
    team: OnlyTeamOption = None,
) -> None:
    """Note that the one-to-one was held, that it is done, or that it is withdrawn."""
    after = open_book(team).mark(agreement, what, by, words)
    if to is not None:
        write_for_other(after, to, after.events[-1].by)
    print(f"{one_line(after.events[-1].by)} {_told(after.events[-1])}", file=sys.stderr)


@app.command("check-in")
def ledger_check_in(
    agreement: str,
    week: Annotated[int | None, typer.Option(help="On which week; by default the one that has come.")] = None,
    team: OnlyTeamOption = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Write each turn as a line of JSON.")] = False,
) -> None:
    """Talk about a week: who ran it, how many hours it took you. A line of input an answer."""
    talk = _home(agreement, team).check_in(agreement, week)
    _print_turn(talk.last, jsonl)
    for line in _lines(talk):
        _print_turn(talk.say(line), jsonl)
    if not talk.last.done:
        _print_turn(talk.end(), jsonl)


@app.command("hours")
def ledger_hours(
    person: WhoseOption = None,
    svg: Annotated[Path | None, typer.Option(help="Write the picture into this file instead.")] = None,
    team: OnlyTeamOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the freed hours over time: planned, and really."""
    from reflect.agreements.picture import chart, draw, lead
    from reflect.language.english import join
    from reflect.reports.files import write_files

    book = open_book(team)
    weeks = book.weeks(person)
    whose = join(book.givers(person)) if person else None
    if as_json:
        print(to_json([week.model_dump(mode="json") for week in weeks]))
    elif svg:
        [written] = write_files(svg.parent, {svg.name: draw(weeks, book.today(), whose).encode()})
        print(written)
    else:
        from rich.console import Console

        print(f"{lead(weeks, book.today(), whose)}\n")
        if weeks:
            Console(highlight=False).print(chart(weeks, book.today()))
        for told in book.unhoured(person):
            print(f"\n{told}")


@app.command("export")
def ledger_export(
    to: Annotated[Path, typer.Option(help="Into which folder.")] = Path(),
    formats: Annotated[str, typer.Option("--format", help="csv, ics, json; several with commas.")] = "csv,ics,json",
    person: WhoseOption = None,
    team: OnlyTeamOption = None,
) -> None:
    """Write the ledger for a spreadsheet, a calendar or another program."""
    from reflect.agreements.tables import ledger_files
    from reflect.reports.files import write_files

    book = open_book(team)
    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    texts = ledger_files(book.list(person), chosen, book.today())
    for path in write_files(to, {name: text.encode() for name, text in texts.items()}):
        print(path)


@app.command("delete")
def ledger_delete(agreement: str, team: OnlyTeamOption = None) -> None:
    """Delete what was sent, with everything noted of it; the session it came from stays."""
    open_book(team).delete(agreement)
    print(f"deleted {agreement}", file=sys.stderr)


def team_propose(
    team: TeamOption = None,
    person: Annotated[
        str | None, typer.Option("--person", "-p", help="Also from this person's talks; what was said there is theirs.")
    ] = None,
    write: Annotated[bool, typer.Option("--apply", help="Write it into the team file; the old one is kept.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Propose how the role definitions could say what was agreed, as a diff of the team file."""
    from reflect.agreements.words import say
    from reflect.assistant import Reflect

    reflect = Reflect.open(team)
    proposal = reflect.definitions(person=person)
    if as_json:
        print(to_json(proposal.model_dump(mode="json")))
    else:
        for change in proposal.changes:
            print(f"# {one_line(change.reason)}")
        print(proposal.diff, end="")
    if not proposal.changes:
        print(proposal.empty, file=sys.stderr)
    elif write:
        from reflect.definitions.writing import apply

        if not Path(reflect.team_file).is_absolute():
            raise InputError(say("definitions", "example", name=reflect.team_file))
        print(f"written; the file as it was: {apply(proposal)}", file=sys.stderr)


# ---- opening, printing, reading


def open_book(team: str | None) -> Book:
    """The agreements of one team, or of all."""
    return open_archive(team).book()


def _home(agreement: str, team: str | None) -> Book:
    """The book of the team that an agreement was made in."""
    return open_archive(team).book(agreement)


def _lines(talk: CheckIn) -> Iterator[str]:
    """The lines of stdin until it is over; at a terminal with a prompt."""
    while not talk.last.done:
        try:
            yield input("> " if sys.stdin.isatty() else "").rstrip("\r\n")
        except (EOFError, KeyboardInterrupt):
            return


def _print_turn(turn: Turn, jsonl: bool) -> None:
    if jsonl:
        print(to_json(turn.model_dump(mode="json")), flush=True)
        return
    print(f"\n{turn.text}")
    for number, option in enumerate(turn.options, 1):
        print(f"  {number}  {option}")


def _told(event: Event) -> str:
    from reflect.agreements.tables import tell

    return one_line(tell(event))


def _due_line(due: Due) -> str:
    from reflect.agreements.words import say
    from reflect.language.dates import say_day

    day = say_day(due.day, weekday=True)
    when = say("due", "late", day=day) if due.late else day
    return f"{when}  {due.agreement}  {one_line(due.title)}: {one_line(due.text)}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no day; write it as 2026-12-01") from None
