"""What the documents have in common: hours, days, titles, and the looks of the piles."""

from __future__ import annotations

from datetime import date

from reflect.language.controls import show_controls
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.language.numerals import say_hours, spell_number
from reflect.records import Pile, Team
from reflect.stoplist.words import words

# What goes first, what stays last.
ORDER = (Pile.HAND_OFF, Pile.FIND_OWNER, Pile.STOP, Pile.ASK, Pile.KEEP)
# How each pile is called in the style sheet.
LOOKS = {Pile.KEEP: "keep", Pile.HAND_OFF: "hand", Pile.FIND_OWNER: "find", Pile.STOP: "stop", Pile.ASK: "ask"}
_MOST_TITLES = 3


def hours_text(hours: float) -> str:
    """Hours to read, no finer than they are known: "12 h", "2.5 h", "20 min"."""
    if hours >= 10:
        return say_hours(round(hours * 2) / 2 if hours < 100 else float(round(hours)))
    return (
        say_hours(round(hours * 4) / 4)
        if hours >= 1
        else say_hours(max(round(hours * 12) / 12, 1 / 60 if hours else 0))
    )


def day_text(day: date) -> str:
    """A day with its year: "12 October 2026"."""
    return f"{say_day(day)} {day.year}"


def plain(text: str) -> str:
    """What somebody wrote, in one line, with nothing in it that would be obeyed."""
    return " ".join(show_controls(text).split())


def title(team: Team, role_id: str) -> str:
    """The title of a role, or its id where the team has it no longer."""
    role = team.role(role_id)
    return plain(role.title if role else role_id)


def titles(team: Team, roles: tuple[str, ...]) -> str:
    """The titles of roles, the first few by name."""
    named = [title(team, role) for role in roles]
    more = len(named) - _MOST_TITLES
    if more <= 0:
        return join(named)
    says = words()["team"]["group"]
    key = "one_more" if more == 1 else "more"
    return str(says[key].format(titles=", ".join(named[:_MOST_TITLES]), count=more))


def period_text(weeks: float | None, since: date | None, until: date | None) -> str:
    """Which time was read, as a sentence; empty where it isn't known."""
    if not weeks or since is None or until is None:
        return ""
    says = words()["person"]
    count = round(weeks)
    told = says["weeks"]["one"] if count == 1 else says["weeks"]["several"].format(count=spell_number(count))
    begins = f"{say_day(since)}" if since.year == until.year else day_text(since)
    return str(says["period"].format(weeks=told[:1].upper() + told[1:], since=begins, until=day_text(until)))


def counted(says: dict[str, str], count: int, **slots: object) -> str:
    """The sentence for none, one or several."""
    key = "none" if count == 0 and "none" in says else "one" if count == 1 else "several"
    return says[key].format(count=count, **slots)
