"""Drafts as plain text for a mail: the message, then the page below it, no line longer than 72 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from reflect.language.controls import show_controls
from reflect.records import Blank, Handoff, Part, Team
from reflect.reports.sheet import BLANK, foot, head_rows, kind_of, labels, taper_rows

COLUMNS = 72
_LINE = "_" * 32


def write_text(drafts: Sequence[Handoff], team: Team) -> str:
    """The drafts one after the other."""
    return f"\n\n{'=' * COLUMNS}\n\n".join(_draft(draft, team) for draft in drafts)


def _draft(draft: Handoff, team: Team) -> str:
    sections = [*_message(draft), *_page(draft, team), *_agenda(draft)]
    return "\n".join(line.rstrip() for section in sections for line in f"{section}\n".split("\n"))


def _message(draft: Handoff) -> Iterator[str]:
    if draft.message:
        yield _wrap(draft.message)
        yield "-" * COLUMNS


def _page(draft: Handoff, team: Team) -> Iterator[str]:
    yield _wrap(f"{kind_of(draft).upper()}: {draft.title}")
    rows = head_rows(draft, team)
    width = max(len(name) for name, _ in rows) + 2
    yield "\n".join(_hung(f"{name + ':':<{width}}", value) for name, value in rows)
    if said := "\n\n".join(filter(None, (draft.greeting, draft.opening))):
        yield _wrap(said)
    for part in draft.parts:
        yield _part(part, draft)
    yield _wrap(f"({foot(draft, team)})")


def _part(part: Part, draft: Handoff) -> str:
    lines = [_wrap(part.heading.upper())]
    if part.quote is not None:
        lines.append(_hung("  ", f"“{part.quote.quote}”"))
    if part.text:
        lines.append(_wrap(part.text))
    if part.id == "taper":
        lines += _taper(draft)
    lines += [_blank(blank) for blank in part.blanks]
    return "\n".join(lines)


def _taper(draft: Handoff) -> Iterator[str]:
    """Week by week as lines: a table of six columns is too wide for a mail."""
    headings, now, *rows = taper_rows(draft)
    yield _hung("  ", f"{now[0]}: {now[4]}, {now[5]}")
    for week, starts, level, owner, giver, hours in rows:
        told = f"{starts}: " if starts else ""
        yield _hung("  ", f"{headings[0]} {week}, {told}{level}.", hang=4)
        yield _hung("    ", f"{headings[3]}: {owner}; {headings[4]}: {giver} ({hours})", hang=6)


def _blank(blank: Blank) -> str:
    hint = f" ({blank.hint})" if blank.hint else ""
    label = _hung("  ", f"{blank.label}{hint} [{blank.who}]")
    return f"{label}\n    {_LINE}"


def _agenda(draft: Handoff) -> Iterator[str]:
    if not draft.agenda:
        return
    called = labels()
    told = called["agenda_sum"].format(minutes=sum(point.minutes for point in draft.agenda))
    lines = [called["agenda"].upper(), _wrap(told)]
    for number, point in enumerate(draft.agenda, 1):
        minutes = called["agenda_minutes"].format(minutes=point.minutes)
        lines.append(_hung(f"  {number}. ", f"{point.heading} ({minutes})", hang=5))
        lines += [_hung("     ", point.text)] if point.text else []
        lines += [_hung("     - ", f"{question} {BLANK}", hang=7) for question in point.questions]
    yield "\n".join(lines)


def _wrap(text: str) -> str:
    return "\n".join(_hung("", line) for line in show_controls(text).split("\n"))


def _hung(first: str, text: str, hang: int | None = None) -> str:
    """The text in lines of at most 72 columns; those after the first stand in by as much, or by so many."""
    said = " ".join(show_controls(text).split())
    after = " " * (len(first) if hang is None else hang)
    # A word that is longer than a line, such as an address, is cut: a mail server would do it worse.
    return textwrap.fill(said, COLUMNS, initial_indent=first, subsequent_indent=after) or first
