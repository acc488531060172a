"""Load the practices from their files, with the facts that several of them share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reflect.errors import InputError
from reflect.practices.check import check_practice, check_wordings
from reflect.practices.schema import FactSpec, Practice, QuoteSpec
from reflect.records import Pile
from reflect.resources import resource_path
from reflect.yamlfile import YamlFile, read_yaml


def _read_practice(path: Path) -> tuple[Practice, YamlFile]:
    """One practice as its file has it, and the file."""
    file = read_yaml(path)
    if not isinstance(file.data, dict):
        raise file.error("a practice has the keys id, title, purpose, opening, each, piles, then")
    return file.into(Practice), file


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
def load_quotes() -> Mapping[str, tuple[QuoteSpec, ...]]:
    """The sentences of each article, by its name, with the situation each fits."""
    file = read_yaml(resource_path("prompts") / "quotes.yaml")
    return {
        article: tuple(file.into(QuoteSpec, one, (article, number)) for number, one in enumerate(quotes))
        for article, quotes in file.data.items()
    }


@cache
def load_practices(extra: Path | None = None) -> Mapping[str, Practice]:
    """Every practice by its id: those that come with reflect, then those of a folder of the user's own.

    Raises:
        InputError: If one of them has a mistake.
    """
    prompts = resource_path("prompts")
    shared = read_facts(prompts / "facts.yaml")
    paths = [*sorted((prompts / "practices").glob("*.yaml")), *(sorted(extra.glob("*.yaml")) if extra else [])]
    read = [_read_practice(path) for path in paths]
    known = {practice.id: practice for practice, _ in read}
    return {practice.id: _whole(practice, file, known, shared) for practice, file in read}


def _whole(
    practice: Practice, file: YamlFile, known: Mapping[str, Practice], shared: Mapping[str, FactSpec]
) -> Practice:
    """The practice with every fact it may refer to, and with the course of another if it names one."""
    facts = {**shared, **practice.facts}
    if practice.course is not None:
        other = known.get(practice.course)
        if other is None:
            raise file.error(f"course: {practice.course} isn't another practice", ("course",))
        if other.course is not None:
            raise file.error(f"course: {practice.course} has its course from another practice", ("course",))
        if practice.each or practice.piles:
            raise file.error("course takes over another practice's activities; leave out each and piles", ("course",))
        # Its own facts overrule the other's, and those the shared ones.
        facts = {**shared, **other.facts, **practice.facts}
        practice = practice.model_copy(update={"each": other.each, "piles": other.piles})
    check_practice(file, practice, facts, shared)
    return practice.model_copy(update={"facts": facts})


def find_practice(practice_id: str, extra: Path | None = None) -> Practice:
    """The practice with this id.

    Raises:
        InputError: If there is none.
    """
    practices = load_practices(extra)
    if practice_id not in practices:
        raise InputError(f"there is no practice {practice_id!r}; there are {', '.join(practices)}")
    return practices[practice_id]
