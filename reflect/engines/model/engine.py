"""The engine that talks with the help of a chat model, and without it where it fails.

The guided engine hears every message first; what leaves no room for doubt (an option that was clicked, a matter for
somebody else than a program, a plain question it can answer by itself) stays with it, and words of danger are never
sent anywhere. Everything else the model reads, if it has shown that it can (trial.py), and what it says is held against
the message (evidence.py). It then words the reflection and the question (speaking.py). Whenever the model fails, the
turn is the guided engine's, and the person is told once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from reflect.chatmodel import ChatModel
from reflect.engines.guided.concern import said_outright
from reflect.engines.guided.engine import GuidedEngine
from reflect.engines.guided.options import picked_option
from reflect.engines.model.drafting import word_drafts
from reflect.engines.model.evidence import hear
from reflect.engines.model.reading import Reading, describe, instructions
from reflect.engines.model.speaking import Voice, plan
from reflect.engines.model.trust import PATIENCE, UNTRIED, Part, Trust
from reflect.engines.model.wording import Wordings
from reflect.engines.protocol import Heard, Move, Scene, Speech
from reflect.errors import ModelError
from reflect.language.clauses import plain
from reflect.prompts import read_table
from reflect.records import Handoff, Session

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)

_DOWN, _UP = "model:down", "model:up"
# A server that isn't there says so at once; nobody waits longer before being greeted.
_AT_THE_OPENING = 0.5
# A wish of so few words, and an answer of so few, leave nothing for a model to hear better.
_FEW, _VERY_FEW = 6, 2
_BY_LIKENESS = frozenset(("harassment", "dismissal", "legal", "medical", "verdict"))
# The first message waits so long for the trial; after that the guided engine hears until it is over.
_WAIT_FOR_TRIAL = 6.0
_UNTRIED, _UNPROVEN = "untried", "unproven"


class ModelEngine:
    """Listens and speaks with a chat model, checked and backed by the guided engine.

    Args:
        model: The chat model.
        guided: Hears first, and takes over where the model fails.
        trust: Whether the model may be asked.
    """

    name = "model"

    def __init__(self, model: ChatModel, guided: GuidedEngine, trust: Trust) -> None:
        self._model, self._guided, self._trust = model, guided, trust
        self._wordings = Wordings(guided.meanings)

    def listen(self, message: str, session: Session, scene: Scene) -> Heard:
        """What the message says."""
        text = plain(message)
        heard = self._guided.listen(message, session, scene).but(message=text)
        # What is too long to be heard as a whole may hold what mustn't be sent.
        doubtful = _is_doubtful(heard, text)
        if heard.cut or (_is_settled(heard, text, session) and not doubtful):
            return heard
        reading, failed = self._asked("listen", lambda: self._read(text, session, scene))
        if reading is None:
            return heard.but(unread=failed)
        if doubtful:
            if reading.concern or not (reading.new or reading.told):
                return heard
            heard = heard.but(concern=None, whole=text)
        return hear(reading, text, heard, session, scene, self._guided.meanings) or heard

    def speak(self, move: Move, session: Session, scene: Scene) -> Iterator[str | Speech]:
        """The words of a turn, piece by piece; the last piece is the whole."""
        failed = move.heard.unread if move.heard else self._trust.doubt("speak", _AT_THE_OPENING)
        if move.heard is None and failed not in (None, UNTRIED):
            # Who is greeted by a model that isn't there is greeted by the guided engine.
            session, scene = session.but(engine=self._guided.name), replace(scene, judged=False)
        guided = _whole(self._guided.speak(move, session, scene))
        planned = plan(guided, move, scene)
        if failed is None and planned.wanted and (failed := self._trust.doubt("speak", 0)) is None:
            speech: Speech | None = None
            try:
                for piece in Voice(self._of(session), self._wordings).speak(planned, move, session, scene):
                    speech = piece if isinstance(piece, Speech) else speech
                    yield _back_up(piece, guided, session) if isinstance(piece, Speech) else piece
                self._trust.worked("speak")
            except Exception as error:
                failed = self._failed("speak", error)
            if speech is not None:
                return
        if failed is not None:
            guided = _told(guided, failed, session)
        yield guided.text
        yield guided

    def draft(self, drafts: Sequence[Handoff], session: Session, scene: Scene) -> Mapping[str, str]:
        """Better words for sections in the giver's own; none where the model fails or isn't believed."""
        worded, _ = self._asked(
            "draft", lambda: word_drafts(drafts, session, scene, self._of(session), self._wordings), wait=0
        )
        return worded or {}

    def _read(self, text: str, session: Session, scene: Scene) -> Reading:
        return self._of(session).ask(Reading, instructions(), describe(text, session, scene))

    def _asked(
        self, part: Part, ask: Callable[[], Answer], *, wait: float = PATIENCE
    ) -> tuple[Answer | None, str | None]:
        """What the model gives, or None and why: it is doubted, or it failed."""
        if (doubt := self._trust.doubt(part, wait)) is not None:
            return None, doubt
        try:
            answer = ask()
        except Exception as error:
            return None, self._failed(part, error)
        self._trust.worked(part)
        return answer, None

    def _failed(self, part: Part, error: Exception) -> str:
        """What kind of failure it was; whatever a model brings about, the turn goes on without it."""
        kind = error.kind if isinstance(error, ModelError) else "failed"
        log.warning("the model %s failed at this turn (%s); the guided engine takes it", self._model.name, kind)
        log.debug("what failed", exc_info=error)
        self._trust.failed(part, kind)
        return kind

    def _of(self, session: Session) -> ChatModel:
        """The model with the usage and the budget of this session."""
        return self._model.for_session(session.id)


def _is_doubtful(heard: Heard, text: str) -> bool:
    """Whether a matter for HR, a lawyer or a doctor was heard by likeness only, so that a model may hear it as work."""
    return heard.concern in _BY_LIKENESS and said_outright(text) is None


def _is_settled(heard: Heard, text: str, session: Session) -> bool:
    """Whether there is nothing that a model could hear better, or nothing it should hear."""
    question = session.question
    clicked = question is not None and picked_option(text, question.options) is not None
    words = len(text.split())
    plain_wish = heard.wish is not None and words <= _FEW
    plain_answer = heard.answer is not None and words <= _VERY_FEW
    # After words of danger or distress nothing is sent until somebody says to go on.
    careful = heard.concern or heard.aside or session.aside
    settled = careful or heard.inquiry or clicked or plain_wish or plain_answer
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
