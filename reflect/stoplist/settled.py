"""A list goes into a talk, and what was said there comes back: of what was said of an activity the last word counts.

Nothing of it is kept a second time: it lies in the session, and goes with it when the session is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable

from reflect.records import Activity, Exchange, Fact, Item, Pile, Session, Settled, StopList

# A talk about more than this many things is none; the rest waits for the next one.
_MOST_TAKEN = 12


def settled_in(talks: Iterable[tuple[Session, list[Exchange]]]) -> dict[str, Settled]:
    """What was settled in these talks, the earlier ones first, by the activity in lower case."""
    known: dict[str, Settled] = {}
    for session, exchanges in talks:
        if not exchanges:
            continue
        last = exchanges[-1]
        # The worksheet of a turn has the activities in their order.
        for item, entry in zip(session.activities, last.turn.piles, strict=False):
            spoken_of = any(fact.turn > 0 for fact in item.facts.values())
            if entry.pile is Pile.ASK or not spoken_of:
                continue
            activity = item.listed or entry.activity
            known[activity.casefold()] = Settled(
                activity=activity, pile=entry.pile, owners=entry.owners, said=last.at.date()
            )
    return known


def take_along(stop_list: StopList) -> tuple[Item, ...]:
    """What is under Ask on a list, most hours first, as a talk goes through it: waiting, with what is known."""
    asked = stop_list.pile(Pile.ASK)[:_MOST_TAKEN]
    return tuple(
        Item(
            id=number,
            activity=Activity(
                text=one.activity, person=stop_list.person, hours=one.hours, cadence=one.cadence, source=one.activity
            ),
            listed=one.activity,
            facts={"hours": Fact(value=one.hours)} if one.hours else {},
            state="parked",
        )
        for number, one in enumerate(asked, 1)
    )
