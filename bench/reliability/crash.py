"""Kills talking processes at random moments, and looks whether anything that was answered is missing.

    python bench/reliability/crash.py                # 200 kills, three processes on one SQLite file
    python bench/reliability/crash.py --kills 20

Each process talks, also in sessions of the others, and tells of a turn only once it has been returned. After each kill
the file is checked; at the end every turn that was told of is looked for, with its words. Exit 1 if one is missing.
A killed process is what this can show; a power cut isn't (the file is written with synchronous=FULL for that).
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from reflect.assistant import Reflect
from reflect.errors import ReflectError

_SPEAKERS = 3
# So long after its first turn a process lives at most; some are killed while they still begin.
_LONGEST_LIFE, _LONGEST_START, _CHANCE_OF_A_START = 3.0, 5.0, 0.1
_TURNS_A_TALK = 12
_CHANCE_OF_ANOTHERS = 0.25
_PEOPLE = ("Dana Reyes", "Luis Prado", "Hannah Weiss")
_SAID = (
    "I check every quote before it goes out, about three hours a week", "the Friday slides on win rates, two hours",
    "make that four hours", "they didn't know it was theirs", "nothing would happen if I stopped", "that's deal desk's",
    "I clean up duplicates most mornings, half an hour", "yes, that one", "not really, no", "just draft it",
    "show me the list", "the board pack, a day a month", "skip that one", "nobody's as far as I know",
)  # fmt: skip


@dataclass
class Speaker:
    """A process that talks, how long it is to live after its first turn, and when it is to die."""

    process: ForkServerProcess
    told: Connection
    lives: float
    dies: float = math.inf


@dataclass
class Told:
    """The turns that were answered for, by session and number, with the message of each; and what else happened."""

    turns: dict[tuple[str, int], str] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)

    def hear(self, speaker: Speaker) -> None:
        """Take up everything that a process has told by now, be it that it is dead."""
        try:
            while speaker.told.poll():
                kind, session, number, message = speaker.told.recv()
                speaker.dies = min(speaker.dies, time.monotonic() + speaker.lives)
                if kind == "turn":
                    self.turns[session, number] = message
                else:
                    self.others[message] += 1
        except (EOFError, OSError):
            # It was killed; what it told before came through.
            pass


def speak(home: str, database: str, seed: int, told: Connection) -> None:
    """Talk until the end, telling of each turn once it is there."""
    chance = random.Random(seed)  # noqa: S311
    reflect = Reflect.open("harbor", home=home, database=database)
    number = 0
    while True:
        infos = reflect.sessions()
        if infos and chance.random() < _CHANCE_OF_ANOTHERS:
            conversation = reflect.resume(chance.choice(infos).id)
        else:
            conversation = reflect.session("stop-list", person=chance.choice(_PEOPLE))
        for _ in range(_TURNS_A_TALK):
            number += 1
            # Never the same twice, so that each can be told from every other.
            message = f"{chance.choice(_SAID)} ({seed}.{number})"
            try:
                conversation.say(message)
            except ReflectError as error:
                told.send(("trouble", "", 0, type(error).__name__))
                break
            # Whoever goes on in another's session may be answered by a turn that the other began.
            last = len(conversation.exchanges) - 1
            told.send(("turn", conversation.id, last, conversation.exchanges[last].message))


def main() -> int:
    """Kill, check, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="how many (200)")
    parser.add_argument("--seed", type=int, default=1, help="of everything that is left to chance but the moments")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "reflect.sqlite"
        _prepare(home, path)
        told, began = Told(), time.monotonic()
        unsound = _kill_many(home, path, options.kills, options.seed, told)
        missing = _missing(home, path, told)
        took = time.monotonic() - began
    print(f"{options.kills} kills in {took:.0f} seconds, {_SPEAKERS} processes on one file")
    print(f"turns answered for: {len(told.turns)}, in {len({session for session, _ in told.turns})} sessions")
    print(f"said again or elsewhere: {dict(told.others) or 'nothing'}")
    print(f"turns missing or changed: {len(missing)}; checks of the file that failed: {len(unsound)}")
    for line in (*unsound, *missing[:20]):
        print(f"  {line}")
    return 1 if missing or unsound or not told.turns else 0


def _prepare(home: str, path: Path) -> None:
    """Make the indexes and the tables once, so that the kills fall into the talks."""
    reflect = Reflect.open("harbor", home=home, database=f"sqlite:///{path}")
    reflect.warm_up()
    reflect.close()


def _kill_many(home: str, path: Path, kills: int, seed: int, told: Told) -> list[str]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warm"])
    chance, unsound, count = random.Random(seed), [], 0  # noqa: S311

    def start() -> Speaker:
        nonlocal seed
        seed += 1
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(target=speak, args=(home, f"sqlite:///{path}", seed, theirs), daemon=True)
        process.start()
        theirs.close()
        early = chance.random() < _CHANCE_OF_A_START
        dies = time.monotonic() + chance.uniform(0, _LONGEST_START) if early else math.inf
        return Speaker(process, mine, chance.uniform(0, _LONGEST_LIFE), dies)

    speakers = [start() for _ in range(_SPEAKERS)]
    while count < kills:
        time.sleep(0.005)
        for place, speaker in enumerate(speakers):
            told.hear(speaker)
            if (speaker.process.is_alive() and time.monotonic() < speaker.dies) or count >= kills:
                continue
            if not speaker.process.is_alive():
                unsound.append(f"a process ended by itself, with {speaker.process.exitcode}")
            else:
                os.kill(speaker.process.pid or 0, signal.SIGKILL)
            speaker.process.join()
            told.hear(speaker)
            count += 1
            unsound += _check(path)
            speakers[place] = start()
            if count % 20 == 0:
                print(f"  {count} kills, {len(told.turns)} turns", file=sys.stderr, flush=True)
    for speaker in speakers:
        speaker.process.kill()
        speaker.process.join()
        told.hear(speaker)
    return unsound


def _check(path: Path) -> list[str]:
    connection = sqlite3.connect(path, timeout=30)
    try:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    finally:
        connection.close()
    return [] if said == ["ok"] else said


def _missing(home: str, path: Path, told: Told) -> list[str]:
    """What was answered for and isn't there as it was; and sessions that can't be opened."""
    reflect = Reflect.open("harbor", home=home, database=f"sqlite:///{path}")
    missing = _check(path)
    kept: dict[str, list[str | None]] = {}
    for info in reflect.sessions():
        try:
            kept[info.id] = [one.message for one in reflect.resume(info.id).exchanges]
        except ReflectError as error:
            missing.append(f"{info.id} can't be opened: {error}")
    reflect.close()
    for (session, number), message in told.turns.items():
        there = kept.get(session, [])
        if number >= len(there) or there[number] != message:
            missing.append(f"{session} turn {number}: {message!r}")
    return missing


if __name__ == "__main__":
    sys.exit(main())
