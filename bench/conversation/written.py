"""What there is to read at the end: the summary, the drafts and the page, held against what is true and was said.

Everything is read from what a person sees; that an answer was taken for another choice shows in how it is said back.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from figures import Fault, Gate, share
from simulate import Step, Talk
from users import User

from reflect.practices import find_practice, holds
from reflect.practices.schema import Practice, SaidBack
from reflect.records import Handoff, Part

_PROMPTS = Path(__file__).parents[2] / "prompts"
_QUOTED = re.compile(r"“([^”]*)”")
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_COUNTED = re.compile(r"(not doing|doing|not clear): (\w+) of your lines")
_STATUS = {"doing": "doing", "not doing": "not_doing", "not clear": "unclear"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ABOUT_ACTIVITIES = {
    *("needed.yes", "needed.no", "needed.partly", "once.yes", "once.no"),
    *("mine.yes", "mine.no", "mine.ownerless", "owner.own", "owner.role", "owner.nobody"),
}
# What a name may have that its message hasn't: articles, how often, and on which day.
_BESIDE = (
    "a",
    "the",
    "their",
    "my",
    # A letter speaks to its reader.
    "you",
    "your",
    "yours",
    "are",
    "have",
    "plan",
    "every",
    "day",
    *map(str.lower, [*calendar.day_name, *calendar.month_name]),
)
# A sentence may have lost so many of the giver's words ("well", "so") and still be theirs.
_LOST = 3
_STEM = 3


def measure_written(talks: Sequence[Talk]) -> Iterator[Gate]:
    """The gates over choices, summaries and drafts; each only where these users have something to be held against."""
    checked = (
        ("choices said back as they were meant", _choices),
        ("summaries with the lines as they are", _summaries),
        ("drafts and pages there at the end, and no others", _left),
        ("parts of drafts with what was said, where it belongs", _parts),
        ("drafts with nothing that was to be left out", _kept_out),
        ("sentences of drafts that are the giver's, or fixed", _sentences_of_drafts),
    )
    for name, check in checked:
        found = [fault for talk in talks for fault in check(talk)]
        faults = [fault for fault in found if fault.what]
        if found:
            yield share(name, len(found) - len(faults), len(found), 1.0, faults)


def said_back(pattern: str, talk: Talk) -> SaidBack | None:
    """The reflection of the talk's practice that a pattern's id stands for, if it is one."""
    name, _, place = pattern.partition(":")
    facts = find_practice(talk.user.practice).facts
    return facts[name].back[int(place)] if place.isdigit() and name in facts else None


# ---- choices and summaries: each check gives a fault for everything it looks at, with nothing to it if all is well


def _choices(talk: Talk) -> Iterator[Fault]:
    for number, step in enumerate(talk.steps):
        for pattern in step.patterns:
            said = said_back(pattern, talk)
            for name, wanted in said.when.items() if said else ():
                true = _true_choice(name, step, talk.user)
                if not true or {"known", "unknown"} & set(wanted):
                    continue
                wrong = not set(true) & set(wanted)
                heard = f"'{step.said.words}'" if step.said else ""
                what = f"{name} is {' and '.join(true)}, taken as {' or '.join(wanted)}: {heard}: {step.turn.text}"
                yield Fault(talk.user.name, number, what if wrong else "")
            yield from _of_activity(pattern, step, number, talk)


def _true_choice(name: str, step: Step, user: User) -> tuple[str, ...]:
    if name != "status":
        return user.truth.get(name, ())
    about = step.said.to.about if step.said else None
    return tuple(one.status for one in user.lines if one.id == about)


def _of_activity(pattern: str, step: Step, number: int, talk: Talk) -> Iterator[Fault]:
    """The same for the reflections of all practices, on whose an activity is and whether it is needed."""
    one = talk.user.activity(step.said.to.about) if step.said else None
    tokens = _heard_by(pattern)
    if one is None or step.said is None or step.said.event is not None or not tokens:
        return
    whose = {"own": ("yes", "own"), "nobody": ("ownerless", "nobody")}.get(one.owner, ("no", "role"))
    true = {f"needed.{one.needed}", f"mine.{whose[0]}", f"owner.{whose[1]}", f"once.{'yes' if one.once else 'no'}"}
    if tokens <= _ABOUT_ACTIVITIES:
        what = f"{one.id}: taken as {' or '.join(sorted(tokens))}: '{step.said.words}': {step.turn.text}"
        yield Fault(talk.user.name, number, "" if tokens & true else what)


@cache
def _heard_by(pattern: str) -> frozenset[str]:
    """The choices of which a reflection of all practices says that one was heard."""
    said = yaml.safe_load((_PROMPTS / "guided" / "reflections.yaml").read_text(encoding="utf-8"))
    heard = next((one.get("when", {}).get("heard", ()) for one in _dicts(said) if one.get("id") == pattern), ())
    return frozenset(token for token in ([heard] if isinstance(heard, str) else heard) if "." in token)


def _dicts(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _dicts(value)


def _summaries(talk: Talk) -> Iterator[Fault]:
    for number, step in enumerate(talk.steps):
        counted = {_STATUS[status]: count for status, count in _COUNTED.findall(step.turn.text.lower())}
        if not counted:
            continue
        true = {status: sum(one.status == status for one in talk.user.lines) for status in _STATUS.values()}
        wrong = [
            f"{status}: {counted.get(status, 'no')}, should be {_NUMBERS[count]}"
            for status, count in true.items()
            if counted.get(status, "no") != _NUMBERS[count]
        ]
        yield Fault(talk.user.name, number, f"{'; '.join(wrong)}: {step.turn.text}" if wrong else "")


# ---- drafts


def _left(talk: Talk) -> Iterator[Fault]:
    if talk.user.leaves is None:
        return
    there = {draft.kind for draft in talk.handoffs}
    for kind in ("page", "handoff"):
        what = f"no {kind}" if kind in talk.user.leaves else f"a {kind} for nothing"
        yield Fault(talk.user.name, None, "" if (kind in there) == (kind in talk.user.leaves) else what)


def _parts(talk: Talk) -> Iterator[Fault]:
    user = talk.user
    parts = [part for draft in talk.handoffs for part in draft.parts]
    for name, pattern in user.written.items():
        found = next((part for part in parts if part.id == name), None)
        there = _text_of(found) if found else ""
        right = re.search(pattern, there, re.IGNORECASE)
        yield Fault(user.name, None, "" if right else f"/{pattern}/ isn't under {name}: '{there}'")
    if user.areas:
        yield Fault(user.name, None, "; ".join(_areas_broken(user, parts)))
    for draft in talk.handoffs:
        told = {"page": _lines_in_page, "handoff": _opening}.get(draft.kind)
        yield from told(draft, user) if told else ()


def _text_of(part: Part) -> str:
    return " ".join([part.heading, part.text, *(blank.label for blank in part.blanks)])


def _areas_broken(user: User, parts: Sequence[Part]) -> Iterator[str]:
    part = next((one for one in parts if one.id == "areas"), Part(id="areas", heading=""))
    labels = [blank.label for blank in part.blanks]
    for area in user.areas:
        if sum(bool(re.search(area, label, re.IGNORECASE)) for label in labels) != 1:
            yield f"the area /{area}/ isn't one blank of {labels}"
    if len(labels) > len(user.areas):
        yield f"{len(labels)} areas, not {len(user.areas)}: {labels}"
    if part.text:
        yield f"areas have answers: '{part.text}'"


def _lines_in_page(page: Handoff, user: User) -> Iterator[Fault]:
    """Each line of the own role stands under the heading for its status, or nowhere if there is none."""
    spec = find_practice(user.practice).page
    places = {part.id: part.lines for part in spec.parts if part.lines} if spec else {}
    for line in user.lines:
        wanted = [part for part, status in places.items() if status == line.status]
        found = [part.id for part in page.parts if part.id in places and line.named_in(part.text) >= 0]
        what = f"{line.id} ({line.status}) stands {f'under {found[0]}' if found else 'nowhere on the page'}"
        yield Fault(user.name, None, "" if found == wanted else what)


def _opening(draft: Handoff, user: User) -> Iterator[Fault]:
    """The first sentence, where the practice chooses it by what is true."""
    fitting = [one.says for one in find_practice(user.practice).handoff.opening if holds(one.when, user.truth)]
    if fitting:
        right = draft.opening.startswith(fitting[0])
        yield Fault(user.name, None, "" if right else f"begins '{draft.opening[:80]}', not '{fitting[0]}'")


def _kept_out(talk: Talk) -> Iterator[Fault]:
    for draft in talk.handoffs if talk.user.unwritten else ():
        text = "\n".join(_texts(draft))
        found = [match.group() for one in talk.user.unwritten if (match := re.search(one, text, re.IGNORECASE))]
        yield Fault(talk.user.name, None, f"in the {draft.kind}: {', '.join(found)}" if found else "")


# ---- where each sentence comes from


def _sentences_of_drafts(talk: Talk) -> Iterator[Fault]:
    said = [_words(step.said.words) for step in talk.steps if step.said is not None]
    lines = [*(line.text for line in talk.team.lines), *(step.said.words for step in talk.steps if step.said)]
    known = _stems(word for words in said for word in words) | _stems(_words(_everything_of(talk)))
    fixed, options = _fixed(talk.user.practice), _options(talk.user.practice)
    for draft in talk.handoffs:
        for text in _texts(draft):
            for quote in _QUOTED.findall(text):
                there = any(quote.lower() in line.lower() for line in lines)
                yield Fault(talk.user.name, None, "" if there else f"stands nowhere: “{quote}”")
            for sentence in _split(_QUOTED.sub("“”", text)):
                words = _words(sentence)
                theirs = any(_is_of(words, message) or _names(words, message) for message in said)
                chosen = all(" ".join(_words(one)) in options for one in sentence.split(", and "))
                right = theirs or chosen or _is_fixed(sentence, fixed, known)
                what = f"neither said nor fixed: '{sentence}' ({draft.title})"
                yield Fault(talk.user.name, None, "" if right else what)


def _texts(draft: Handoff) -> Iterator[str]:
    """Everything that is written in a draft, but for names, dates and how the giver steps back."""
    yield from (draft.title, draft.opening)
    for part in draft.parts:
        yield from (part.heading, part.text, *(blank.label for blank in part.blanks))


def _split(text: str) -> list[str]:
    found = (match.group().strip(" “”\n") for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if _words(sentence)]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[\w']+", text.lower().replace("’", "'")) if re.search(r"[^\W\d_]", word)]


def _is_of(sentence: Sequence[str], message: Sequence[str]) -> bool:
    """Whether the words of a sentence stand in a message in their order, with at most a few left out between."""
    starts = [place for place, word in enumerate(message) if word == sentence[0]]
    return any(_follows(sentence, message[start : start + len(sentence) + _LOST]) for start in starts)


def _follows(sentence: Sequence[str], stretch: Sequence[str]) -> bool:
    left = iter(stretch)
    return all(word in left for word in sentence)


def _names(title: Sequence[str], message: Sequence[str]) -> bool:
    """Whether it is the name of an activity, or a day: in other forms, but with no word that the message hasn't."""
    return _stems(title) <= _stems([*message, *_BESIDE])


def _is_fixed(sentence: str, fixed: Iterable[re.Pattern[str]], known: set[str]) -> bool:
    """Whether it is one of the fixed sentences, with nothing in its gaps that wasn't said or written before."""
    matches = (pattern.fullmatch(sentence.rstrip(".?!")) for pattern in fixed)
    return any(match is not None and _stems(_words(" ".join(match.groups()))) <= known for match in matches)


def _stems(words: Iterable[str]) -> set[str]:
    return {word[:_STEM] for word in words}


def _everything_of(talk: Talk) -> str:
    """The words of the team file, of the choices' options, and for hours and weeks."""
    team = [one for role in talk.team.roles for one in (role.title, *(line.text for line in role.lines))]
    people = [person.name for person in talk.team.people]
    specs = find_practice(talk.user.practice).facts.values()
    options = [words for spec in specs for one in spec.options.values() for words in (one.label, one.says)]
    days = [*calendar.day_name, *calendar.month_name]
    numbers = "half quarter hour hours day week weeks month every and a an the in on of to for my your them it"
    return " ".join([*team, *people, *options, *days, *_NUMBERS, numbers])


@cache
def _fixed(practice_id: str) -> tuple[re.Pattern[str], ...]:
    """The fixed sentences of drafts, each as a pattern with a group for every gap."""
    practice = find_practice(practice_id)
    shared = yaml.safe_load((_PROMPTS / "handoff.yaml").read_text(encoding="utf-8"))
    sentences = [one for text in (*_strings(shared), *_strings_of(practice)) for one in _split(_unquoted(text))]
    return tuple(re.compile(_as_pattern(one), re.IGNORECASE) for one in sorted(set(sentences)))


@cache
def _options(practice_id: str) -> frozenset[str]:
    """The words in which a practice refers to what was chosen."""
    specs = find_practice(practice_id).facts.values()
    return frozenset(" ".join(_words(one.says or one.label)) for spec in specs for one in spec.options.values())


def _strings_of(practice: Practice) -> Iterator[str]:
    page = practice.page
    yield from (one.says for one in practice.handoff.opening)
    for part in (*practice.handoff.parts, *(page.parts if page else ())):
        yield from (part.heading, *part.says)
    if page:
        yield page.title
    yield from ("Day and time", "What would have to go")


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from (text for value in data.values() for text in _strings(value))
    elif isinstance(data, list):
        yield from (text for value in data for text in _strings(value))


def _unquoted(text: str) -> str:
    return _QUOTED.sub("“”", text)


def _as_pattern(sentence: str) -> str:
    """A fixed sentence with a group for every gap; one that is nothing but gaps matches nothing."""
    pieces = re.split(r"\{\w+\}", sentence.rstrip(".?!"))
    return "(.+?)".join(re.escape(piece) for piece in pieces) if _words("".join(pieces)) else "(?!)"
