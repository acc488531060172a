"""Fifty simulated people talk for ten minutes; how memory and latency behave meanwhile.

    python bench/reliability/soak.py                       # 50 people, 10 minutes
    python bench/reliability/soak.py --people 20 --minutes 2 --pause 3

The users of bench/conversation talk through the public API in one process, a thread each, with a pause before each
message, one talk after the other, in the file of a fresh home. Exit 1 after an error, or if memory goes on growing.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
sys.path.insert(0, str(Path(__file__).parent.parent / "conversation"))

from simulate import converse
from users import User, read_users, team_of

from reflect import Reflect

_SAMPLE_SECONDS = 5.0
# Megabytes a minute, over the second half; less is what caches and the allocator do.
_STEEPEST = 3.0


class Watched:
    """An assistant whose turns are timed, with a pause before each, and that lets go when the time is over."""

    def __init__(self, reflect: Reflect, soak: Soak, chance: random.Random) -> None:
        self._reflect, self._soak, self._chance = reflect, soak, chance

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reflect, name)

    def session(self, *given: Any, **named: Any) -> Any:
        """A session whose messages are timed."""
        return _Timed(self._reflect.session(*given, **named), self._soak, self._chance)

    def resume(self, session: str) -> Any:
        """Likewise."""
        return _Timed(self._reflect.resume(session), self._soak, self._chance)


class _Timed:
    def __init__(self, conversation: Any, soak: Soak, chance: random.Random) -> None:
        self._conversation, self._soak, self._chance = conversation, soak, chance

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conversation, name)

    def say(self, message: str) -> Any:
        """The turn; how long it took is noted."""
        if self._soak.over.wait(self._chance.expovariate(1 / self._soak.pause) if self._soak.pause else 0):
            raise _Over
        began = time.perf_counter()
        turn = self._conversation.say(message)
        self._soak.took.append(time.perf_counter() - began)
        return turn


class _Over(Exception):
    """The time is over in the middle of a talk."""


class Soak:
    """What is noted while they talk."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.over = threading.Event()
        self.took: list[float] = []
        self.errors: list[str] = []
        self.talks = 0
        self.memory: list[tuple[float, float]] = []

    def talk(self, users: Sequence[User], assistants: dict[str, Reflect], seed: int) -> None:
        """One person after the other, until the time is over."""
        chance = random.Random(seed)  # noqa: S311
        while not self.over.is_set():
            user = chance.choice(users)
            try:
                converse(user, Watched(assistants[user.team], self, chance))  # type: ignore[arg-type]
                self.talks += 1
            except _Over:
                return
            except Exception:
                self.errors.append(f"{user.name}: {traceback.format_exc(limit=-3)}")


def main() -> int:
    """Let them talk, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50, help="how many at a time (50)")
    parser.add_argument("--minutes", type=float, default=10, help="for how long (10)")
    parser.add_argument("--pause", type=float, default=10, help="seconds before a message, on average (10)")
    options = parser.parse_args()
    soak = Soak(options.pause)
    users = read_users()
    with tempfile.TemporaryDirectory() as home:
        assistants = _open(users, home)
        people = [
            threading.Thread(target=soak.talk, args=(users, assistants, seed), daemon=True)
            for seed in range(options.people)
        ]
        began = time.monotonic()
        for person in people:
            person.start()
        while (passed := time.monotonic() - began) < options.minutes * 60:
            soak.memory.append((passed / 60, _resident()))
            time.sleep(min(_SAMPLE_SECONDS, max(0.1, options.minutes * 60 - passed)))
        soak.over.set()
        for person in people:
            person.join(60)
        kept = len(next(iter(assistants.values())).sessions())
        for reflect in assistants.values():
            reflect.close()
    return _tell(soak, options, kept)


def _open(users: Sequence[User], home: str) -> dict[str, Reflect]:
    assistants: dict[str, Reflect] = {}
    for user in users:
        if user.team not in assistants:
            assistants[user.team] = Reflect.open(team_of(user), home=home, model=None)
            assistants[user.team].warm_up()
    return assistants


def _tell(soak: Soak, options: argparse.Namespace, kept: int) -> int:
    took = sorted(soak.took)
    slope = _slope(soak.memory[len(soak.memory) // 2 :])
    print(f"{options.people} people, {options.minutes:g} minutes, {options.pause:g} s before a message on average")
    print(f"turns: {len(took)} in {soak.talks} whole talks; sessions kept: {kept}; errors: {len(soak.errors)}")
    if took:
        p50, p95 = statistics.median(took), took[int(len(took) * 0.95)]
        print(f"latency of a turn: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, max {took[-1] * 1000:.0f} ms")
    steps = soak.memory[:: max(1, len(soak.memory) // 10)]
    print("memory, MB: " + ", ".join(f"{minute:.1f} min {size:.0f}" for minute, size in steps))
    print(f"slope over the second half: {slope:+.1f} MB a minute")
    for error in soak.errors[:10]:
        print(error)
    return 1 if soak.errors or not took or slope > _STEEPEST else 0


def _slope(memory: Sequence[tuple[float, float]]) -> float:
    if len({minute for minute, _ in memory}) < 2:
        return 0.0
    return statistics.linear_regression(*zip(*memory, strict=True)).slope


def _resident() -> float:
    """Megabytes of this process that are in memory; only Linux tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


if __name__ == "__main__":
    sys.exit(main())
