"""How fast and how large stop lists are, as ratios to a baseline measured in the same run on the same machine.

    python bench/stoplist/run.py [--only throughput|loop|memory|order|hundred]

Titles and lines come from the invented teams of bench/ownership/training. Needs the extra `bench`. Each part runs in
a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
sys.path.insert(0, str(Path(__file__).parent.parent / "ownership"))

from cases import read_training

from reflect.assistant import Reflect
from reflect.embedding import local_embeddings
from reflect.records import Activity, Person, Role, Team
from reflect.stoplist.gathering import gather
from reflect.stoplist.listing import Period
from reflect.worklog import read_worklog

_ROLES, _LINES, _PEOPLE, _TITLES = 20, 8, 100, 1024


def main() -> None:
    """Measure the parts and print a line for each: what, the aim, the figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=tuple(_PARTS))
    only = parser.parse_args().only
    if only:
        for row in _PARTS[only]():
            print(" | ".join(row), flush=True)
        return
    for name in _PARTS:
        subprocess.run([sys.executable, __file__, "--only", name], check=True)


def _team(people: int = _PEOPLE) -> tuple[Team, list[str]]:
    """A team of these many people, and every distinct title of the training teams."""
    known = read_training()
    lines = [line.text for one in known for line in one.team.lines][: _ROLES * _LINES]
    roles = tuple(
        Role(id=f"r{n}", title=f"Role {n}", accountabilities=tuple(lines[n * _LINES : (n + 1) * _LINES]))
        for n in range(_ROLES)
    )
    staff = tuple(Person(name=f"Person {_letters(n)}", roles=(f"r{n % _ROLES}",)) for n in range(people))
    titles = list(dict.fromkeys(case.activity for one in known for case in one.cases))
    return Team(name="Large", roles=roles, people=staff), titles


def _letters(number: int) -> str:
    """A name for a number; by figures nobody is told apart in files."""
    return "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0)).title()


def _throughput() -> Iterator[tuple[str, str, str]]:
    team, titles = _team()
    bare, whole, read = [], [], []
    with tempfile.TemporaryDirectory() as home:
        reflect = Reflect.open(team, home=Path(home))
        reflect.stop_list([Activity(text="Warming up", person=team.people[0].name)])
        # Vectors are remembered, so each is measured on titles of its own.
        for n in range(2):
            some, others = (titles[at : at + _TITLES] for at in (2 * n * _TITLES, (2 * n + 1) * _TITLES))
            done = [Activity(text=title, person=_doer(team, n).name, hours=1) for n, title in enumerate(some)]
            table = Path(home) / "week.csv"
            with table.open("w", encoding="utf-8", newline="") as file:
                rows = ((title, _doer(team, n).name, 1) for n, title in enumerate(others))
                csv.writer(file).writerows([("Activity", "Person", "Hours a week"), *rows])
            bare.append(_seconds(lambda some=some: local_embeddings().embed(some)))
            whole.append(_seconds(lambda done=done: reflect.stop_list(done)))
            read.append(_seconds(lambda table=table: _from_file(reflect, table)))
    for name, aim, times in (("", "at least 0.9 x", whole), (", read from a file", "", read)):
        shown = f"{min(bare) / min(times):.2f} x ({_TITLES / min(times):.0f} titles a second)"
        yield f"stop lists, to the bare embedding of the distinct titles{name}", aim, shown


def _doer(team: Team, number: int) -> Person:
    """Everybody's titles are their own."""
    return team.people[number % _PEOPLE]


def _from_file(reflect: Reflect, path: Path) -> None:
    log = read_worklog([path], reflect.team, today=reflect.today())
    list(reflect.stop_lists(gather(log.activities, reflect.team), Period(made=reflect.today())))


def _loop() -> Iterator[tuple[str, str, str]]:
    import chromadb
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    team, titles = _team()
    done = [Activity(text=title, person=person.name, hours=1) for person in team.people[:20] for title in titles[:50]]
    store = Chroma(
        client=chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False)),
        collection_name="bench-stoplist", embedding_function=local_embeddings(),
    )  # fmt: skip
    store.add_texts([line.text for line in team.lines])
    with tempfile.TemporaryDirectory() as home:
        reflect = Reflect.open(team, home=Path(home))
        reflect.stop_list([Activity(text="Warming up", person=team.people[0].name)])
        whole = _seconds(lambda: reflect.stop_list(done))
        loop = _seconds(lambda: [store.similarity_search_with_score(one.text, k=3) for one in done])
        distinct = [Activity(text=title, person=team.people[0].name) for title in titles[50:550]]
        alone = _seconds(lambda: reflect.stop_list(distinct))
        apart = _seconds(lambda: [store.similarity_search_with_score(one.text, k=3) for one in distinct])
    yield "the LangChain + Chroma loop, to stop lists (20 people, 50 titles)", "at least 5 x", f"{loop / whole:.1f} x"
    yield "the same, all titles different", "", f"{apart / alone:.1f} x"


def _memory() -> Iterator[tuple[str, str, str]]:
    team, titles = _team(1000)
    draw = random.Random(7)  # noqa: S311 - which title whom, and no secret

    def million() -> Iterator[Activity]:
        """A thousand people, each of whom does some 150 things over and over."""
        for person in team.people:
            own = draw.sample(titles[:2000], 150)
            for _ in range(1000):
                yield Activity(text=draw.choice(own), person=person.name, hours=0.1, source="calendar.ics")

    with tempfile.TemporaryDirectory() as home:
        reflect = Reflect.open(team, home=Path(home))
        begun = time.perf_counter()
        gathered = gather(million(), team)
        gathering = time.perf_counter() - begun
        rollup = reflect.roll_up(reflect.stop_lists(gathered, Period(made=reflect.today())))
        took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shown = f"{peak:.0f} MB, {took:.0f} s, of it {gathering:.0f} s to add them up ({rollup.took_part} people)"
    yield "a million activities, 2,000 titles, with the roll-up", "under 1,500 MB", shown


def _order() -> Iterator[tuple[str, str, str]]:
    team, titles = _team()
    done = [
        Activity(text=title, person=person.name, hours=n % 7 / 3)
        for n, title in enumerate(titles[:400])
        for person in team.people[:10]
    ]
    with tempfile.TemporaryDirectory() as home:
        reflect = Reflect.open(team, home=Path(home))
        straight = reflect.stop_list(done)
        random.Random(3).shuffle(done)  # noqa: S311
        same = reflect.stop_list(done) == straight
    yield "the same lists in whatever order", "yes", "yes" if same else "no"


def _hundred() -> Iterator[tuple[str, str, str]]:
    from reflect.reports.stoplist.files import person_files, team_files, write_whole

    team, titles = _team()
    draw = random.Random(11)  # noqa: S311
    # A year of calendar comes to some 150 things that somebody does.
    done = [
        Activity(text=title, person=person.name, hours=0.5)
        for person in team.people
        for title in draw.sample(titles[:5000], 150)
    ]
    with tempfile.TemporaryDirectory() as home:
        reflect = Reflect.open(team, home=Path(home))
        reflect.stop_list(done[:10])
        begun = time.perf_counter()
        lists = []
        for one in reflect.stop_lists(gather(done, team), Period(made=reflect.today())):
            write_whole(Path(home) / "people", person_files(one, team))
            lists.append(one)
        write_whole(Path(home), team_files(reflect.roll_up(lists), team))
        took = time.perf_counter() - begun
    yield "a hundred people, 150 activities each, all documents", "minutes", f"{took:.0f} s"


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


_PARTS = {"throughput": _throughput, "loop": _loop, "memory": _memory, "order": _order, "hundred": _hundred}

if __name__ == "__main__":
    main()
