"""The course of a practice: of all that could come next, the first step that holds and has something left to do. Pure.

Steps about the session come first, then those for each line of the own role, for each activity, and at the end.
"""

from __future__ import annotations

from datetime import date

from reflect.drafts import draft_note
from reflect.engines.protocol import Heard, Move, Scene
from reflect.handoff import draft_handoff
from reflect.noting import left_open
from reflect.practices import Step, holds
from reflect.records import Asked, Citation, Fact, Handoff, Item, Pile, Session
from reflect.standing import drafted_items, due_for_draft, noted_items, own_lines, pile_of, to_be_noted, view_of

_MOST_DOORS = 8
# So often a talk about one activity asks which.
_MOST_OPENINGS = 3
# Their drafts are a proposal to the team, and a note to whoever it concerns.
_ENDS_IN_NOTE = (Pile.FIND_OWNER, Pile.STOP)


def go_on(session: Session, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """The next step of the course: of this activity, of the next one, then of the session."""
    many = scene.practice.activities == "many" and heard is not None and len(heard.activities) > 1
    if heard is not None and many and not session.times_asked("order", None):
        return ask(session, "order", None, options=tuple(new.text for new in heard.activities))
    if session.evasive >= 2:
        return _try_another_way(session, heard, scene)
    fills = heard is not None and session.value("more") is None and set(heard.facts) & set(scene.practice.fill)
    wants_to_fill = session.value("more") == "fill" or fills
    if wants_to_fill and drafted_items(session, scene):
        session = session.but(facts=session.facts | {"more": Fact(value="fill", turn=session.turns)})
        if filling := _fill(session, scene):
            return filling
    if _opening_unanswered(session, scene):
        return ask(session, scene.practice.opens_with, session.focus if scene.practice.begins_with else None)
    if _is_about_nothing(session, scene):
        return end(session)
    if step := _next_of(scene.practice.first, session, scene):
        return _take_session_step(session, step, heard, scene)
    settled, following = None, False
    while True:
        item = session.current
        if item is not None and item.state == "open":
            if step := next_step(session, item, scene):
                session, move = take_step(session, step, item, heard, scene)
                return session, move.but(settled=move.settled or settled, following=move.following or following)
            session = session.put(item.but(state="settled"))
            settled = item.but(state="settled")
        put_by = next((other for other in session.items if other.state == "parked"), None)
        if put_by is None:
            break
        following = put_by.kind == "activity"
        session = session.put(put_by.but(state="open")).but(focus=put_by.id)
    session, move = _beyond(session, heard, scene)
    return session, move.but(settled=move.settled or settled)


def _opening_unanswered(session: Session, scene: Scene) -> bool:
    """Whether what the talk opened with is still unknown, and there is another way to ask for it."""
    practice = scene.practice
    fact = practice.opens_with
    if fact == "activity":
        return _is_about_nothing(session, scene) and session.times_asked(fact, None) < _MOST_OPENINGS
    if practice.facts[fact].kind == "line" and not any(item.kind == "line" for item in session.items):
        return False
    return _may_ask(session, fact, session.current if practice.begins_with else None, scene)


def _is_about_nothing(session: Session, scene: Scene) -> bool:
    """Whether the one activity that the talk is to be about wasn't named: then there is nothing to ask about it."""
    return scene.practice.activities == "one" and not session.activities


def _next_of(steps: tuple[Step, ...], session: Session, scene: Scene) -> Step | None:
    """The first of these steps about the session that holds and has something left to do."""
    # Where the talk is about one activity, what was said of it counts in the end, too.
    one = session.activities[0] if scene.practice.activities == "one" and session.activities else None
    view = view_of(one, session, scene)
    for step in steps:
        if not comes(step, view):
            continue
        if step.look:
            subject = _subject(session)
            if subject is not None and not subject.shown and _may_show(session, subject):
                return step
        elif step.offer == "page" and session.paged is not None:
            continue
        elif step.fact is not None and _may_ask(session, step.fact, None, scene):
            return step
    return None


def _subject(session: Session) -> Item | None:
    """What the session looks at as a whole, such as a tool that isn't used."""
    return next((item for item in session.items if item.kind == "subject"), None)


def _take_session_step(session: Session, step: Step, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    subject = _subject(session) if step.look else None
    if subject is not None:
        session, move = take_step(session, step, subject, heard, scene)
        return session, move if move.item or move.shown else move.but(item=subject)
    fact = step.fact or ""
    session, move = ask(session, fact, None, options=labels(fact, scene))
    return session, move.but(sums_up=step.sum_up is not None, citations=own_cited(session) if step.sum_up else ())


def own_cited(session: Session) -> tuple[Citation, ...]:
    """The lines of the own role, which a summary may name."""
    return tuple(Citation(source=item.line, quote=item.activity.text) for item in own_lines(session) if item.line)


def next_step(session: Session, item: Item, scene: Scene) -> Step | None:
    """The first line of the course that holds for this activity and has something left to do."""
    if item.vague and _may_ask(session, "name", item, scene):
        return Step(ask="name")
    view = view_of(item, session, scene)
    for step in scene.practice.lines if item.kind == "line" else scene.practice.each:
        if not comes(step, view):
            continue
        if step.look and not item.shown and _may_show(session, item):
            return step
        if step.draft and item.id not in session.drafted:
            return step
        if step.ask and _may_ask(session, step.ask, item, scene):
            return step
    return None


def _may_show(session: Session, item: Item) -> bool:
    """Whether the lines may be shown, or the offer to show them may still be made: once for each activity."""
    said = item.value("look")
    return said == "yes" or (said is None and (session.show_lines or not session.times_asked("look", item.id)))


def comes(step: Step, view: dict[str, object]) -> bool:
    """Whether a step may come now: its `when` holds, and nothing of its `unless`."""
    return holds(step.when, view) and not any(holds({name: wanted}, view) for name, wanted in step.unless.items())


def _may_ask(session: Session, fact: str, item: Item | None, scene: Scene) -> bool:
    """Whether the fact is missing and may still be asked for: once, and once more where there is another way to ask."""
    spec = scene.practice.facts[fact]
    known = item.value(fact) if item and spec.about == "activity" else session.value(fact)
    if known is not None and not left_open(spec, known):
        return False
    number = item.id if item and spec.about == "activity" else None
    times = session.times_asked(fact, number)
    return times == 0 or (times == 1 and bool(spec.again) and session.evasive > 0)


def take_step(session: Session, step: Step, item: Item, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """Asks for the fact of a step, shows the lines or offers to, or drafts."""
    if step.ask:
        return ask(session, step.ask, item.id, options=labels(step.ask, scene))
    if step.draft:
        # Whoever came to hand something over and names no owner gets the draft with a blank for it.
        blank = pile_of(item, scene) is Pile.ASK and item.value("pile") is None
        return draft(session, scene, asked_for=blank)
    if item.value("look") == "yes" or session.show_lines:
        return show_lines(session, item, heard, scene)
    return ask(session, "look", item.id)


def show_lines(session: Session, item: Item, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """Shows the lines, and asks in the same turn what follows from them."""
    lines = tuple(owner.evidence.line.id for owner in item.finding.owners[:3]) if item.finding else ()
    item = item.but(shown=lines or ("none",))
    session, move = go_on(session.put(item).but(show_lines=True), heard, scene)
    return session, move.but(shown=session.item(item.id))


def _beyond(session: Session, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """What comes when no activity is open: another one, drafts, the hours, the end."""
    if session.value("page") == "yes" and session.paged is None:
        return _draft_page(session, scene)
    if session.value("draft") == "yes" and due_for_draft(session, scene):
        return draft(session, scene, asked_for=False)
    if scene.practice.activities == "many" and _more_may_come(session, heard, scene):
        return ask(session, "activity", None)
    return close(session, scene)


def close(session: Session, scene: Scene) -> tuple[Session, Move]:
    """No more questions about activities: what is left is what becomes of the hours, drafts, the first step."""
    for item in session.items:
        if item.state == "open":
            session = session.put(item.but(state="settled"))
    if _is_about_nothing(session, scene):
        return end(session)
    if step := _next_of(scene.practice.then, session, scene):
        return _take_session_step(session, step, None, scene)
    return end(session)


def _fill(session: Session, scene: Scene) -> tuple[Session, Move] | None:
    """The next blank of a draft that only the giver can fill, if there is one."""
    for item in drafted_items(session, scene):
        for fact in scene.practice.fill:
            if _may_ask(session, fact, item, scene):
                return ask(session.but(focus=item.id), fact, item.id, options=labels(fact, scene))
    return None


def _more_may_come(session: Session, heard: Heard | None, scene: Scene) -> bool:
    """Whether to ask for one more activity: until the person has no more, or has been asked often enough."""
    question = session.asked[-1] if session.asked else None
    declined = (
        heard is not None
        and question is not None
        and question.fact == "activity"
        and heard.answer in ("no", "nothing", "unsure")
        and bool(session.activities)
    )
    last = {step.fact for step in scene.practice.then}
    ended = declined or any(asked.fact in last for asked in session.asked)
    return not ended and session.times_asked("activity", None) < _MOST_DOORS and not drafted_items(session, scene)


def draft(session: Session, scene: Scene, *, asked_for: bool) -> tuple[Session, Move]:
    """Drafts every handoff that is due; when asked for, also of the activity being talked of."""
    due = [item.id for item in due_for_draft(session, scene)]
    current = session.current
    draftable = current is not None and current.state != "dropped" and current not in drafted_items(session, scene)
    has_page = scene.practice.page is not None
    if asked_for and current is not None and draftable and pile_of(current, scene) in _ENDS_IN_NOTE:
        session = session.put(current.but(state="settled"))
    elif asked_for and not due and current is not None and draftable and not has_page:
        due = [current.id]
        if pile_of(current, scene) is not Pile.HAND_OFF:
            wanted = Fact(value=Pile.HAND_OFF.value, turn=session.turns)
            session = session.put(current.but(facts=current.facts | {"pile": wanted}))
    if not due and not drafted_items(session, scene) and not _has_notes(session, scene):
        if has_page and _anything_said(session):
            return _draft_page(session, scene)
        session, move = ask(session, scene.practice.opens_with, session.focus if scene.practice.begins_with else None)
        return session, move.but(reply="nothing_to_draft")
    if asked_for and has_page:
        session = session.but(paged=session.paged or scene.today())
    for number in due:
        item = session.item(number)
        if item is not None and item.state == "open":
            session = session.put(item.but(state="settled"))
    session = session.but(drafted=session.drafted | dict.fromkeys(due, scene.today()))
    if asked_for:
        session = _date_anew(session, scene)
    left = any(_may_ask(session, fact, session.item(number), scene) for number in due for fact in scene.practice.fill)
    if left and not session.times_asked("more", None):
        session, move = ask(session, "more", None, options=labels("more", scene))
    else:
        session, move = _beyond(session, None, scene)
    return session, move.but(drafted="handoff" if due or session.paged is None else "page")


def _has_notes(session: Session, scene: Scene) -> bool:
    """Whether something that was settled is to be proposed to the team, or stops."""
    return bool(noted_items(session, scene) or to_be_noted(session, scene))


def _date_anew(session: Session, scene: Scene) -> Session:
    """The session in which a draft counts from today, where the first day that it names has passed."""
    today = scene.today()
    begun = [
        item.id for item in drafted_items(session, scene) if _is_over(draft_handoff(session, item.id, scene), today)
    ]
    noted = [item.id for item in noted_items(session, scene) if _is_over(draft_note(session, item, scene), today)]
    return session.but(
        drafted=session.drafted | dict.fromkeys(begun, today), noted=session.noted | dict.fromkeys(noted, today)
    )


def _is_over(draft: Handoff, today: date) -> bool:
    """Whether the day has passed on which it begins, or by which it is settled."""
    first = draft.starts or (draft.review if draft.kind == "proposal" else None)
    return first is not None and first < today


def _anything_said(session: Session) -> bool:
    """Whether there is anything to put on a page."""
    return bool(session.facts or session.activities or any(item.facts for item in session.items))


def _draft_page(session: Session, scene: Scene) -> tuple[Session, Move]:
    """The page for the talk that comes next; what is left of the course goes on in the same turn."""
    session, move = go_on(session.but(paged=session.paged or scene.today()), None, scene)
    return session, move.but(drafted=move.drafted or "page")


def _try_another_way(session: Session, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """After two answers that gave nothing: something to point at, or an offer to leave it."""
    question = session.asked[-1] if session.asked else None
    session = session.but(evasive=0, approaches=session.approaches + 1)
    if session.approaches == 1 and question is not None and question.fact in ("activity", scene.practice.opens_with):
        hints = tuple(hint.says for hint in scene.practice.hints)
        session, move = ask(session, question.fact, question.item, options=(*hints, "none of these"))
        return session, move.but(approach="hints")
    amounts = scene.practice.facts[question.fact].amounts if question else ()
    options = amounts or (labels(question.fact, scene) if question else ())
    offered = question is not None and question.options == options
    if (session.approaches == 1 or amounts) and options and question is not None and not (amounts and offered):
        asked = question.but(options=options, turn=session.turns, words="")
        return session.but(asked=(*session.asked, asked)), Move(ask=asked, approach="options")
    beside_activities = question is not None and question.fact != "activity"
    if session.approaches <= 2 and (beside_activities or session.activities):
        if (current := session.current) is not None and current.state == "open":
            session = session.put(current.but(state="settled"))
        session, move = go_on(session, heard, scene)
        return session, move.but(approach="leave")
    return end(session)


def end(session: Session) -> tuple[Session, Move]:
    """The end of the talk; what was being talked of waits for another time."""
    current = session.current
    if current is not None and current.state == "open":
        session = session.put(current.but(state="parked"))
    return session.but(done=True, endings=session.endings + 1), Move(ending=True)


def ask(session: Session, fact: str, item: int | None, options: tuple[str, ...] = ()) -> tuple[Session, Move]:
    """Asks for a fact, of an activity or (None) of the session."""
    asked = Asked(fact=fact, item=item, options=options, turn=session.turns)
    return session.but(asked=(*session.asked, asked)), Move(ask=asked)


def labels(fact: str, scene: Scene) -> tuple[str, ...]:
    """The labels of a choice's settled answers, to be clicked."""
    return tuple(option.label for option in scene.practice.facts[fact].options.values() if not option.open)
