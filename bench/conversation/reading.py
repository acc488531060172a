"""How a talk is read: its turns, what a question is about, which entry of a worksheet is which activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hearing import Asked
from simulate import Step, Talk
from users import Activity, Event

from reflect.records import PileEntry, Turn


def steps_of(talks: Sequence[Talk]) -> Iterator[tuple[Talk, int, Step]]:
    """Every turn, with its talk and its number in it."""
    for talk in talks:
        for number, step in enumerate(talk.steps):
            yield talk, number, step


def match_entries(talk: Talk, turn: Turn) -> dict[str, PileEntry]:
    """Activity -> its line of the worksheet; the first of several."""
    found: dict[str, PileEntry] = {}
    for entry in turn.piles:
        one = activity_named(entry.activity, talk.user.activities)
        if one is not None:
            found.setdefault(one.id, entry)
    return found


def activity_named(text: str, activities: Sequence[Activity]) -> Activity | None:
    """The activity that a text names; of several, the one whose longest name stands in it."""
    best, longest = None, 0
    for one in activities:
        length = max((len(word) for word in one.called if word.lower() in text.lower()), default=0)
        if length > longest:
            best, longest = one, length
    return best


def went_back(step: Step) -> bool:
    """Whether the person had just asked to go back."""
    return step.said is not None and step.said.event is not None and step.said.event.kind == "back"


def key_of(asked: Asked) -> Asked:
    """What a question is about; "is it yours?" and "whose is it?" are one question."""
    return Asked("whose", asked.about) if asked.topic == "mine" else asked


def say(asked: Asked) -> str:
    """The same in words."""
    return f"{asked.topic} of {asked.about}" if asked.about else str(asked.topic)


def done_events(talk: Talk) -> list[Event]:
    """Everything besides answers that the person did say."""
    return [step.said.event for step in talk.steps if step.said is not None and step.said.event is not None]
