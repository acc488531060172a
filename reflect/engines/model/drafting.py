"""Sections of a draft in a chat model's words: the giver's own, put as one would write them, checked one by one."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby

from pydantic import BaseModel, Field

from reflect.chatmodel import ChatModel
from reflect.engines.model.wording import Ground, Wordings
from reflect.engines.protocol import Scene
from reflect.prompts import read_prompt
from reflect.records import Handoff, Part, Session

log = logging.getLogger(__name__)


class Section(BaseModel):
    """One section, in its new words."""

    id: str = Field(description="its id, exactly as given")
    text: str = Field(description="the section as one would write it")


class Letter(BaseModel):
    """The sections that were given, put as one would write them."""

    sections: list[Section]


def word_drafts(
    drafts: Sequence[Handoff], session: Session, scene: Scene, model: ChatModel, wordings: Wordings
) -> Mapping[str, str]:
    """New words by old ones, for every section that has none yet; one whose words fail a check keeps its own.

    Raises:
        ModelError: If the model fails.
    """
    worded: dict[str, str] = {}
    for reader, some in groupby(sorted(drafts, key=_reader), key=_reader):
        waiting = dict(_waiting(list(some), session))
        if waiting:
            worded |= _worded(waiting, reader, session, scene, model, wordings)
    return worded


def _reader(draft: Handoff) -> str:
    return ", ".join(draft.owners) or "nobody"


def _worded(
    waiting: Mapping[str, Part], reader: str, session: Session, scene: Scene, model: ChatModel, wordings: Wordings
) -> Mapping[str, str]:
    sections = [{"id": key, "heading": part.heading, "text": part.text} for key, part in waiting.items()]
    data = {"giver": scene.person.name, "reader": reader, "sections": sections}
    letter = model.ask(Letter, read_prompt("letter").filled(), json.dumps(data, ensure_ascii=False))
    put = {section.id: " ".join(section.text.split()) for section in letter.sections}
    ground = Ground(said="", known=f"{reader} {scene.person.name} {session.title}", scene=scene)
    readers = frozenset(reader.split(", "))
    return {
        part.text: _checked(part.text, put.get(key, ""), ground, readers, wordings) for key, part in waiting.items()
    }


def _waiting(drafts: Sequence[Handoff], session: Session) -> Iterator[tuple[str, Part]]:
    """The sections in the giver's own words that weren't put otherwise yet, each with a name of its own."""
    for number, draft in enumerate(drafts, 1):
        for part in draft.parts:
            if part.own and part.text not in session.worded and part.text not in session.worded.values():
                yield f"{number}.{part.id}", part


def _checked(text: str, put: str, ground: Ground, readers: Set[str], wordings: Wordings) -> str:
    fault = wordings.fault_of_section(put, text, ground, readers)
    if fault is not None:
        log.info("a section stays as it was said: %s", fault)
    return text if fault is not None else put
