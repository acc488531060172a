"""Everything that is one person's: what there is of it, all of it as files, all of it deleted."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Sequence

from reflect.assistant import Reflect
from reflect.errors import InputError, ReflectError
from reflect.language.controls import escape_controls
from reflect.practices import find_practice
from reflect.records import Agreement, Person, Record
from reflect.reports.files import handoff_files, session_files
from reflect.reports.stoplist.files import person_files
from reflect.shelf import Shelf

log = logging.getLogger(__name__)

# The same belongings are the same file, whenever they are taken.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Belongings(Record):
    """How much there is of a person: talks, what they sent to others, what others sent them, and a stop list."""

    talks: int = 0
    sent: int = 0
    received: int = 0
    stop_list: bool = False


def count_belongings(reflect: Reflect, person: Person) -> Belongings:
    """What there is of a person's in this team.

    Raises:
        StorageError: If it can't be read.
    """
    sent = _sent(reflect, person)
    return Belongings(
        talks=len(_talks(reflect, person)),
        sent=len(sent),
        received=sum(one not in sent for one in _concerning(reflect, person)),
        stop_list=_shelf(reflect).has(reflect.team.name, person.name),
    )


def pack_belongings(reflect: Reflect, person: Person) -> bytes:
    """All of it as a ZIP archive: talks and drafts, what was sent and received with its events, the stop list.

    Raises:
        StorageError: If it can't be read.
    """
    files: dict[str, bytes] = {}
    for session in _talks(reflect, person):
        files |= {f"talks/{name}": data for name, data in _talk_files(reflect, session).items()}
    for agreement in _concerning(reflect, person):
        text = escape_controls(agreement.model_dump_json(indent=2))
        files[f"ledger/{agreement.id}.json"] = text.encode()
    if filed := _shelf(reflect).find(reflect.team.name, person.name):
        listed = person_files(reflect.settle(filed.made), reflect.team, host=reflect.model_host)
        files |= {f"stop-list/{name}": data for name, data in listed.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def delete_belongings(reflect: Reflect, person: Person, *, sent: bool) -> Belongings:
    """Delete a person's talks with their drafts, and the stop list; what was deleted.

    What others sent stays: it is theirs.

    Args:
        reflect: The team's assistant.
        person: Whose.
        sent: Whether what the person sent to others goes too; they work by it.

    Raises:
        StorageError: If something can't be deleted; what was deleted before stays deleted.
        InputError: Likewise, for the stop list.
    """
    stop_list = _shelf(reflect).remove(reflect.team.name, person.name)
    talks = sum(reflect.delete_session(session) for session in _talks(reflect, person))
    gone = _sent(reflect, person) if sent else ()
    for agreement in gone:
        reflect.agreements.delete(agreement.id)
    return Belongings(talks=talks, sent=len(gone), stop_list=stop_list)


def _talk_files(reflect: Reflect, session_id: str) -> dict[str, bytes]:
    """A talk's transcript and state, and its drafts where it can still be opened."""
    session, exchanges = reflect.ledger.load(session_id)
    try:
        title = find_practice(session.practice, reflect.settings.practices).title
    except InputError:
        title = session.practice
    files = session_files(session, exchanges, title, reflect.team)
    try:
        files |= handoff_files(reflect.resume(session_id).handoffs(), reflect.team)
    except ReflectError as error:
        log.warning("The drafts of session %s are left out: %s", session_id, error)
    return files


def _talks(reflect: Reflect, person: Person) -> list[str]:
    return [info.id for info in reflect.sessions(person.name) if info.team == reflect.team.name]


def _concerning(reflect: Reflect, person: Person) -> Sequence[Agreement]:
    # A name that is part of another's isn't the other's.
    return [one for one in reflect.agreements.list() if person.name in (one.giver, *one.receivers)]


def _sent(reflect: Reflect, person: Person) -> Sequence[Agreement]:
    return [one for one in reflect.agreements.list() if one.giver == person.name]


def _shelf(reflect: Reflect) -> Shelf:
    return Shelf(reflect.settings.home)
