"""What is worth saying before a handoff is sent. Nothing of it is forbidden. Pure, but for how alike two texts are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from reflect.agreements.status import GOING, status_of, takers
from reflect.agreements.words import say
from reflect.handoff.readers import above
from reflect.language.english import join
from reflect.language.numerals import say_hours
from reflect.language.titles import with_the
from reflect.records import Agreement, Handoff, Team

# How alike two texts are, from 0 to 1.
Likeness = Callable[[str, str], float]

# A day of each week, for other people's handoffs alone, is worth a word.
_FULL_HOURS = 8.0
# By the ownership encoder; bench/agreements/run.py measures it on pairs.
ALIKE = 0.5


def cautions(
    document: Handoff, team: Team, agreements: Sequence[Agreement], today: date, likeness: Likeness
) -> list[str]:
    """What speaks for a second look, a sentence each.

    Args:
        document: What is about to be sent.
        team: The role definitions as they are now.
        agreements: What is in the ledger of this team.
        today: The day it is sent.
        likeness: How alike two activities are.
    """
    others = [one for one in agreements if one.id != document.id and not one.received]
    told = [*_gone(document, team), *_busy(document, others, today), *_swaps(document, others, today, likeness)]
    return [*told, *_up(document, team)]


def _gone(document: Handoff, team: Team) -> Iterator[str]:
    for name in document.owners:
        if team.person(name) is None:
            yield say("cautions", "left", name=name)
    for role_id in document.owner_roles:
        role = team.role(role_id)
        if role is not None and not team.holders(role_id):
            yield say("cautions", "vacant", title=with_the(role.title, 1))
    if not document.owners and document.kind == "handoff":
        yield say("cautions", "nobody")


def _busy(document: Handoff, others: Sequence[Agreement], today: date) -> Iterator[str]:
    taken = [one for one in others if status_of(one, today) in GOING and one.document.hours_before]
    for name in document.owners:
        theirs = [one for one in taken if name in takers(one)]
        hours = sum(_share(one.document, takers(one)) for one in theirs)
        total = hours + _share(document, document.owners)
        if hours and total >= _FULL_HOURS:
            titles = join(f"“{one.document.title}”" for one in theirs)
            yield say("cautions", "busy", name=name, hours=say_hours(hours), titles=titles, total=say_hours(total))


def _share(document: Handoff, people: Sequence[str]) -> float:
    """The hours a week that fall to each of those who take it."""
    return (document.hours_before or 0.0) / max(1, len(people))


def _swaps(document: Handoff, others: Sequence[Agreement], today: date, likeness: Likeness) -> Iterator[str]:
    for one in others:
        between = one.giver in document.owners and document.giver in one.receivers
        # What is done was handed over before this; handing it back is no misunderstanding.
        stands = status_of(one, today) not in ("declined", "withdrawn", "done")
        if between and stands and likeness(document.title, one.document.title) >= ALIKE:
            yield say("cautions", "swap", name=one.giver, giver=document.giver, title=one.document.title)


def _up(document: Handoff, team: Team) -> Iterator[str]:
    over = {one for role_id in document.giver_roles for one in above(role_id, team)} - set(document.giver_roles)
    for name in document.owners:
        person = team.person(name)
        if person is not None and over & set(person.roles):
            yield say("cautions", "up", name=name, giver=document.giver)
