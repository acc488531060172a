"""Where each activity ended, with how many hours, whose, and after how many messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from figures import Fault, Gate, share
from reading import activity_named, done_events, match_entries
from simulate import MOST_TURNS, Talk
from users import Activity, Then


def measure_piles(talks: Sequence[Talk]) -> Iterator[Gate]:
    """Piles, hours and owners at the end, against each user's truth."""
    yield from _clear_ones(talks)
    wrong, total, hours, owners = [], 0, [], []
    owned = timed = 0
    for talk in talks:
        final = talk.steps[-1].turn
        matched = match_entries(talk, final)
        changed = _truth_at_end(talk)
        for one in _expected(talk):
            total += 1
            entry = matched.get(one.id)
            piles = (changed.pile[one.id],) if one.id in changed.pile else one.pile
            if entry is None or entry.pile not in piles:
                is_now = f"{entry.pile}" if entry else "not on the list"
                wrong.append(Fault(talk.user.name, None, f"{one.id} is {is_now}, should be {' or '.join(piles)}"))
            if entry is None:
                continue
            wanted = changed.hours.get(one.id, one.hours)
            timed += 1
            if entry.hours_per_week != wanted:
                hours.append(Fault(talk.user.name, None, f"{one.id}: {entry.hours_per_week} hours, should be {wanted}"))
            if one.owner not in ("own", "nobody") and entry.pile == "hand_off":
                owned += 1
                if entry.owners != (changed.owner.get(one.id, one.owner),):
                    owners.append(Fault(talk.user.name, None, f"{one.id}: with {entry.owners}, should be {one.owner}"))
    yield share("right pile at the end", total - len(wrong), total, 0.95, wrong)
    silent = [
        Fault(talk.user.name, None, f"{one.id} never came up")
        for talk in talks
        for one in talk.user.activities
        if one.id not in talk.told
    ]
    yield Gate("  activities that had no occasion", "-", str(len(silent)), None, notes=tuple(silent))
    yield Gate("  right hours at the end", "-", f"{timed - len(hours)} of {timed}", None, notes=tuple(hours))
    yield Gate("  right owner of a hand off", "-", f"{owned - len(owners)} of {owned}", None, notes=tuple(owners))
    strays = [fault for talk in talks for fault in _strays(talk)]
    yield Gate("on the list, and no activity, or twice", "0", str(len(strays)), not strays, tuple(strays))
    endless = [
        Fault(talk.user.name, None, "the user gave up" if talk.gave_up else "never ended")
        for talk in talks
        if not talk.ended
    ]
    yield Gate("talks given up, or without an end in 25 messages", "0", str(len(endless)), not endless, tuple(endless))


def _expected(talk: Talk) -> list[Activity]:
    """The activities that should be on the list: all that were told and not taken back."""
    gone = {one for event in done_events(talk) for one in event.then.gone}
    return [one for one in talk.user.activities if one.id in talk.told and one.id not in gone]


def _truth_at_end(talk: Talk) -> Then:
    """What corrections have made true."""
    then = Then()
    for event in done_events(talk):
        if event.kind in ("correction", "news"):
            then = then.and_then(event.then)
    return then


def _strays(talk: Talk) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for entry in talk.steps[-1].turn.piles:
        one = activity_named(entry.activity, talk.user.activities)
        if one is None:
            yield Fault(talk.user.name, None, f"no activity: '{entry.activity}'")
        elif one.id in seen:
            yield Fault(talk.user.name, None, f"twice: '{seen[one.id]}' and '{entry.activity}'")
        else:
            seen[one.id] = entry.activity


def _clear_ones(talks: Sequence[Talk]) -> Iterator[Gate]:
    counts, late = [], []
    for talk in talks:
        if len(talk.user.activities) != 1 or not talk.user.activities[0].clear:
            continue
        one = talk.user.activities[0]
        turns = _turns_to_pile(talk, one)
        counts.append(turns)
        if turns > 5:
            late.append(Fault(talk.user.name, None, f"{one.id}: {'never' if turns > MOST_TURNS else f'after {turns}'}"))
    figure = ", ".join("never" if turns > MOST_TURNS else str(turns) for turns in sorted(counts))
    yield Gate("messages to the right pile, one clear activity", "5 at most", figure, not late, tuple(late))


def _turns_to_pile(talk: Talk, one: Activity) -> int:
    """After how many messages it is in the right pile and stays there."""
    right = [
        (entry := match_entries(talk, step.turn).get(one.id)) is not None and entry.pile in one.pile
        for step in talk.steps
    ]
    wrong = [number for number, is_right in enumerate(right) if not is_right]
    return (wrong[-1] + 1) if wrong and wrong[-1] + 1 < len(right) else 99 if wrong else 0
