"""Twenty drafts side by side: how alike they sound, whether each sentence has a source, how long their documents take.

    python bench/handoffs/run.py [--show]

Exits with 1 where a sentence has no source or the documents of a session take longer than a second.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.drafts import draft_all, note_drafts
from reflect.handoff import words
from reflect.practices import load_practices
from reflect.records import Activity, Fact, Handoff, Item
from reflect.reports.files import handoff_files
from reflect.reports.formats import FORMATS
from reflect.reports.markdown import handoff_markdown

TODAY = date(2026, 11, 22)
_FOLDER = Path(__file__).parent
_TEAMS = _FOLDER.parent.parent / "tests" / "teams"
_LIMIT = 1.0
# So many words are a greeting or a name.
_GREETING = 3
# Keys of a case that are no facts.
_BESIDE = {"team", "person", "text", "practice", "freed", "needed_said"}
_SENTENCE = re.compile(r"(?:[^.!?\n]|\.(?=\d))+[.!?]*")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|e|s)$")
_SLOT = re.compile(r"\{\w+\}")


def main() -> int:
    """Measure and print; 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the drafts, too")
    shown = parser.parse_args().show
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        talks = [_talk(case, Path(folder)) for case in yaml.safe_load((_FOLDER / "cases.yaml").read_text("utf-8"))]
        drafts = [(talk, *draft_all(talk.state, talk._scene)) for talk in talks]
        if shown:
            for talk, *mine in drafts:
                for draft in mine:
                    console.print(handoff_markdown(draft, talk.team), markup=False)
        missing = [said for talk, *mine in drafts for draft in mine for said in _without_source(draft, talk)]
        letters = [draft for _, *mine in drafts for draft in mine]
        console.print(_alike_table(letters))
        console.print(f"sentences without a source: {len(missing)}")
        for said in missing:
            console.print(f"  {said}", markup=False)
        seconds = _time_documents(Path(folder))
        told = ", ".join(f"{one:.2f}" for one in seconds)
        console.print(f"from “yes, draft it” to all documents ({', '.join(FORMATS)}): {told} s")
    # The first time loads the libraries of the formats.
    return int(bool(missing) or statistics.median(seconds) > _LIMIT)


def _talk(case: dict[str, Any], folder: Path) -> Conversation:
    path = _TEAMS / f"{case['team']}.team.yaml"
    reflect = Reflect.open(
        path if path.exists() else case["team"], today=TODAY, home=folder, database=f"sqlite:///{folder / 'b.sqlite'}"
    )
    team = reflect.team
    person = case["person"] if isinstance(case["person"], str) else team.people[case["person"]].name
    owner = case.get("owner")
    if owner == "vacant":
        owner = [next(role.id for role in team.vacant() if role.reports_to)]
    elif isinstance(owner, list):
        owner = [team.people[one].name if isinstance(one, int) else one for one in owner]
    conversation = reflect.session(case.get("practice", "stop-list"), person=person)
    known = {name: value for name, value in case.items() if name not in _BESIDE} | ({"owner": owner} if owner else {})
    facts = {
        name: Fact(value=value, quote=str(case.get(f"{name}_said", value if isinstance(value, str) else "")))
        for name, value in known.items()
    }
    text = case["text"]
    item = Item(
        id=1, activity=Activity(text=text, person=person, source=text, hours=case.get("hours")), facts=facts,
        finding=reflect.whose(text, person=person), state="settled",
    )  # fmt: skip
    freed = {"freed_for": Fact(value=case["freed"], quote=case["freed"])} if "freed" in case else {}
    state = conversation.state.but(items=(item,), facts=freed, drafted={1: TODAY}, title=text)
    conversation.state = note_drafts(state, conversation._scene)
    return conversation


# ---- how alike they sound


def _alike_table(drafts: list[Handoff]) -> Table:
    """For what is free to differ: how alike the two most alike are (1 is the same), and any two as a rule."""
    table = Table("what", "most alike", "as a rule", "the two", title=f"{len(drafts)} drafts")
    texts = {
        "opening": [draft.opening for draft in drafts if draft.opening],
        "message": [draft.message for draft in drafts],
        "their own words": [" ".join(part.text for part in draft.parts if part.own) for draft in drafts],
        "agenda": [" ".join(q for one in draft.agenda for q in one.questions) for draft in drafts if draft.agenda],
    }
    for name, said in texts.items():
        pairs = [(_alike(a, b), place) for place, (a, b) in enumerate(combinations(filter(None, said), 2))]
        most, place = max(pairs)
        one, other = list(combinations(filter(None, said), 2))[place]
        table.add_row(
            name,
            f"{most:.2f}",
            f"{statistics.median(score for score, _ in pairs):.2f}",
            f"{one[:60]!r}\n{other[:60]!r}",
        )
    same = [said for one in drafts for said in set(_sentences(one.message)) if len(said.split()) > _GREETING]
    repeated = {said: same.count(said) for said in same if same.count(said) > 1}
    often, times = max(repeated.items(), key=lambda one: one[1], default=("", 0))
    table.add_row("a sentence of messages", f"{times} x", f"{len(repeated)} twice or more", repr(often[:60]))
    return table


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower().split(), other.lower().split(), autojunk=False).ratio()


# ---- where each sentence comes from


def _without_source(draft: Handoff, talk: Conversation) -> Iterator[str]:
    """Sentences that weren't said, stand in no team file, and are no fixed ones with known words in their slots."""
    fixed = [re.compile(_as_pattern(one), re.IGNORECASE) for one in _strings([words(), _practice_words(talk)])]
    said = [fact.quote + "\n" + str(fact.value) for item in talk.state.items for fact in item.facts.values()]
    said += [fact.quote for fact in talk.state.facts.values()]
    known = _stems(" ".join([*said, *(item.activity.text for item in talk.state.items), _team_words(talk)]))
    for text in _texts(draft):
        for sentence in _sentences(text):
            theirs = _stems(sentence) <= known
            if not theirs and not any(_fits(pattern, sentence, known) for pattern in fixed):
                yield f"{draft.title}: {sentence}"


def _texts(draft: Handoff) -> Iterator[str]:
    yield from (draft.title, draft.greeting, draft.opening, draft.message, *draft.notes)
    for part in draft.parts:
        yield from (part.heading, part.text, part.quote.quote if part.quote else "")
        yield from (text for blank in part.blanks for text in (blank.label, blank.hint))
    for point in draft.agenda:
        yield from (point.heading, point.text, *point.questions)
    for step in draft.taper:
        yield from (step.owner, step.giver, step.level)
    for meeting in draft.meetings:
        # What a week of the taper is about stands in its steps.
        yield from (meeting.title, "" if meeting.id.startswith("week") else meeting.about)


def _sentences(text: str) -> list[str]:
    """The sentences; what is quoted is looked up as it stands, apart from the sentence around it."""
    quoted = re.findall(r"“([^”]+)”", text)
    plain = re.sub(r"“[^”]+”", "“”", text)
    return [one.strip(" .,!?;:") for one in (*quoted, *_SENTENCE.findall(plain)) if one.strip(" .,!?;:")]


def _as_pattern(fixed: str) -> str:
    """A fixed sentence as a pattern that takes anything in its slots."""
    pieces = [re.escape(piece.strip(" .,!?;:")) for piece in _SLOT.split(re.sub(r"“\{\w+\}”", "“”", fixed))]
    return r"\W*(.*?)\W*".join(pieces) + r"\W*"


def _fits(pattern: re.Pattern[str], sentence: str, known: set[str]) -> bool:
    match = pattern.fullmatch(sentence)
    return match is not None and all(_stems(slot or "") <= known for slot in match.groups())


def _strings(data: Any) -> Iterator[str]:
    """Every fixed sentence of the data, one by one."""
    if isinstance(data, str):
        yield data
        yield from (match.group().strip(" ") for match in _SENTENCE.finditer(data))
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _strings(value)


def _practice_words(talk: Conversation) -> list[Any]:
    spec = load_practices()[talk.state.practice].handoff
    return [[one.says for one in spec.opening], [[part.heading, *part.says] for part in spec.parts]]


def _team_words(talk: Conversation) -> str:
    team = talk.team
    names = [*(person.name for person in team.people), *(role.title for role in team.roles), team.name]
    names += [*words()["owners"].values(), words()["proposal"]["vacant"]]
    return " ".join([*names, *(line.text for line in team.lines), _NUMBERS])


# How days, times and hours are said; that they are the right ones is for the tests.
_NUMBERS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December week one two three four five six seven eight nine ten eleven twelve half "
    "quarter hours hour minutes about an a and or the in of on by h min you your yours me my i am us we is are"
)


def _stems(text: str) -> set[str]:
    return {_ENDING.sub("", word)[:5] for word in re.findall(r"[^\W\d_]{2,}", text.lower())}


# ---- how long it takes


def _time_documents(folder: Path) -> list[float]:
    """Seconds from the words to all documents, three times over."""
    reflect = Reflect.open("harbor", today=TODAY, home=folder, database=f"sqlite:///{folder / 't.sqlite'}")
    reflect.warm_up()
    seconds = []
    for number in range(3):
        talk = reflect.session("stop-list", person="Dana Reyes")
        talk.say("I approve every discount myself, four hours a week. That's deal desk's.")
        began = time.perf_counter()
        talk.say("yes, draft it")
        files = handoff_files(talk.handoffs(), talk.team, list(FORMATS), "Europe/London")
        for name, data in files.items():
            (folder / f"{number}-{name}").write_bytes(data)
        seconds.append(time.perf_counter() - began)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
