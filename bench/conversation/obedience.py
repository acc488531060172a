"""What a person wanted and whether it was done: wishes, permissions, corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from figures import Fault, Gate, share
from hearing import Asked
from reading import activity_named, key_of, match_entries, say
from simulate import Talk
from users import Activity, Event, Then

from reflect.records import Handoff, Turn

_NO = re.compile(r"^\W*(no|not|don't|rather not|later)\b", re.IGNORECASE)


def measure_obedience(talks: Sequence[Talk]) -> Iterator[Gate]:
    """What became of every wish, every yes to an offer, and every correction."""
    obeyed = [check for talk in talks for check in _wishes(talk)]
    faults = [fault for fault in obeyed if fault.what]
    yield share("wishes obeyed at once", len(obeyed) - len(faults), len(obeyed), 1.0, faults)
    answered = [check for talk in talks for check in _permissions(talk)]
    faults = [fault for fault in answered if fault.what]
    yield share("a yes to lines or draft, and there it is", len(answered) - len(faults), len(answered), 1.0, faults)
    carried = [check for talk in talks for check in _corrections(talk)]
    faults = [fault for fault in carried if fault.what]
    yield share("corrections carried into piles, hours, drafts", len(carried) - len(faults), len(carried), 1.0, faults)
    missed = [
        Fault(talk.user.name, None, f"never came to '{event.say}' ({event.kind})")
        for talk in talks
        for event in talk.user.events
        if not any(step.said and step.said.event is event for step in talk.steps)
    ]
    yield Gate("  events that had no occasion", "-", str(len(missed)), None, notes=tuple(missed))
    ends = [check for talk in talks for check in _broken(talk.user.in_the_end, talk, len(talk.steps) - 1)]
    if any(talk.user.in_the_end != Then() for talk in talks):
        yield Gate("what must hold in the end", "0 broken", str(len(ends)), not ends, tuple(ends))


def _wishes(talk: Talk) -> Iterator[Fault]:
    """A fault for every wish; with nothing to it where it was obeyed."""
    for number, step in enumerate(talk.steps):
        event = step.said.event if step.said else None
        if event is None or event.kind in ("correction", "news"):
            continue
        broken = [*_disobeyed(event, talk, number), *(one.what for one in _broken(event.then, talk, number))]
        what = "; ".join(broken)
        yield Fault(talk.user.name, number, f"{event.kind}: {what}: {step.turn.text}" if what else "")


def _permissions(talk: Talk) -> Iterator[Fault]:
    """A fault for every yes to an offer; with nothing to it where what was offered came."""
    titles = [role.title for role in talk.team.roles]
    for number, step in enumerate(talk.steps):
        said = step.said
        if said is None or said.kind not in ("answer", "again") or _NO.match(said.words):
            continue
        if said.to.topic in ("look", "passage"):
            there = bool(step.turn.citations) or any(title in step.turn.text for title in titles)
            yield Fault(talk.user.name, number, "" if there else f"'{said.words}', and no lines: {step.turn.text}")
        elif said.to.topic in ("draft", "page"):
            there = bool(step.turn.handoffs)
            yield Fault(talk.user.name, number, "" if there else f"'{said.words}', and no draft: {step.turn.text}")


def _disobeyed(event: Event, talk: Talk, number: int) -> Iterator[str]:
    """What of a wish that isn't fulfilled in the turn after it."""
    step, before = talk.steps[number], talk.steps[number - 1]
    match event.kind:
        case "stop" if not step.turn.done:
            yield "not ended"
        case "draft" if not step.turn.handoffs:
            yield "no draft"
        case "skip" if any(key_of(later.asked) == key_of(before.asked) for later in talk.steps[number:]):
            yield f"{say(before.asked)} comes again"
        case "back":
            last = _last_answered(talk, number)
            if last is None or key_of(step.asked) != key_of(last):
                yield f"doesn't ask for {say(last) if last else 'anything'} again"
            elif before.asked.topic and not any(
                key_of(later.asked) == key_of(before.asked) for later in talk.steps[number:]
            ):
                yield f"{say(before.asked)} was open, and never comes again"
        case "leave" if step.turn.piles != before.turn.piles:
            yield "the piles have changed"
        case "leave" if step.asked.topic and key_of(step.asked) != key_of(before.asked):
            yield f"{say(before.asked)} was open, and isn't asked again"


def _last_answered(talk: Talk, number: int) -> Asked | None:
    said = [step.said for step in talk.steps[:number] if step.said is not None]
    return next((one.to for one in reversed(said) if one.kind in ("answer", "again")), None)


def _broken(then: Then, talk: Talk, number: int) -> Iterator[Fault]:
    """What doesn't hold of that which must hold in this turn."""
    step = talk.steps[number]
    said = [*_facts_broken(then, talk, step.turn)]
    if then.text and not re.search(then.text, step.turn.text, re.IGNORECASE):
        said.append(f"doesn't say /{then.text}/")
    if then.lacks and re.search(then.lacks, step.turn.text, re.IGNORECASE):
        said.append(f"says /{then.lacks}/")
    if then.cites and not any(_is_from(one.source, then.cites) for one in step.turn.citations):
        said.append(f"cites nothing of {then.cites}")
    if then.done is not None and step.turn.done is not then.done:
        said.append("ended" if step.turn.done else "not ended")
    if then.asks and step.asked.topic != then.asks:
        said.append(f"doesn't ask {then.asks}")
    if then.avoids and step.asked.topic == then.avoids:
        said.append(f"asks {then.avoids}")
    yield from (Fault(talk.user.name, number, what) for what in said)


def _is_from(source: str, wanted: str) -> bool:
    return "#" in source if wanted == "article" else source.startswith(f"{wanted}.")


def _facts_broken(then: Then, talk: Talk, turn: Turn) -> Iterator[str]:
    matched = match_entries(talk, turn)
    own = talk.team.person(talk.user.person)
    for name in then.activities:
        entry = matched.get(name)
        if entry is None:
            if name not in then.gone:
                yield f"{name} isn't on the list"
            continue
        if name in then.gone:
            yield f"{name} is still on the list"
        if name in then.hours and entry.hours_per_week != then.hours[name]:
            yield f"{name} has {entry.hours_per_week} hours, not {then.hours[name]:g}"
        if name in then.pile and entry.pile is not then.pile[name]:
            yield f"{name} is {entry.pile}, not {then.pile[name]}"
        owner = then.owner.get(name)
        wanted = own.roles if owner == "own" and own else () if owner == "nobody" else (owner,)
        if owner is not None and not set(wanted) <= set(entry.owners):
            yield f"{name} is with {', '.join(entry.owners) or 'nobody'}, not {owner}"


def _corrections(talk: Talk) -> Iterator[Fault]:
    """Each correction three times: at once, at the end, in the draft; the fault is empty where it holds."""
    name, last = talk.user.name, talk.steps[-1]
    final = Then()
    for number, step in enumerate(talk.steps):
        event = step.said.event if step.said else None
        if event is None or event.kind != "correction" or not event.then.activities:
            continue
        what = "; ".join(_facts_broken(event.then, talk, step.turn))
        yield Fault(name, number, f"at once: {what}: {step.turn.text}" if what else "")
        final = final.and_then(event.then)
    if not final.activities:
        return
    what = "; ".join(_facts_broken(final, talk, last.turn))
    yield Fault(name, len(talk.steps) - 1, f"at the end: {what}" if what else "")
    for draft in talk.handoffs:
        one = activity_named(draft.title, talk.user.activities)
        if one is not None and one.id in final.activities:
            what = "; ".join(_draft_broken(draft, one, final))
            yield Fault(name, None, f"in the draft: {what}" if what else "")


def _draft_broken(draft: Handoff, one: Activity, final: Then) -> Iterator[str]:
    if one.id in final.hours and draft.hours_before != final.hours[one.id]:
        yield f"{one.id} has {draft.hours_before} hours, not {final.hours[one.id]:g}"
    if one.id in final.owner and final.owner[one.id] not in draft.owner_roles:
        yield f"{one.id} goes to {', '.join(draft.owner_roles) or 'nobody'}, not {final.owner[one.id]}"
    if one.id in final.gone or final.pile.get(one.id, "hand_off") != "hand_off":
        yield f"{one.id} is still drafted"
