"""The owner's plan: what they write into the blanks that are theirs, and nobody else's. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from reflect.agreements.words import say
from reflect.errors import InputError
from reflect.handoff import words as handoff_words
from reflect.records import Agreement, Handoff, Part


def plan_keys() -> dict[str, str]:
    """The questions that are the owner's, by key: "preparation" and what it is called on the page."""
    return {key: str(one["label"]) for key, one in handoff_words()["how"].items()}


def find_key(name: str) -> str | None:
    """The key of `plan_keys` that is meant by it or its label."""
    wanted = name.strip().casefold()
    return next((key for key, label in plan_keys().items() if wanted in (key.casefold(), label.casefold())), None)


def read_plan(given: Mapping[str, object]) -> dict[str, str]:
    """A plan with the keys of `plan_keys`, from the same keys or their labels.

    Raises:
        InputError: If a key isn't one of them, or nothing is written.
    """
    known = plan_keys()
    plan: dict[str, str] = {}
    for name, text in given.items():
        key = find_key(str(name))
        if key is None:
            raise InputError(say("refused", "plan", known=", ".join(known), key=repr(name)))
        # A line end would look like the next line of the plan, by somebody else.
        if text is not None and (line := " ".join(str(text).split())):
            plan[key] = line
    if not plan:
        raise InputError(say("refused", "no_plan", known=", ".join(known)))
    return plan


def plans(agreement: Agreement) -> dict[str, dict[str, str]]:
    """What each owner has written, by name; what was written later counts."""
    written: dict[str, dict[str, str]] = {}
    for event in agreement.current:
        if event.plan:
            written.setdefault(event.by, {}).update(event.plan)
    return written


def is_planned(agreement: Agreement) -> bool:
    """Whether everybody who is asked for a plan has written one."""
    asked = any(part.id == "how" and part.blanks for part in agreement.document.parts)
    return not asked or (bool(plans(agreement)) and set(agreement.receivers) <= plans(agreement).keys())


def with_plan(agreement: Agreement) -> Handoff:
    """The document with the owners' plan in the place of their blanks."""
    written = plans(agreement)
    if not written:
        return agreement.document
    parts = tuple(_filled(part, written) if part.id == "how" else part for part in agreement.document.parts)
    return agreement.document.but(parts=parts)


def _filled(part: Part, written: Mapping[str, Mapping[str, str]]) -> Part:
    lines, done = [], set()
    for key, label in plan_keys().items():
        said = [(name, plan[key]) for name, plan in written.items() if key in plan]
        whose = len(written) > 1
        lines += [f"{label}{f' ({name})' if whose else ''}: {text}" for name, text in said]
        if len(said) == len(written):
            done.add(label)
    blanks = tuple(blank for blank in part.blanks if blank.label not in done)
    return part.but(text="\n\n".join(filter(None, [part.text, *lines])), blanks=blanks)
