"""The file a handoff travels in: the document as JSON with what its sender says of it, to its receiver and back.

Pure but for reading. What comes from elsewhere is somebody else's: of a file that comes back only what its receivers
say counts, and only of the document as it was last sent; of one that came from its giver, only the giver's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from reflect.agreements.plan import read_plan
from reflect.agreements.status import OF_GIVER, OF_RECEIVER, check, day_of, is_anybodys
from reflect.agreements.words import say, words
from reflect.errors import InputError
from reflect.language.controls import escape_controls
from reflect.records import Agreement, Event, Handoff, Team

_LARGEST_BYTES = 5_000_000
# No calendar that anybody keeps is outside of these, and every day near them can be counted with.
_YEARS = range(2000, 2200)
_FARTHEST = timedelta(days=5 * 366)
# The clocks of two machines are never quite the same, nor are their zones always right.
_CLOCKS = timedelta(days=1)


def letter_name(agreement: Agreement) -> str:
    """What the file is called: unlike any that the draft is exported to."""
    return f"{agreement.id}.handoff.json"


def write_letter(agreement: Agreement, by: str) -> str:
    """The file's text: the document as it was last sent, and what one person says of it, without other people's words.

    Where the sender's team file lies, and what a giver said at check-ins or of why it ends, is nobody else's business.
    """
    sent, *since = agreement.current
    kinds = OF_GIVER if by == agreement.giver else OF_RECEIVER
    said = [one for one in since if one.by == by and one.kind in kinds]
    told = [one.but(words="") if one.kind in OF_GIVER else one for one in said]
    letter = agreement.but(team_file="", received=False, events=(sent, *told))
    return escape_controls(letter.model_dump_json(indent=2, exclude={"received"})) + "\n"


def read_letter(path: Path) -> Agreement:
    """The agreement in a file.

    Raises:
        InputError: If the file can't be read, or nobody could have sent what stands in it.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise _refuse("large", path)
        brought = Agreement.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(say("refused", "unread", cause=error.strerror), path=path) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or say("refused.causes", "whole")
        raise InputError(say("refused", "file", cause=f"{where}: {first['msg'].lower()}"), path=path) from error
    sent, *since = brought.events
    document = sent.document
    if sent.kind != "sent" or document is None or sent.by != document.giver:
        raise _refuse("unsent", path)
    if document.id != brought.id:
        raise _refuse("id", path)
    if document.kind == "page":
        raise InputError(say("refused", "page", title=f"“{document.title}”"), path=path)
    if any(event.document is not None for event in since):
        raise _refuse("documents", path)
    if not all(_is_possible(brought.events[0], event) for event in brought.events):
        raise _refuse("days", path)
    if any(abs(day - day_of(sent)) > _FARTHEST for day in _days(document)):
        raise _refuse("days", path)
    brought = brought.but(team_file="", received=True, events=(sent, *map(_in_lines, since)))
    replay(brought.but(events=(sent,)), brought.events[1:])
    return brought


def replay(agreement: Agreement, events: tuple[Event, ...]) -> Agreement:
    """The agreement with events that follow its own, each as it could happen on its day.

    Raises:
        InputError: At the first that couldn't.
    """
    for event in events:
        check(agreement, event, day_of(event))
        agreement = agreement.but(events=(*agreement.events, event))
    return agreement


def first_news(brought: Agreement) -> Agreement:
    """What a file brings that the ledger knows nothing of: the document, and that it was withdrawn if it was.

    Raises:
        InputError: If it has answers: there is nothing here that they could be held against.
    """
    if any(event.kind not in OF_GIVER for event in brought.events):
        raise InputError(say("refused", "unknown", id=brought.id))
    return brought


def news(kept: Agreement, brought: Agreement, team: Team | None) -> tuple[Event, ...]:
    """What a file brings that isn't in the ledger yet.

    Raises:
        InputError: If it isn't the same agreement, is about an earlier document, or says what its sender can't.
    """
    sent = brought.events[0]
    if sent == kept.current[0]:
        known = {_mark(event) for event in kept.current}
        fresh = tuple(event for event in brought.events if _mark(event) not in known)
    elif sent in kept.events:
        raise InputError(say("refused", "earlier", id=kept.id))
    elif kept.received and sent.by == kept.giver and sent.at > kept.current[0].at:
        fresh = brought.events
    else:
        raise InputError(say("refused", "other", id=kept.id))
    after = kept
    for event in fresh:
        if not (kept.received and event.kind in OF_GIVER):
            _check_answer(after, event, team)
            check(after, event, day_of(event))
        # How it stood with the giver, who has seen every answer, isn't known here: their word is taken as it comes.
        after = after.but(events=(*after.events, event))
    return fresh


def is_to_come(brought: Agreement, now: date) -> bool:
    """Whether something in a file happened after today."""
    return any(day_of(event) > now + _CLOCKS for event in brought.events)


def _check_answer(agreement: Agreement, event: Event, team: Team | None) -> None:
    """Refuse what a receiver can't have said."""
    known = event.by in agreement.receivers
    if is_anybodys(agreement.document) and team is not None:
        known = known or team.person(event.by) is not None
    giver = event.by.casefold() == agreement.giver.casefold()
    if giver or not known or event.kind not in OF_RECEIVER:
        raise InputError(say("refused", "made_up", name=event.by, event=words()["verbs"][event.kind]))


def _mark(event: Event) -> tuple[object, ...]:
    """What tells one event from another; words may have been left at home."""
    return event.kind, event.by, event.at


def _is_possible(sent: Event, event: Event) -> bool:
    return event.at.year in _YEARS and abs(event.at - sent.at) <= _FARTHEST


def _days(document: Handoff) -> Iterator[date]:
    """Every day that a document names."""
    yield document.drafted
    yield from (day for day in (document.starts, document.review) if day is not None)
    yield from (meeting.day for meeting in document.meetings)
    yield from (step.starts for step in document.taper if step.starts is not None)


def _in_lines(event: Event) -> Event:
    """An event whose words stay in their line, whatever line ends somebody put into them."""
    plan = read_plan(event.plan) if event.plan else {}
    return event.but(by=" ".join(event.by.split()), words=" ".join(event.words.split()), plan=plan)


def _refuse(cause: str, path: Path) -> InputError:
    return InputError(say("refused", "file", cause=say("refused.causes", cause)), path=path)
