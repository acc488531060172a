"""Everything that a session has drafted: handoffs, proposals, stop notes, and the page for the talk that comes next.

Each in the giver's own writing where they wrote it over.
"""

from __future__ import annotations

from reflect.engines.protocol import Scene
from reflect.errors import InputError
from reflect.handoff import draft_handoffs, draft_proposal, draft_stop, words
from reflect.page import draft_page
from reflect.records import Edit, Handoff, Item, Part, Pile, Session
from reflect.standing import noted_items, pile_of, to_be_noted

_LONGEST_SECTION = 5000
# They follow from the days that were said, and from the pen of whoever takes it over: said in the talk, they change.
_WORKED_OUT = {"how", "taper", "meetings", "meeting", "confirm", "review", "until", "again"}


def draft_all(session: Session, scene: Scene) -> tuple[Handoff, ...]:
    """The drafts of a session that stand, as the facts are now, in the words that were found for them."""
    page = draft_page(session, scene)
    notes = [draft_note(session, item, scene) for item in noted_items(session, scene)]
    drafts = (*draft_handoffs(session, scene), *notes, *([page] if page else []))
    return tuple(_edited(_worded(draft, session), session) for draft in drafts)


def draft_note(session: Session, item: Item, scene: Scene) -> Handoff:
    """What is written of an activity that goes to nobody: a stop note where it stops, else a proposal to the team."""
    return (draft_stop if pile_of(item, scene) is Pile.STOP else draft_proposal)(session, item, scene)


def note_drafts(session: Session, scene: Scene) -> Session:
    """The session in which everything settled that has no owner, or stops, has its draft, dated today."""
    return session.but(noted=session.noted | {item.id: scene.today() for item in to_be_noted(session, scene)})


def sections_of(draft: Handoff) -> dict[str, str]:
    """What its giver may write over, by the section's id: the words that stand there now.

    What is worked out from days, and what is left for somebody else's pen, isn't among it.
    """
    parts = {part.id: part.text for part in draft.parts if _is_givers(part, draft)}
    framed = {"opening": draft.opening, "message": draft.message}
    return {name: text for name, text in framed.items() if text} | parts


def edit(session: Session, draft: Handoff, section: str, text: str) -> Session:
    """The session with a section of a draft in the giver's own writing; without words it is as it was again.

    Raises:
        InputError: If it has no such section to write over, or the text is too long.
    """
    standing = sections_of(draft)
    if section not in standing:
        raise InputError(f"the draft {draft.id} has no section {section!r} to be written over; it may have changed")
    if len(text) > _LONGEST_SECTION:
        raise InputError(f"a section has at most {_LONGEST_SECTION:,} characters; shorten it")
    key, text = _key(draft, section), text.strip()
    known = session.edited.get(key)
    others = {name: one for name, one in session.edited.items() if name != key}
    over = known.over if known else standing[section]
    return session.but(edited=others if text in ("", over) else others | {key: Edit(text=text, over=over)})


def _is_givers(part: Part, draft: Handoff) -> bool:
    """Whether the words of a section are the giver's to write."""
    if part.id in _WORKED_OUT:
        return False
    return bool(part.text) or (bool(part.blanks) and {blank.who for blank in part.blanks} == {draft.giver.split()[0]})


def _key(draft: Handoff, section: str) -> str:
    return f"{draft.id}/{draft.kind}/{section}"


def _worded(draft: Handoff, session: Session) -> Handoff:
    found = session.worded
    return draft.but(
        parts=tuple(
            part.but(text=found[part.text]) if part.own and part.text in found else part for part in draft.parts
        )
    )


def _edited(draft: Handoff, session: Session) -> Handoff:
    """The draft with what its giver wrote over, and a note where the talk has changed what stood there since."""
    headings = {part.id: part.heading for part in draft.parts} | words()["edited"]["called"]
    notes = []
    for section, said in sections_of(draft).items():
        written = session.edited.get(_key(draft, section))
        if written is None:
            continue
        if said != written.over:
            notes.append(words()["edited"]["changed"].format(heading=headings[section], said=said))
        if section in ("opening", "message"):
            draft = draft.but(**{section: written.text})
        else:
            parts = tuple(_filled(part, written.text) if part.id == section else part for part in draft.parts)
            draft = draft.but(parts=parts)
    return draft.but(notes=(*draft.notes, *notes))


def _filled(part: Part, text: str) -> Part:
    # Blanks beside words stay; a section that was nothing but a blank is written now.
    return part.but(text=text, own=False, blanks=part.blanks if part.text else ())
