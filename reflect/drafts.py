"""Everything that a session has drafted: handoffs, and the page for the talk that comes next."""

from __future__ import annotations

from reflect.engines.protocol import Scene
from reflect.handoff import draft_handoffs
from reflect.page import draft_page
from reflect.records import Handoff, Session


def draft_all(session: Session, scene: Scene) -> tuple[Handoff, ...]:
    """The drafts of a session that stand, as the facts are now."""
    page = draft_page(session, scene)
    return (*draft_handoffs(session, scene), *([page] if page else []))
