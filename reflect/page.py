"""The page for a talk that is still to come: headings, what was said, and white space for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reflect.engines.protocol import Scene
from reflect.language.clauses import lower_first, opens_clause
from reflect.parts import fill, said_sentences, write_part
from reflect.practices import SLOT, PageSpec
from reflect.records import Fact, Handoff, Session
from reflect.standing import leader_of, own_lines

_TITLE_WORDS = 18


def draft_page(session: Session, scene: Scene) -> Handoff | None:
    """The session's page, as the facts are now; None if none was drafted."""
    spec = scene.practice.page
    if spec is None or session.paged is None:
        return None
    facts = dict(session.facts)
    giver = scene.person.first_name
    who = {"giver": giver, "owner": "all of us", "both": "together"}
    parts = [write_part(part, facts, own_lines(session), scene.practice, who) for part in spec.parts]
    return Handoff(
        id=f"{session.id}-page",
        kind="page",
        session=session.id,
        title=_title(spec, session, scene),
        giver=scene.person.name,
        giver_roles=scene.person.roles,
        owner_roles=(),
        owners=_readers(spec, scene),
        greeting="",
        opening="",
        # A heading about lines that no line has the status of is left out.
        parts=tuple(part for part, given in zip(parts, spec.parts, strict=True) if part.text or given.lines is None),
        taper=(),
        hours_before=None,
        drafted=session.paged,
    )


def _title(spec: PageSpec, session: Session, scene: Scene) -> str:
    """The page's title with its fact in a few words; without it the practice's."""
    facts = {name: _in_short(fact) for name, fact in session.facts.items()}
    title = fill(spec.title, facts, scene.practice)
    if any(f": {{{name}}}" not in spec.title and opens_clause(str(facts[name].value)) for name in _named(spec, facts)):
        # "About we got these tablets": what was told can't stand where a name belongs.
        title = None
    return title if title and len(title.split()) <= _TITLE_WORDS else scene.practice.title


def _named(spec: PageSpec, facts: Mapping[str, Fact]) -> list[str]:
    return [name for name in SLOT.findall(spec.title) if name in facts]


def _in_short(fact: Fact) -> Fact:
    """A fact up to where its first sentence or clause ends."""
    first = said_sentences(fact.value)[:1] if isinstance(fact.value, str) else []
    return fact.but(value=lower_first(re.split(r"[!?]|,\s", first[0], maxsplit=1)[0])) if first else fact


def _readers(spec: PageSpec, scene: Scene) -> tuple[str, ...]:
    if spec.to == "leader":
        leader = leader_of(scene)
        return (leader,) if leader else ()
    if spec.to == "team":
        below = [role for role in scene.team.roles if role.reports_to in scene.person.roles]
        names = [person.name for role in below for person in scene.team.holders(role.id)]
        return tuple(dict.fromkeys(name for name in names if name != scene.person.name))
    return ()
