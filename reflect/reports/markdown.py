"""Drafts and transcripts as Markdown: what one would send, with blanks where nobody has said anything yet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.language.controls import show_controls
from reflect.language.numerals import say_hours
from reflect.practices import pile_names
from reflect.records import Blank, Exchange, Handoff, Mark, Part, Session, Team
from reflect.reports.sheet import BLANK, foot, head_rows, labels, taper_rows


def transcript_markdown(
    exchanges: Sequence[Exchange], session: Session, title: str, team: Team | None, marks: Sequence[Mark] = ()
) -> str:
    """Everything that was said in a session, and at its end the worksheet, what the hours are for, what comes next.

    Args:
        exchanges: What was said.
        session: The session, as it is after that.
        title: Its practice's.
        team: For the titles of the owners; without it they stand there by their ids.
        marks: How the person found its turns.
    """
    person, found = session.person, {mark.turn: mark for mark in marks}
    lines = [f"# {title}, {exchanges[0].at.astimezone():%d %B %Y}" if exchanges else f"# {title}", ""]
    for number, exchange in enumerate(exchanges):
        if exchange.message is not None:
            lines += [f"**{escape(person)}:** {escape(exchange.message)}", ""]
        lines += [f"**reflect:** {escape(exchange.turn.text)}", ""]
        if mark := found.get(number):
            called = labels()["marked"]["good" if mark.good else "bad"]
            lines += [_quoted(f"{called}: {mark.reason}" if mark.reason else called), ""]
    piles = exchanges[-1].turn.piles if exchanges else ()
    if piles:
        names = pile_names()
        lines += ["## Piles", "", "| activity | pile | owner | hours a week |", "|---|---|---|---|"]
        for entry in piles:
            hours = say_hours(entry.hours_per_week) if entry.hours_per_week else ""
            owners = ", ".join((team.titles(entry.owners) if team else None) or entry.owners)
            lines.append(f"| {_cell(entry.activity)} | {names[entry.pile]} | {_cell(owners)} | {hours} |")
        lines.append("")
    lines += _own_lines(session)
    for heading, fact in (("What the hours are for", "freed_for"), ("Next step", "next_step")):
        if said := session.value(fact):
            lines += [f"## {heading}", "", escape(str(said)), ""]
    return "\n".join(lines)


def _own_lines(session: Session) -> list[str]:
    """The lines of the person's own role that were gone through, with how each stands."""
    rows = [
        f"| “{_cell(item.activity.text)}” | {str(item.value('status')).replace('_', ' ')} |"
        for item in session.items
        if item.kind == "line" and item.value("status")
    ]
    return ["## My lines", "", "| line | now |", "|---|---|", *rows, ""] if rows else []


def handoff_markdown(handoff: Handoff, team: Team) -> str:
    """The whole document."""
    sections = [
        f"# {_cell(handoff.title)}",
        _table(head_rows(handoff, team)),
        escape(handoff.greeting),
        escape(handoff.opening),
        *(_part(part, handoff) for part in handoff.parts),
        f"---\n\n{escape(foot(handoff, team))}",
        *_agenda(handoff),
        *_message(handoff),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def escape(text: str) -> str:
    """The text with everything that Markdown or HTML would read as markup made harmless."""
    # A carriage return ends a line too, and an indented line would be code.
    text = re.sub(r"^[ \t]+", "", show_controls(text), flags=re.MULTILINE)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_\[\]|~])", r"\\\1", text)
    # Headings and lists; a line of nothing but - or = is a rule, or makes a heading of the line above.
    text = re.sub(r"^(?=(?:#+|[+-])(?:\s|$)|(?:-+|=+)[ \t]*$)", r"\\", text, flags=re.MULTILINE)
    return re.sub(r"^(\d+)(?=[.)](?:\s|$))", r"\1\\", text, flags=re.MULTILINE)


def _cell(text: str) -> str:
    """The same in one line, as a cell of a table has to be."""
    return escape(" ".join(text.split()))


def _table(rows: Sequence[tuple[str, str]]) -> str:
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {_cell(value)} |" for name, value in rows)])


def _part(part: Part, handoff: Handoff) -> str:
    lines = [f"## {_cell(part.heading)}"]
    if part.quote is not None:
        lines.append(f"> “{_cell(part.quote.quote)}”")
    if part.text:
        # A line of its own stays one.
        lines.append(escape(part.text).replace("\n", "  \n"))
    if part.id == "taper":
        lines.append(_taper(handoff))
    if part.blanks:
        lines.append("\n".join(_blank(blank) for blank in part.blanks))
    return "\n\n".join(lines)


def _blank(blank: Blank) -> str:
    hint = f" ({escape(blank.hint)})" if blank.hint else ""
    label = f"{_cell(blank.label)}{hint}: " if blank.label else ""
    return f"- {label}{BLANK} *({escape(blank.who)})*"


def _taper(draft: Handoff) -> str:
    headings, *rows = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in taper_rows(draft)]
    return "\n".join([headings, "|---" * len(taper_rows(draft)[0]) + "|", *rows])


def _agenda(draft: Handoff) -> list[str]:
    """The points of the talk with their minutes; below each the questions, and room."""
    if not draft.agenda:
        return []
    called = labels()
    sections = [f"## {called['agenda']}", called["agenda_sum"].format(minutes=sum(one.minutes for one in draft.agenda))]
    for point in draft.agenda:
        minutes = called["agenda_minutes"].format(minutes=point.minutes)
        sections.append(f"**{_cell(point.heading)}** ({minutes})")
        if point.text:
            sections.append(escape(point.text))
        if point.questions:
            sections.append("\n".join(f"- {_cell(question)} {BLANK}" for question in point.questions))
    return sections


def _message(draft: Handoff) -> list[str]:
    return [f"## {labels()['message']}", _quoted(draft.message)] if draft.message else []


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in escape(text).split("\n"))
