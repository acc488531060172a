"""A session that is going on: what comes in is heard, answered and kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reflect.drafts import draft_all, edit
from reflect.engines.protocol import Engine, Move, Scene, Speech
from reflect.errors import InputError, ReflectError, TurnTaken
from reflect.interview import finish, open_session, put_in_pile, take
from reflect.records import Citation, Exchange, Handoff, Mark, Pile, Session, SessionInfo, Team, Turn
from reflect.redefinition import catch_up
from reflect.reports.files import handoff_files, session_files, write_files
from reflect.reports.markdown import transcript_markdown
from reflect.standing import list_piles

if TYPE_CHECKING:
    from reflect.chatmodel import ChatModel, Usage
    from reflect.ledger import Ledger

log = logging.getLogger(__name__)

_LONGEST_MESSAGE = 100_000
# A message of so few words may say something else in answer to another question.
_MERE_REPLY = 3
_KEPT_FROM_START = ("id", "practice", "team", "person", "engine", "started", "team_file")


class Host(Protocol):
    """What a conversation needs of `Reflect`, each loaded when it is first used."""

    @property
    def engine(self) -> Engine:
        """Who listens and speaks."""

    @property
    def ledger(self) -> Ledger:
        """Where sessions are kept."""

    @property
    def model(self) -> ChatModel | None:
        """The chat model, where one is configured."""


class Conversation:
    """A session that is going on. Every turn is kept before it is returned; if it can't be, nothing has changed."""

    def __init__(self, reflect: Host, scene: Scene, state: Session, exchanges: list[Exchange]) -> None:
        self._reflect, self._scene = reflect, scene
        self.state, self.exchanges = state, exchanges
        # So many turns on disk are to give way to the next one.
        self._replaced = 0

    @property
    def id(self) -> str:
        """The session's id."""
        return self.state.id

    @property
    def team(self) -> Team:
        """The team it is held in."""
        return self._scene.team

    @property
    def last(self) -> Turn:
        """The last turn."""
        return self.exchanges[-1].turn

    @property
    def usage(self) -> Usage | None:
        """What the chat model was used for in this session, as long as the program runs; None without one."""
        model = self._reflect.model
        return model.for_session(self.id).usage if model else None

    def open(self) -> Turn:
        """Say the opening, if it wasn't said yet."""
        if not self.exchanges:
            state, move = open_session(self.state, self._scene)
            _exhaust(self._speak(None, state, move, lambda: iter(())))
        return self.last

    def say(self, message: str) -> Turn:
        """Say something; what reflect answers.

        Raises:
            InputError: If the message is longer than 100,000 characters, or isn't text.
        """
        _exhaust(self.stream(message))
        return self.last

    def stream(self, message: str) -> Iterator[str | Turn]:
        """Say something; the answer piece by piece, then the whole turn.

        Raises:
            InputError: If the message is longer than 100,000 characters, or isn't text.
        """
        if len(message) > _LONGEST_MESSAGE:
            raise InputError(f"that is longer than {_LONGEST_MESSAGE:,} characters; paste the part that matters")
        check_text(message)
        heard = self._reflect.engine.listen(message, self.state, self._scene)
        state, move = take(self.state, heard, self._scene)
        yield from self._speak(message, state, move, lambda: self.stream(message))

    def move(self, activity: str, pile: Pile, words: str) -> Iterator[str | Turn]:
        """Put an activity in a pile by hand; what is answered, as by `stream`.

        Args:
            activity: Its text.
            pile: Where it goes.
            words: What the person says by it, in the talk.

        Raises:
            InputError: If there is no such activity.
        """
        item = next((item for item in self.state.activities if item.activity.text == activity), None)
        if item is None:
            raise InputError(f"“{activity}” isn't on the list any more; nothing was moved")
        state, turn = take(self.state, put_in_pile(item, pile, words), self._scene)
        yield from self._speak(words, state, turn, lambda: self.move(activity, pile, words))

    def undo(self) -> str:
        """Take back the last turn; the message that it answered.

        Raises:
            InputError: If nothing was said yet.
            StorageError: If it can't be taken back, or the talk has gone on in another window.
        """
        earlier = self.before(len(self.exchanges) - 1)
        message = self.exchanges[-1].message or ""
        self._reflect.ledger.cut(earlier.state, len(earlier.exchanges), len(self.exchanges))
        self.state, self.exchanges = earlier.state, earlier.exchanges
        return message

    def before(self, number: int) -> Conversation:
        """The talk as it was before the message of a turn, the first of which is 1.

        What is said in it next takes the place of that message and of all that came after; until then nothing changes.

        Raises:
            InputError: If there is no such message.
        """
        if not 0 < number < len(self.exchanges):
            raise InputError("there is nothing to take back; nothing has been said yet")
        state = self._reflect.ledger.state(self.id, number - 1)
        if number == 1 and state.turns:
            # Version 0.1 kept no state of its own for the opening.
            fresh = {name: getattr(state, name) for name in _KEPT_FROM_START}
            state, _ = open_session(Session(**fresh), self._scene)
        # What was written over is no part of what was said.
        state = catch_up(state, self._scene).but(edited=self.state.edited)
        earlier = Conversation(self._reflect, self._scene, state, self.exchanges[:number])
        earlier._replaced = len(self.exchanges) - number
        return earlier

    def edit(self, draft_id: str, sections: Mapping[str, str]) -> None:
        """Write sections of a draft over, by their ids; one without words says again what follows from the talk.

        Raises:
            InputError: If there is no such draft or section.
            StorageError: If it can't be kept; nothing has changed then.
        """
        draft = next((draft for draft in self.handoffs() if draft.id == draft_id), None)
        if draft is None:
            raise InputError(f"the draft {draft_id} no longer stands, since where its work goes has changed")
        state = self.state
        for section, text in sections.items():
            check_text(text)
            state = edit(state, draft, section, text)
        self._reflect.ledger.amend(state, len(self.exchanges) - 1)
        self.state = state

    def moved(self) -> dict[str, str]:
        """By activity, why it was put by hand where it is, in the person's words."""
        placed = [(item, item.facts.get("moved"), item.facts.get("pile")) for item in self.state.activities]
        return {
            item.activity.text: str(why.value) for item, why, pile in placed if why and pile and why.turn > pile.turn
        }

    @property
    def marks(self) -> list[Mark]:
        """How the person found turns, and why."""
        return self._reflect.ledger.notes.marks(self.id)

    def handoffs(self) -> list[Handoff]:
        """The drafts of this session, as the facts are now."""
        return list(draft_all(self.state, self._scene))

    def reasons(self) -> dict[str, list[str]]:
        """For each activity whose lines were shown, in words, why they are thought to be whose they are."""
        from reflect.ownership.explain import explain

        person, team = self._scene.person, self._scene.team
        return {
            item.activity.text: explain(item.finding, team, name=person.name, held=person.roles)
            for item in self.state.activities
            if item.shown and item.finding is not None
        }

    def transcript(self) -> str:
        """Everything that was said, and the worksheet, as Markdown."""
        return transcript_markdown(self.exchanges, self.state, self._scene.practice.title, self.team, self.marks)

    def export(self, folder: Path) -> list[Path]:
        """Write the transcript, the state and the handoffs into a folder; the files written."""
        said = session_files(self.state, self.exchanges, self._scene.practice.title, self.team, self.marks)
        return write_files(folder, said | handoff_files(self.handoffs(), self.team))

    def _reload(self) -> None:
        state, self.exchanges = self._reflect.ledger.load(self.id)
        self.state, self._replaced = catch_up(state, self._scene), 0

    def _speak(
        self, message: str | None, state: Session, move: Move, again: Callable[[], Iterator[str | Turn]]
    ) -> Iterator[str | Turn]:
        """Say what there is to say, and keep it; `again` says the same after another window went on."""
        speech = Speech(text="")
        for piece in self._reflect.engine.speak(move, state, self._scene):
            if isinstance(piece, Speech):
                speech = piece
            else:
                yield piece
        # Whoever begins anew in the middle of a talk is still in the same team.
        state = finish(state, move, speech).but(team_file=self.state.team_file)
        if move.handoffs:
            worded = self._reflect.engine.draft(move.handoffs, state, self._scene)
            state = state.but(worded=state.worded | dict(worded))
        turn = self._turn(state, move, speech)
        exchange = Exchange(message=message, turn=turn, at=datetime.now(UTC))
        try:
            self._save(state, exchange)
        except TurnTaken:
            # The same session went on in another window.
            yield from self._taken_up(message or "", again)
            return
        self.state = state
        self.exchanges.append(exchange)
        yield turn

    def _taken_up(self, message: str, again: Callable[[], Iterator[str | Turn]]) -> Iterator[str | Turn]:
        """Take up where the other window is, and say it again, unless it is a mere reply to another question.

        Raises:
            TurnTaken: If another question is open there; nothing was taken down.
        """
        asked, replaces = self.state.question, self._replaced
        self._reload()
        if replaces:
            raise TurnTaken("the talk has gone on in another window; nothing was taken back, look at it there first")
        if self.exchanges[-1].message == message:
            # It was sent twice; once is enough.
            yield self.last
            return
        other = asked is None or self.state.question is None or asked.words != self.state.question.words
        if other and len(message.split()) <= _MERE_REPLY:
            raise TurnTaken("the talk has gone on in another window; look at its last question and say it again")
        yield from again()

    def _save(self, state: Session, exchange: Exchange) -> None:
        """Keep a turn; the opening only with the first answer to it, so that looking leaves nothing behind."""
        ledger, count = self._reflect.ledger, len(self.exchanges)
        if count == 1 and not self._replaced:
            ledger.save([self.state, state], [*self.exchanges, exchange], 0)
        elif self.exchanges:
            ledger.save([state], [exchange], count, self._replaced)
        self._replaced = 0

    def _turn(self, state: Session, move: Move, speech: Speech) -> Turn:
        return Turn(
            session=state.id,
            text=speech.text,
            question=speech.question,
            # A question that still waits for its answer can still be clicked.
            options=state.question.options if state.question and not state.done else (),
            citations=_cited(speech.text, move),
            piles=list_piles(state, self._scene),
            handoffs=tuple(draft.id for draft in move.handoffs),
            done=state.done,
        )


def open_each(infos: Iterable[SessionInfo], open_one: Callable[[str], Conversation]) -> Iterator[Conversation]:
    """The sessions that can be opened; of the others a warning is logged."""
    for info in infos:
        try:
            yield open_one(info.id)
        except ReflectError as error:
            log.warning("Session %s of %s is left out: %s", info.id, info.person, error)


def check_text(text: str) -> None:
    """Refuse what can't be written down: half a character, or a byte that isn't UTF-8.

    Raises:
        InputError: Saying where it stands.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"character {error.start + 1} is broken; what comes in should be UTF-8 text") from error


def _exhaust(pieces: Iterator[str | Turn]) -> None:
    for _ in pieces:
        pass


def _cited(text: str, move: Move) -> tuple[Citation, ...]:
    """Every quote of the turn that stands in it word for word, with its source."""
    candidates = list(move.citations)
    if move.item is not None and move.item.line is not None:
        candidates.append(Citation(source=move.item.line, quote=move.item.activity.text))
    if move.shown is not None and move.shown.finding is not None:
        candidates += [
            Citation(source=owner.evidence.line.id, quote=owner.evidence.line.text)
            for owner in move.shown.finding.owners
        ]
    return tuple(dict.fromkeys(citation for citation in candidates if f"“{citation.quote}”" in text))
