"""Every phrase reads well with names that are hard to put into a sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.engines.guided import speak
from reflect.engines.guided.slots import Slots
from reflect.engines.protocol import Change, Heard, Move
from reflect.handoff import words
from reflect.language.titles import plural, with_the
from reflect.practices import load_practices
from reflect.records import Citation, Fact, Person, Role, Team

from .conftest import talk

TITLES = {
    "Sales Operations": 1, "Field Marketing": 2, "Regional Vice President": 5, "Head of Sales": 1, "Deal Desk": 0,
    "Senior Director of International Customer Success Operations and Enablement": 1, "Business": 1,
}  # fmt: skip
HOURS = [0.5, 1.0, 1.5, 2.0, 16.0]
WRONG = [
    (r"s's\b", "a possessive of a name that ends in s"),
    (r"\b[Tt]he (?:Sales Operations|Field Marketing|Deal Desk|Business)\b", "an article before a function"),
    (r"\b(?:[Ff]or|to|with|With|is) (?:Regional Vice President|Head of Sales)\b", "somebody without an article"),
    (r"\bthe Regional Vice President\b(?!s)", "one title for five people"),
    (r"\b[Aa]n hour(?: and a half)? (?:a week )?(?:go|have|come|are|were)\b", "a plural verb after an hour"),
    (r"\bdays (?:goes|has|is|was|takes)\b", "a singular verb after days"),
    (r"\b(?:your|the|a|an) (?:an?|the)\b", "two articles"),
    (r"\{|\}|\bNone\b(?! of)|  | [,.;]", "a hole"),
]
PHRASES = [phrase for group in speak._phrases().values() for phrase in group] + list(speak._reflections())
PHRASES += [
    wording for practice in load_practices().values() for spec in practice.facts.values() for wording in spec.ask
]


def team_of(title: str, holders: int) -> Team:
    role = Role(id="owner", title=title, accountabilities=("Check every quote", "Write the weekly numbers"))
    names = ["Ines Voss", "James Ross", "Luis Prado", "Tess Hughes", "Kai Jones"][:holders]
    people = (Person(name="Ada Birch", roles=("mine",)), *(Person(name=name, roles=("owner",)) for name in names))
    others = tuple(Role(id=f"r{n}", title=f"Clerk {n}", accountabilities=(f"File folder {n}",)) for n in range(3))
    mine = Role(id="mine", title="Sales Analyst", accountabilities=("Analyse the sales of each quarter",))
    return Team(name="Operations", roles=(role, mine, *others), people=people)


def slots_of(harbor: Reflect, title: str, holders: int, hours: float) -> Slots:
    """Slots with everything filled that can be: an activity with an owner, hours, a change, a citation."""
    reflect = Reflect(team_of(title, holders), harbor.settings, today=harbor.today())
    conversation = talk(reflect, "Ada Birch", ["checking every quote because the reps forget"])
    [item] = conversation.state.items
    facts: dict[str, Any] = {
        "owner": ["owner"], "hours": hours, "cadence": "every Friday", "mine": "no", "weeks": 1,
        "settles": "Ines and Luis",
    }  # fmt: skip
    known = {name: Fact(value=value, turn=1) for name, value in facts.items()}
    item = item.but(facts=item.facts | known, shown=("owner.1",), activity=item.activity.but(hours=hours))
    move = Move(
        heard=Heard(whole="it isn't getting done, and nobody else does it", content=True),
        item=item, hours=hours, citations=(Citation(source="owner.1", quote="Check every quote"),),
        changes=(Change(item=1, fact="hours", old=1.0), Change(item=1, fact="pile", old="keep")),
        piles=conversation.last.piles,
    )  # fmt: skip
    state = conversation.state.put(item)
    reflect.ledger.close()
    return Slots(move, state, conversation._scene)


@pytest.mark.parametrize(("title", "holders"), TITLES.items(), ids=list(TITLES))
def test_every_phrase_reads_well_with_awkward_names(harbor: Reflect, title: str, holders: int) -> None:
    wrong = []
    for hours in HOURS:
        slots = slots_of(harbor, title, holders, hours)
        for phrase in PHRASES:
            text = slots.fill(phrase)
            unquoted = re.sub(r"“[^”]*”", "“”", text or "")
            wrong += [f"{why}: {text}" for pattern, why in WRONG if re.search(pattern, unquoted)]
    assert not wrong


@pytest.mark.parametrize(
    ("title", "one", "many"),
    [
        ("Sales Operations", "Sales Operations", "Sales Operations"),
        ("Field Marketing", "Field Marketing", "Field Marketing"),
        ("Sales Enablement", "Sales Enablement", "Sales Enablement"),
        ("Regional Vice President", "the Regional Vice President", "the Regional Vice Presidents"),
        ("Head of Sales", "the Head of Sales", "the Heads of Sales"),
        ("Executive Secretary", "the Executive Secretary", "the Executive Secretaries"),
        ("Account Executive, North", "the Account Executive, North", "the Account Executives, North"),
        ("Contracts Counsel", "the Contracts Counsel", "the Contracts Counsels"),
        ("Customer Success Manager", "the Customer Success Manager", "the Customer Success Managers"),
        ("Chief Revenue Officer", "the Chief Revenue Officer", "the Chief Revenue Officers"),
        ("Deal Desk", "Deal Desk", "Deal Desk"),
        ("Product Management", "Product Management", "Product Management"),
    ],
)
def test_a_title_in_a_sentence(title: str, one: str, many: str) -> None:
    assert (with_the(title), with_the(title, 5)) == (one, many)
    assert plural(title) == many.removeprefix("the ")


def test_no_possessive_is_made_of_a_slot() -> None:
    assert not [phrase.says for phrase in PHRASES if "}'s" in phrase.says]


def test_what_has_gone_on_for_some_time_is_told_as_going_on() -> None:
    assert not [line for line in words()["opening"] if "some time" in line and "{bare}" in line]


def test_that_nobody_else_does_it_is_told_back_only_where_it_was_said(harbor: Reflect) -> None:
    said = talk(harbor, "Dana Reyes", ["checking quotes, four hours a week, it isn't getting done otherwise"])
    assert "Four hours" in said.last.text or "getting done" in said.last.text or "half a day" in said.last.text
    for message in ("checking quotes, four hours a week", "checking quotes, four hours, since the merger"):
        text = talk(harbor, "Dana Reyes", [message]).last.text
        assert "done" not in text
        assert "otherwise" not in text


def test_a_word_no_dictionary_knows_is_no_work(harbor: Reflect) -> None:
    for word in ("fertig", "asdf", "qwertz"):
        assert not talk(harbor, "Dana Reyes", [word]).last.piles
    for word in ("forecasting", "invoices", "QBRs", "payroll"):
        assert talk(harbor, "Dana Reyes", [word]).last.piles
