"""Check a practice against itself: names that nobody defined, conditions that can't hold, slots that nothing fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reflect.practices.schema import SLOT, SLOTS, VIEWS, Condition, FactSpec, PartSpec, Practice, Wording
from reflect.yamlfile import Where, YamlFile


def check_practice(file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec]) -> None:
    """Refuse a practice that refers to what isn't there.

    Raises:
        InputError: With file and line, for the first thing that is wrong.
    """
    _check_steps(file, practice, facts)
    for number, rule in enumerate(practice.piles):
        _check_condition(file, rule.when, facts, ("piles", number))
    for number, name in enumerate(practice.fill):
        if name not in facts:
            raise file.error(f"no fact is called {name!r}", ("fill", number))
    for key in ("opens_with", "looks_at"):
        if (name := getattr(practice, key)) is not None and name not in facts:
            raise file.error(f"no fact is called {name!r}; there are {', '.join(facts)}", (key,))
    places: tuple[tuple[Where, Iterable[Wording]], ...] = (
        (("opening",), practice.opening),
        (("ending",), practice.ending),
        (("handoff", "opening"), practice.handoff.opening),
    )
    for where, wordings in places:
        for number, wording in enumerate(wordings):
            _check_slots(file, wording, facts, (*where, number))
            _check_condition(file, wording.when, facts, (*where, number))
    for name, spec in practice.facts.items():
        check_wordings(file, spec, facts, ("facts", name))
    _check_parts(file, practice, facts)
    if practice.piles and practice.piles[-1].when:
        raise file.error("the last pile holds for everything else; write it as `ask: {}`", ("piles",))


def _check_steps(file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec]) -> None:
    for part in ("first", "lines", "each", "then"):
        for number, step in enumerate(getattr(practice, part)):
            where: Where = (part, number)
            if step.fact is None and step.draft is None:
                raise file.error("a step has one of ask, look, offer, draft, sum_up", where)
            if step.fact is not None and step.fact not in facts:
                raise file.error(f"no fact is called {step.fact!r}; there are {', '.join(facts)}", (*where, "ask"))
            if "page" in (step.offer, step.draft) and practice.page is None:
                raise file.error("there is no page to offer; write it under `page`", where)
            for key in ("when", "unless"):
                _check_condition(file, getattr(step, key), facts, (*where, key))


def _check_parts(file: YamlFile, practice: Practice, facts: Mapping[str, FactSpec]) -> None:
    on_page = practice.page.parts if practice.page else ()
    parts: list[tuple[Where, PartSpec]] = [
        *((("handoff", "parts", number), part) for number, part in enumerate(practice.handoff.parts)),
        *((("page", "parts", number), part) for number, part in enumerate(on_page)),
    ]
    for where, part in parts:
        wanted = [part.fact] if part.fact else []
        wanted += [slot for text in (part.heading, *part.says) for slot in SLOT.findall(text)]
        for name in wanted:
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
