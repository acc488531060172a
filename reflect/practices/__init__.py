"""The practices: what each asks for, which question may come when, and where things end up.

A practice is a YAML file in prompts/practices/ (docs/practices.md). Facts that several practices ask for are in
prompts/facts.yaml. Everything is checked when it is read.
"""

from reflect.practices.load import find_practice, load_practices, load_quotes, pile_names, read_facts
from reflect.practices.schema import (
    SLOT,
    SLOTS,
    VIEWS,
    Condition,
    FactSpec,
    Option,
    PageSpec,
    PartSpec,
    Practice,
    QuoteSpec,
    SaidBack,
    Step,
    When,
    Wording,
    holds,
)

__all__ = [
    "SLOT", "SLOTS", "VIEWS", "Condition", "FactSpec", "Option", "PageSpec", "PartSpec", "Practice", "QuoteSpec",
    "SaidBack", "Step", "When", "Wording", "find_practice", "holds", "load_practices", "load_quotes", "pile_names",
    "read_facts",
]  # fmt: skip
