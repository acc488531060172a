"""The proposal to a team: what has no owner, where it could belong and what speaks for each, who settles it."""

from __future__ import annotations

import re
from datetime import timedelta

from reflect.engines.protocol import Scene
from reflect.handoff.agenda import plan_proposal
from reflect.handoff.days import note_past
from reflect.handoff.frame import frame, look_back, own_blank, said_part
from reflect.handoff.message import first_sentence, sign, tone_of
from reflect.handoff.opening import open_with
from reflect.handoff.readers import put_to_all
from reflect.handoff.taper import next_monday
from reflect.handoff.words import choose, words
from reflect.language.clauses import verb_lemma
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.parts import Putting, own_words, said_sentences
from reflect.records import Blank, Candidate, Citation, Handoff, Item, Part, Session

_MOST = 3
# Fewer words say that it is needed, and not what for.
_TELLING_WORDS = 3


def draft_proposal(session: Session, item: Item, scene: Scene) -> Handoff:
    """The proposal for an activity without an owner, as far as the facts go."""
    fixed, put = words()["proposal"], put_to_all(scene)
    drafted = session.noted.get(item.id) or scene.today()
    starts = next_monday(drafted)
    review = starts + timedelta(weeks=fixed["weeks"])
    candidates = find_candidates(item, scene)
    listed = "nobody" if item.finding is None or item.finding.verdict == "nobody" else "open"
    opening = open_with(item, put)
    return frame(
        item,
        session,
        scene,
        drafted=drafted,
        kind="proposal",
        greeting=fixed["greeting"],
        opening=" ".join(filter(None, [opening, fixed["line"][listed]])),
        parts=tuple(_parts(item, candidates, listed, say_day(review, weekday=True), scene, put)),
        review=review,
        meetings=look_back("proposal", item, review),
        agenda=plan_proposal(item, candidates),
        candidates=candidates,
        message=_message(item, session, listed, opening, scene, put),
        notes=note_past("settle_past", review, scene.today()),
    )


def find_candidates(item: Item, scene: Scene) -> tuple[Candidate, ...]:
    """The two or three other roles that the finding ranks first, each with the line nearest to it."""
    owners = [one for one in (item.finding.owners if item.finding else ()) if one.role not in scene.person.roles]
    found = []
    for owner in owners[:_MOST]:
        role, line = scene.team.role(owner.role), owner.evidence.line
        if role is not None:
            people = tuple(person.name for person in scene.team.holders(role.id))
            cited = Citation(source=line.id, quote=line.text)
            found.append(Candidate(role=role.id, title=role.title, people=people, line=cited))
    return tuple(found)


def needed_words(item: Item, values: tuple[str, ...], scene: Scene, put: Putting) -> str:
    """What was said of whether it is needed, where that was one of these and says more than yes or no."""
    fact = item.facts.get("needed")
    if fact is None or fact.value not in values or len(fact.quote.split()) < _TELLING_WORDS:
        return ""
    label = _words_of(scene.practice.facts["needed"].options[str(fact.value)].label)
    if all(verb_lemma(word) == "be" for word in _words_of(fact.quote) - label):
        # "It is needed" says no more than the option does.
        return ""
    return own_words(fact.quote, put)


def _words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _parts(
    item: Item, candidates: tuple[Candidate, ...], listed: str, by: str, scene: Scene, put: Putting
) -> list[Part]:
    fixed, giver = words()["proposal"], scene.person.first_name
    headings, team = fixed["parts"], fixed["team"]
    missed = needed_words(item, ("yes", "partly"), scene, put)
    parts = []
    if item.value("why") or not missed:
        # Whoever said what depends on it has said why.
        why = words()["proposal"]["parts"]["why"]
        parts.append(said_part("why", why, item.value("why"), put, own_blank(giver)))
    if missed:
        parts.append(Part(id="missed", heading=headings["missed"], text=missed, own=True))
    lines = [
        fixed["candidate"].format(title=one.title, names=join(one.people) or fixed["vacant"], line=one.line.quote)
        for one in candidates
    ]
    nearest = fixed["nearest"][listed] if lines else fixed["none"]
    against = tuple(Blank(label=fixed["against"].format(title=one.title), who=team) for one in candidates)
    parts.append(Part(id="where", heading=headings["where"], text="\n".join([nearest, *lines]), blanks=against))
    parts.append(Part(id="until", heading=headings["until"], blanks=(Blank(label=fixed["until"], who=team),)))
    # Where nobody could be named, whose yes it needs is still to be found.
    settles = None if item.value("settles") == "none" else _beside(item)
    parts.append(said_part("settles", headings["settles"], settles, put, Blank(label=fixed["settles"], who=giver)))
    parts.append(Part(id="review", heading=headings["review"], text=fixed["review"].format(day=by)))
    return parts


def _beside(item: Item) -> str:
    """Who settles it, without the sentence that was only about whether it is needed."""
    needed = item.facts.get("needed")
    said = said_sentences(str(item.value("settles") or ""))
    kept = [one for one in said if needed is None or _words_of(one) != _words_of(needed.quote)]
    return " ".join(own_words(one) for one in kept)


def _message(item: Item, session: Session, listed: str, opening: str, scene: Scene, put: Putting) -> str:
    fixed = words()["message"]["proposal"]
    about = (item.activity.text, scene.person.name, tone_of(session, scene))
    first = choose(fixed[listed], *about)
    said = needed_words(item, ("yes", "partly"), scene, put) or str(item.value("why") or "")
    body = " ".join(filter(None, [opening, first_sentence(said, put), first]))
    return sign([words()["proposal"]["greeting"], body, choose(fixed["ask"], *about)], scene)
