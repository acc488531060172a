"""A handoff as Markdown: what one would send, with blanks where nobody has said anything yet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.language.controls import show_controls
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.language.numerals import say_hours
from reflect.language.titles import plural
from reflect.practices import pile_names
from reflect.records import Blank, Exchange, Handoff, Part, Session, Step, Team

BLANK = "____"


def transcript_markdown(exchanges: Sequence[Exchange], session: Session, title: str) -> str:
    """Everything that was said in a session, and at its end the worksheet, what the hours are for, what comes next."""
    person = session.person
    lines = [f"# {title}, {exchanges[0].at.astimezone():%d %B %Y}" if exchanges else f"# {title}", ""]
    for exchange in exchanges:
        if exchange.message is not None:
            lines += [f"**{escape(person)}:** {escape(exchange.message)}", ""]
        lines += [f"**reflect:** {escape(exchange.turn.text)}", ""]
    piles = exchanges[-1].turn.piles if exchanges else ()
    if piles:
        names = pile_names()
        lines += ["## Piles", "", "| activity | pile | owner | hours a week |", "|---|---|---|---|"]
        for entry in piles:
            hours = say_hours(entry.hours_per_week) if entry.hours_per_week else ""
            lines.append(
                f"| {_cell(entry.activity)} | {names[entry.pile]} | {_cell(', '.join(entry.owners))} | {hours} |"
            )
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
        _head(handoff, team),
        escape(handoff.greeting),
        escape(handoff.opening),
        *(_part(part, handoff) for part in handoff.parts),
        _foot(handoff, team),
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


def _head(handoff: Handoff, team: Team) -> str:
    titles = join(team.titles(list(handoff.giver_roles)))
    to = join(handoff.owners[:8]) or join(team.titles(list(handoff.owner_roles))) or BLANK
    held = join(held_titles(handoff, team)) if handoff.owners else ""
    if handoff.kind == "page":
        rows = [("From", f"{handoff.giver}{', ' + titles if titles else ''}")]
        if handoff.owners:
            rows.append(("For", join(handoff.owners[:8])))
        return _table(rows)
    rows = [
        ("From", f"{handoff.giver}{', ' + titles if titles else ''}"),
        ("To", f"{to}{', ' + held if held else ''}"),
        ("Starts", say_day(handoff.starts, weekday=True) if handoff.starts else BLANK),
        ("We look back", say_day(handoff.review, weekday=True) if handoff.review else BLANK),
    ]
    return _table(rows)


def held_titles(handoff: Handoff, team: Team) -> list[str]:
    """The titles of the receiving roles, each for as many of the receivers as hold it; a role that is gone has none."""
    titles = []
    for role in filter(None, map(team.role, handoff.owner_roles)):
        holders = [person for person in team.holders(role.id) if person.name in handoff.owners]
        titles.append(plural(role.title) if len(holders) > 1 else role.title)
    return titles


def _table(rows: Sequence[tuple[str, str]]) -> str:
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {_cell(value)} |" for name, value in rows)])


def _part(part: Part, handoff: Handoff) -> str:
    lines = [f"## {_cell(part.heading)}"]
    if part.quote is not None:
        lines.append(f"> “{_cell(part.quote.quote)}”")
    if part.text:
        lines.append(escape(part.text))
    if part.id == "taper":
        lines.append(_taper(handoff.taper, handoff.hours_before))
    if part.blanks:
        lines.append("\n".join(_blank(blank) for blank in part.blanks))
    return "\n\n".join(lines)


def _blank(blank: Blank) -> str:
    hint = f" ({escape(blank.hint)})" if blank.hint else ""
    label = f"{_cell(blank.label)}{hint}: " if blank.label else ""
    return f"- {label}{BLANK} *({escape(blank.who)})*"


def _taper(steps: tuple[Step, ...], before: float | None) -> str:
    rows = ["| week | from | you | me | my hours |", "|---|---|---|---|---|"]
    rows.append(f"| now | | | all of it | {say_hours(before) if before else BLANK} |")
    for step in steps:
        hours = BLANK if step.hours is None else "none" if step.hours == 0 else say_hours(step.hours)
        starts = say_day(step.starts) if step.starts else ""
        rows.append(f"| {step.week} | {starts} | {step.owner} | {step.giver} | {hours} |")
    return "\n".join(rows)


def _foot(handoff: Handoff, team: Team) -> str:
    drafted = say_day(handoff.drafted)
    giver, definitions = escape(handoff.giver), escape(team.name)
    told = f"Drafted with reflect on {drafted} from a talk with {giver}."
    return f"---\n\n{told} Quoted lines are from the role definitions of {definitions}."
