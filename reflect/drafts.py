"""Everything that a session has drafted: handoffs, proposals, stop notes, and the page for the talk that comes next."""

from __future__ import annotations

from reflect.engines.protocol import Scene
from reflect.handoff import draft_handoffs, draft_proposal, draft_stop
from reflect.page import draft_page
from reflect.records import Handoff, Item, Pile, Session
from reflect.standing import noted_items, pile_of, to_be_noted


def draft_all(session: Session, scene: Scene) -> tuple[Handoff, ...]:
    """The drafts of a session that stand, as the facts are now, in the words that were found for them."""
    page = draft_page(session, scene)
    notes = [draft_note(session, item, scene) for item in noted_items(session, scene)]
    drafts = (*draft_handoffs(session, scene), *notes, *([page] if page else []))
    return tuple(_worded(draft, session) for draft in drafts)


def draft_note(session: Session, item: Item, scene: Scene) -> Handoff:
    """What is written of an activity that goes to nobody: a stop note where it stops, else a proposal to the team."""
    return (draft_stop if pile_of(item, scene) is Pile.STOP else draft_proposal)(session, item, scene)


def note_drafts(session: Session, scene: Scene) -> Session:
    """The session in which everything settled that has no owner, or stops, has its draft, dated today."""
    return session.but(noted=session.noted | {item.id: scene.today() for item in to_be_noted(session, scene)})


def _worded(draft: Handoff, session: Session) -> Handoff:
    words = session.worded
    return draft.but(
        parts=tuple(
            part.but(text=words[part.text]) if part.own and part.text in words else part for part in draft.parts
        )
    )
