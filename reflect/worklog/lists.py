"""Plain lists: an activity a line, with its hours in words ("pipeline reviews, 2 hours a week")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reflect.language.phrases import without_time
from reflect.language.quantities import Amount, read_amount
from reflect.records import Skipped
from reflect.worklog.formats import PLAIN, normal
from reflect.worklog.reading import Entry, Reading
from reflect.worklog.text import open_text

_BULLET = re.compile(r"^\s*(?:[-*•–+]|\d{1,3}[.)])?\s*(?:\[[ xX]?\]\s*)?")
_EDGE = " \t,;:-–—|()[]"
# Two to four words with capitals: nobody's work goes to somebody else for a heading that is no name after all.
_NAME = re.compile(r"^[^\W\d_a-z][\w'’.-]*(?:\s+(?:(?:van|von|de|der|da|di|la|le)\s+)*[^\W\d_a-z][\w'’.-]*){1,3}$")
_LONGEST = 2000
# A length, and no time of day: of these few hours, and with nothing before or after that makes it one.
_LENGTH = re.compile(r"(?<!\bat )(?<![\d:.])\b([0-4]):([0-5]\d)\b(?!\s*(?:[ap]\.?m\b|[-–:]))", re.IGNORECASE)
_USUAL = {"day": 5.0, "week": 1.0, "fortnight": 0.5, "month": 12 / 52, "quarter": 1 / 13, "year": 1 / 52}


def read_lines(reading: Reading, encoding: str) -> Iterator[Entry]:
    """The entries of a text, a line each."""
    with open_text(reading.path, encoding, reading.seen) as file:
        yield from read_texts(reading, file)


def read_texts(reading: Reading, lines: Iterable[str]) -> Iterator[Entry]:
    """The entries of these lines; a heading ("Dana Reyes:", "# Dana Reyes") says whose the next ones are.

    Raises:
        InputError: If neither a heading nor the file says whose they are.
    """
    person: str | None = None
    unknown: str | None = None
    for number, line in enumerate(lines, 1):
        text = line[:_LONGEST].strip().strip("\ufeff")
        if not text:
            continue
        if number == 1 and normal(text) in PLAIN.columns["title"]:
            yield reading.skip("no_task", number)
            continue
        if text.startswith("#") or text.endswith(":"):
            heading = text.strip("#: ")
            match = reading.people.find(heading)
            # "Prep:" leaves the person as it is; after the name of somebody else nothing is theirs.
            unknown = heading if match.could_be or (match.person is None and _NAME.match(heading)) else None
            person = match.person or person
            if match.person is None:
                yield reading.skip("no_task", number)
            continue
        if unknown is not None:
            whose = reading.whose(unknown, number)
            if isinstance(whose, Skipped):
                yield whose
                continue
        if person is None:
            person = reading.owned_by().owner
        yield _entry(text, person, number, reading)


def rhythm(amount: Amount) -> str | None:
    """How often, as a key of `cadence` in prompts/worklog.yaml where one fits, else in the words that said it."""
    times = amount.times_a_week or 0.0
    near = (key for key, usual in _USUAL.items() if abs(times - usual) < usual / 20)
    return next(near, amount.rhythm) if amount.rhythm else None


def minutes_a_week(amount: Amount) -> float:
    """Not rounded to five minutes a week: an hour a year is no nothing."""
    return amount.hours * (1.0 if amount.times_a_week is None else amount.times_a_week) * 60


def _amount(text: str) -> tuple[str, Amount | None]:
    """The time a line tells of, and the line with a length like "1:30" in hours, where that made it one."""
    amount = read_amount(text, each=True)
    length = _LENGTH.search(text)
    if amount is not None or length is None:
        return text, amount
    hours = int(length[1]) + int(length[2]) / 60
    said = f"{text[: length.start()]}{hours:.4g} hours{text[length.end() :]}"
    amount = read_amount(said)
    # Without a rhythm it is when something begins.
    return (said, amount) if amount and amount.rhythm else (text, None)


def _entry(text: str, person: str | None, number: int, reading: Reading) -> Entry:
    text = _BULLET.sub("", text)
    text, amount = _amount(text)
    title = (without_time(text) if amount else text).strip(_EDGE)
    if not title:
        return reading.skip("no_title", number)
    return reading.event(
        title,
        person=person,
        minutes=minutes_a_week(amount) if amount else None,
        per_week=amount is not None,
        cadence=rhythm(amount) if amount else None,
        row=number,
        kind="line",
    )
