"""What is counted turn by turn: questions, reflections, advice, alarms, length, citations, understanding.

Measuring may look inside: which patterns were used tells a reflection from anything else. The users can't.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from figures import Fault, Gate, at_most, share
from hearing import questions
from reading import steps_of
from simulate import Step, Talk
from written import said_back

_PROMPTS = Path(__file__).parents[2] / "prompts"
_ADVICE = re.compile(
    r"(?<!\bdo )\byou(?:'d| had)? (?:should|ought to|need to|must|have to|better)\b"
    r"|\bI(?:'d| would)? (?:recommend|suggest|advise)\b"
    r"|\bmy advice\b|(?:^|[.;:,] )(?:try|consider|remember to|make sure|don't forget|be sure) |\btry to\b"
    r"|\bwhy (?:don't you|not)\b|\b(?:how|what) about (?:\w+ing)\b|\byou (?:may|might) want to\b"
    r"|\bit(?:'s| is| would be) (?:important|best|better|a good idea|worth) (?:to|if you)\b|\bif I were you\b",
    re.IGNORECASE | re.MULTILINE,
)
# Questions whose answer leaves nothing to say back.
_PERMISSIONS = {"look", "draft", "page", "passage", "more", "right", "go_on", "order", "which_stop"}
_ALARM = re.compile(r"\b(HR|lawyer|doctor, or|a doctor|therapist|emergency number|crisis line)\b")
_LONGEST = 60


def measure_turns(talks: Sequence[Talk]) -> Iterator[Gate]:
    """Everything that is counted turn by turn."""
    for compute in (_one_question, _reflections, _advice, _alarm, _length, _citations, _understood):
        yield from compute(talks)


def _one_question(talks: Sequence[Talk]) -> Iterator[Gate]:
    turns = list(steps_of(talks))
    faults = [
        Fault(talk.user.name, number, f"{len(asked)} questions: {' | '.join(asked)}")
        for talk, number, step in turns
        if len(asked := questions(step.turn.text)) > 1
    ]
    yield share("turns with at most one question", len(turns) - len(faults), len(turns), 0.99, faults)


def _reflections(talks: Sequence[Talk]) -> Iterator[Gate]:
    kinds = [kind for talk, _, step in steps_of(talks) for one in step.patterns if (kind := kind_of(one, talk))]
    asked = sum(len(questions(step.turn.text)) for _, _, step in steps_of(talks))
    ratio = len(kinds) / max(asked, 1)
    yield Gate("reflections : questions", "1.00", f"{ratio:.2f} ({len(kinds)} : {asked})", ratio >= 1)
    yield share("reflections that add meaning", kinds.count("meaning"), len(kinds), 0.4, [])
    silent = [
        Fault(talk.user.name, number, f"nothing said back: {step.turn.text}")
        for talk, number, step in steps_of(talks)
        if _tells_something(step) and not any(kind_of(one, talk) for one in step.patterns)
    ]
    answers = sum(_tells_something(step) for _, _, step in steps_of(talks))
    yield Gate("  answers with nothing said back", "-", f"{len(silent)} of {answers}", None, notes=tuple(silent))


def _tells_something(step: Step) -> bool:
    said = step.said
    return said is not None and said.kind in ("opening", "answer") and said.to.topic not in _PERMISSIONS


def _advice(talks: Sequence[Talk]) -> Iterator[Gate]:
    turns = list(steps_of(talks))
    faults = [
        Fault(talk.user.name, number, f"advice ('{found.group().strip()}'): {step.turn.text}")
        for talk, number, step in turns
        if (found := _ADVICE.search(re.sub(r"“[^”]*”|'[^']*\s[^']*'", "", step.turn.text)))
    ]
    yield at_most("unasked advice, share of turns", len(faults), len(turns), 0.01, faults)


def _alarm(talks: Sequence[Talk]) -> Iterator[Gate]:
    faults = [
        Fault(talk.user.name, number, f"'{step.said.words}': {step.turn.text}")
        for talk, number, step in steps_of(talks)
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
    for talk, number, step in steps_of(talks):
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
        for talk, number, step in steps_of(talks)
        if step.turn.citations and not talk.user.lines and not _allowed_lines(talk, number)
    ]
    yield Gate("  turns with lines nobody had agreed to see", "-", str(len(unasked)), None, notes=tuple(unasked))


def _understood(talks: Sequence[Talk]) -> Iterator[Gate]:
    faults = [
        Fault(talk.user.name, number - 1, f"not understood: {talk.steps[number - 1].turn.text}")
        for talk, number, step in steps_of(talks)
        if step.said and step.said.kind == "not understood"
    ]
    yield Gate("questions the user didn't understand", "0", str(len(faults)), not faults, tuple(faults))
    blank = [
        Fault(talk.user.name, number - 1, f"no answer of their own: {talk.steps[number - 1].turn.text}")
        for talk, number, step in steps_of(talks)
        if step.said and step.said.kind == "no answer"
    ]
    yield Gate("  questions the user's file has no answer to", "-", str(len(blank)), None, notes=tuple(blank))


def kind_of(pattern: str, talk: Talk) -> str | None:
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
