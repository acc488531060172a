"""Whether a chat model may be asked just now: it has to have passed its trial, and it is left alone after failures.

One for all who ask a model in a talk (listening, speaking, drafting, the say in whose work it is), so that nobody waits
twice in one turn for a server that is gone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

from reflect.engines.model.trial import Trial

Part = Literal["listen", "speak", "draft", "judge"]

# A person waits so many seconds for the trial; after that the guided engine goes on until it is over.
PATIENCE = 6.0
# After a failure nobody asks for the rest of the turn; after more of them the part that failed rests longer.
_TURN, _REST, _LONGEST = 3.0, 30.0, 480.0
# Failures of the endpoint; others are of one answer, one message or one session, and say nothing of the next.
_OF_THE_ENDPOINT = frozenset(
    "unreachable slow busy rate server key quota no_such_model certificate address moved provider failed".split()
)
UNTRIED, UNPROVEN = "untried", "unproven"


class Trust:
    """What stands against asking a model. Safe to use from several threads.

    Args:
        trial: Whether it hears well enough; without one it is taken at its word.
        clock: Seconds that only grow.
    """

    def __init__(self, trial: Trial | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._trial, self._clock, self._lock = trial, clock, threading.Lock()
        self._failures: dict[str, int] = {}
        self._until: dict[str, tuple[float, str]] = {}
        self._waited = False
        if trial is not None:
            trial.start()

    def doubt(self, part: Part, wait: float = PATIENCE) -> str | None:
        """Why the model isn't asked: a kind of `ModelError`, "untried" or "unproven"; None if it may be.

        Args:
            part: What it would be asked for.
            wait: How many seconds to wait at most for the trial to end.
        """
        now = self._clock()
        with self._lock:
            resting = [
                kind for name in (part, "") if (end := self._until.get(name)) and now < end[0] for kind in end[1:]
            ]
        if resting:
            return resting[0]
        if self._trial is None:
            return None
        # Waited for once; a trial that takes longer goes on in the background.
        result = self._trial.result(0 if self._waited else wait)
        self._waited = self._waited or wait >= PATIENCE
        if result is None:
            return self._trial.trouble or UNTRIED
        return None if result.passed else self._trial.trouble or UNPROVEN

    def failed(self, part: Part, kind: str) -> None:
        """The model failed at something."""
        if kind not in _OF_THE_ENDPOINT:
            return
        with self._lock:
            count = self._failures[part] = self._failures.get(part, 0) + 1
            now = self._clock()
            self._until[""] = now + _TURN, kind
            if count > 1:
                self._until[part] = now + min(_REST * 2 ** (count - 2), _LONGEST), kind

    def worked(self, part: Part) -> None:
        """The model did what it was asked for."""
        with self._lock:
            self._failures.pop(part, None)
            self._until.pop(part, None)
