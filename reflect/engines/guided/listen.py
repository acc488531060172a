"""Listen without a model: what a message says, given the question it answers.

Short answers, wishes, concerns and choices are recognised by meaning (meaning.py); hours, days, names and
activities are read by rule (reflect/language). What isn't understood isn't guessed.
"""

from __future__ import annotations

import re

import numpy as np

from reflect.engines.guided.activities import find_activities
from reflect.engines.guided.meaning import Meanings, read_meanings
from reflect.engines.guided.readers import Message, Question, picked_option, read_answer
from reflect.engines.protocol import Answer, Heard, NewActivity, Scene
from reflect.language.clauses import clauses, flip, plain, sentences, without_fillers
from reflect.language.quantities import read_amount
from reflect.practices import FactSpec
from reflect.records import Fact, Item, Session

LONGEST_CHARACTERS = 3000
_MOST_PARTS = 40
_WISH, _CONCERN, _ANSWER, _VOLUNTEERED = 0.68, 0.68, 0.62, 0.7
_WISH_BESIDE_ANSWER = 0.8
_ASKS = re.compile(
    r"^(?:and |but |so |ok |well |oh )*(?:who|what|which|whose|how|why|when|where|is|are|am|do|does|did|can|could|should|would|will|isn't|doesn't)\b.*\?",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:since|after|when|ever since)\s+(?P<event>(?:the|a|an|my|our|we|he|she|they|[A-Z])[^.,;!?]{8,90})"
)
_PAST = re.compile(
    r"\b\w+ed\b|\b(?:left|went|was|were|had|got|came|lost|ran|broke|fell|said|told|sent|made|took|quit|sold|met)\b",
    re.IGNORECASE,
)
_WANT = re.compile(r"\b(?:i want|i'd like|i would like|i'd want|i need)\s+(?P<want>to\s+[^.,;!?]{4,80})", re.IGNORECASE)
_BEFORE_WISH = re.compile(r"^(?:stop|skip|draft|end|finish|leave|start|go|see|know)\b", re.IGNORECASE)
_REASON = frozenset(("because", "cos", "cause", "since", "so that"))
_CORRECTS = re.compile(
    r"\b(?:make (?:that|it)|no,? wait|wait,? no|actually|i said|scrap that|correction|sorry|not \d|rather|i meant|should be|it's not|that's not|forgot)\b",
    re.IGNORECASE,
)
_IS_WHOSE = re.compile(
    r"\b(?:that's|thats|it's|its|is|are|belongs? to|should be|goes to|for|owned by|really)\s+(?:really\s+|actually\s+)?$|^(?:no,?\s*)?$",
    re.IGNORECASE,
)
_DROPS = re.compile(
    r"\b(?:scrap|forget|remove|delete|take (?:that |it )?off|doesn't belong on|drop)\s+(?:that|it|the)\b.*(?:list)?",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^\s*(?P<name>[a-z ]{3,20}?)\s*(?:=|:)\s*(?P<value>\S.*)$", re.IGNORECASE | re.DOTALL)


def listen(message: str, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    """What the message says."""
    text, cut = _bounded(plain(message))
    if not any(map(str.isalnum, text)):
        return Heard(whole=text, cut=cut)
    heard = _read(text, session, scene, meanings)
    return heard.model_copy(update={"cut": cut})


def _read(text: str, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    said = sentences(text) or [text]
    single = [clause.text for clause in clauses(text)] or said
    parts = tuple(dict.fromkeys([*said, *single]))[:_MOST_PARTS]
    vectors = meanings.vectors([without_fillers(part) for part in parts])
    message = Message(text, parts, vectors, frozenset(single))
    question = _question(session, scene)
    options = question.asked.options if question else ()
    place = picked_option(text, options) if options else None

    if concern := _concern(message, meanings):
        return Heard(whole=text, concern=concern, content=True)
    fact = read_answer(message, question, meanings) if question else None
    name = question.asked.fact if question else ""
    if fact is not None and name in ("look", "mine") and isinstance(fact.value, list):
        # Asked whether to look, or whose it is, people name the owner.
        name = "owner"
    wish, wish_parts = _wish(message, question, meanings, answered=fact is not None)
    rest = _without(text, wish_parts)
    answer = _answer(message, said, question, meanings)
    if wish == "enough":
        wish, answer = _enough(question, session)
    plain_question = None if wish else _plain_question(said, question, answered=fact is not None)
    if question is not None and question.asked.fact == "order" and place is None:
        place = _likest(message, options, meanings)
    if place is not None and question is not None and question.asked.fact in ("activity", "order"):
        return _pointed(text, place, question, meanings)

    about = _other_item(text, session, question)
    found = _activities(rest, question, meanings, session, bool(wish or answer or plain_question or about))
    named = {clauses(piece)[0].text for _, piece in found}
    facts = _volunteered(message, rest, question, meanings, scene, session, about, named)
    if fact is not None and question is not None and not _only_answer(answer, message, question):
        facts[name] = fact
    facts |= _manner(rest, scene, question)
    if about is not None and _DROPS.search(text):
        facts["dropped"] = Fact(value="yes", quote=text)
    return Heard(
        answer=answer,
        item=about.id if about else None,
        facts={} if found else facts,
        activities=tuple(_with_volunteered(found, facts)),
        wish=wish,
        question=plain_question,
        feeling=_feeling(text),
        whole=rest or text,
        content=message.words > 4 or bool(facts or found),
    )


def _bounded(text: str) -> tuple[str, bool]:
    if len(text) <= LONGEST_CHARACTERS:
        return text, False
    head = text[:LONGEST_CHARACTERS]
    return head[: max(head.rfind(". "), head.rfind("\n"), LONGEST_CHARACTERS // 2)].strip(), True


def _question(session: Session, scene: Scene) -> Question | None:
    asked = session.question
    spec = scene.practice.facts.get(asked.fact) if asked else None
    return Question(asked, spec, session, scene) if asked and spec else None


# ---- what isn't an answer ------------------------------------------------------------------------------------------


def _concern(message: Message, meanings: Meanings) -> str | None:
    for part, vector in zip(message.parts, message.vectors, strict=True):
        if len(part.split()) > 2 and (found := meanings.nearest(vector, ["concerns"], _CONCERN)):
            return found.label.split(".")[1]
    return None


def _wish(
    message: Message, question: Question | None, meanings: Meanings, *, answered: bool
) -> tuple[str | None, list[str]]:
    """What the person wants done, and the sentences that say so."""
    best: tuple[float, str, str] | None = None
    for part, vector in zip(message.parts, message.vectors, strict=True):
        if len(part.split()) > 12:
            continue
        # A single word is a wish only if it is one of the words themselves.
        found = meanings.nearest(vector, ["wishes"], 0.93 if " " not in part else _WISH)
        if found is None or (best is not None and found.score <= best[0]):
            continue
        if _is_answer(part, vector, question, meanings, found.score) or (
            answered and found.score < _WISH_BESIDE_ANSWER
        ):
            continue
        best = found.score, found.label.split(".")[1], part
    if best is None:
        return None, []
    _, wish, part = best
    # "I want to stop doing the deck" names an activity; only "draft" and "lines" stand beside other things.
    if wish not in ("draft", "lines", "always", "enough", "privacy", "who", "why", "article") and message.words > 12:
        return None, []
    return wish, [part]


def _is_answer(part: str, vector: np.ndarray, question: Question | None, meanings: Meanings, score: float) -> bool:  # type: ignore[type-arg]
    """Whether the words fit the question that was asked at least as well as they fit a wish."""
    if question is None:
        return False
    groups = [question.asked.fact] if question.spec.kind == "choice" else []
    groups += ["pile"] if question.asked.item is not None else []
    if question.spec.kind in ("permission", "choice"):
        groups.append("answers")
    ranked = meanings.ranked(vector, groups)
    return bool(ranked) and ranked[0].score >= score


def _enough(question: Question | None, session: Session) -> tuple[str | None, Answer | None]:
    """ "That's it": no more activities, or no more at all."""
    if question is not None and question.asked.fact == "activity":
        return None, "nothing"
    return "stop", None


def _plain_question(said: list[str], question: Question | None, *, answered: bool) -> str | None:
    for sentence in said:
        # Sentences lose their question marks when they are cut; the form of the words is what counts.
        if _ASKS.match(f"{sentence}?") and len(sentence.split()) >= 3 and not answered:
            return sentence
    return None


def _answer(message: Message, said: list[str], question: Question | None, meanings: Meanings) -> Answer | None:
    """A yes, no or the like, at the start of the message."""
    if question is None or len(said[0].split()) > 8:
        return None
    found = meanings.nearest(message.vectors[message.parts.index(said[0])], ["answers"], _ANSWER)
    return found.label.split(".")[1] if found else None  # type: ignore[return-value]


def _only_answer(answer: Answer | None, message: Message, question: Question) -> bool:
    """Whether a text question got nothing but "yes", "no idea" or the like."""
    return (
        question.spec.kind == "text"
        and question.asked.fact != "stays"
        and answer is not None
        and answer != "both"
        and message.words <= 6
    )


def _feeling(text: str) -> str | None:
    words = re.findall(r"[a-z]+", text.lower())
    known = set(read_meanings()["feelings"])
    return next((word for word in words if word in known), None)


def _without(text: str, parts: list[str]) -> str:
    for part in parts:
        text = re.sub(rf"(?:[,;]\s*)?{re.escape(part)}[.!?,\s]*", " ", text, count=1)
    return text.strip(" ,;")


# ---- activities and facts ------------------------------------------------------------------------------------------


def _activities(
    text: str, question: Question | None, meanings: Meanings, session: Session, otherwise: bool
) -> list[tuple[NewActivity, str]]:
    if not text:
        return []
    expected = question is None or question.asked.fact == "activity" or not session.items
    if expected and otherwise and len(text.split()) < 4 and not session.items:
        return []
    found = find_activities(text, meanings, expected=expected and not (otherwise and len(text.split()) < 3))
    known = {item.activity.text.lower() for item in session.items}
    return [(new, piece) for new, piece in found if new.text.lower() not in known]


def _likest(message: Message, options: tuple[str, ...], meanings: Meanings) -> int | None:
    """Which of the activities just listed is meant ("the resellers")."""
    said = {word for word in re.findall(r"[a-z]{3,}", message.text.lower()) if word not in _COMMON}
    shared = [len(said & set(re.findall(r"[a-z]{3,}", option.lower()))) for option in options]
    if max(shared) and shared.count(max(shared)) == 1:
        return shared.index(max(shared))
    scores = meanings.vectors(list(options)) @ message.vectors[0]
    return int(scores.argmax()) if message.words <= 12 and scores.max() >= _LIKE else None


_LIKE = 0.55


def _pointed(text: str, place: int, question: Question, meanings: Meanings) -> Heard:
    """One of the things offered to point at was chosen."""
    label = question.asked.options[place]
    if question.asked.fact == "order":
        waiting = [item for item in question.session.items if item.activity.text == label]
        return Heard(item=waiting[0].id if waiting else None, whole=text, content=True)
    hint = next((hint for hint in question.scene.practice.hints if hint.says == label), None)
    if hint is None and label not in question.scene.practice.starts:
        return Heard(answer="nothing", whole=text)
    if hint is None:
        return listen_to_start(label, question, meanings)
    facts = {name: Fact(value=value, quote=label) for name, value in hint.facts.items()}
    return Heard(
        activities=(NewActivity(text=label, query=label, facts=facts | {"vague": Fact(value="yes")}),),
        whole=label,
        content=True,
    )


def listen_to_start(label: str, question: Question, meanings: Meanings) -> Heard:
    """One of the openings was clicked: it is heard as if it had been typed."""
    return _read(f"{label} ", question.session.but(asked=(question.asked.but(options=()),)), question.scene, meanings)


def _volunteered(
    message: Message,
    text: str,
    question: Question | None,
    meanings: Meanings,
    scene: Scene,
    session: Session,
    about: Item | None,
    named: set[str],
) -> dict[str, Fact]:
    """What was said without having been asked for; the clauses that name an activity say nothing else."""
    asked = question.asked.fact if question else None
    facts: dict[str, Fact] = {}
    talked_of = (
        about or (session.item(question.asked.item) if question and question.asked.item else None) or session.current
    )
    known = set(talked_of.facts) if talked_of is not None and not _CORRECTS.search(text) else set()
    names = [
        name
        for name, spec in scene.practice.facts.items()
        if spec.volunteered
        and spec.options
        and name != asked
        and (name not in known or _is_open(spec, talked_of, name))
    ]
    for part, vector in message.single():
        found = meanings.nearest(vector, names, _VOLUNTEERED) if part not in named else None
        if found is None:
            continue
        name, key = found.label.split(".", 1)
        if name == "pile" and len(part.split()) > 5:
            continue
        if name not in facts:
            facts[name] = Fact(value=[key] if scene.practice.facts[name].several else key, quote=part)
    amount = read_amount(text)
    if asked not in ("hours", "weeks", "meeting", "activity") and amount and 1 / 30 <= amount.hours_a_week < 40:
        item = about or (session.item(question.asked.item) if question else None) or session.current
        if item is not None and (item.value("hours") is None or about is not None or _CORRECTS.search(text)):
            facts["hours"] = Fact(value=amount.hours_a_week, quote=amount.quote)
    if asked == "activity" and about is not None and (amount := read_amount(text, bare_number=True)):
        facts["hours"] = Fact(value=amount.hours_a_week, quote=amount.quote)
    if asked != "owner" and (owner := _whose(text, scene)):
        facts["owner"] = owner
    return facts


def _is_open(spec: FactSpec, item: Item | None, name: str) -> bool:
    value = item.value(name) if item else None
    return isinstance(value, str) and value in spec.options and spec.options[value].open


def _whose(text: str, scene: Scene) -> Fact | None:
    """ "no, that's deal desk's", "it belongs to the RVPs": who is named as the owner."""
    for mention in scene.names.find(text):
        before, after = text[: mention.start], text[mention.start + len(mention.quote) :]
        possessive = bool(
            re.match(r"(?:'s|s')?(?:\s+(?:job|work|responsibility|to do))?\s*(?:[.,;!]|$|not\b|really\b|and\b)", after)
        )
        owned = after.startswith(("'s", "' ")) or re.search(
            r"(?:belongs? to|is really|should be with|hand(?:ed)? (?:it )?(?:over )?to|handoff to|goes to)\s+(?:the\s+)?$",
            before,
            re.IGNORECASE,
        )
        if (
            possessive
            and owned
            and (_IS_WHOSE.search(before) or "belong" in before or "hand" in before or "goes" in before)
        ):
            return Fact(value=[mention.id], quote=text)
    return None


def _manner(text: str, scene: Scene, question: Question | None) -> dict[str, Fact]:
    """The event it began with, the reason given, what the person wants: for words to be said back later."""
    facts: dict[str, Fact] = {}
    if (match := _EVENT.search(text)) and _PAST.search(match["event"]) and flip(match["event"]):
        facts["event"] = Fact(value=match["event"].strip(), quote=match["event"])
    for clause in clauses(text):
        if clause.joiner in _REASON and len(clause.text.split()) >= 3 and flip(clause.text):
            facts.setdefault("reason", Fact(value=clause.text, quote=clause.text))
    asked = question.asked.fact if question else None
    if (
        (match := _WANT.search(text))
        and asked not in ("activity", "freed_for", "next_step")
        and not _BEFORE_WISH.match(match["want"][3:])
    ):
        facts["wish"] = Fact(value=match["want"].strip(), quote=match.group())
    if question is not None and (match := _LABELLED.match(text)):
        name = match["name"].strip().lower().replace(" ", "_")
        if name in scene.practice.facts and scene.practice.facts[name].kind == "text":
            facts[name] = Fact(value=match["value"].strip(), quote=text)
    return facts


def _other_item(text: str, session: Session, question: Question | None) -> Item | None:
    """The activity that is corrected by name ("sorry, the visits, I said six"), if it isn't the one asked about."""
    asked_about = question.asked.item if question else session.focus
    lowered = text.lower()
    for item in session.items:
        if item.id == asked_about or item.state == "dropped":
            continue
        words = [word for word in re.findall(r"[a-z]{4,}", item.activity.text.lower()) if word not in _COMMON]
        hits = sum(bool(re.search(rf"\b{re.escape(word)}", lowered)) for word in words)
        if (
            words
            and hits
            and (hits >= len(words) / 2 or hits >= 2)
            and (_CORRECTS.search(text) or read_amount(text) or _DROPS.search(text))
        ):
            return item
    return None


_COMMON = frozenset("with from that this every each doing making writing over into about their your".split())


def _with_volunteered(found: list[tuple[NewActivity, str]], facts: dict[str, Fact]) -> list[NewActivity]:
    """The activities with what was said about each in the same breath; about one alone, all of it."""
    return [
        new.but(
            facts={name: fact for name, fact in facts.items() if len(found) == 1 or fact.quote in piece}
            | dict(new.facts)
        )
        for new, piece in found
    ]
