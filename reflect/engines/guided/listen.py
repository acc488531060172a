"""Listen without a model: what a message says, given the question it answers.

Each clause is first told apart by what it does (acts.py): names an activity, tells something, corrects, wishes, asks,
or says nothing. Then hours, days, names and activities are read by rule (reflect/language) from the clauses that can
hold them; what corrects the list by corrections.py, what nobody asked for by volunteered.py. What isn't understood
isn't guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reflect.engines.guided.activities import MOST, find_activities
from reflect.engines.guided.acts import Part, read_parts
from reflect.engines.guided.asides import read_aside
from reflect.engines.guided.concern import Concern, find_concern, said_outright, work_made
from reflect.engines.guided.corrections import (
    COMMON,
    amend_named,
    facts_told,
    named_first,
    read_amendment,
    words_of,
)
from reflect.engines.guided.inquiries import asked_about_reflect, find_inquiry
from reflect.engines.guided.lines import read_line_amendment
from reflect.engines.guided.meaning import Meanings, read_meanings
from reflect.engines.guided.message import Message, Question
from reflect.engines.guided.names import mends_hours
from reflect.engines.guided.options import is_only_pile, picked_option
from reflect.engines.guided.readers import LISTS_BESIDE, WHOSE, read_answer
from reflect.engines.guided.returning import is_back
from reflect.engines.guided.stopping import ends_talk, is_bare_stop, is_enough, is_thanks
from reflect.engines.guided.topics import Topics, part_topics
from reflect.engines.guided.volunteered import read_labelled, read_manner, read_volunteered, with_volunteered
from reflect.engines.protocol import Amendment, Answer, Heard, NewActivity, Scene
from reflect.language.clauses import NEGATION, clauses, plain, stems
from reflect.language.english import SMALL
from reflect.language.mentions import NameFinder
from reflect.language.quantities import read_amount
from reflect.language.tongues import is_english
from reflect.records import Fact, Session

LONGEST_CHARACTERS = 3000
_MOST_PARTS = 60
_ANSWERS = frozenset(("yes", "no", "both", "unsure", "depends", "nothing"))
# Asked for these kinds of facts, a yes answers nothing.
_AMOUNTS = frozenset(("hours", "weeks", "date", "deadline"))
# Distress, harassment and dismissal are heard beforehand, by concern.py; here their clauses are ordinary ones.
_CONCERNS = frozenset(("legal", "medical", "verdict", "pretend", "unrelated"))
_WISHES = frozenset(
    "draft stop enough skip back read why lines always article who privacy restart delete help fill wait".split()
)
_SURE_WISH, _SURE_CONCERN, _SURE_ANSWER = 0.4, 0.5, 0.45
# "Yes, read it to me": the word an answer to an offer begins with.
_BEGINS = re.compile(
    r"^(?:(?:well|oh|um|hm+|ok|okay)\W+)*"
    r"(?:(?P<yes>yes|yeah|yep|yup|sure|please|go on|go ahead)|no|nope|nah)\b(?!\s+(?:idea|problem|wonder))",
    re.IGNORECASE,
)
# What is asked for in so many words where it was offered.
_OFFERED = {"look": ("lines", "read"), "draft": ("draft",), "page": ("draft",), "passage": ("article", "read")}
# What ends the talk has to be surer than what can be taken back.
_SURE_STOP = 0.5
# These may stand beside other things in a message; the others take a message of their own.
_BESIDE = frozenset("draft lines always enough privacy who why article read fill".split())

# Said beside other things it may stand in one clause with them: "client's waiting, just draft it".
_DRAFT_IT = re.compile(
    r"[,;]?\s*\b(?:(?:don't|do not|not)\s+)?(?:(?:so|and|please|could you|can you|you can)\s+)*(?:just|please)\s+"
    r"(?:please\s+)?draft\s+(?:it|that|them|one)\b(?:\s+(?:now|please|for me))?",
    re.IGNORECASE,
)
_TIMED = re.compile(r"\b(?:h|hrs?|hours?|mins?|minutes?)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|[:\s])1[.)]\s+\S.*\s2[.)]\s+\S")
_TALKS = re.compile(r"^(?:i|we|that|it|you|this)\b", re.IGNORECASE)
_FLOURISH_WORDS, _SURELY_DO = 12, 0.9
# "I meant what I'd ask her": said after a reply that took words for distress.
_TAKES_BACK = re.compile(
    r"\b(?:i meant|that's what i'd (?:ask|say)|i'd ask|that's my question|"
    r"it(?:'s| was) (?:only |just )?(?:a figure of speech|about (?:the )?work))\b",
    re.IGNORECASE,
)


def listen(message: str, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    """What the message says."""
    text, cut = _bounded(_in_lines(plain(message)))
    if not any(map(str.isalnum, text)):
        return Heard(whole=text, cut=cut)
    if cut and (unread := find_concern(plain(message)[-LONGEST_CHARACTERS:], meanings.embedder)):
        # What people come out with last may be the gravest, and it is beyond what is read.
        return Heard(concern=unread.kind, content=True, cut=True)
    explained = session.aside is not None and _TAKES_BACK.search(text) and said_outright(text) is None
    if not explained and (concern := find_concern(text, meanings.embedder)):
        return _with_concern(concern, session, scene, meanings).but(cut=cut)
    if not is_english(text):
        return Heard(whole=text, cut=cut, concern="language", content=True)
    if aside := read_aside(text, session, scene, meanings):
        return Heard(aside=aside, whole=text, cut=cut)
    session = session.without_aside
    question = _question(session, scene)
    if wish := _plain_wish(text, question, session, scene):
        return Heard(wish=wish, whole=text, cut=cut)
    if is_thanks(text) and question is not None and question.asked.fact == "activity":
        return Heard(answer="nothing", whole=text, cut=cut)
    if split := find_inquiry(text, session, scene, meanings):
        beside = (
            _read(split.rest, question, session, scene, meanings) if split.rest else Heard(whole=split.inquiry.text)
        )
        wish = "read" if split.inquiry.kind == "list" else None
        return beside.but(inquiry=split.inquiry, wish=wish, question=None, cut=cut)
    place = picked_option(text, question.asked.options) if question and question.asked.options else None
    if place is not None and question is not None and question.asked.fact in ("activity", "order"):
        return _pointed(text, place, question, scene, meanings)
    heard = _read(text, question, session, scene, meanings)
    return heard.but(cut=cut or heard.cut)


def _plain_wish(text: str, question: Question | None, session: Session, scene: Scene) -> str | None:
    """What is wished for by a message that says nothing else, in so many words."""
    if ends_talk(text, session.question, scene, bool(session.drafted)):
        return "stop_alone" if is_bare_stop(text) else "stop"
    if asks := asked_about_reflect(text):
        return asks
    if question is not None and is_back(text):
        return "hello"
    return "enough" if question is not None and question.spec.kind == "text" and is_enough(text) else None


def _with_concern(concern: Concern, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    """What is heard of a message that needs somebody else than a program: the concern, and work named beside it."""
    heard = Heard(concern=concern.kind, content=True)
    if not concern.rest:
        return heard
    beside = _read(work_made(concern.rest), _question(session.without_aside, scene), session, scene, meanings)
    return heard.but(activities=beside.activities)


def _read(text: str, question: Question | None, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    """What is heard of the message, be it about what was asked or about something else."""
    apart = part_topics(text, session, question, scene, meanings) if question is not None else None
    if apart is None:
        return _read_whole(text, question, session, scene, meanings)
    timed = all(set(one.facts) == {"hours"} for one in apart.amendments)
    if not apart.added and (timed or not apart.rest):
        plainly = _read_whole(text, question, session, scene, meanings)
        several = plainly.amendment is not None and bool(plainly.amendment.beside)
        if _covers(plainly.amendment, apart) and (several or not apart.rest):
            return plainly
    return _with_others(apart, question, session, scene, meanings)


def _read_whole(text: str, question: Question | None, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    """What is heard of a message that is about what was asked."""
    labelled, rest = read_labelled(text, scene)
    if labelled:
        beside = _read(rest, question, session, scene, meanings) if rest else Heard()
        told = [beside.whole, *(str(fact.value) for fact in labelled.values())]
        return beside.but(facts={**beside.facts, **labelled}, whole=". ".join(filter(None, told)), content=True)
    if (wanted := _DRAFT_IT.search(text)) and (rest := _DRAFT_IT.sub("", text).strip(" .,;!")):
        beside = _read(rest, question, session, scene, meanings)
        return beside if NEGATION.search(wanted.group()) else beside.but(wish="draft", question=None)
    asked = question.asked.fact if question else "none"
    kind = question.spec.kind if question else "none"
    named = named_first(text, session) if kind not in ("which", "line") else None
    about_asked = named is not None and question is not None and named[0].id == question.asked.item
    if named is not None and about_asked and kind != "text":
        # What is said of the activity that was asked about answers, whatever it is called.
        return _read(named[1], question, session, scene, meanings)
    said = clauses(text)
    parts = tuple(read_parts(said[:_MOST_PARTS], (asked, kind), meanings.embedder, scene.names))
    if kind == "text":
        parts = tuple(_as_told(part) for part in parts)
    message = Message(text, _told(text, parts), parts)
    if concern := _concern(parts):
        return Heard(whole=text, concern=concern, content=True)
    pointed = question is not None and picked_option(text, question.asked.options) is not None
    wish = None if pointed and question is not None and question.spec.kind == "choice" else _wish(message, question)
    each = read_amendment(message, session, scene, question) if asked == "order" else None
    several = each is not None and bool(each.beside)
    if question is not None and asked == "order" and not several:
        place = _likest(message, question, meanings)
        if place is not None:
            return _chosen_first(message, place, question, scene, meanings)
    amendment = read_line_amendment(message, session.question, session, scene, meanings)
    amendment = amendment or read_amendment(message, session, scene, question)
    if amendment is None and named is not None and not about_asked:
        after = tuple(read_parts(clauses(named[1])[:_MOST_PARTS], (asked, kind), meanings.embedder, scene.names))
        amendment = amend_named(Message(named[1], _told(named[1], after), after), named[0], scene)
    fact = read_answer(message, question, meanings) if question and amendment is None else None
    # The no of "no, more like three hours" is about the hours, and that of "no, it's hers" about whose it is.
    mended = any(mends_hours(part.text) for part in parts)
    answer = None if mended else _answer(message, fact is not None, question)
    if amendment is not None and (answer == "no" or (answer == "yes" and not _says_yes(text))):
        answer = None
    if wish == "enough":
        # Of an activity: no more of it, and on to what is left to say. Otherwise the end.
        about_one = question is not None and question.asked.item is not None and not session.drafted
        wish, answer = (None, "nothing") if asked == "activity" else ("enough" if about_one else "stop", answer)
    found = [] if amendment else _activities(message, question, session, meanings, scene)
    facts = read_volunteered(message, question, scene, session, found, meanings) if amendment is None else {}
    if fact is not None and question is not None:
        facts[_answered(question, fact)] = fact
    facts |= read_manner(message, scene.names)
    return Heard(
        answer=answer,
        facts=(_kept(fact, question) if found else facts),
        activities=tuple(with_volunteered(found[:MOST], facts)),
        cut=len(said) > _MOST_PARTS or len(found) > MOST,
        amendment=amendment,
        wish=wish,
        question=None if wish or amendment or fact else _plain_question(parts),
        feeling=_feeling(text),
        # What an article is asked for stands in the question.
        whole=text if wish == "article" else message.told,
        content=bool(facts or found or amendment) or len(message.told.split()) > 4,
    )


def _covers(amendment: Amendment | None, apart: Topics) -> bool:
    """Whether what the whole message mends is all that its sentences say outright, and of the same activities."""
    mended = {one.item: one for one in (amendment, *amendment.beside)} if amendment else {}
    if amendment is not None and apart.unnamed and set(amendment.facts) == {"hours"}:
        # Whose hours are mended that go without a name depends on which were said last.
        return True
    return all(
        (whole := mended.get(one.item)) is not None
        and whole.drop == one.drop
        and (not one.name or whole.name)
        and all(whole.facts.get(name, fact).value == fact.value for name, fact in one.facts.items())
        and set(one.facts) <= {*whole.facts, *(("mine", "pile") if {"mine", "pile"} & set(whole.facts) else ())}
        for one in apart.amendments
    )


def _with_others(apart: Topics, question: Question | None, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    """What is heard of a message of which some is about something else than what was asked."""
    rest = _read_whole(apart.rest, question, session, scene, meanings) if apart.rest else Heard()
    several = [*apart.amendments, *((rest.amendment, *rest.amendment.beside) if rest.amendment else ())]
    amendment = several[0].but(beside=tuple(one.but(beside=()) for one in several[1:])) if several else None
    told = bool(rest.whole.strip()) and rest.answer not in ("unsure", "depends")
    return rest.but(amendment=amendment, activities=(*rest.activities, *apart.added)[:MOST], content=True, replies=told)


def _as_told(part: Part) -> Part:
    """Where somebody's own words are asked for, "what counts as a lead" is an answer, unless it ends as a question."""
    return replace(part, act="say") if part.act == "ask" and "?" not in part.text else part


def _kept(fact: Fact | None, question: Question | None) -> dict[str, Fact]:
    """What stays an answer where activities were named: the answer to a question for some, such as what to drop."""
    asked_for_some = question is not None and question.spec.kind == "activity"
    return {question.asked.fact: fact} if fact is not None and question is not None and asked_for_some else {}


# ---- what a message is made of -------------------------------------------------------------------------------------


def _in_lines(text: str) -> str:
    """The text with a list numbered within a line put one to a line, and one with hours without its asides."""
    if len(_TIMED.findall(text)) > 1:
        # "I look after the website (nobody else can), three hours, the calendar, one": the aside would part the list.
        text = re.sub(r"\s*\([^()\d]*\)", lambda aside: aside.group() if read_amount(aside.group()) else "", text)
    if "\n" in text or not _NUMBERED.search(text):
        return text
    return re.sub(r"\s+(?=\d{1,2}[.)]\s+\S)", "\n", text)


def _bounded(text: str) -> tuple[str, bool]:
    if len(text) <= LONGEST_CHARACTERS:
        return text, False
    head = text[:LONGEST_CHARACTERS]
    return head[: max(head.rfind(". "), head.rfind("\n"), LONGEST_CHARACTERS // 2)].strip(), True


def _question(session: Session, scene: Scene) -> Question | None:
    asked = session.question
    spec = scene.practice.facts.get(asked.fact) if asked else None
    return Question(asked, spec, session, scene) if asked and spec else None


def _told(text: str, parts: tuple[Part, ...]) -> str:
    """The clauses that tell something, as they were written, with what stands between them."""
    told, end, before = "", 0, None
    for part in parts:
        start = text.find(part.clause.text, end)
        if start < 0:
            start = end
        if part.act in ("say", "do", "fix"):
            next_to_it = before is not None and before.act in ("say", "do", "fix")
            between = text[end:start] if next_to_it else ". " if told else ""
            told += between + part.clause.text
        before, end = part, start + len(part.clause.text)
    return told


def _concern(parts: tuple[Part, ...]) -> str | None:
    """The matter that needs somebody else than a program, if some clause is more likely about one than not."""
    for part in parts:
        likely = {act: sure for act, sure in part.acts.items() if act in _CONCERNS}
        if sum(likely.values()) >= _SURE_CONCERN:
            return max(likely, key=lambda act: likely[act])
    return None


def _wish(message: Message, question: Question | None) -> str | None:
    """What the person wants done."""
    found = [
        (part.sure, part.act)
        for part in message.parts
        if part.act in _WISHES
        and part.sure >= (_SURE_STOP if part.act == "stop" else _SURE_WISH)
        # "No handoff, please" and "I don't want to keep any of it" wish for nothing.
        and not (part.act in ("draft", "delete") and NEGATION.search(part.text))
    ]
    if not found:
        return None
    wish = max(found)[1]
    alone = len(message.told.split()) <= 4
    if question is not None and question.asked.fact == "pile" and wish == "stop":
        return None
    return wish if alone or wish in _BESIDE else None


def _answer(message: Message, answered: bool, question: Question | None) -> Answer | None:
    """A yes, no or the like."""
    if question is None:
        return None
    found = [(part.sure, part.act) for part in message.parts if part.act in _ANSWERS and part.sure >= _SURE_ANSWER]
    if question.spec.kind in _AMOUNTS:
        # "Yes" is no number and no day: as if nothing had been said, so that it's asked again.
        found = [(sure, act) for sure, act in found if act != "yes"]
    if question.spec.kind == "permission" and not any(act in ("yes", "no") for _, act in found):
        return _permits(message, question) or (max(found)[1] if found else None)  # type: ignore[return-value]
    if not found or (answered and question.spec.kind not in ("permission", "choice")):
        return None
    return max(found)[1]  # type: ignore[return-value]


def _permits(message: Message, question: Question) -> Answer | None:
    """Whether an offer is taken: by the word the answer begins with, or since what was offered is asked for."""
    if begins := _BEGINS.match(message.text):
        return "yes" if begins["yes"] else "no"
    offered = ("yes", *_OFFERED.get(question.asked.fact, ()))
    wanted = max(sum(part.acts.get(act, 0.0) for act in offered) for part in message.parts)
    return "yes" if wanted >= _SURE_ANSWER else None


def _says_yes(text: str) -> bool:
    begins = _BEGINS.match(text)
    return begins is not None and begins["yes"] is not None


def _plain_question(parts: tuple[Part, ...]) -> str | None:
    return next((part.text for part in parts if part.act == "ask" and part.sure >= _SURE_WISH), None)


def _feeling(text: str) -> str | None:
    known = frozenset(read_meanings()["feelings"])
    return next((word for word in re.findall(r"[a-z]+", text.lower()) if word in known), None)


def _answered(question: Question, fact: Fact) -> str:
    """Which fact was answered: asked whether to look, whose it is, or where it goes, people name the owner."""
    return "owner" if question.asked.fact in WHOSE and isinstance(fact.value, list) else question.asked.fact


# ---- activities ----------------------------------------------------------------------------------------------------


def _activities(
    message: Message, question: Question | None, session: Session, meanings: Meanings, scene: Scene
) -> list[tuple[NewActivity, str]]:
    """The activities that are named for the first time, each with the piece of the message about it."""
    if question is not None and (question.spec.kind == "line" or _has_no_more(message, question, session)):
        return []
    # With no question open, only a talk about many activities waits for another.
    one = scene.practice.activities == "one"
    expected = not one if question is None else question.spec.kind == "activity"
    known = [words_of(item.activity.text) for item in session.activities]
    lists = question is not None and question.spec.kind in LISTS_BESIDE
    surely = expected and one and not known
    restated = question is not None and expected and question.asked.fact != "activity"
    # One's own words may be about anything; no other answer tells of one more thing that is done.
    adds = question is not None and question.spec.kind != "text"
    found = find_activities(
        message.parts, meanings, expected=expected, lists=lists, surely=surely, restated=restated, adds=adds
    )
    return [
        (new, piece)
        for new, piece in found
        if not any(words_of(new.text) <= listed for listed in known)
        and not _only_names(new.text, scene.names)
        and not is_only_pile(new.text)
    ]


def _has_no_more(message: Message, question: Question, session: Session) -> bool:
    """Whether one more activity was asked for, and the answer is but a no: "no, I've emptied my pockets"."""
    first, *others = message.parts
    return (
        question.asked.fact == "activity"
        and bool(session.activities)
        and first.act in ("no", "nothing")
        and message.words <= _FLOURISH_WORDS
        and read_amount(message.text) is None
        and all(
            part.acts.get("do", 0.0) < _SURELY_DO and _TALKS.match(part.text) for part in others if part.act != "no"
        )
    )


def _only_names(text: str, names: NameFinder) -> bool:
    """Whether the words name people and roles and nothing else."""
    rest = text
    for mention in names.find(text, asked=True):
        rest = rest.replace(mention.quote, "")
    return rest != text and not [word for word in re.findall(r"[a-z]{3,}", rest.lower()) if word not in SMALL]


def _pointed(text: str, place: int, question: Question, scene: Scene, meanings: Meanings) -> Heard:
    """One of the things offered to point at was chosen."""
    label = question.asked.options[place]
    if question.asked.fact == "order":
        waiting = [item for item in question.session.items if item.activity.text == label]
        return Heard(item=waiting[0].id if waiting else None, whole=text, content=True)
    if label in scene.practice.starts:
        return _read(label, question, question.session, scene, meanings)
    hint = next((hint for hint in scene.practice.hints if hint.says == label), None)
    if hint is None:
        return Heard(answer="nothing", whole=text)
    facts = {name: Fact(value=value, quote=label) for name, value in hint.facts.items()}
    return Heard(activities=(NewActivity(text=label, query=label, facts=facts, vague=True),), whole=label, content=True)


def _chosen_first(message: Message, place: int, question: Question, scene: Scene, meanings: Meanings) -> Heard:
    """The activity chosen to begin with, and what is said of it beside its name: "the rota - that's Priya's"."""
    chosen = _pointed(message.text, place, question, scene, meanings)
    item = question.session.item(chosen.item)
    if item is None:
        return chosen
    told = facts_told(message, item, scene)
    # A name that only points at it says nothing of whose it is.
    said = re.search(r"\s[-–—]+\s|[–—:,]\s", message.text) is not None
    return chosen.but(facts=told if said else {name: fact for name, fact in told.items() if name == "hours"})


def _likest(message: Message, question: Question, meanings: Meanings) -> int | None:
    """Which of the activities just listed is meant ("the resellers")."""
    options = question.asked.options
    said = stems(message.text, COMMON)
    shared: list[int] = [len(said & stems(option, COMMON)) for option in options]
    most = max(shared, default=0)
    if most and shared.count(most) == 1:
        return shared.index(most)
    if not options or message.words > 12:
        return None
    scores = meanings.vectors(list(options)) @ message.parts[0].vector
    return int(scores.argmax()) if scores.max() >= 0.45 else None
