"""The engine that talks with the help of a chat model, and without it where it fails.

The guided engine hears every message first; what leaves no room for doubt (an option that was clicked, a matter for
somebody else than a program, a plain question it can answer by itself) stays with it, and words of danger are never
sent anywhere. Everything else the model reads, if it has shown that it can (trial.py), and what it says is held against
the message (evidence.py). It then words the reflection and the question (speaking.py). Whenever the model fails, the
turn is the guided engine's, and the person is told once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from reflect.chatmodel import ChatModel
from reflect.engines.guided.engine import GuidedEngine
from reflect.engines.guided.readers import picked_option
from reflect.engines.model.drafting import word_drafts
from reflect.engines.model.evidence import hear
from reflect.engines.model.reading import Reading, describe, instructions
from reflect.engines.model.speaking import Voice, plan
from reflect.engines.model.trial import Trial
from reflect.engines.model.wording import Wordings
from reflect.engines.protocol import Heard, Move, Scene, Speech
from reflect.errors import ModelError
from reflect.language.clauses import plain
from reflect.prompts import read_table
from reflect.records import Handoff, Session

log = logging.getLogger(__name__)

# After so many failures in a row the model is left alone for a while, so that nobody waits for it turn after turn.
_FAILURES, _REST = 2, 30.0
_DOWN, _UP = "model:down", "model:up"
# A wish of so few words, and an answer of so few, leave nothing for a model to hear better.
_FEW, _VERY_FEW = 6, 2
# The first message waits so long for the trial; after that the guided engine hears until it is over.
_WAIT_FOR_TRIAL = 6.0
_UNTRIED, _UNPROVEN = "untried", "unproven"


class ModelEngine:
    """Listens and speaks with a chat model, checked and backed by the guided engine.

    Args:
        model: The chat model.
        guided: Hears first, and takes over where the model fails.
        trial: Whether the model hears well enough to be believed; without one it is taken at its word.
        clock: Seconds that only grow.
    """

    name = "model"

    def __init__(
        self,
        model: ChatModel,
        guided: GuidedEngine,
        trial: Trial | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model, self._guided, self._trial = model, guided, trial
        self._wordings = Wordings(guided.meanings)
        self._pause = _Pause(clock)
        if trial is not None:
            trial.start()

    def listen(self, message: str, session: Session, scene: Scene) -> Heard:
        """What the message says."""
        text = plain(message)
        heard = self._guided.listen(message, session, scene).but(message=text)
        if _is_settled(heard, text, session) or self._pause.lasts():
            return heard
        if self._trial is not None:
            tried = self._trial.result(_WAIT_FOR_TRIAL)
            if tried is None or not tried.passed:
                return heard.but(unread=_UNTRIED if tried is None else _UNPROVEN)
        try:
            reading = self._of(session).ask(Reading, instructions(), describe(text, session, scene))
        except ModelError as error:
            self._pause.failed()
            log.warning("%s; the guided engine hears this turn", error)
            return heard.but(unread=error.kind)
        self._pause.worked()
        return hear(reading, text, heard, session, scene, self._guided.meanings) or heard

    def speak(self, move: Move, session: Session, scene: Scene) -> Iterator[str | Speech]:
        """The words of a turn, piece by piece; the last piece is the whole."""
        guided = _whole(self._guided.speak(move, session, scene))
        planned = plan(guided, move, scene)
        failed = move.heard.unread if move.heard else None
        if failed is None and planned.wanted and self._is_believed() and not self._pause.lasts():
            try:
                voice = Voice(self._of(session), self._wordings)
                for piece in voice.speak(planned, move, session, scene):
                    yield _back_up(piece, guided, session) if isinstance(piece, Speech) else piece
                return
            except ModelError as error:
                self._pause.failed()
                log.warning("%s; the guided engine says this turn", error)
                failed = error.kind
        if failed is not None:
            guided = _told(guided, failed, session)
        yield guided.text
        yield guided

    def draft(self, drafts: Sequence[Handoff], session: Session, scene: Scene) -> Mapping[str, str]:
        """Better words for sections in the giver's own; none where the model fails or isn't believed."""
        if not self._is_believed() or self._pause.lasts():
            return {}
        try:
            return word_drafts(drafts, session, scene, self._of(session), self._wordings)
        except ModelError as error:
            self._pause.failed()
            log.warning("%s; the draft stays in the words that were said", error)
            return {}

    def _is_believed(self) -> bool:
        """Whether the model has shown that it can listen, or needn't."""
        tried = self._trial.result(0) if self._trial is not None else None
        return self._trial is None or (tried is not None and tried.passed)

    def _of(self, session: Session) -> ChatModel:
        """The model with the usage and the budget of this session."""
        return self._model.for_session(session.id)


class _Pause:
    """Leaves a model alone for a while that failed several times in a row. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failures, self._until = 0, 0.0

    def lasts(self) -> bool:
        return self._clock() < self._until

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._until = self._clock() + _REST * min(2 ** (self._failures - _FAILURES), 16)

    def worked(self) -> None:
        with self._lock:
            self._failures, self._until = 0, 0.0


def _is_settled(heard: Heard, text: str, session: Session) -> bool:
    """Whether there is nothing that a model could hear better, or nothing it should hear."""
    question = session.question
    clicked = question is not None and picked_option(text, question.options) is not None
    words = len(text.split())
    plain_wish = heard.wish is not None and words <= _FEW
    plain_answer = heard.answer is not None and words <= _VERY_FEW
    settled = heard.concern or heard.aside or heard.inquiry or clicked or plain_wish or plain_answer
    return bool(settled) or not any(map(str.isalnum, text))


def _whole(pieces: Iterator[str | Speech]) -> Speech:
    speech = Speech(text="")
    for piece in pieces:
        if isinstance(piece, Speech):
            speech = piece
    return speech


def _is_down(session: Session) -> bool:
    """Whether the person was told that the model fails, and it didn't work since."""
    last = next((one for one in reversed(session.said) if one in (_DOWN, _UP)), _UP)
    return last == _DOWN


def _told(guided: Speech, kind: str, session: Session) -> Speech:
    """The turn with a word on why the model had no part in it: when it fails, and once more if it fails again."""
    notes, before = read_table("notes"), session.said.count(_DOWN)
    note = str(notes.get(kind, notes["other"]) if not before else notes["again"] if before == 1 else "")
    if _is_down(session) or not note:
        return guided
    return guided.but(text=f"{note} {guided.text}".strip(), said=(*guided.said, _DOWN))


def _back_up(speech: Speech, guided: Speech, session: Session) -> Speech:
    """The turn with the mark that the model works again, if it had a part in it and didn't before."""
    worded = speech.said != guided.said
    return speech.but(said=(*speech.said, _UP)) if worded and _is_down(session) else speech
