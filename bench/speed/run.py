"""How fast it is, as ratios to a baseline measured in the same run on the same machine.

    python bench/speed/run.py

Activities and lines come from the invented teams of bench/ownership/training. Needs the extra `bench`.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
sys.path.insert(0, str(Path(__file__).parent.parent / "ownership"))

from cases import read_training
from langchain_core.embeddings import DeterministicFakeEmbedding
from rich.console import Console
from rich.table import Table

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.embedding import AnyEmbeddings, local_embeddings
from reflect.index import Entry, open_index
from reflect.ownership import Ownership
from reflect.records import Person, Role, Team

_ROLES, _LINES = 100, 10
# Each once, since what was embedded lately is remembered.
_MESSAGES = (
    "I check every quote before it goes out, about three hours a week, and I doubt it changes anything",
    "the Friday slides on win rates, two hours",
    "I'm the one who answers the two resellers in Poland, nobody else does",
    "make that four hours",
    "they didn't know it was theirs",
    "yes",
    "nothing would happen if I stopped",
    "on Saturday the demo went down, so I rebuilt it, three hours",
    "no, that's deal desk's",
    "I like doing it, to be honest, and it keeps me close to the customers",
    "that's sales ops really",
    "skip",
    "the board pack, a day a month, since the last CFO left",
    "they'd notice, but only the week before the meeting",
    "nobody's",
    "not sure",
    "hand it over",
    "Priya and Dana would have to settle that",
    "the onboarding of the new reps, half a day a week, and I enjoy it",
    "what happens if nobody does it is that the invoices go out late",
    "just draft it",
    "four weeks",
    "they come prepared and I hear one line a week",
    "Thursday at ten",
)


def main() -> None:
    """Measure everything and print a table."""
    teams = read_training()
    lines = [line.text for one in teams for line in one.team.lines][: _ROLES * _LINES]
    activities = list(dict.fromkeys(case.activity for one in teams for case in one.cases))
    team = Team(
        name="Large",
        roles=tuple(
            Role(id=f"r{n}", title=f"Role {n}", accountabilities=tuple(lines[n * _LINES : (n + 1) * _LINES]))
            for n in range(_ROLES)
        ),
        people=(Person(name="Ana Lee", roles=("r0",)),),
    )
    table = Table(title=f"{_ROLES} roles x {_LINES} lines, {os.cpu_count()} processors", title_justify="left")
    for name in ("what", "aim", "measured"):
        table.add_column(name)
    for row in (
        *_turn(team),
        *_batch(team, activities),
        *_loop(team, activities),
        *_growth(team, activities),
        *_index(lines),
        *_together(team),
        *_start(),
    ):
        table.add_row(*row)
        print("|".join(row), file=sys.stderr, flush=True)
    Console(width=140).print(table)


def _turn(team: Team) -> Iterable[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as home:
        reflect = Reflect.open(team, home=Path(home))
        reflect.warm_up()
        conversation = reflect.session(person="Ana Lee")
        conversation.say("my expense reports, an hour a week")
        turns, bare = [], []
        for message in _MESSAGES:
            bare.append(_seconds(lambda message=message: local_embeddings().embed([message])))
            turns.append(_seconds(lambda message=message: conversation.say(message)))
        ratio = statistics.median(turns) / statistics.median(bare)
        shown = f"{ratio:.2f} x ({1000 * statistics.median(turns):.0f} against {1000 * statistics.median(bare):.0f} ms)"
        yield "a guided turn, to the bare embedding of the message", "at most 1.5 x", shown


def _batch(team: Team, activities: list[str]) -> Iterable[tuple[str, str, str]]:
    ownership, some = Ownership(team), activities[:3000]
    roles = [("r0",)] * len(some)
    ownership.find(some[:50], roles[:50])
    bare = _seconds(lambda: local_embeddings().embed(some))
    whole = _seconds(lambda: ownership.find(some, roles))
    yield (
        "findings, to the bare embedding of the texts",
        "at least 0.9 x",
        f"{bare / whole:.2f} x ({len(some) / whole:.0f} a second)",
    )
    again = _seconds(lambda: ownership.find(some[:300] * 10, roles))
    once = _seconds(lambda: ownership.find(some[:300], roles[:300]))
    yield "ten times the same titles, to once", "repeats cost nothing", f"{again / once:.2f} x"


def _loop(team: Team, activities: list[str]) -> Iterable[tuple[str, str, str]]:
    import chromadb
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    store = Chroma(
        client=chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False)),
        collection_name="bench-speed", embedding_function=local_embeddings(),
    )  # fmt: skip
    store.add_texts([line.text for line in team.lines])
    # As in work logs, every title comes several times.
    some = activities[:100] * 10
    ownership = Ownership(team)
    whole = _seconds(lambda: ownership.find(some, [("r0",)] * len(some)))
    loop = _seconds(lambda: [store.similarity_search_with_score(one, k=3) for one in some])
    yield "the LangChain + Chroma loop, to findings (each title ten times)", "at least 5 x", f"{loop / whole:.1f} x"
    distinct = activities[:500]
    whole = _seconds(lambda: ownership.find(distinct, [("r0",)] * len(distinct)))
    loop = _seconds(lambda: [store.similarity_search_with_score(one, k=3) for one in distinct])
    yield "the same, all titles different", "", f"{loop / whole:.1f} x"


def _growth(team: Team, activities: list[str]) -> Iterable[tuple[str, str, str]]:
    ownership = Ownership(team)
    times = {}
    for count in (1000, 2000, 4000):
        some = activities[:count]
        times[count] = _seconds(lambda some=some: ownership.find(some, [("r0",)] * len(some)))
    yield "4,000 activities, to 1,000", "4 x (linear)", f"{times[4000] / times[1000]:.2f} x"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for start in range(0, 40_000, 1000):
        some = [f"{activities[place % len(activities)]} {place}" for place in range(start, start + 200)]
        ownership.find(some * 5, [("r0",)] * 1000)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield "memory after 40,000 more in a stream, to before", "flat", f"{after / before:.2f} x ({after / 1024:.0f} MB)"


def _index(lines: list[str]) -> Iterable[tuple[str, str, str]]:
    texts = [f"{lines[place % len(lines)]} ({place})" for place in range(10_000)]
    entries = [Entry(id=str(place), text=text) for place, text in enumerate(texts)]
    # Drawn, not computed: it is the index that is measured, and not the model.
    drawn = AnyEmbeddings(DeterministicFakeEmbedding(size=384), "drawn")
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        whole = _seconds(lambda: open_index("whole", entries, drawn, folder))
        changed = [*entries[1:], Entry(id="0", text="something else")]
        again = _seconds(lambda: open_index("whole", changed, drawn, folder))
        embedded = _seconds(lambda: local_embeddings().embed(texts[:500])) * len(texts) / 500
        large, small = open_index("whole", changed, drawn, folder), open_index("part", entries[:1000], drawn, folder)
        times = [_seconds(lambda one=one: [one.search(text, 5) for text in texts[:200]]) for one in (large, small)]
    share = again / (whole + embedded)
    yield "one text changed among 10,000, to a full build", "at most 1%", f"{100 * share:.1f}% ({again:.2f} s)"
    yield "search among 10,000 texts, to among 1,000", "sublinear (< 10 x)", f"{times[0] / times[1]:.2f} x"


def _together(team: Team) -> Iterable[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as home:
        reflect = Reflect.open(team, home=Path(home))
        reflect.warm_up()
        talks = [reflect.session(person="Ana Lee") for _ in range(11)]
        alone = [_seconds(lambda message=message: talks[10].say(message)) for message in _MESSAGES[:10]]

        def speak(talk: Conversation) -> list[float]:
            return [_seconds(lambda message=message: talk.say(message)) for message in _MESSAGES[:10]]

        with ThreadPoolExecutor(10) as pool:
            together = [one for some in pool.map(speak, talks[:10]) for one in some]
    ratio = statistics.median(together) / statistics.median(alone)
    shown = f"{ratio:.1f} x at the median, {max(together) / max(alone):.1f} x the slowest"
    yield "ten people who answer without a pause, to one alone", "at most 2 x, with pauses", shown


def _start() -> Iterable[tuple[str, str, str]]:
    for label, command in (
        ("import reflect", ["-c", "import reflect"]),
        ("reflect --help", ["-m", "reflect", "--help"]),
    ):
        yield f"{label}, processor seconds", "under 0.3 s", f"{min(_processor(command) for _ in range(3)):.2f} s"


def _processor(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
