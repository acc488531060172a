"""What a practice is made of: facts and how they are asked for, steps and when they come, rules for the piles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from reflect.records import Pile, Record

Kind = Literal["activity", "line", "which", "hours", "text", "choice", "who", "weeks", "date", "deadline", "permission"]
Condition = Mapping[str, tuple[str, ...]]

# What a condition may ask about besides facts; interview.py says how each is computed.
VIEWS = {
    "stands": {*Pile},
    "finding": {"own", "other", "nobody", "ask", "known"},
    "lines": {"shown"},
    "owner": {"own", "role", "nobody", "none", "known"},
    "holders": {"one", "several", "none"},
    "candidates": {"shown"},
    "freed": {"some"},
    "listed": {"one", "several"},
    "handoffs": {"due", "drafted"},
    "neglected": {"some", "one", "several"},
    "leader": set(),
    "returned": {"true"},
    "does": {"checking", "meeting", "writing", "answering"},
    "rhythm": {"rounds"},
    "hurried": {"true"},
    "for": {"leader", "contributor"},
    "subject": {"true"},
    "dated": {"true"},
    "denied": {"true"},
}
# What the wordings of a practice may leave to be filled in; every engine knows these. With a capital letter in the
# wording ({Hours}) it is filled with one.
SLOTS = frozenset(
    """
    name team activity object object_the thing verb them cadence hours share weeks freed freed_them event reason want
    day kept weeks_said holder holder_or_them theirs title line owner_title owner_said owner_names owner_whose three
    names leader own_line echo item1 item2 item3 summary subject
    """.split()
)
# What the engines call by these names themselves, besides slots and views.
RESERVED = frozenset("text what time words quote doubt span favour".split())
SLOT = re.compile(r"\{(\w+)\}")


def _as_condition(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {
        key: tuple(_as_text(one) for one in (wanted if isinstance(wanted, list) else [wanted]))
        for key, wanted in value.items()
    }


def _as_text(value: Any) -> str:
    """A value of YAML as conditions compare it: `true` is a word there."""
    return str(value).lower() if isinstance(value, bool) else str(value)


When = Annotated[Condition, BeforeValidator(_as_condition)]


class Wording(Record):
    """One way to say something, and when it fits. Slots stand in braces."""

    says: str
    when: When = {}
    for_: Literal["leader", "contributor"] | None = Field(default=None, alias="for")

    @property
    def slots(self) -> list[str]:
        """The names of the slots, in order."""
        return SLOT.findall(self.says)

    def filled(self, values: Mapping[str, str]) -> str:
        """The words with these values in the slots."""
        return SLOT.sub(lambda match: values[match[1]], self.says)


def _as_wording(value: Any) -> Any:
    return {"says": value} if isinstance(value, str) else value


Wordings = tuple[Annotated[Wording, BeforeValidator(_as_wording)], ...]


class SaidBack(Wording):
    """One way to say an answer back: word for word (`back`), or with something in it that wasn't said (`meaning`)."""

    kind: Literal["back", "meaning"] = "back"


class Option(Record):
    """One answer that a choice knows: its label, how it may be put, and how reflect refers to it.

    `writes`: a sentence of the person's own for a page or handoff; without it nothing of the answer stands there.
    `rest`: it is said of all the lines that are left, and means the option named. `waits`: a line of which it is said
    waits to be taken up.
    """

    label: str
    says: str = ""
    writes: str = ""
    needs: str = ""
    like: tuple[str, ...] = ()
    open: bool = False
    waits: bool = False
    rest: str | None = None


class Hint(Record):
    """Something to point at when a person doesn't know where to begin, and what choosing it says."""

    says: str
    facts: Mapping[str, str] = {}


class FactSpec(Record):
    """Something to be found out: about what, of which kind, how it is asked for, how an answer is said back.

    `gives` are facts of whatever the answer names: of new activities, or of lines of the person's own role.
    `volunteered`: listened for even when nobody asked; "opening": in the answer to the opening question only.
    `amounts` are offered to be clicked once an answer gave none.
    `with_day`: its words ought to name a day. `after_hours`: the hours that come free are said before it is asked for.
    """

    about: Literal["activity", "session"]
    kind: Kind
    means: str
    why: str
    ask: Wordings
    again: Wordings = ()
    back: tuple[Annotated[SaidBack, BeforeValidator(_as_wording)], ...] = ()
    options: Mapping[str, Option] = {}
    amounts: tuple[str, ...] = ()
    gives: Mapping[str, str] = {}
    several: bool = False
    volunteered: bool | Literal["opening"] = False
    after_hours: bool = False
    with_day: bool = False

    def leaves_open(self, value: Any) -> bool:
        """Whether a known value leaves the matter open, so that it may be asked for again."""
        values = value if isinstance(value, list | tuple) else [value]
        return any(one in self.options and self.options[one].open for one in values)


class Step(Record):
    """A line of the course: ask a fact, look up the lines, offer or make a draft, sum up; when, and unless what."""

    ask: str | None = None
    look: Literal["lines"] | None = None
    offer: Literal["draft", "page", "passage"] | None = None
    draft: Literal["handoff", "page"] | None = None
    sum_up: str | None = None
    when: When = {}
    unless: When = {}

    @property
    def fact(self) -> str | None:
        """The fact that it asks for, be it a permission."""
        return self.ask or self.offer or self.sum_up or ("look" if self.look else None)


class PartSpec(Record):
    """A section of a draft: the fact whose words stand in it, or so many blanks, and who fills what is left open.

    `says` are sentences with facts in braces; each is used if its facts are known. `lines`: the person's own lines
    that have this status, with the facts that are written `beside` each. `split`: every thing the fact lists becomes a
    blank of its own.
    """

    id: str
    heading: str
    fact: str | None = None
    says: tuple[str, ...] = ()
    lines: str | None = None
    beside: tuple[str, ...] = ()
    split: bool = False
    blanks: int = Field(default=0, ge=0, le=12)
    who: Literal["giver", "owner", "both"] = "giver"


class HandoffSpec(Record):
    """What the handoffs of a practice have besides the usual: first sentences, sections, a way of stepping back.

    `steps_back` names rows under `taper` in prompts/handoff.yaml.
    """

    opening: Wordings = ()
    parts: tuple[PartSpec, ...] = ()
    steps_back: str | None = None


class PageSpec(Record):
    """A page for a talk that is still to come: for whom, and what stands on it."""

    title: str
    to: Literal["self", "leader", "team"] = "self"
    parts: tuple[PartSpec, ...]


class QuoteSpec(Record):
    """A sentence of an article that fits a situation, to the letter: its `when`, and what is being asked for just then.

    `about`: what people may ask of it, in the words that tell.
    """

    says: str
    when: When = {}
    asked: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class PileRule(Record):
    """Where an activity stands if the condition holds; "chosen" is where the person put it."""

    pile: Pile | Literal["chosen"]
    when: When


def _as_rule(value: Any) -> Any:
    if isinstance(value, Mapping) and len(value) == 1:
        [(pile, when)] = value.items()
        return {"pile": pile, "when": when}
    return value


class Practice(Record):
    """One guided reflection, with every fact it refers to.

    The course has four parts, each a list of steps of which the first that holds and has something left to do is next:
    `first` about the session as a whole, `lines` for each line of the person's own role, `each` for each activity,
    `then` at the end. `course` names a practice whose `each` and `piles` are taken over.

    Attributes:
        activities: "many": asks for one more until there are no more; "one": ends with the first; "named": takes up
            those that are named on the way, and asks for none.
        opens_with: The fact that the opening asks for.
        begins_with: What is on the list from the beginning, before anybody has named anything.
        looks_at: The fact whose words are looked up in the role definitions in the part `first`.
        fill: The blanks of a handoff that are asked for one by one.
        handoff: What its handoffs have besides the usual.
        page: A page for a talk that is still to come.
        passages: The articles whose sentences are quoted before any other's (prompts/quotes.yaml).
    """

    id: str
    title: str
    article: str
    purpose: str
    activities: Literal["many", "one", "named"] = "many"
    opens_with: str = "activity"
    opening: Wordings
    begins_with: str | None = None
    looks_at: str | None = None
    starts: tuple[str, ...] = ()
    hints: tuple[Annotated[Hint, BeforeValidator(_as_wording)], ...] = ()
    facts: Mapping[str, FactSpec] = {}
    first: tuple[Step, ...] = ()
    lines: tuple[Step, ...] = ()
    course: str | None = None
    each: tuple[Step, ...] = ()
    piles: tuple[Annotated[PileRule, BeforeValidator(_as_rule)], ...] = ()
    then: tuple[Step, ...] = ()
    fill: tuple[str, ...] = ()
    handoff: HandoffSpec = HandoffSpec()
    page: PageSpec | None = None
    ending: Wordings = ()
    passages: tuple[str, ...] = ()

    @property
    def line_fact(self) -> str | None:
        """The fact that says how a line of the person's own role stands: the first that is asked of each."""
        return next((step.ask for step in self.lines if step.ask), None)

    @cached_property
    def listens_for(self) -> frozenset[str]:
        """The facts that count for this practice: asked for, or looked at by a condition or a draft."""
        conditions = [one for step in self.steps for one in (step.when, step.unless)] + [
            rule.when for rule in self.piles
        ]
        parts = (*self.handoff.parts, *(self.page.parts if self.page else ()))
        named = {
            *(step.fact for step in self.steps), *self.fill, self.opens_with, *(part.fact for part in parts),
            *(name for condition in conditions for name in condition),
            *(name for name, spec in self.facts.items() if spec.volunteered and not spec.options),
        }  # fmt: skip
        if "owner" in named or any(step.look for step in self.each):
            named |= {"owner", "pile"}
        return frozenset(name for name in named if name)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every line of the course, in the order of its parts."""
        return (*self.first, *self.lines, *self.each, *self.then)


def holds(condition: Condition, view: Mapping[str, Any]) -> bool:
    """Whether every part of the condition is true of what is known.

    A view's value may be one string or several; "known" and "unknown" ask whether there is any.
    """
    return all(_fits(wanted, view.get(name)) for name, wanted in condition.items())


def _fits(wanted: Iterable[str], known: Any) -> bool:
    values = known if isinstance(known, tuple | list | set | frozenset) else [] if known is None else [known]
    texts = {_as_text(value) for value in values}
    for one in wanted:
        if one == "unknown" and not texts:
            return True
        if one == "known" and texts:
            return True
        if one in texts:
            return True
    return False
