"""The message to send with a page: short, in the giver's own words, and brief where the giver speaks briefly."""

from __future__ import annotations

from collections.abc import Sequence

from reflect.engines.protocol import Scene
from reflect.handoff.readers import greet
from reflect.handoff.words import choose, words
from reflect.language.clauses import upper_first
from reflect.parts import Putting, own_words, said_sentences
from reflect.records import Citation, Item, Session

# Somebody whose sentences have so many words at most speaks briefly.
_BRIEF_WORDS = 8
_LONGEST_WORDS = 30


def write_message(
    item: Item,
    session: Session,
    scene: Scene,
    *,
    opening: str,
    people: Sequence[str],
    roles: Sequence[str],
    quote: Citation | None,
    upward: bool,
    day: str | None,
    put: Putting,
) -> str:
    """The message with a handoff: greeting, how it came, why it matters, the ask, when to sit down, what is attached.

    Args:
        item: The activity.
        session: Where it was talked of.
        scene: The team, and who gives.
        opening: The first sentences of the page.
        people: Who gets it.
        roles: The roles it goes to.
        quote: The line it falls under, if one is near enough.
        upward: Whether it goes to somebody the giver reports to.
        day: When both sit down, if it was said.
        put: How a sentence is put to them.
    """
    fixed, tone = words()["message"], tone_of(session, scene)
    about = (item.activity.text, *people, scene.person.name)
    kind = ("up_listed" if upward else "listed") if quote else ("up" if upward else "open")
    listed = quote.quote if quote else ""
    ask = choose(fixed["asks"][kind][tone], *about, "ask").format(line=listed)
    meets = fixed["meets"]["unknown" if day is None else "several" if len(people) != 1 else "known"]
    meet = choose(meets, *about, "meet").format(day=day, Day=upper_first(day or ""))
    page = choose(fixed["pages"][tone], *about, "page")
    why = first_sentence(str(item.value("why") or ""), put)
    return sign(
        [greet(people, roles, scene.team), " ".join(filter(None, [opening, why, ask])), f"{page} {meet}"], scene
    )


def sign(paragraphs: Sequence[str], scene: Scene) -> str:
    """Paragraphs with the giver's first name below them."""
    return "\n\n".join([*filter(None, paragraphs), scene.person.first_name])


def tone_of(session: Session, scene: Scene) -> str:
    """How the giver speaks: "brief" where what they told comes in short sentences, else "full"."""
    told = {name for name, spec in scene.practice.facts.items() if spec.kind == "text"}
    facts = [session.facts, *(item.facts for item in session.items)]
    said = {fact.quote for known in facts for name, fact in known.items() if name in told}
    lengths = [len(one.split()) for text in said for one in said_sentences(text)]
    return "brief" if lengths and sum(lengths) / len(lengths) <= _BRIEF_WORDS else "full"


def first_sentence(text: str, put: Putting) -> str:
    """The first sentence of the giver's words that can be put to the readers, if it is short enough for a message."""
    for said in said_sentences(text):
        if (words_of := own_words(said, put)) and len(words_of.split()) <= _LONGEST_WORDS:
            return words_of
    return ""
