"""What is asked twice: the same question, the same words, what had been told unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from figures import Fault, Gate
from hearing import Asked, questions
from reading import key_of, say, went_back
from simulate import Step, Talk
from users import Event

# Questions that may come again, since each time they ask for something else.
_MAY_RECUR = {None, "activity", "right", "more"}


def measure_repeats(talks: Sequence[Talk]) -> Iterator[Gate]:
    """What was asked, or said, once too often."""
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
            if question in answered and not went_back(step):
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
        key = key_of(step.asked)
        if key in answered and key.topic not in _MAY_RECUR and not step.asked.silent:
            yield Fault(talk.user.name, number, f"{say(key)} again, answered in {answered[key] + 1}: {step.turn.text}")
        said = talk.steps[number + 1].said if number + 1 < len(talk.steps) else None
        if said is not None and said.kind in ("answer", "again"):
            answered[key_of(said.to)] = number


def _touched(event: Event, step: Step) -> set[str | None]:
    return {step.asked.about} if event.kind == "back" else set(event.then.activities)


def _already_told(talk: Talk) -> Iterator[Fault]:
    for number, step in enumerate(talk.steps[:-1]):
        one = talk.user.activity(step.asked.about) or (talk.user if number and not step.asked.about else None)
        if one is not None and step.asked.topic in one.given and not went_back(step):
            yield Fault(talk.user.name, number, f"{say(step.asked)} was told with it: {step.turn.text}")
