"""Long work beside the page: it goes on when a window is closed, tells how far it is, and can be stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from reflect.records import Progress, Record

# Often enough to look alive, seldom enough to cost nothing.
_LOOK = 0.25
# Before that a guess of the time that is left would only jump.
_GUESS_AFTER = 2.0

Tell = Callable[[Progress], None]


class Standing(Record):
    """How far a run is: the step, the share that is done (0 to 1), and the seconds left, once that can be told."""

    step: str = ""
    done: float = 0.0
    left: float | None = None


class _StoppedError(Exception):
    """Somebody stopped the run."""


class Run:
    """One piece of work in a thread of its own.

    Args:
        work: What is done; it is given a function to tell how far it is.
    """

    def __init__(self, work: Callable[[Tell], None]) -> None:
        self._work, self._stop = work, threading.Event()
        self.standing = Standing()
        self.error: Exception | None = None
        self.stopped = False
        self._step, self._began = "", time.monotonic()
        self._thread = threading.Thread(target=self._do, daemon=True)
        self._thread.start()

    def follow(self) -> Iterator[Standing]:
        """How far it is, again and again until it has ended."""
        while self.is_alive:
            yield self.standing
            self._thread.join(_LOOK)

    @property
    def is_alive(self) -> bool:
        """Whether it is still going on."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Have it end at the next chance, with nothing changed."""
        self._stop.set()

    def _do(self) -> None:
        try:
            self._work(self._tell)
        except _StoppedError:
            self.stopped = True
        except Exception as error:  # it is told where the run is followed
            self.error = error

    def _tell(self, progress: Progress) -> None:
        if self._stop.is_set():
            raise _StoppedError
        now = time.monotonic()
        if progress.step != self._step:
            self._step, self._began = progress.step, now
        share = min(1.0, progress.done / progress.total) if progress.total else 0.0
        spent = now - self._began
        left = spent * (1 - share) / share if share and spent > _GUESS_AFTER else None
        self.standing = Standing(step=progress.step, done=share, left=left)


class Runs:
    """The runs that are under way, one a person."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def start(self, name: str, work: Callable[[Tell], None]) -> Run:
        """Begin a run for a person, or take up the one that is under way."""
        with self._lock:
            run = self._runs.get(name)
            if run is None or not run.is_alive:
                run = self._runs[name] = Run(work)
            return run

    @property
    def busy(self) -> bool:
        """Whether anybody's run is under way."""
        return any(run.is_alive for run in list(self._runs.values()))

    def find(self, name: str) -> Run | None:
        """The person's run that is under way."""
        run = self._runs.get(name)
        return run if run is not None and run.is_alive else None
