"""Everything that a session has drafted: handoffs, and the page for the talk that comes next."""

from __future__ import annotations

from reflect.engines.protocol import Scene
from reflect.handoff import draft_handoffs
from reflect.page import draft_page
from reflect.records import Handoff, Session


def draft_all(session: Session, scene: Scene) -> tuple[Handoff, ...]:
    """The drafts of a session that stand, as the facts are now, in the words that were found for them."""
    page = draft_page(session, scene)
    drafts = (*draft_handoffs(session, scene), *([page] if page else []))
    return tuple(_worded(draft, session) for draft in drafts)


def _worded(draft: Handoff, session: Session) -> Handoff:
    words = session.worded
    return draft.but(
        parts=tuple(
            part.but(text=words[part.text]) if part.own and part.text in words else part for part in draft.parts
        )
    )
