"""How long to wait: deadlines that hold whatever a server does, and several tasks side by side.

A client's own timeout only counts silence between two bytes, so work that may hang runs in a thread that is left to
itself when its time is over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

# A stream that keeps coming may take this many times as long as its first piece.
_WHOLE_STREAM = 6


@dataclass(frozen=True)
class Patience:
    """How long an answer may take, with everything that is tried for it, and how often it is tried again."""

    seconds: float = 20
    retries: int = 2
    first_wait: float = 0.5

    def wait(self, retry: int, after: float | None) -> float:
        """How long to wait before a retry (counted from 0): as the server says, or twice as long each time."""
        return after if after is not None else self.first_wait * 2**retry


class Deadline:
    """A moment by which something has to be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left, never less than 0."""
        return max(0.0, self._end - time.monotonic())


class _End:
    pass


def within(deadline: Deadline, work: Callable[[], Result], give_up: Callable[[], None]) -> Result:
    """What `work` returns or raises.

    Args:
        deadline: By when.
        work: What is done in a thread of its own.
        give_up: Called when nobody listens any more, so that it can end.

    Raises:
        TimeoutError: If it isn't done in time.
    """
    results: SimpleQueue[tuple[Result | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            results.put((work(), None))
        except BaseException as error:
            results.put((None, error))

    Thread(target=run, daemon=True, name="reflect-model").start()
    try:
        result, error = results.get(timeout=deadline.left())
    except Empty:
        give_up()
        raise TimeoutError from None
    except BaseException:
        give_up()
        raise
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def pieces_within(
    deadline: Deadline, silence: Callable[[], float], begin: Callable[[], Iterator[str]], give_up: Callable[[], None]
) -> Iterator[str]:
    """The pieces of a stream: the first by the deadline, each further one within so many seconds.

    Args:
        deadline: By when.
        silence: How many seconds the next piece may take.
        begin: Makes the pieces, in a thread of its own.
        give_up: Called when nobody listens any more, so that it can end.

    Raises:
        TimeoutError: If one doesn't come in time, or all of it takes too long.
    """
    pieces: SimpleQueue[str | _End | BaseException] = SimpleQueue()
    unheard = Event()

    def run() -> None:
        try:
            with closing(begin()) as stream:  # type: ignore[type-var]
                for piece in stream:
                    if unheard.is_set():
                        return
                    pieces.put(piece)
            pieces.put(_End())
        except BaseException as error:
            pieces.put(error)

    Thread(target=run, daemon=True, name="reflect-model-stream").start()
    whole = Deadline(_WHOLE_STREAM * silence())
    try:
        while True:
            try:
                piece = pieces.get(timeout=min(deadline.left(), whole.left()))
            except Empty:
                raise TimeoutError from None
            if isinstance(piece, _End):
                return
            if isinstance(piece, BaseException):
                raise piece
            deadline = Deadline(silence())
            yield piece
    finally:
        unheard.set()
        give_up()


def in_parallel(work: Callable[[Any], Any], tasks: Sequence[Any], most: int = 8) -> list[Any]:
    """The results of independent tasks, in order, at most so many at a time.

    Raises the first error of a task; what hasn't begun by then isn't done. A program that ends waits for none of them,
    as it would for the threads of an executor.
    """
    if len(tasks) < 2:
        return [work(task) for task in tasks]
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(len(tasks)):
        waiting.put(number)
    done: SimpleQueue[tuple[int, Any, BaseException | None]] = SimpleQueue()
    over = Event()

    def run() -> None:
        while not over.is_set():
            try:
                number = waiting.get_nowait()
            except Empty:
                return
            try:
                done.put((number, work(tasks[number]), None))
            except BaseException as error:
                over.set()
                done.put((number, None, error))

    results: list[Any] = [None] * len(tasks)
    try:
        for _ in range(min(most, len(tasks))):
            Thread(target=run, daemon=True, name="reflect-tasks").start()
        for _ in tasks:
            number, results[number], error = done.get()
            if error is not None:
                raise error
    finally:
        over.set()
    return results
