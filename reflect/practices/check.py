"""Check a practice against itself: names that nobody defined, conditions that can't hold, slots that nothing fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from reflect.practices.schema import (
    RESERVED,
    SLOT,
    SLOTS,
    VIEWS,
    Condition,
    FactSpec,
    PartSpec,
    Practice,
    Step,
    Wording,
)
from reflect.resources import resource_path
from reflect.yamlfile import Where, YamlFile, read_yaml

_DEEDS = ("ask", "look", "offer", "draft", "sum_up")
_ONE_BY_ONE = ("lines", "each")


def check_practice(
    file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec], shared: Mapping[str, FactSpec]
) -> None:
    """Refuse a practice that refers to what isn't there.

    Args:
        file: Where the practice is written.
        practice: The practice with the facts of its own, and what it takes over from another.
        facts: Every fact that it may refer to.
        shared: Those that all practices have.

    Raises:
        InputError: With file and line, for the first thing that is wrong.
    """
    if not practice.opening:
        raise file.error("a practice opens with a question; write one under `opening`", ("opening",))
    _check_steps(file, practice, facts)
    for number, rule in enumerate(practice.piles):
        _check_condition(file, rule.when, facts, ("piles", number))
    if practice.piles and practice.piles[-1].when:
        raise file.error("the last pile holds for everything else; write it as `ask: {}`", ("piles",))
    _check_names(file, practice, facts)
    _check_places(file, practice, facts)
    _check_own_facts(file, practice, facts, shared)
    _check_parts(file, practice, facts)


def _check_names(file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec]) -> None:
    """Refuse a name under a key of the practice itself that stands for nothing."""
    for number, name in enumerate(practice.fill):
        if name not in facts:
            raise file.error(f"no fact is called {name!r}", ("fill", number))
    for key in ("opens_with", "looks_at"):
        if (name := getattr(practice, key)) is not None and name not in facts:
            raise file.error(f"no fact is called {name!r}; there are {', '.join(facts)}", (key,))
    back = practice.handoff.steps_back
    if back is not None and back not in _tapers():
        raise file.error(f"no taper is called {back!r}; there are {', '.join(_tapers())}", ("handoff", "steps_back"))


def _check_places(file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec]) -> None:
    """Refuse a wording of the practice itself that can't be said."""
    places: tuple[tuple[Where, Iterable[Wording]], ...] = (
        (("opening",), practice.opening),
        (("ending",), practice.ending),
        (("handoff", "opening"), practice.handoff.opening),
    )
    for where, wordings in places:
        for number, wording in enumerate(wordings):
            _check_slots(file, wording, facts, (*where, number))
            _check_condition(file, wording.when, facts, (*where, number))
            if where == ("handoff", "opening") and wording.slots:
                raise file.error("the opening of a handoff is written as it stands, without slots", (*where, number))


def _check_own_facts(
    file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec], shared: Mapping[str, FactSpec]
) -> None:
    """Refuse a fact whose name is taken, and what an answer or a hint can't say."""
    for name, spec in practice.facts.items():
        if name in {*SLOTS, *VIEWS, *RESERVED} and name not in shared:
            raise file.error(f"{name!r} means something already; give the fact another name", ("facts", name))
        check_wordings(file, spec, facts, ("facts", name))
        _check_given(file, spec.gives, facts, ("facts", name, "gives"))
        _check_rests(file, spec, ("facts", name, "options"))
    for number, hint in enumerate(practice.hints):
        _check_given(file, hint.facts, facts, ("hints", number, "facts"))


def _check_steps(file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec]) -> None:
    for part in ("first", "lines", "each", "then"):
        for number, step in enumerate(getattr(practice, part)):
            where: Where = (part, number)
            if sum(getattr(step, deed) is not None for deed in _DEEDS) != 1:
                raise file.error(f"a step has one of {', '.join(_DEEDS)}", where)
            if step.fact is not None and step.fact not in facts:
                raise file.error(f"no fact is called {step.fact!r}; there are {', '.join(facts)}", (*where, "ask"))
            if "page" in (step.offer, step.draft) and practice.page is None:
                raise file.error("there is no page to offer; write it under `page`", where)
            _check_place(file, step, practice, facts, where)
            for key in ("when", "unless"):
                _check_condition(file, getattr(step, key), facts, (*where, key))


def _check_place(file: YamlFile, step: Step, practice: Practice, facts: Mapping[str, FactSpec], where: Where) -> None:
    """Refuse a step in a part of the course that would never take it."""
    part, one_by_one = where[0], where[0] in _ONE_BY_ONE
    for deed in ("offer", "sum_up") if one_by_one else ("draft",):
        if getattr(step, deed) is not None:
            raise file.error(f"{deed!r} has no place under {part!r}", (*where, deed))
    if step.look and not one_by_one and practice.looks_at is None:
        raise file.error(f"{part!r} has nothing to look up; name a fact under `looks_at`", (*where, "look"))
    about = facts[step.ask].about if step.ask and step.ask != practice.opens_with else None
    if about is not None and about != ("activity" if one_by_one else "session"):
        raise file.error(f"{step.ask!r} is about the {about}, which isn't what {part!r} asks about", (*where, "ask"))


def _check_given(file: YamlFile, given: Mapping[str, str], facts: Mapping[str, FactSpec], where: Where) -> None:
    """Refuse what is given to an activity or line if no answer could have said it."""
    for name, value in given.items():
        spec = facts.get(name)
        if spec is None or spec.about != "activity":
            raise file.error(f"no fact of an activity or line is called {name!r}", (*where, name))
        allowed = {*spec.options} if spec.kind == "choice" else {"nobody", "none"} if spec.kind == "who" else set()
        if spec.kind != "text" and value not in allowed:
            known = f"it may be {', '.join(sorted(allowed))}" if allowed else "it can't be given"
            raise file.error(f"{name!r} is never {value!r}; {known}", (*where, name))


def _check_rests(file: YamlFile, spec: FactSpec, where: Where) -> None:
    """Refuse an option for all the rest that doesn't mean another option."""
    plain = [name for name, option in spec.options.items() if option.rest is None]
    for name, option in spec.options.items():
        if option.rest is not None and option.rest not in plain:
            raise file.error(f"`rest` is one of the other options: {', '.join(plain)}", (*where, name, "rest"))


@cache
def _tapers() -> tuple[str, ...]:
    return tuple(read_yaml(resource_path("prompts") / "handoff.yaml").data["taper"])


def _check_parts(file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec]) -> None:
    on_page = practice.page.parts if practice.page else ()
    parts: list[tuple[Where, PartSpec]] = [
        *((("handoff", "parts", number), part) for number, part in enumerate(practice.handoff.parts)),
        *((("page", "parts", number), part) for number, part in enumerate(on_page)),
    ]
    named: list[tuple[Where, list[str]]] = []
    if practice.page is not None:
        named.append((("page", "title"), SLOT.findall(practice.page.title)))
    for where, part in parts:
        named.append((where, [*([part.fact] if part.fact else []), *part.beside]))
        named.append((where, [slot for text in (part.heading, *part.says) for slot in SLOT.findall(text)]))
        if part.lines is not None:
            if practice.line_fact is None:
                raise file.error("there are no lines to stand there; ask something of each under `lines`", where)
            _check_condition(file, {practice.line_fact: (part.lines,)}, facts, (*where, "lines"))
        if part.beside and part.lines is None:
            raise file.error("`beside` goes with `lines`", (*where, "beside"))
    for where, names in named:
        for name in names:
            if name not in facts:
                raise file.error(f"no fact is called {name!r}; there are {', '.join(facts)}", where)


def check_wordings(file: YamlFile, spec: FactSpec, facts: Mapping[str, FactSpec], where: Where) -> None:
    """Refuse a wording with a slot that nothing fills.

    Raises:
        InputError: With file and line.
    """
    for key in ("ask", "again", "back"):
        for number, wording in enumerate(getattr(spec, key)):
            _check_slots(file, wording, facts, (*where, key, number))
            _check_condition(file, wording.when, facts, (*where, key, number))


def _check_slots(file: YamlFile, wording: Wording, facts: Mapping[str, FactSpec], where: Where) -> None:
    for slot in wording.slots:
        name = slot[0].lower() + slot[1:]
        if name not in SLOTS and name not in facts:
            known = ", ".join(sorted(SLOTS))
            raise file.error(f"nothing is known as {{{slot}}}; there are {known}, and the facts", where)
    if set("{}") & set(SLOT.sub("", wording.says)):
        raise file.error("a slot is one word in braces, such as {holder}", where)


def _check_condition(file: YamlFile, condition: Condition, facts: Mapping[str, FactSpec], where: Where) -> None:
    for name, wanted in condition.items():
        if name in VIEWS:
            allowed = {*VIEWS[name], "known", "unknown"}
        elif name in facts:
            allowed = {*facts[name].options, "known", "unknown"} if facts[name].options else {"known", "unknown"}
        else:
            raise file.error(f"a condition can't ask about {name!r}", (*where, name))
        for one in wanted:
            if one not in allowed:
                raise file.error(f"{name!r} is never {one!r}; it may be {', '.join(sorted(allowed))}", (*where, name))
