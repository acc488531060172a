"""How an agreement stands, from its events alone; which can follow, and by whom. Pure."""

from __future__ import annotations

from datetime import date
from typing import Literal

from reflect.agreements.words import say, words
from reflect.errors import InputError
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.records import Agreement, Event, EventKind, Handoff, Team
from reflect.team import find_person

Status = Literal["sent", "asked", "declined", "accepted", "running", "done", "withdrawn"]

# Agreed, and not over.
GOING = ("accepted", "running")
_ANSWERS = ("asked", "accepted", "declined")
_OPEN = frozenset[EventKind]({"opened", "planned", "asked", "accepted", "declined", "met", "withdrawn"})
_AGREED = frozenset[EventKind]({"opened", "planned", "met", "checked", "drifted", "done", "withdrawn"})
_FOLLOWS: dict[Status, frozenset[EventKind]] = {
    "sent": _OPEN,
    "asked": _OPEN | {"sent"},
    # Somebody may think better of it; or it's sent again, changed.
    "declined": frozenset({"opened", "planned", "asked", "accepted", "sent", "withdrawn"}),
    # Of what hasn't begun nothing can be said yet, and its first week would then not be asked about.
    "accepted": _AGREED - {"checked", "drifted"},
    "running": _AGREED,
    "done": frozenset({"opened"}),
    "withdrawn": frozenset({"opened", "sent"}),
}
OF_GIVER = ("sent", "withdrawn")
OF_RECEIVER = ("opened", "planned", *_ANSWERS)


def answers(agreement: Agreement) -> dict[str, Event]:
    """The last answer of each person who gave one to the document as it stands."""
    return {event.by: event for event in agreement.current if event.kind in _ANSWERS}


def takers(agreement: Agreement) -> tuple[str, ...]:
    """Who has accepted it."""
    return tuple(name for name, event in answers(agreement).items() if event.kind == "accepted")


def people_of(agreement: Agreement) -> tuple[str, ...]:
    """Everybody it is between: who gives it, who is asked, and who answered without having been asked by name."""
    return tuple(dict.fromkeys([agreement.giver, *agreement.receivers, *answers(agreement)]))


def owners(agreement: Agreement) -> tuple[str, ...]:
    """Whose it is to do: its receivers; of what is anybody's, who took it."""
    return takers(agreement) if is_anybodys(agreement.document) else agreement.receivers


def missing(agreement: Agreement) -> tuple[str, ...]:
    """The receivers whose yes it still takes."""
    given = answers(agreement)
    if is_anybodys(agreement.document) and any(event.kind == "accepted" for event in given.values()):
        return ()
    return tuple(name for name in agreement.receivers if name not in given or given[name].kind != "accepted")


def status_of(agreement: Agreement, today: date) -> Status:
    """How it stands on a day. Nothing is handed over before every receiver has accepted it.

    A proposal, and what was sent to a role without holders, is somebody's as soon as one person takes it. A stop asks
    nobody to take anything: it stands unless somebody asks back.
    """
    for event in agreement.current:
        if event.kind in ("done", "withdrawn"):
            return "done" if event.kind == "done" else "withdrawn"
    given = {event.kind for event in answers(agreement).values()}
    # One yes takes what is anybody's, but settles nobody's objection to a stop.
    anybodys = is_anybodys(agreement.document) and not is_stop(agreement.document)
    if anybodys and "accepted" in given:
        return _agreed(agreement, today)
    if "declined" in given and not (anybodys and _others_left(agreement)):
        return "declined"
    if "asked" in given:
        return "asked"
    if is_stop(agreement.document) or (agreement.receivers and not missing(agreement)):
        return _agreed(agreement, today)
    return "sent"


def day_of(event: Event) -> date:
    """The day it happened, where this is read."""
    return event.at.astimezone().date()


def is_stop(document: Handoff) -> bool:
    """Whether something just ends."""
    return document.kind == "stop"


def is_proposal(document: Handoff) -> bool:
    """Whether it is still to be found whose it is."""
    return document.kind == "proposal"


def is_anybodys(document: Handoff) -> bool:
    """Whether one person's yes is enough."""
    return is_proposal(document) or not document.owners


def allowed(agreement: Agreement, today: date) -> frozenset[EventKind]:
    """What can happen next."""
    status = status_of(agreement, today)
    # A stop stands before anybody has said anything, so that they may do so afterwards.
    return _FOLLOWS[status] | (_OPEN if is_stop(agreement.document) and status in GOING else frozenset())


def check(agreement: Agreement, event: Event, today: date) -> None:
    """Refuse an event that can't follow, or that isn't this person's to bring about.

    Raises:
        InputError: Saying what can happen, or who can.
    """
    title = f"“{agreement.document.title}”"
    status = status_of(agreement, today)
    verbs = words()["verbs"]
    follows = allowed(agreement, today)
    if event.kind in _ANSWERS and takers(agreement) and event.kind not in follows and status in GOING:
        names = join(takers(agreement))
        raise InputError(
            say(
                "refused", "settled", title=title, id=agreement.id, names=names, event=verbs[event.kind],
                giver=agreement.giver,
            )
        )  # fmt: skip
    if event.kind == "checked" and status == "accepted" and (starts := agreement.document.starts):
        raise InputError(say("refused", "early", title=title, id=agreement.id, day=say_day(starts, weekday=True)))
    if event.kind not in follows:
        # Drift is noted by a check-in; and a plan is asked for by some documents only.
        left_out = {"drifted"} if _asks_plan(agreement.document) else {"drifted", "planned"}
        told = join(verbs[kind] for kind in verbs if kind in follows - left_out)
        raise InputError(
            say(
                "refused", "status", title=title, id=agreement.id, status=words()["statuses"][status],
                event=verbs[event.kind], allowed=told or words()["refused"]["nothing"],
            )
        )  # fmt: skip
    _check_who(agreement, event, title, verbs[event.kind])
    if event.kind == "planned" and not _asks_plan(agreement.document):
        raise InputError(say("refused", "unplanned", title=title))
    if event.kind in ("asked", "declined") and not event.words.strip():
        raise InputError(say("refused", "words", option="ask" if event.kind == "asked" else "decline"))


def who_is(agreement: Agreement, name: str, team: Team | None = None) -> str:
    """The whole name of one of those an agreement is between; where anybody may take it, of anybody in the team.

    Raises:
        InputError: If nobody or more than one person fits.
    """
    people = people_of(agreement)
    wanted = name.strip().casefold()
    fitting = [one for one in people if wanted == one.casefold()]
    fitting = fitting or [one for one in people if wanted in one.casefold().split()]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and team is not None and is_anybodys(agreement.document):
        return find_person(team, name).name
    if is_anybodys(agreement.document):
        raise InputError(
            say("refused", "unknown_team", title=f"“{agreement.document.title}”", team=agreement.team, name=repr(name))
        )
    raise InputError(
        say("refused", "stranger", title=f"“{agreement.document.title}”", people=join(people), name=repr(name))
    )


def _asks_plan(document: Handoff) -> bool:
    return any(part.id == "how" for part in document.parts)


def _check_who(agreement: Agreement, event: Event, title: str, verb: str) -> None:
    giver = event.by.casefold() == agreement.giver.casefold()
    if event.kind in OF_GIVER and not giver:
        raise InputError(say("refused", "giver", title=title, giver=agreement.giver, event=verb))
    if event.kind not in OF_RECEIVER:
        return
    if giver:
        raise InputError(say("refused", "nobody", title=title, name=event.by))
    if event.by not in agreement.receivers and not is_anybodys(agreement.document):
        receivers = join(agreement.receivers)
        raise InputError(say("refused", "receiver", title=title, receivers=receivers, event=verb, name=event.by))


def _others_left(agreement: Agreement) -> bool:
    """Whether somebody could still take it after those who declined."""
    given = answers(agreement)
    return any(name not in given or given[name].kind != "declined" for name in agreement.receivers)


def _agreed(agreement: Agreement, today: date) -> Status:
    starts = agreement.document.starts
    checked = any(event.kind == "checked" for event in agreement.current)
    return "running" if checked or starts is None or starts <= today else "accepted"
