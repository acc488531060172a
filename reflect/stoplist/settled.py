"""What people said their activities are, from the talks they had: the last word on each counts.

Nothing of it is kept a second time: it lies in the session, and goes with it when the session is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable

from reflect.records import Exchange, Pile, Session, Settled


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
