"""How well what people correct, add, or say of another activity in the middle of a talk is heard and kept.

    python bench/listening/minding.py                 every file of messages/minding-*.yaml
    python bench/listening/minding.py FILE --wrong    one of them, with what went wrong

For each message a talk is built in which some activities are on the list and one question was just asked. The guided
engine hears the message, the interview takes it, and what is known then is held against what the entry says: nothing
else may have changed. Whether the question that was put counts as answered is a figure of its own. Nothing but reflect
is needed.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from reflect import Reflect
from reflect.conversation import Conversation
from reflect.engines.protocol import Heard
from reflect.interview import take
from reflect.noting import look_up
from reflect.records import Activity, Asked, Fact, Item, Person, Role, Session, Team
from reflect.standing import named_roles, pile_of

HERE = Path(__file__).parent
# What an entry calls a question, where that isn't the name of its fact.
FACTS = {"next": "activity", "whose": "owner"}
# These say of one activity whose it is and where it goes; whichever was asked, any of them answers.
WHOSE = {"mine", "owner", "pile", "needed"}
# An answer to one of these may decide the pile, though an entry names only what it says.
DECIDES = {"mine", "owner", "pile", "needed", "stays", "good"}


def main() -> None:
    """Print the figures of each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--wrong", action="store_true", help="also what went wrong")
    given = parser.parse_args()
    for file in given.files or sorted((HERE / "messages").glob("minding-*.yaml")):
        _measure(file, wrong=given.wrong)


def _measure(file: Path, *, wrong: bool) -> None:
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    said: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    answered = whole = spoiled = 0
    opened: dict[str, Reflect] = {}
    with tempfile.TemporaryDirectory() as home:
        for number, entry in enumerate(entries):
            key = yaml.dump(entry["team"])
            reflect = opened.setdefault(key, Reflect.open(_team(entry), home=Path(home), database="sqlite://"))
            talk = reflect.session("stop-list", person=entry["person"])
            before = _session(entry, talk)
            heard = reflect.guided.listen(entry["said"], before, talk._scene)
            after, _ = take(before, heard, talk._scene)
            missing, changed = _compare(entry, before, after, talk)
            for item, facts in entry["then"].items():
                for fact in facts if item != "+" else ("new",):
                    said[fact] += 1
                    kept[fact] += not any(one.startswith(f"{item} {fact}") for one in missing)
            spoiled += bool(changed)
            right_answer = _is_answered(before, after, heard) == entry["answers"]
            answered += right_answer
            fine = not missing and not changed
            whole += fine and right_answer
            if wrong and not (fine and right_answer):
                print(f"- {number} asked {entry['asked']}: {entry['said']!r}")
                print(f"    missing {missing}, changed beside {changed}", end="")
                print("" if right_answer else f", should {'' if entry['answers'] else 'not '}count as answered")
    figures = ", ".join(f"{fact} {kept[fact]} of {said[fact]}" for fact in sorted(said))
    print(
        f"{file.name}: {len(entries)} messages; kept as said {kept.total()} of {said.total()} ({figures}); "
        f"changed beside in {spoiled}; answered or not, rightly {answered}; all right {whole} "
        f"({whole / len(entries):.0%})"
    )


def _team(entry: Mapping[str, Any]) -> Team:
    held: dict[str, list[str]] = {}
    for role in entry["team"]:
        for person in role["people"]:
            held.setdefault(person, []).append(_id(role["role"]))
    return Team(
        name="Team",
        roles=tuple(Role(id=_id(role["role"]), title=role["role"]) for role in entry["team"]),
        people=tuple(Person(name=person, roles=tuple(roles)) for person, roles in held.items()),
    )


def _id(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def _session(entry: Mapping[str, Any], talk: Conversation) -> Session:
    """The talk as it was when the question had been put: each activity named and told of in a turn of its own."""
    items: list[Item] = []
    for turn, one in enumerate(entry["list"], 1):
        facts: dict[str, Fact] = {}
        if "hours" in one:
            facts["hours"] = Fact(value=one["hours"], quote=f"{one['hours']} hours", turn=turn)
        if "pile" in one:
            facts["pile"] = Fact(value=one["pile"], quote=one["pile"], turn=turn)
        if "owner" in one:
            owner = {"nobody": "nobody", "me": list(talk._scene.person.roles)}.get(one["owner"], [_id(one["owner"])])
            facts["owner"] = Fact(value=owner, quote=one["owner"], turn=turn)
        settled = entry["asked"].get("of") != one["id"] and len(facts) > 1
        activity = Activity(text=one["name"], person=entry["person"], source=one["name"], hours=one.get("hours"))
        state = "open" if entry["asked"].get("of") == one["id"] else "settled" if settled else "parked"
        items.append(Item(id=turn, activity=activity, facts=facts, named=turn, state=state))
    ids = [one["id"] for one in entry["list"]]
    of = ids.index(entry["asked"]["of"]) + 1 if entry["asked"].get("of") else None
    if of is None:
        # Where nothing is asked about one of them, all of them are done with.
        items = [item.but(state="settled") for item in items]
    # Nothing of it was said just now.
    turns = len(items) + 3
    fact = FACTS.get(entry["asked"]["what"], entry["asked"]["what"])
    asked = Asked(fact=fact, item=of, words=entry["question"], turn=turns)
    state = talk.state.but(items=tuple(items), asked=(asked,), turns=turns, focus=of or len(items))
    return look_up(state, talk._scene)


def _compare(
    entry: Mapping[str, Any], before: Session, after: Session, talk: Conversation
) -> tuple[list[str], list[str]]:
    """What should be known and isn't, and what is otherwise that shouldn't be."""
    missing: list[str] = []
    changed: list[str] = []
    for place, one in enumerate(entry["list"], 1):
        wanted = entry["then"].get(one["id"], {})
        old, new = _known(before.item(place), talk), _known(after.item(place), talk)
        for fact, value in wanted.items():
            if not _fits(fact, value, new, talk):
                missing.append(f"{one['id']} {fact} {value}: {new[fact]}")
        decided = entry["answers"] and before.question and before.question.item == place
        free = {"pile", "owner"} if decided and before.question.fact in DECIDES else set()
        follows = {"pile", "owner"} if {"pile", "owner"} & set(wanted) else set()
        for fact in set(old) - set(wanted) - follows - free:
            if old[fact] != new[fact]:
                changed.append(f"{one['id']} {fact}: {old[fact]} -> {new[fact]}")
    added = [item for item in after.items if before.item(item.id) is None]
    if new_one := entry["then"].get("+"):
        fitting = [item for item in added if any(word.lower() in item.activity.text.lower() for word in new_one["new"])]
        right = [item for item in fitting if "hours" not in new_one or _near(new_one["hours"], item.value("hours"))]
        if not right:
            missing.append(f"+ new {new_one}: {[(item.activity.text, item.value('hours')) for item in added]}")
        added = [item for item in added if item not in fitting[:1]]
    changed += [f"+ {item.activity.text}" for item in added]
    return missing, changed


def _known(item: Item | None, talk: Conversation) -> dict[str, Any]:
    if item is None:
        raise ValueError("an activity of the list is gone from the talk")
    owner = item.value("owner")
    if isinstance(owner, list | tuple):
        owner = tuple(role for one in owner for role in named_roles(one, talk.team, item.finding))
    if owner is None and item.value("mine") in ("yes", "ownerless"):
        owner = {"yes": talk._scene.person.roles, "ownerless": "nobody"}[item.value("mine")]
    return {
        "hours": item.value("hours"),
        "pile": str(pile_of(item, talk._scene)),
        "owner": owner,
        "dropped": item.state == "dropped",
        "renamed": item.activity.text,
    }


def _fits(fact: str, value: Any, known: Mapping[str, Any], talk: Conversation) -> bool:
    match fact:
        case "hours":
            return _near(value, known["hours"])
        case "owner" if value == "me":
            return known["pile"] == "keep"
        case "owner":
            return known["owner"] == ("nobody" if value == "nobody" else (_id(value),))
        case "renamed":
            return any(word.lower() in known["renamed"].lower() for word in value)
        case _:
            return bool(known[fact] == value)


def _near(wanted: float, known: Any) -> bool:
    return known is not None and abs(float(known) - wanted) <= 0.05 * wanted


def _is_answered(before: Session, after: Session, heard: Heard) -> bool:
    """Whether the question that was put counts as answered: it isn't open any more, and what it is about still is."""
    question, now = before.question, after.question
    if question is None:
        raise ValueError("no question is open")
    if question.fact == "activity":
        return len(after.items) > len(before.items) or heard.answer in ("no", "nothing")
    if question.fact == "right":
        return heard.amendment is not None or "right" in after.facts or len(after.items) > len(before.items)
    item = after.item(question.item)
    if item is not None and item.state == "dropped":
        return False
    facts = after.facts if item is None else item.facts
    wanted = WHOSE if question.fact in WHOSE else {question.fact}
    if any(facts[name].turn == after.turns for name in wanted & set(facts)):
        return True
    if item is not None and item.state == "parked":
        # Put by until something else is settled: it may be asked again.
        return after.times_asked(question.fact, question.item) > 0
    if item is not None and {"pile", "owner", "mine"} & {n for n, fact in facts.items() if fact.turn == after.turns}:
        # It goes elsewhere now: what was asked has no place any more.
        return bool(heard.facts)
    return now is None or (now.fact, now.item) != (question.fact, question.item)


if __name__ == "__main__":
    main()
