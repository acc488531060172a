"""How long the page makes people wait, alone and with ten talking at once.

    python bench/page/run.py [--people 10] [--pause 6]

The page is served as it is for anybody; each person is a thread that speaks to it as a browser does, and waits
between two messages as somebody does who reads and types. What a browser adds is the same alone and among ten.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx2

LINES = (
    "I approve every discount above ten percent, about four hours a week",
    "yes",
    "that's deal desk's",
    "they were never asked",
    "the Friday slides, two hours, and I doubt anyone opens them",
    "nothing would happen",
    "stop it",
    "make that three hours",
    "that's all",
    "yes, that's right",
    "hire a second manager",
    "just draft it",
)


class Wait(NamedTuple):
    """Seconds to the first words of an answer, and to everything that follows from it."""

    words: float
    whole: float


class Visitor:
    """Somebody at the page, without the browser."""

    def __init__(self, address: str) -> None:
        self._client = httpx2.Client(base_url=address, timeout=120)
        self._hash = uuid.uuid4().hex
        config = self._client.get("config").json()
        self._handlers = {one["api_name"]: one["id"] for one in config["dependencies"]}
        person = next(one for one in config["components"] if one["type"] == "dropdown")["props"]["value"]
        self._given: list[Any] = [person, "stop-list", None]

    def open(self) -> float:
        """Open the page; the seconds until the opening stands there."""
        return self._call("begin", [*self._given[:2], {}]).whole

    def say(self, text: str) -> Wait:
        """Say something."""
        return self._call("say", [text, *self._given, None])

    def _call(self, name: str, given: list[Any]) -> Wait:
        began, words = time.perf_counter(), []
        body = {"data": given, "fn_index": self._handlers[name], "session_hash": self._hash}
        self._client.post("gradio_api/queue/join", json=body).raise_for_status()
        with self._client.stream("GET", "gradio_api/queue/data", params={"session_hash": self._hash}) as stream:
            for line in stream.iter_lines():
                told = json.loads(line[5:]) if line.startswith("data:") else {}
                if told.get("msg") == "process_generating":
                    words.append(time.perf_counter() - began)
                if told.get("msg") == "process_completed":
                    if not told["success"]:
                        raise RuntimeError(f"{name}: {told['output']}")
                    break
        # The first piece is the message itself, the second the first words of the answer.
        whole = time.perf_counter() - began
        return Wait(words[1] if len(words) > 1 else whole, whole)


@contextmanager
def served() -> Iterator[str]:
    """The page, with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "reflect", "chat", "--team", "harbor", "--no-open"]
        environment = {"REFLECT_HOME": home, "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])}
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
            try:
                yield next(word for line in process.stderr or () for word in line.split() if word.startswith("http"))
            finally:
                process.kill()


def talk(address: str, pause: float, seed: int) -> list[Wait]:
    """One person's whole talk; how long each turn took."""
    chance, visitor = random.Random(seed), Visitor(address)  # noqa: S311
    time.sleep(chance.uniform(0, pause))
    visitor.open()
    waits = []
    for line in LINES:
        time.sleep(chance.uniform(0.5, 1.5) * pause)
        waits.append(visitor.say(line))
    return waits


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, default=10)
    options.add_argument("--pause", type=float, default=6.0)
    chosen = options.parse_args()
    with served() as address:
        talk(address, 0.1, 0)  # What is loaded once is loaded.
        print(f"open to the opening: {statistics.median(Visitor(address).open() for _ in range(5)):.2f} s")
        alone_each = [talk(address, 0.5, seed) for seed in range(3)]
        with ThreadPoolExecutor(chosen.people) as pool:
            together = list(pool.map(lambda seed: talk(address, chosen.pause, seed), range(chosen.people)))
    # One turn alone is no measure on a machine that does other things, too: of each the slowest of three.
    alone = [Wait(max(w.words for w in waits), max(w.whole for w in waits)) for waits in zip(*alone_each, strict=True)]
    every = [wait for one in together for wait in one]
    ratios = [wait.whole / base.whole for one in together for wait, base in zip(one, alone, strict=True)]
    slow = max(wait.whole for wait in alone)
    for name, waits in (("alone", [wait for one in alone_each for wait in one]), (f"{chosen.people} at once", every)):
        words, whole = ([getattr(wait, part) for wait in waits] for part in ("words", "whole"))
        print(
            f"{name}: first words {statistics.median(words):.2f} s (slowest {max(words):.2f}), "
            f"whole turn {statistics.median(whole):.2f} s (slowest {max(whole):.2f})"
        )
    print(f"a turn among {chosen.people}, to the same turn alone: median {statistics.median(ratios):.2f} x")
    print(f"  slowest to the slowest alone: {max(wait.whole for wait in every) / slow:.2f} x")
    print(f"  above twice its own time alone: {sum(ratio > 2 for ratio in ratios)} of {len(ratios)}")


if __name__ == "__main__":
    main()
