"""The file a handoff travels in: the document and its events as JSON, to its receiver and back. Pure but for reading.

What comes from elsewhere is somebody else's: it is checked event by event, and of a file that comes back only what its
receivers say counts.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from reflect.agreements.status import check, day_of
from reflect.agreements.words import say, words
from reflect.errors import InputError
from reflect.language.controls import escape_controls
from reflect.records import Agreement, Event

_LARGEST_BYTES = 5_000_000


def letter_name(agreement: Agreement) -> str:
    """What the file is called."""
    return f"handoff-{agreement.id}.json"


def write_letter(agreement: Agreement) -> str:
    """The file's text. Where the sender's team file lies is nobody else's business."""
    return escape_controls(agreement.but(team_file="").model_dump_json(indent=2)) + "\n"


def read_letter(path: Path) -> Agreement:
    """The agreement in a file.

    Raises:
        InputError: If the file can't be read, or nobody could have sent what stands in it.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise InputError(say("refused", "file", cause="larger than 5 MB"), path=path)
        agreement = Agreement.model_validate_json(path.read_bytes())
        begun = agreement.events[0]
        if begun.kind != "sent" or begun.document is None:
            raise InputError(say("refused", "file", cause="nothing was sent"), path=path)
        replay(agreement.but(events=(begun,)), agreement.events[1:])
    except OSError as error:
        raise InputError(f"the file can't be read ({error.strerror})", path=path) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(say("refused", "file", cause=f"{where}: {first['msg'].lower()}"), path=path) from error
    return agreement


def replay(agreement: Agreement, events: tuple[Event, ...]) -> Agreement:
    """The agreement with events that follow its own, each as it could happen on its day.

    Raises:
        InputError: At the first that couldn't.
    """
    for event in events:
        check(agreement, event, day_of(event))
        if (event.document is not None) != (event.kind == "sent"):
            raise InputError(say("refused", "file", cause=f"{event.kind} with another document"))
        if event.document is not None and event.document.id != agreement.id:
            raise InputError(say("refused", "other", id=agreement.id))
        agreement = agreement.but(events=(*agreement.events, event))
    return agreement


def news(kept: Agreement, brought: Agreement) -> tuple[Event, ...]:
    """What a file brings that isn't in the ledger yet.

    Raises:
        InputError: If it isn't the same agreement, or it speaks for the giver.
    """
    if kept.events[0] != brought.events[0]:
        raise InputError(say("refused", "other", id=kept.id))
    fresh = tuple(event for event in brought.events if event not in kept.events)
    for event in fresh:
        if event.by == kept.giver:
            raise InputError(say("refused", "made_up", name=event.by, event=words()["verbs"][event.kind]))
    return fresh
