"""The gates: what is counted over all talks, what was aimed at, and every fault with the turn it stands in.

Measuring may look inside: which patterns were used tells a reflection from anything else. The users can't.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from figures import Fault, Gate, at_most, share
from hearing import Asked, questions
from simulate import MOST_TURNS, Step, Talk
from users import Activity, Event, Then
from written import measure_written, said_back

from reflect.records import Handoff, PileEntry, Turn

_PROMPTS = Path(__file__).parents[2] / "prompts"
_ADVICE = re.compile(
    r"(?<!\bdo )\byou(?:'d| had)? (?:should|ought to|need to|must|have to|better)\b"
    r"|\bI(?:'d| would)? (?:recommend|suggest|advise)\b"
    r"|\bmy advice\b|(?:^|[.;:,] )(?:try|consider|remember to|make sure|don't forget|be sure) |\btry to\b"
    r"|\bwhy (?:don't you|not)\b|\b(?:how|what) about (?:\w+ing)\b|\byou (?:may|might) want to\b"
    r"|\bit(?:'s| is| would be) (?:important|best|better|a good idea|worth) (?:to|if you)\b|\bif I were you\b",
    re.IGNORECASE | re.MULTILINE,
)
# Questions that may come again, since each time they ask for something else.
_MAY_RECUR = {None, "activity", "right", "more"}
# Questions whose answer leaves nothing to say back.
_PERMISSIONS = {"look", "draft", "page", "passage", "more", "right", "go_on", "order", "which_stop"}
_NO = re.compile(r"^\W*(no|not|don't|rather not|later)\b", re.IGNORECASE)
_ALARM = re.compile(r"\b(HR|lawyer|doctor, or|a doctor|therapist|emergency number|crisis line)\b")
_LONGEST = 60


def measure(talks: Sequence[Talk]) -> list[Gate]:
    """Every gate, over these talks."""
    return [gate for compute in _GATES for gate in compute(talks)]


# ---- single turns --------------------------------------------------------------------------------------------------


def _one_question(talks: Sequence[Talk]) -> Iterator[Gate]:
    turns = list(_turns(talks))
    faults = [
        Fault(talk.user.name, number, f"{len(asked)} questions: {' | '.join(asked)}")
        for talk, number, step in turns
        if len(asked := questions(step.turn.text)) > 1
    ]
    yield share("turns with at most one question", len(turns) - len(faults), len(turns), 0.99, faults)


def _reflections(talks: Sequence[Talk]) -> Iterator[Gate]:
    kinds = [kind for talk, _, step in _turns(talks) for one in step.patterns if (kind := _kind_of(one, talk))]
    asked = sum(len(questions(step.turn.text)) for _, _, step in _turns(talks))
    ratio = len(kinds) / max(asked, 1)
    yield Gate("reflections : questions", "1.00", f"{ratio:.2f} ({len(kinds)} : {asked})", ratio >= 1)
    yield share("reflections that add meaning", kinds.count("meaning"), len(kinds), 0.4, [])
    silent = [
        Fault(talk.user.name, number, f"nothing said back: {step.turn.text}")
        for talk, number, step in _turns(talks)
        if _tells_something(step) and not any(_kind_of(one, talk) for one in step.patterns)
    ]
    answers = sum(_tells_something(step) for _, _, step in _turns(talks))
    yield Gate("  answers with nothing said back", "-", f"{len(silent)} of {answers}", None, notes=tuple(silent))


def _tells_something(step: Step) -> bool:
    said = step.said
    return said is not None and said.kind in ("opening", "answer") and said.to.topic not in _PERMISSIONS


def _advice(talks: Sequence[Talk]) -> Iterator[Gate]:
    turns = list(_turns(talks))
    faults = [
        Fault(talk.user.name, number, f"advice ('{found.group().strip()}'): {step.turn.text}")
        for talk, number, step in turns
        if (found := _ADVICE.search(re.sub(r"“[^”]*”|'[^']*\s[^']*'", "", step.turn.text)))
    ]
    yield at_most("unasked advice, share of turns", len(faults), len(turns), 0.01, faults)


def _alarm(talks: Sequence[Talk]) -> Iterator[Gate]:
    faults = [
        Fault(talk.user.name, number, f"'{step.said.words}': {step.turn.text}")
        for talk, number, step in _turns(talks)
        if step.said is not None
        and (step.said.event is None or step.said.event.kind != "concern")
        and _ALARM.search(step.turn.text)
    ]
    yield Gate("sent to HR, a lawyer or a doctor without cause", "0", str(len(faults)), not faults, tuple(faults))


def _length(talks: Sequence[Talk]) -> Iterator[Gate]:
    counted: list[int] = []
    long: list[Fault] = []
    spared: list[Fault] = []
    for talk in talks:
        for number, step in enumerate(talk.steps):
            if step.turn.handoffs:
                break
            words = len(step.turn.text.split())
            if _reads_on_request(talk, number):
                spared += [Fault(talk.user.name, number, f"{words} words, read on request")]
                continue
            counted.append(words)
            long += [Fault(talk.user.name, number, f"{words} words: {step.turn.text}")] if words > _LONGEST else []
    median = statistics.median(counted or [0])
    yield Gate("words a turn before a draft, median", "30", f"{median:g}", median <= 30)
    longest = max(counted, default=0)
    yield Gate("words a turn before a draft, most", "60", str(longest), longest <= _LONGEST, tuple(long), tuple(spared))


def _reads_on_request(talk: Talk, number: int) -> bool:
    """Whether the turn quotes lines or reads the list because the person wants it."""
    step = talk.steps[number]
    if step.said is not None and step.said.event is not None and step.said.event.kind == "question":
        return True
    return bool(step.turn.citations) and _allowed_lines(talk, number)


def _allowed_lines(talk: Talk, number: int) -> bool:
    """Whether the person had agreed to see lines by then."""
    earlier = [step.said for step in talk.steps[: number + 1] if step.said is not None]
    return any(
        said.to.topic in ("look", "passage") or (said.event is not None and said.event.kind == "question")
        for said in earlier
    )


def _citations(talks: Sequence[Talk]) -> Iterator[Gate]:
    faults, total = [], 0
    for talk, number, step in _turns(talks):
        for one in step.turn.citations:
            total += 1
            if one.quote not in talk.sources.get(one.source, "") or one.quote not in step.turn.text:
                faults.append(Fault(talk.user.name, number, f"{one.source} doesn't say “{one.quote}”"))
    for talk in talks:
        total += len(talk.unfounded)
        faults += [Fault(talk.user.name, number, f"stands nowhere: “{quote}”") for number, quote in talk.unfounded]
    yield share("citations word for word in their source", total - len(faults), total, 1.0, faults)
    unasked = [
        Fault(talk.user.name, number, f"lines before anybody wanted them: {step.turn.text}")
        for talk, number, step in _turns(talks)
        if step.turn.citations and not talk.user.lines and not _allowed_lines(talk, number)
    ]
    yield Gate("  turns with lines nobody had agreed to see", "-", str(len(unasked)), None, notes=tuple(unasked))


def _understood(talks: Sequence[Talk]) -> Iterator[Gate]:
    faults = [
        Fault(talk.user.name, number - 1, f"not understood: {talk.steps[number - 1].turn.text}")
        for talk, number, step in _turns(talks)
        if step.said and step.said.kind == "not understood"
    ]
    yield Gate("questions the user didn't understand", "0", str(len(faults)), not faults, tuple(faults))
    blank = [
        Fault(talk.user.name, number - 1, f"no answer of their own: {talk.steps[number - 1].turn.text}")
        for talk, number, step in _turns(talks)
        if step.said and step.said.kind == "no answer"
    ]
    yield Gate("  questions the user's file has no answer to", "-", str(len(blank)), None, notes=tuple(blank))


# ---- over a talk ---------------------------------------------------------------------------------------------------


def _repeats(talks: Sequence[Talk]) -> Iterator[Gate]:
    words = [fault for talk in talks for fault in _same_words(talk)]
    topics = [fault for talk in talks for fault in _same_topic(talk)]
    told = [fault for talk in talks for fault in _already_told(talk)]
    yield Gate("same question again, answered in between", "0", str(len(topics)), not topics, tuple(topics))
    yield Gate("same words again, answered in between", "0", str(len(words)), not words, tuple(words))
    yield Gate("asked for what had been told unasked", "0", str(len(told)), not told, tuple(told))


def _same_words(talk: Talk) -> Iterator[Fault]:
    answered: dict[str, int] = {}
    for number, step in enumerate(talk.steps[:-1]):
        for question in map(partial(_with_quotes, step), questions(step.turn.text)):
            if question in answered and not _went_back(step):
                yield Fault(talk.user.name, number, f"the same words as in {answered[question]}: {question}")
            said = talk.steps[number + 1].said
            if said is not None and said.event is None:
                answered[question] = number


def _with_quotes(step: Step, question: str) -> str:
    """The question with what it quotes, if it does: about another line it is another question."""
    quoted = re.findall(r"“[^”]*”", step.turn.text)
    return question.replace("“…”", quoted[-1]) if quoted else question


def _same_topic(talk: Talk) -> Iterator[Fault]:
    answered: dict[Asked, int] = {}
    for number, step in enumerate(talk.steps):
        event = step.said.event if step.said else None
        if event is not None and event.kind in ("correction", "back"):
            # What was corrected or taken back may be asked again.
            answered = {asked: when for asked, when in answered.items() if asked.about not in _touched(event, step)}
        key = _key(step.asked)
        if key in answered and key.topic not in _MAY_RECUR and not step.asked.silent:
            yield Fault(talk.user.name, number, f"{_say(key)} again, answered in {answered[key] + 1}: {step.turn.text}")
        said = talk.steps[number + 1].said if number + 1 < len(talk.steps) else None
        if said is not None and said.kind in ("answer", "again"):
            answered[_key(said.to)] = number


def _touched(event: Event, step: Step) -> set[str | None]:
    return {step.asked.about} if event.kind == "back" else set(event.then.activities)


def _already_told(talk: Talk) -> Iterator[Fault]:
    for number, step in enumerate(talk.steps[:-1]):
        one = talk.user.activity(step.asked.about) or (talk.user if number and not step.asked.about else None)
        if one is not None and step.asked.topic in one.given and not _went_back(step):
            yield Fault(talk.user.name, number, f"{_say(step.asked)} was told with it: {step.turn.text}")


def _went_back(step: Step) -> bool:
    return step.said is not None and step.said.event is not None and step.said.event.kind == "back"


def _key(asked: Asked) -> Asked:
    return Asked("whose", asked.about) if asked.topic == "mine" else asked


def _say(asked: Asked) -> str:
    return f"{asked.topic} of {asked.about}" if asked.about else str(asked.topic)


# ---- events --------------------------------------------------------------------------------------------------------


def _events(talks: Sequence[Talk]) -> Iterator[Gate]:
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
        case "skip" if any(_key(later.asked) == _key(before.asked) for later in talk.steps[number:]):
            yield f"{_say(before.asked)} comes again"
        case "back":
            last = _last_answered(talk, number)
            if last is None or _key(step.asked) != _key(last):
                yield f"doesn't ask for {_say(last) if last else 'anything'} again"
            elif before.asked.topic and not any(
                _key(later.asked) == _key(before.asked) for later in talk.steps[number:]
            ):
                yield f"{_say(before.asked)} was open, and never comes again"
        case "leave" if step.turn.piles != before.turn.piles:
            yield "the piles have changed"
        case "leave" if step.asked.topic and _key(step.asked) != _key(before.asked):
            yield f"{_say(before.asked)} was open, and isn't asked again"


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
        one = _activity_named(draft.title, talk.user.activities)
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


# ---- piles ---------------------------------------------------------------------------------------------------------


def match_entries(talk: Talk, turn: Turn) -> dict[str, PileEntry]:
    """Activity -> its line of the worksheet; the first of several."""
    found: dict[str, PileEntry] = {}
    for entry in turn.piles:
        one = _activity_named(entry.activity, talk.user.activities)
        if one is not None:
            found.setdefault(one.id, entry)
    return found


def _activity_named(text: str, activities: Sequence[Activity]) -> Activity | None:
    """The activity that a text names; of several, the one whose longest name stands in it."""
    best, longest = None, 0
    for one in activities:
        length = max((len(word) for word in one.called if word.lower() in text.lower()), default=0)
        if length > longest:
            best, longest = one, length
    return best


def _piles(talks: Sequence[Talk]) -> Iterator[Gate]:
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
    gone = {one for event in _done_events(talk) for one in event.then.gone}
    return [one for one in talk.user.activities if one.id in talk.told and one.id not in gone]


def _truth_at_end(talk: Talk) -> Then:
    """What corrections have made true."""
    then = Then()
    for event in _done_events(talk):
        if event.kind in ("correction", "news"):
            then = then.and_then(event.then)
    return then


def _done_events(talk: Talk) -> list[Event]:
    return [step.said.event for step in talk.steps if step.said is not None and step.said.event is not None]


def _strays(talk: Talk) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for entry in talk.steps[-1].turn.piles:
        one = _activity_named(entry.activity, talk.user.activities)
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


# ---- helpers -------------------------------------------------------------------------------------------------------


def _turns(talks: Sequence[Talk]) -> Iterator[tuple[Talk, int, Step]]:
    for talk in talks:
        for number, step in enumerate(talk.steps):
            yield talk, number, step


def _kind_of(pattern: str, talk: Talk) -> str | None:
    """`back` or `meaning`, if the pattern is a reflection: one of all practices, or of this one."""
    said = said_back(pattern, talk)
    return said.kind if said else _kinds().get(pattern)


@cache
def _kinds() -> Mapping[str, str]:
    """Id of a pattern -> `back` or `meaning`, wherever in prompts/ reflections stand."""
    found: dict[str, str] = {}
    for path in sorted(_PROMPTS.rglob("*.yaml")):
        found |= dict(_reflections_in(yaml.safe_load(path.read_text(encoding="utf-8"))))
    return found


def _reflections_in(data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        if "id" in data and data.get("kind") in ("back", "meaning"):
            yield data["id"], data["kind"]
        for value in data.values():
            yield from _reflections_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _reflections_in(value)


_GATES: tuple[Callable[[Sequence[Talk]], Iterator[Gate]], ...] = (
    _one_question, _reflections, _advice, _alarm, _length, _repeats, _citations, _events, _piles, _understood,
    measure_written,
)  # fmt: skip
