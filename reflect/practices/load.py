"""Load the practices from their files, with the facts that several of them share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reflect.errors import InputError
from reflect.practices.check import check_practice, check_wordings
from reflect.practices.schema import FactSpec, Practice
from reflect.records import Pile
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml


def read_practice(path: Path, shared: Mapping[str, FactSpec]) -> Practice:
    """One practice, its own facts joined with the shared ones.

    Raises:
        InputError: With file and line, for the first thing that is wrong.
    """
    file = read_yaml(path)
    if not isinstance(file.data, dict):
        raise file.error("a practice has the keys id, title, purpose, opening, each, piles, then")
    practice = file.into(Practice)
    facts = {**shared, **practice.facts}
    check_practice(file, practice, facts)
    return practice.model_copy(update={"facts": facts})


def read_facts(path: Path) -> dict[str, FactSpec]:
    """The facts of a file, by name.

    Raises:
        InputError: With file and line, for the first thing that is wrong.
    """
    file = read_yaml(path)
    facts = {name: file.into(FactSpec, spec, (name,)) for name, spec in (file.data or {}).items()}
    for name, spec in facts.items():
        check_wordings(file, spec, facts, (name,))
    return facts


@cache
def pile_names() -> Mapping[Pile, str]:
    """What the piles are called in a sentence."""
    data = read_yaml(resource_path("prompts") / "piles.yaml").data
    return {pile: str(data[pile]) for pile in Pile}


@cache
def load_practices(extra: Path | None = None) -> Mapping[str, Practice]:
    """Every practice by its id: those that come with reflect, then those of a folder of the user's own.

    Raises:
        InputError: If one of them has a mistake.
    """
    prompts = resource_path("prompts")
    shared = read_facts(prompts / "facts.yaml")
    paths = [*sorted((prompts / "practices").glob("*.yaml")), *(sorted(extra.glob("*.yaml")) if extra else [])]
    practices = {practice.id: (practice, path) for path in paths for practice in [read_practice(path, shared)]}
    return {name: _with_course(practice, path, practices) for name, (practice, path) in practices.items()}


def _with_course(practice: Practice, path: Path, known: Mapping[str, tuple[Practice, Path]]) -> Practice:
    """The practice with the course of another for its activities, if it names one."""
    if practice.course is None:
        return practice
    if practice.course not in known or practice.each or practice.piles:
        raise InputError(
            f"course: {practice.course} isn't another practice" if practice.course not in known
            else "course takes over the activities of another practice; leave out each and piles",
            path=path,
        )  # fmt: skip
    other = known[practice.course][0]
    facts = {**other.facts, **practice.facts}
    return practice.model_copy(update={"each": other.each, "piles": other.piles, "facts": facts})


def find_practice(practice_id: str, extra: Path | None = None) -> Practice:
    """The practice with this id.

    Raises:
        InputError: If there is none.
    """
    practices = load_practices(extra)
    if practice_id not in practices:
        raise InputError(f"there is no practice {practice_id!r}; there are {', '.join(practices)}")
    return practices[practice_id]
