"""What can be quoted: the lines of a role, and the sentence of an article that fits."""

from __future__ import annotations

from collections.abc import Set

from reflect.engines.protocol import Scene
from reflect.language.clauses import prose_sentences, stems
from reflect.practices import QuoteSpec, holds, load_quotes
from reflect.records import Asked, Citation, Item, Passage, Role, Session
from reflect.standing import view_of

# So many lines of a role are quoted in full; of more, one less.
_FEW_LINES = 6
# A sentence that can be quoted in a turn with a question.
_SHORT = 30
# A sentence is nearest to its own passage, or nearly.
_AMONG = 20
# So near, a passage is about what was asked for, even where they share no word; and where they do.
_NEAR, _NEAR_IN_WORDS = 0.45, 0.24
# What people ask for an article with; what they ask about is the rest.
_FRAME = stems("what does do the article articles digest digests passage text author say says tell there is anything")
_ARTICLE = stems("article digest passage")
_FRAME |= stems("something about read show give have your please case others other people idea excuse")


def asks_for_article(text: str) -> bool:
    """Whether a plain question is about the articles, and not about the role definitions."""
    return bool(stems(text) & _ARTICLE)


def lines_of(role: Role) -> tuple[Citation, ...]:
    """A role's lines to be quoted: all of them, if they are few."""
    lines = role.lines if len(role.lines) <= _FEW_LINES else role.lines[: _FEW_LINES - 1]
    return tuple(Citation(source=line.id, quote=line.text) for line in lines)


def cite_passage(asked_for: str, session: Session, question: Asked | None, scene: Scene) -> tuple[Citation, ...]:
    """The sentence of an article that is about what was asked for, else one that fits how things stand; or none.

    Args:
        asked_for: What the person asked for; empty if a passage was offered.
        session: Tells how things stand.
        question: What was being asked for just then.
        scene: Where to look.
    """
    item = session.item(question.item if question else None) or session.current
    return _about(asked_for, scene) or _fitting(item, session, question, scene) or _about(_subject_of(item), scene)


def _subject_of(item: Item | None) -> str:
    return item.activity.text if item is not None and item.kind != "line" else ""


def _about(words: str, scene: Scene) -> tuple[Citation, ...]:
    """The sentence that has most of these words, of the passages near to them; none if no passage is."""
    wanted = stems(words) - _FRAME
    if not wanted:
        return ()
    for article, quotes in load_quotes().items():
        for quote in quotes:
            if any(stems(about) <= wanted for about in quote.about) and (cited := _quoted(quote, article, scene)):
                return cited
    own = scene.practice.passages
    found = [
        (len(wanted & stems(cited.quote)), passage.article in own, score, cited)
        for passage, score in scene.search(words, 8)
        if score >= _NEAR_IN_WORDS
        for cited in [nearest_sentence(passage, wanted)]
    ]
    fitting = [one for one in found if one[0] or one[2] >= _NEAR]
    return (max(fitting, key=lambda one: one[:3])[3],) if fitting else ()


def _fitting(item: Item | None, session: Session, question: Asked | None, scene: Scene) -> tuple[Citation, ...]:
    """The quote whose situation is most nearly this one, of the practice's own articles."""
    view = view_of(item, session, scene)
    asked = question.fact if question else None

    def fits(quote: QuoteSpec) -> int:
        return 2 * (asked in quote.asked) + len(quote.when)

    own = [(quote, article) for article in scene.practice.passages for quote in load_quotes().get(article, ())]
    fitting = [one for one in own if holds(one[0].when, view) and (not one[0].asked or asked in one[0].asked)]
    for quote, article in sorted(fitting, key=lambda one: fits(one[0]), reverse=True):
        if cited := _quoted(quote, article, scene):
            return cited
    return ()


def _quoted(quote: QuoteSpec, article: str, scene: Scene) -> tuple[Citation, ...]:
    """The quote with the passage it stands in; none where the articles are others than reflect's."""
    found = [passage for passage, _ in scene.search(quote.says, _AMONG) if passage.article == article]
    return tuple(Citation(source=one.id, quote=quote.says) for one in found if quote.says in one.text)[:1]


def nearest_sentence(passage: Passage, wanted: Set[str]) -> Citation:
    """The sentence of a passage that has most of the words wanted, to the letter."""
    said = prose_sentences(passage.text)
    short = [one for one in said if len(one.split()) <= _SHORT] or said
    return Citation(source=passage.id, quote=max(short, key=lambda one: len(wanted & stems(one))))
