"""A turn in a chat model's words: it words the reflection and the question, and nothing else.

What happened, what is quoted, what is counted and what is answered stay the guided engine's sentences. A line that
fails its check gives way to the guided one, and so does every line that a broken stream still owes.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from reflect.chatmodel import ChatModel
from reflect.engines.model.wording import MOST_WORDS, Ground, Wordings
from reflect.engines.protocol import Move, Scene, Speech
from reflect.errors import ModelError
from reflect.prompts import read_prompt
from reflect.records import Asked, Item, Session

log = logging.getLogger(__name__)

# Questions of these kinds may be put in other words; those that offer something to choose from may not.
_WORDABLE = frozenset(("text", "hours", "activity", "weeks", "date", "deadline"))
_LINE = re.compile(r"^\s*\**(?P<name>REFLECTION|QUESTION)\**\s*:\s*(?P<text>.*?)\s*$", re.IGNORECASE)
_MOST_TOKENS, _MOST_CHARACTERS = 160, 1500


@dataclass(frozen=True)
class Plan:
    """A turn as the guided engine says it, cut into what a model may word and what stands as it is."""

    guided: Speech
    reflection: str | None
    between: str
    question: str | None
    asked: Asked | None

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the lines that a model may word."""
        return (*(["REFLECTION"] if self.reflection else []), *(["QUESTION"] if self.asked else []))


def plan(guided: Speech, move: Move, scene: Scene) -> Plan:
    """What of a turn may be put in other words: the reflection, and a question that offers nothing to choose from."""
    text = guided.text
    reflection = guided.reflection if guided.reflection and guided.reflection in text else None
    question = guided.question if guided.question and text.endswith(guided.question) else None
    between = text
    if reflection:
        between = between.replace(reflection, "", 1)
    if question:
        between = between[: len(between) - len(question)]
    # What stands before the reflection comes first, or it would be torn from its place.
    starts = reflection is not None and text.startswith(reflection)
    spec = scene.practice.facts.get(move.ask.fact) if move.ask else None
    wordable = question is not None and spec is not None and spec.kind in _WORDABLE and not move.ask.words  # type: ignore[union-attr]
    wordable = wordable and (move.heard is not None) and move.approach is None and "“" not in str(question)
    return Plan(
        guided=guided,
        reflection=reflection if starts else None,
        between=" ".join((between if starts or not reflection else text[: len(text) - len(question or "")]).split()),
        question=question,
        asked=move.ask if wordable else None,
    )


class Voice:
    """Words turns with a chat model."""

    def __init__(self, model: ChatModel, wordings: Wordings) -> None:
        self._model, self._wordings = model, wordings

    def speak(self, planned: Plan, move: Move, session: Session, scene: Scene) -> Iterator[str | Speech]:
        """The turn, growing; the last piece is the whole.

        Raises:
            ModelError: If the model fails before anything of its was said.
        """
        ground = Ground(
            said=move.heard.message if move.heard else "", known=_known(planned, move, session), scene=scene
        )
        taken: dict[str, str] = {}
        begun, trouble = False, None
        waiting = set(planned.wanted)
        lines = self._lines(_data(planned, move, session, scene))
        try:
            for name, text in lines:
                if name not in waiting:
                    continue
                waiting.discard(name)
                if fault := self._fault(name, text, planned, session, ground):
                    log.info("a %s of the model was dropped: %s", name.lower(), fault)
                    continue
                taken[name] = text
                if name == "REFLECTION":
                    begun = True
                    yield f"{text} {planned.between}".strip()
                if not waiting:
                    break
        except ModelError as error:
            trouble = error
            if not begun:
                raise
        finally:
            lines.close()
        if trouble:
            log.warning("%s; the rest of the turn is the guided engine's", trouble)
        yield _put_together(planned, taken)

    def _fault(self, name: str, text: str, planned: Plan, session: Session, ground: Ground) -> str | None:
        if name == "REFLECTION":
            again = _mark(text) in session.said
            return "said before" if again else self._wordings.fault_of_reflection(text, ground)
        put = [one.words for one in session.asked if one.words]
        assert planned.asked is not None  # noqa: S101 - only then is a question wanted
        return self._wordings.fault_of_question(text, planned.asked.fact, put, ground)

    def _lines(self, data: str) -> Generator[tuple[str, str], None, None]:
        """The lines as they are complete; of a model that doesn't end, as much as two lines may have."""
        instructions = read_prompt("speak").filled({"most_words": str(MOST_WORDS - 4)})
        rest, length = "", 0
        with closing(self._model.stream(instructions, data, most_tokens=_MOST_TOKENS)) as pieces:
            for piece in pieces:
                *complete, rest = (rest + piece).split("\n")
                yield from _named(complete)
                length += len(piece)
                if length > _MOST_CHARACTERS:
                    break
        yield from _named([rest])


def _named(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if match := _LINE.match(line):
            yield match["name"].upper(), match["text"].strip()


def _data(planned: Plan, move: Move, session: Session, scene: Scene) -> str:
    heard = move.heard
    about = move.settled or move.item
    data: dict[str, Any] = {
        "message": heard.message if heard else "",
        "asked": _asked(move, session, scene),
        "noted": {name: _as_read(fact.value) for name, fact in heard.facts.items()} if heard else {},
        "item": _item(about) if about else None,
        "draft": planned.guided.text,
        "then": planned.between,
        "question": planned.question,
        "wanted": list(planned.wanted),
    }
    return json.dumps(data, ensure_ascii=False, default=str)


def _asked(move: Move, session: Session, scene: Scene) -> str | None:
    """The question that the message answers: its words, or of an offer what it was about."""
    before = session.asked[: -1 if move.ask is not None else None]
    if not before:
        return None
    spec = scene.practice.facts.get(before[-1].fact)
    return before[-1].words or (spec.means if spec else None)


def _item(item: Item) -> dict[str, Any]:
    known = {name: _as_read(fact.value) for name, fact in item.facts.items()}
    return {"what": item.activity.text, "known": known}


def _as_read(value: Any) -> Any:
    """A value as one would read it: hours to the quarter."""
    return round(value * 4) / 4 or round(value, 2) if isinstance(value, float) else value


def _known(planned: Plan, move: Move, session: Session) -> str:
    """Everything besides the message that a turn may tell: the turn itself, the activity, the list."""
    item = move.item
    facts = [str(fact.quote) for fact in item.facts.values()] if item else []
    listed = [one.activity.text for one in session.items if one.kind != "line"]
    return "\n".join([planned.guided.text, *facts, *listed])


def _put_together(planned: Plan, taken: dict[str, str]) -> Speech:
    reflection = taken.get("REFLECTION", planned.reflection)
    question = taken.get("QUESTION", planned.question)
    text = " ".join(filter(None, [reflection, planned.between, question]))
    said = (*planned.guided.said, *(_mark(text) for text in taken.values()))
    return planned.guided.but(text=text, question=question if planned.guided.question else None, said=said)


def _mark(text: str) -> str:
    """What is remembered of a sentence, so that it isn't said twice."""
    return "model:" + " ".join(re.findall(r"\w+", text.casefold()))
