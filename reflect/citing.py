"""What can be quoted: the lines of a role, and the sentence of an article that fits."""

from __future__ import annotations

from reflect.engines.protocol import Scene
from reflect.language.clauses import prose_sentences
from reflect.records import Citation, Item, Passage, Role

# So many lines of a role are quoted in full; of more, one less.
_FEW_LINES = 6
# A sentence that can be quoted in a turn with a question.
_SHORT = 30


def lines_of(role: Role) -> tuple[Citation, ...]:
    """A role's lines to be quoted: all of them, if they are few."""
    lines = role.lines if len(role.lines) <= _FEW_LINES else role.lines[: _FEW_LINES - 1]
    return tuple(Citation(source=line.id, quote=line.text) for line in lines)


def cite_passage(asked: str, item: Item | None, scene: Scene) -> tuple[Citation, ...]:
    """The passage that fits the question and the activity best, one of the practice's own where there is one."""
    about = f"{asked} {item.activity.source if item else ''}"
    found = [passage for passage, _ in scene.search(about, 8)]
    found.sort(key=lambda passage: passage.article not in scene.practice.passages)
    return (nearest_sentence(found[0], about),) if found else ()


def nearest_sentence(passage: Passage, about: str) -> Citation:
    """The sentence of a passage that shares most words with what was asked, to the letter."""
    words = {word.strip(".,?!").lower() for word in about.split() if len(word) > 3}

    def shared(sentence: str) -> int:
        return len(words & {word.strip(".,?!").lower() for word in sentence.split()})

    said = prose_sentences(passage.text)
    return Citation(
        source=passage.id, quote=max([one for one in said if len(one.split()) <= _SHORT] or said, key=shared)
    )
