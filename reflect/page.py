"""The page for a talk that is still to come: headings, what was said, and white space for the rest."""

from __future__ import annotations

from reflect.engines.protocol import Scene
from reflect.parts import fill, write_part
from reflect.practices import PageSpec
from reflect.records import Handoff, Session
from reflect.standing import leader_of, own_lines


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
        title=fill(spec.title, facts, scene.practice) or scene.practice.title,
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


def _readers(spec: PageSpec, scene: Scene) -> tuple[str, ...]:
    if spec.to == "leader":
        leader = leader_of(scene)
        return (leader,) if leader else ()
    if spec.to == "team":
        below = [role for role in scene.team.roles if role.reports_to in scene.person.roles]
        names = [person.name for role in below for person in scene.team.holders(role.id)]
        return tuple(dict.fromkeys(name for name in names if name != scene.person.name))
    return ()
