"""Settles an item of a stop list by a click instead of a talk.

It is kept as a talk would keep it, in a session of its own: so it can be read, exported and deleted like everything
else a person said, and the next list knows it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import InputError
from reflect.records import Activity, Exchange, Fact, Item, ListItem, Pile, PileEntry, Session, StopList, Turn
from reflect.shelf import Filed
from reflect.stoplist.words import words
from reflect.team import find_person, find_role

_PRACTICE = "stop-list"


def settle_item(reflect: Reflect, filed: Filed, activity: str, pile: Pile, owner: str = "") -> Filed:
    """Put an item of a person's list into a pile, by their word; with ASK it is open again.

    Args:
        reflect: The team's assistant.
        filed: The list.
        activity: Which item, by its text.
        pile: Where it goes.
        owner: The id of the role it is handed off to.

    Raises:
        InputError: If there is no such item, or no such role.
        StorageError: If it can't be kept.
    """
    item = _find(filed.made, activity)
    title = find_role(reflect.team, owner).title if pile is Pile.HAND_OFF else ""
    says = words()["settling"][pile]
    session, exchanges = _session(reflect, filed)
    opened = session
    turn = session.turns + 1
    stood = _standing(session, exchanges)
    session = _without_outdated(reflect, session, stood).but(turns=turn)
    session = _with(session, item, _facts(reflect, filed.made.person, pile, owner, turn))
    stood = {number: entry for number, entry in stood.items() if entry.activity.casefold() != activity.casefold()}
    entries = tuple(stood.get(one.id) or _entry(one) for one in session.activities)
    answer = Turn(session=session.id, text=says["answer"].format(activity=item.activity, title=title), piles=entries)
    said = Exchange(message=says["said"].format(activity=item.activity, title=title), turn=answer, at=datetime.now(UTC))
    if exchanges:
        reflect.ledger.save([session], [said], len(exchanges))
    else:
        reflect.ledger.save([opened, session], [_opening(session, "opening"), said], 0)
    return filed.but(session=session.id)


def begin_talk(reflect: Reflect, filed: Filed) -> Conversation:
    """Begin a talk about what is under Ask on a list, and keep it, so that it waits among the person's talks.

    Raises:
        InputError: If there is nothing under Ask.
        StorageError: If it can't be kept.
    """
    listed = reflect.settle(filed.made)
    if not listed.pile(Pile.ASK):
        raise InputError(words()["settling"]["nothing_to_ask"])
    talk = reflect.session(_PRACTICE, person=listed.person, listed=listed)
    # A talk is kept from its first message on.
    asked = talk.exchanges[0].but(message=words()["settling"]["take"])
    reflect.ledger.save([talk.state, talk.state], [_opening(talk.state, "talk"), asked], 0)
    return talk


def _opening(session: Session, says: str) -> Exchange:
    turn = Turn(session=session.id, text=words()["settling"][says])
    return Exchange(message=None, turn=turn, at=datetime.now(UTC))


def _find(made: StopList, activity: str) -> ListItem:
    for item in made.items:
        if item.activity.casefold() == activity.casefold():
            return item
    raise InputError("that isn't on the list any more; open the tab anew to see the list as it is")


def _session(reflect: Reflect, filed: Filed) -> tuple[Session, Sequence[Exchange]]:
    """The session in which clicks are kept; a new one where it was deleted."""
    if filed.session:
        try:
            return reflect.ledger.load(filed.session)
        except InputError:
            pass
    session = Session(
        id=uuid.uuid4().hex[:12], practice=_PRACTICE, team=reflect.team.name, person=filed.made.person,
        engine=reflect.engine.name, started=datetime.now(UTC), team_file=reflect.team_file,
        title=words()["settling"]["title"],
    )  # fmt: skip
    return session, ()


def _standing(session: Session, exchanges: Sequence[Exchange]) -> dict[int, PileEntry]:
    """Where each of its items stands, by its number: it may have gone on in the talk since."""
    if not exchanges:
        return {}
    return {item.id: one for item, one in zip(session.activities, exchanges[-1].turn.piles, strict=False)}


def _without_outdated(reflect: Reflect, session: Session, stood: Mapping[int, PileEntry]) -> Session:
    """The session without what was said otherwise in another one since: of a session all of it counts from its end."""
    known = reflect.settled(find_person(reflect.team, session.person))
    for item in session.activities:
        entry, now = stood.get(item.id), known.get(item.listed.casefold())
        if entry and now and (now.pile, now.owners) != (entry.pile, entry.owners):
            session = session.put(item.but(state="dropped"))
    return session


def _with(session: Session, item: ListItem, facts: dict[str, Fact]) -> Session:
    known = next((one for one in session.items if one.listed.casefold() == item.activity.casefold()), None)
    hours = {"hours": Fact(value=item.hours)} if item.hours else {}
    activity = Activity(
        text=item.activity, person=session.person, hours=item.hours, cadence=item.cadence, source=item.activity
    )
    number = known.id if known else max((one.id for one in session.items), default=0) + 1
    state = "settled" if facts else "dropped"
    settled = Item(id=number, activity=activity, listed=item.activity, facts=hours | facts, state=state)
    return session.put(settled) if known else session.but(items=(*session.items, settled))


def _facts(reflect: Reflect, person: str, pile: Pile, owner: str, turn: int) -> dict[str, Fact]:
    """What a talk would have noted, had it been said there; nothing for what is open again."""
    if pile is Pile.ASK:
        return {}
    chosen = {"pile": Fact(value=pile.value, turn=turn)}
    match pile:
        case Pile.HAND_OFF:
            return chosen | {"owner": Fact(value=[owner], turn=turn)}
        case Pile.FIND_OWNER:
            return chosen | {"owner": Fact(value="nobody", turn=turn)}
        case Pile.STOP:
            return chosen | {"needed": Fact(value="no", turn=turn)}
    held = find_person(reflect.team, person).roles
    return chosen | {"owner": Fact(value=[*held[:1]], turn=turn)} if held else chosen


def _entry(item: Item) -> PileEntry:
    owner = item.value("owner")
    return PileEntry(
        activity=item.activity.text,
        pile=Pile(item.value("pile")),
        owners=tuple(owner) if isinstance(owner, list | tuple) else (),
        hours_per_week=item.value("hours"),
    )
