"""Whether a chat model hears well enough to be believed: it is tried on messages whose meaning is known.

A small or confused model points at words that do stand in the message and takes them for something else, which no
comparison with the message can tell. So a model shows first that it can listen; one that can't has no part in the talk.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from reflect.chatmodel import ChatModel, in_parallel
from reflect.engines.guided.engine import GuidedEngine
from reflect.engines.model.evidence import hear
from reflect.engines.model.reading import Reading, describe, instructions
from reflect.engines.protocol import Heard, Scene
from reflect.errors import ModelError
from reflect.language.mentions import NameFinder
from reflect.practices import load_practices
from reflect.prompts import read_table
from reflect.records import Activity, Asked, Fact, Finding, Item, Record, Session
from reflect.team import read_team

log = logging.getLogger(__name__)

# A result is believed for so long; a model behind a name may change.
_BELIEVED = timedelta(days=30)
# A model that couldn't be tried is tried again after so many seconds.
_REST = 300.0
# A server on one's own machine mostly answers one call at a time, and each has its deadline.
_AT_A_TIME = 2
# Failures that are the model's own; with others it can't be tried at all.
_ODD_ANSWERS = frozenset(("shape", "empty", "half", "refused", "slow"))
_TEAM, _PRACTICE = "harbor", "stop-list"


class Result(Record):
    """How a trial went: how many messages were heard right, of how many, and whether that is enough.

    `slow`: it would have passed but for answers that took too long, which may be the machine's fault.
    """

    right: int
    of: int
    passed: bool
    on: datetime
    slow: bool = False


class Trial:
    """Tries a model once, in the background, and remembers the result.

    Args:
        model: The chat model.
        guided: Reads what the model points at.
        folder: Where results are kept; None keeps them in memory.
    """

    def __init__(self, model: ChatModel, guided: GuidedEngine, folder: Path | None) -> None:
        self._model, self._guided, self._folder = model, guided, folder
        self._started, self._lock, self._done = False, threading.Lock(), threading.Event()
        self._result: Result | None = None
        self._again_at = 0.0
        self.trouble: str | None = None
        """The kind of failure for which it couldn't be tried."""

    def start(self) -> None:
        """Begin, unless a result is known or on its way, or it couldn't be tried a moment ago."""
        with self._lock:
            if self._started or time.monotonic() < self._again_at:
                return
            self._started = True
            self._done.clear()
        if (known := self._load()) is not None:
            self._finish(known)
            return
        threading.Thread(target=self._run, name="trial of the model", daemon=True).start()

    def result(self, wait: float) -> Result | None:
        """How it went, waiting at most so many seconds; None while it isn't over, or if the model couldn't be tried."""
        self.start()
        self._done.wait(wait)
        return self._result

    def again(self) -> Result:
        """Try it now, whatever is known of it, and remember that.

        Raises:
            ModelError: If it can't be reached at all.
        """
        result = try_out(self._model, self._guided)
        self._keep(result)
        self._finish(result)
        return result

    def _finish(self, result: Result) -> None:
        if not result.passed:
            log.warning(
                "%s misheard too many messages when it was tried out, so it has no say; `reflect doctor` tries again",
                self._model.name,
            )
        self.trouble = "slow" if result.slow else None
        self._result, self._started = result, True
        self._done.set()

    def _run(self) -> None:
        try:
            result = try_out(self._model, self._guided)
        except Exception as error:
            # Whatever it was, whoever waits for the trial mustn't wait for ever; it is tried again after a while.
            cause = error if isinstance(error, ModelError) else type(error).__name__
            log.warning("%s couldn't be tried out: %s", self._model.name, cause)
            with self._lock:
                self.trouble = error.kind if isinstance(error, ModelError) else "failed"
                self._started, self._again_at = False, time.monotonic() + _REST
            self._done.set()
            return
        self._keep(result)
        self._finish(result)

    # ---- what is kept

    def _file(self) -> Path | None:
        if self._folder is None:
            return None
        shape = Reading.model_json_schema()
        told = f"{self._model.name}\n{self._model.host}\n{instructions()}\n{read_table('trial')}\n{shape}"
        return self._folder / f"trial-{hashlib.sha256(told.encode()).hexdigest()[:16]}.json"

    def _load(self) -> Result | None:
        file = self._file()
        try:
            if file is None or not file.exists():
                return None
            result = Result.model_validate_json(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            log.warning("the result of an earlier trial can't be read (%s); the model is tried again", error)
            return None
        return result if datetime.now(UTC) - result.on < _BELIEVED else None

    def _keep(self, result: Result) -> None:
        file = self._file()
        if file is None or result.slow:
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(result.model_dump_json(), encoding="utf-8")
        except OSError as error:
            log.warning("the result of the trial can't be kept (%s); the model will be tried again", error)


def try_out(model: ChatModel, guided: GuidedEngine) -> Result:
    """Try a model on every message; ends early once it can't pass any more.

    Raises:
        ModelError: If it can't be reached at all.
    """
    table = read_table("trial")
    cases, allowed = list(table["reads"]), int(table["misses_allowed"])
    scene = _scene()
    misheard: list[str] = []
    late: list[str] = []

    def attempt(case: Mapping[str, Any]) -> bool:
        if max(len(misheard), len(late)) > allowed:
            return False
        missed = misheard
        try:
            if _is_right(case, scene, model, guided):
                return True
        except ModelError as error:
            if error.kind not in _ODD_ANSWERS:
                raise
            missed = late if error.kind == "slow" else misheard
        missed.append(str(case["message"]))
        return False

    right = sum(in_parallel(attempt, cases, _AT_A_TIME))
    passed = len(misheard) + len(late) <= allowed
    slow = not passed and len(misheard) <= allowed
    return Result(right=right, of=len(cases), passed=passed, on=datetime.now(UTC), slow=slow)


def _is_right(case: Mapping[str, Any], scene: Scene, model: ChatModel, guided: GuidedEngine) -> bool:
    session = _session(case, scene)
    message = str(case["message"])
    reading = model.ask(Reading, instructions(), describe(message, session, scene))
    heard = hear(reading, message, Heard(whole=message), session, scene, guided.meanings) or Heard()
    return _fits(case, heard, scene)


def _fits(case: Mapping[str, Any], heard: Heard, scene: Scene) -> bool:
    """Whether everything was heard that had to be, and no choice that mustn't."""
    wanted: Mapping[str, Any] = case.get("facts", {})
    # Facts of the only activity on the list may be told as a correction.
    facts = dict(heard.facts) | (dict(heard.amendment.facts) if heard.amendment else {})
    choices = {name for name in facts if (spec := scene.practice.facts.get(name)) and spec.kind in ("choice", "who")}
    return (
        all(name in facts and str(facts[name].value) == str(value) for name, value in wanted.items())
        and (case.get("amends") is not None or choices <= {*wanted, *case.get("may", ())})
        and len(heard.activities) == case.get("activities", 0)
        and (case.get("amends") is None or (heard.amendment is not None and heard.amendment.item == case["amends"]))
        and (heard.wish == case.get("wish"))
        and (bool(heard.concern) <= bool(case.get("concern")))
    )


def _scene() -> Scene:
    team = read_team(_TEAM)
    return Scene(
        team=team, person=team.people[0], practice=load_practices(None)[_PRACTICE], names=NameFinder(team),
        whose=_unknown, search=lambda *_: [],
    )  # fmt: skip


def _session(case: Mapping[str, Any], scene: Scene) -> Session:
    """The session in which a message of the trial is said."""
    practice = scene.practice
    known = {name: Fact(value=value) for name, value in case.get("known", {}).items()}
    listed = enumerate(case.get("list", ()), 1)
    items = tuple(Item(id=number, activity=Activity(text=text), facts=known) for number, text in listed)
    fact = str(case["asked"])
    number = len(items) if practice.facts[fact].about == "activity" else None
    asked = Asked(fact=fact, item=number, words=practice.facts[fact].ask[-1].says)
    return Session(
        id="trial", practice=practice.id, team=scene.team.name, person=scene.person.name, engine="model",
        started=datetime.now(UTC), items=items, focus=number, asked=(asked,),
    )  # fmt: skip


def _unknown(activities: Any, _roles: Any) -> list[Finding]:
    """Nothing is found in the trial: owners there are named."""
    return [
        Finding(activity=text, verdict="ask", owners=(), p_own=0.0, p_other=0.0, p_nobody=1.0) for text in activities
    ]
