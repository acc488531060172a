"""The course of a session: what was heard goes in, what is to be said next comes out. Pure.

What may be asked next and when a draft is due follow from the practice's file and the facts, here and nowhere
else. One message is taken in three steps: what was heard is noted, a wish or a plain question is answered, and
the course goes on. The words are the engine's business.
"""

from __future__ import annotations

from collections.abc import Iterator

from reflect.drafts import draft_all
from reflect.engines.protocol import Change, Heard, Inquiry, Move, Scene, Speech
from reflect.noting import left_open, note
from reflect.practices import Step, holds
from reflect.records import Activity, Asked, Citation, Fact, Item, Line, Passage, Pile, Role, Session
from reflect.standing import drafted_items, due_for_draft, freed_hours, list_piles, pile_of, view_of

_LINE_IS_NEAR = 0.45
_PASSAGE_IS_NEAR = 0.42
_MOST_DOORS = 8
# A sentence that can be quoted in a turn with a question.
_SHORT = 30
# So many lines of a role are quoted in full; of more, one less.
_FEW_LINES = 6


def open_session(session: Session, scene: Scene) -> tuple[Session, Move]:
    """The opening: what is said before anybody has said anything."""
    practice = scene.practice
    lines = own_lines_of(scene) if practice.lines else ()
    session = _with_first_items(session, lines, scene)
    fact = practice.opens_with if lines or not practice.lines else "activity"
    spec = practice.facts[fact]
    options = tuple(line.text for line in lines) if spec.kind == "line" else practice.starts
    number = session.focus if spec.about == "activity" else None
    asked = Asked(fact=fact, item=number, options=options, turn=session.turns)
    return session.but(asked=(*session.asked, asked)), Move(ask=asked)


def own_lines_of(scene: Scene) -> tuple[Line, ...]:
    """Every line of the person's own roles."""
    roles = [role for one in scene.person.roles if (role := scene.team.role(one))]
    return tuple(line for role in roles for line in role.lines)


def _with_first_items(session: Session, lines: tuple[Line, ...], scene: Scene) -> Session:
    """The session with what it goes through before anybody has named anything."""
    items = [
        Item(id=place, kind="line", line=line.id, activity=Activity(text=line.text), state="parked")
        for place, line in enumerate(lines, 1)
    ]
    if (first := scene.practice.begins_with) is None:
        return session.but(items=tuple(items))
    number = len(items) + 1
    activity = Activity(text=first, person=session.person, source=first)
    return session.but(items=(*items, Item(id=number, activity=activity)), focus=number, title=first)


def take(session: Session, heard: Heard, scene: Scene) -> tuple[Session, Move]:
    """One message: the session as it is afterwards, and what is to be said."""
    aside, session = session.aside, session.without_aside
    question = session.question
    over = session.done
    session = session.but(turns=session.turns + 1, done=False, evasive=_count_evasive(session, heard))
    session, changes = note(session, heard, question, scene)
    if aside is not None and heard.aside is not None:
        session, move = _after_aside(session, aside, heard, question, scene)
    elif heard.concern:
        grave = aside is not None and not aside.words and heard.concern == "distress"
        session, move = _care(session, heard.but(concern="crisis") if grave else heard, question, scene)
    elif heard.inquiry is not None:
        session, move = _inform(session, heard, heard.inquiry, question, scene)
    elif heard.amendment is not None:
        session, move = _amended(session, heard, changes, question, scene)
    elif heard.wish:
        session, move = _obey(session, heard, question, scene)
    elif heard.question:
        session, move = _answer(session, heard.question, question, scene)
    elif over and session.evasive:
        session, move = session.but(done=True), Move(reply="still_here")
    elif question is not None and question.fact == "right" and session.value("right") == "no" and not changes:
        session, move = _wait_for(session, question), Move(reply="what_is_wrong")
    elif question is not None and question.fact == "passage" and session.value("passage") == "yes":
        session, move = _offered_passage(session, heard, scene)
    else:
        session, move = _go_on(session, heard, scene)
    return session, move.but(
        heard=heard,
        changes=changes,
        item=move.item or session.current,
        handoffs=draft_all(session, scene),
        hours=freed_hours(session, scene),
        piles=list_piles(session, scene),
    )


def finish(session: Session, move: Move, speech: Speech) -> Session:
    """The session after the turn was spoken: what was said isn't said again."""
    asked = session.asked
    if move.ask is not None and asked and speech.question:
        asked = (*asked[:-1], asked[-1].but(words=speech.question))
    opening = " ".join(speech.text.lower().split()[:2])
    return session.but(asked=asked, said=(*session.said, *speech.said), openings=(*session.openings, opening))


# ---- what goes before the course -----------------------------------------------------------------------------------


def _care(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """What needs somebody else than a program: people are pointed to, and the person says whether to go on."""
    reply = f"concern:{heard.concern}"
    if heard.concern in ("crisis", "distress"):
        asked = _aside(session, "go_on", _labels("go_on", scene) if heard.concern == "distress" else ())
        session = _wait_for(session, question)
        session = session.but(asked=(*session.asked, asked))
        # Nobody who is in danger is asked anything.
        return session, Move(reply=reply, ask=asked if heard.concern == "distress" else None)
    if heard.activities and (question is None or question.fact == "activity"):
        session, move = _go_on(session, heard, scene)
        return session, move.but(reply=reply)
    return _wait_for(session, question), Move(reply=reply)


def _aside(session: Session, fact: str, options: tuple[str, ...] = ()) -> Asked:
    return Asked(fact=fact, options=options, turn=session.turns, aside=True)


def _after_aside(
    session: Session, aside: Asked, heard: Heard, question: Asked | None, scene: Scene
) -> tuple[Session, Move]:
    """After an answer to a question that was put beside the course."""
    match heard.aside:
        case "work" if question is not None:
            stopped = Heard(facts={"pile": Fact(value=Pile.STOP.value, quote=heard.whole)})
            session, _ = note(session, stopped, question, scene)
            return _go_on(session, None, scene)
        case "yes":
            return _put_again(session, heard, question, scene)
        case "no" | "talk":
            return _end(session)
        case "unwell":
            return _care(session, heard.but(concern="crisis" if not aside.words else "distress"), question, scene)
        case _:
            session = _wait_for(session, question)
            return session.but(asked=(*session.asked, aside.but(turn=session.turns))), Move(reply="wait")


def _put_again(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """The question that waited, in the words it was put in; without one, the next of the course."""
    if question is None:
        return _go_on(session, heard, scene)
    session = _wait_for(session, question)
    return session, Move(reply="go_on", ask=session.asked[-1])


# ---- wishes and plain questions ------------------------------------------------------------------------------------


def _obey(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """Does what the person asked for."""
    match heard.wish:
        case "stop_alone" if question is not None and question.fact == "pile":
            return _ask_which_stop(session, question, scene)
        case "stop" | "stop_alone":
            return _end(session)
        case "enough":
            return _close(session, scene)
        case "draft":
            return _draft(session, scene, asked_for=True)
        case "skip":
            session, move = _go_on(session, heard, scene)
            return session, move.but(reply="skip")
        case "back":
            return _go_back(session, heard, scene)
        case "fill":
            session = session.but(facts=session.facts | {"more": Fact(value="fill", turn=session.turns)})
            return _go_on(session, heard, scene)
        case "lines" | "always":
            return _show_lines(session, heard, question, scene)
        case "article":
            cited = _cite_passage(heard.whole, session.current, scene)
            return _wait_for(session, question), Move(reply="passage" if cited else "not_found", citations=cited)
        case "hello" if question is not None:
            session, move = _put_again(session, heard, question, scene)
            return session, move.but(reply="hello")
        case "restart":
            fresh = Session(**{name: getattr(session, name) for name in _KEPT_ON_RESTART})
            session, move = open_session(fresh, scene)
            return session, move.but(reply="restart")
        case _:
            return _wait_for(session, question), Move(reply=heard.wish)


def _ask_which_stop(session: Session, question: Asked, scene: Scene) -> tuple[Session, Move]:
    """ "Stop", where it could be a pile: asked once which is meant; after that it ends the talk."""
    if session.facts.get("which_stop"):
        return _end(session)
    asked = _aside(session, "which_stop", _labels("which_stop", scene))
    known = Fact(value="asked", turn=session.turns)
    session = _wait_for(session, question).but(facts=session.facts | {"which_stop": known})
    return session.but(asked=(*session.asked, asked)), Move(ask=asked, item=session.item(question.item))


def _amended(
    session: Session, heard: Heard, changes: tuple[Change, ...], question: Asked | None, scene: Scene
) -> tuple[Session, Move]:
    """After a correction: what changed, and on with what it opens; the question that was put stays put."""
    if not changes:
        return _wait_for(session, question), Move(reply="what_is_wrong")
    if heard.wish == "draft":
        return _draft(session, scene, asked_for=True)
    current = session.current
    reopened = current is not None and current.state == "open" and (question is None or question.item != current.id)
    if question is None or reopened or not _still_fits(question, session, scene):
        return _go_on(session, heard, scene)
    return _wait_for(session, question), Move()


def _still_fits(question: Asked, session: Session, scene: Scene) -> bool:
    """Whether a question that was put before a correction is still one to ask after it."""
    item = session.item(question.item)
    if question.item is not None and (item is None or item.state == "dropped"):
        return False
    spec = scene.practice.facts[question.fact]
    known = item.value(question.fact) if item else session.value(question.fact)
    if known is not None and not left_open(spec, known):
        return False
    drafted = drafted_items(session, scene)
    if question.fact == "more" or item in drafted:
        return bool(drafted)
    view = view_of(item, session, scene)
    steps = [step for step in scene.practice.steps if question.fact == step.fact]
    return not steps or any(holds(step.when, view) and not _any_holds(step, view) for step in steps)


_KEPT_ON_RESTART = ("id", "practice", "team", "person", "engine", "started", "turns", "said", "openings")


def _inform(
    session: Session, heard: Heard, inquiry: Inquiry, question: Asked | None, scene: Scene
) -> tuple[Session, Move]:
    """Answers a plain question; the question that was open stays open, unless the same message answered it."""
    if inquiry.kind == "line" and session.current is not None:
        return _show_lines(session, heard.but(wish="lines"), question, scene)
    if inquiry.kind == "back_to":
        return _go_back_to(session, inquiry.item, scene)
    answered = bool(heard.facts or heard.activities)
    session, move = _go_on(session, heard, scene) if answered else (_wait_for(session, question), Move())
    if inquiry.kind in ("role", "line"):
        roles = [role for role_id in inquiry.roles or scene.person.roles if (role := scene.team.role(role_id))]
        cited = tuple(citation for role in roles for citation in _lines_of(role))
        return session, move.but(reply="role" if cited else "no_lines", citations=cited)
    replies = {"list": "read", "total": "total", "left": "left", "recipient": "recipient", "draft": "draft"}
    reply = replies[inquiry.kind]
    return session, move.but(reply="no_draft" if reply == "draft" and not session.drafted else reply)


def _lines_of(role: Role) -> tuple[Citation, ...]:
    """A role's lines to be quoted: all of them, if they are few."""
    lines = role.lines if len(role.lines) <= _FEW_LINES else role.lines[: _FEW_LINES - 1]
    return tuple(Citation(source=line.id, quote=line.text) for line in lines)


def _go_back_to(session: Session, number: int | None, scene: Scene) -> tuple[Session, Move]:
    """Takes up an activity that was talked of before, or is still waiting."""
    item, current = session.item(number), session.current
    if item is None:
        return _go_on(session, None, scene)
    if current is not None and current.id != item.id and current.state == "open":
        session = session.put(current.but(state="parked"))
    session = session.put(item.but(state="open")).but(focus=item.id)
    if step := _next_step(session, item, scene):
        session, move = _take_step(session, step, item, None, scene)
        return session, move.but(reply="back_to", item=session.item(item.id))
    session, move = _ask(session, "pile", item.id, options=_labels("pile", scene))
    return session, move.but(reply="back_to", item=session.item(item.id))


def _answer(session: Session, text: str, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """A plain question about roles or articles: the line or the passage, or that there is none."""
    [finding] = scene.whose([text], [()])
    passages = scene.search(text, 1)
    line_score = finding.best.evidence.score if finding.best else 0.0
    passage_score = passages[0][1] if passages else 0.0
    if finding.best and line_score >= _LINE_IS_NEAR and line_score >= passage_score:
        line = finding.best.evidence.line
        return _wait_for(session, question), Move(reply="line", citations=(Citation(source=line.id, quote=line.text),))
    if passage_score >= _PASSAGE_IS_NEAR:
        return _wait_for(session, question), Move(reply="passage", citations=(_nearest_sentence(passages[0][0], text),))
    return _wait_for(session, question), Move(reply="not_found")


def _show_lines(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """Shows whose the activity is by the definitions; without an activity, the person's own lines."""
    session = session.but(show_lines=session.show_lines or heard.wish == "always")
    item = session.current
    if item is None:
        roles = [role for role_id in scene.person.roles if (role := scene.team.role(role_id))]
        own = tuple(citation for role in roles for citation in _lines_of(role))
        return _wait_for(session, question), Move(reply="own_lines" if own else "no_lines", citations=own)
    if item.shown:
        return _wait_for(session, question), Move(reply="shown_again", shown=item)
    if heard.inquiry is not None and question is not None and question.fact != "look":
        lines = tuple(owner.evidence.line.id for owner in item.finding.owners[:3]) if item.finding else ()
        session = session.put(item.but(shown=lines or ("none",)))
        return _wait_for(session, question), Move(shown=session.item(item.id))
    return _show(session, item, heard, scene)


def _offered_passage(session: Session, heard: Heard, scene: Scene) -> tuple[Session, Move]:
    """The passage that was offered, and on with the course in the same turn."""
    said = [str(fact.value) for name, fact in session.facts.items() if scene.practice.facts[name].kind == "text"]
    cited = _cite_passage(" ".join(said), session.current, scene)
    session, move = _go_on(session, heard, scene)
    return session, move.but(reply="passage" if cited else "not_found", citations=cited)


def _cite_passage(asked: str, item: Item | None, scene: Scene) -> tuple[Citation, ...]:
    """The passage that fits the question and the activity best, one of the practice's own where there is one."""
    about = f"{asked} {item.activity.source if item else ''}"
    found = [passage for passage, _ in scene.search(about, 8)]
    found.sort(key=lambda passage: passage.article not in scene.practice.passages)
    return (_nearest_sentence(found[0], about),) if found else ()


def _nearest_sentence(passage: Passage, about: str) -> Citation:
    """The sentence of a passage that shares most words with what was asked, to the letter."""
    words = {word.strip(".,?!").lower() for word in about.split() if len(word) > 3}

    def shared(sentence: str) -> int:
        return len(words & {word.strip(".,?!").lower() for word in sentence.split()})

    said = list(_sentences(passage.text))
    return Citation(
        source=passage.id, quote=max([one for one in said if len(one.split()) <= _SHORT] or said, key=shared)
    )


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for place, character in enumerate(text):
        if character in ".?!" and text[place + 1 : place + 2] in ("", " ", "\n"):
            yield text[start : place + 1].strip()
            start = place + 1


def _wait_for(session: Session, question: Asked | None) -> Session:
    """The session in which the next message still answers the question that was put before."""
    if question is None:
        return session
    earlier = tuple(asked for asked in session.asked if asked is not question)
    return session.but(asked=(*earlier, question.but(turn=session.turns)))


def _go_back(session: Session, heard: Heard, scene: Scene) -> tuple[Session, Move]:
    """Takes back the last answer and asks for it again."""
    answered = [asked for asked in session.asked if asked.turn < session.turns - 1 and asked.fact != "activity"]
    if not answered:
        session, move = _go_on(session, heard, scene)
        return session, move.but(reply="no_way_back")
    last = answered[-1]
    item = session.item(last.item)
    if item is None:
        session = session.but(facts={name: fact for name, fact in session.facts.items() if name != last.fact})
    else:
        kept = {name: fact for name, fact in item.facts.items() if name != last.fact}
        session = session.put(item.but(facts=kept, state="open")).but(focus=item.id)
    waiting = session.question
    asked = tuple(
        other for other in session.asked if (other.fact, other.item) != (last.fact, last.item) and other is not waiting
    )
    again = Asked(fact=last.fact, item=last.item, options=last.options, turn=session.turns)
    return session.but(asked=(*asked, again)), Move(reply="back", ask=again, item=session.item(last.item))


# ---- going on ------------------------------------------------------------------------------------------------------


def _go_on(session: Session, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """The next step of the course: of this activity, of the next one, then of the session."""
    many = scene.practice.activities == "many" and heard is not None and len(heard.activities) > 1
    if heard is not None and many and not session.times_asked("order", None):
        return _ask(session, "order", None, options=tuple(new.text for new in heard.activities))
    if session.evasive >= 2:
        return _try_another_way(session, heard, scene)
    fills = heard is not None and session.value("more") is None and set(heard.facts) & set(scene.practice.fill)
    wants_to_fill = session.value("more") == "fill" or fills
    if wants_to_fill and drafted_items(session, scene):
        session = session.but(facts=session.facts | {"more": Fact(value="fill", turn=session.turns)})
        if filling := _fill(session, scene):
            return filling
    if step := _next_of(scene.practice.first, session, scene):
        return _take_session_step(session, step, heard, scene)
    settled, following = None, False
    while True:
        item = session.current
        if item is not None and item.state == "open":
            if step := _next_step(session, item, scene):
                session, move = _take_step(session, step, item, heard, scene)
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


def _next_of(steps: tuple[Step, ...], session: Session, scene: Scene) -> Step | None:
    """The first of these steps about the session that holds and has something left to do."""
    view = view_of(None, session, scene)
    for step in steps:
        if not holds(step.when, view) or _any_holds(step, view):
            continue
        if step.look:
            subject = _subject(session)
            if subject is not None and not subject.shown and _may_show(session, subject):
                return step
        elif step.fact is not None and _may_ask(session, step.fact, None, scene):
            return step
    return None


def _subject(session: Session) -> Item | None:
    """What the session looks at as a whole, such as a tool that isn't used."""
    return next((item for item in session.items if item.kind == "subject"), None)


def _take_session_step(session: Session, step: Step, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    subject = _subject(session) if step.look else None
    if subject is not None:
        return _take_step(session, step, subject, heard, scene)
    fact = step.fact or ""
    session, move = _ask(session, fact, None, options=_labels(fact, scene))
    return session, move.but(sums_up=step.sum_up is not None)


def _next_step(session: Session, item: Item, scene: Scene) -> Step | None:
    """The first line of the course that holds for this activity and has something left to do."""
    if item.vague and _may_ask(session, "name", item, scene):
        return Step(ask="name")
    view = view_of(item, session, scene)
    for step in scene.practice.lines if item.kind == "line" else scene.practice.each:
        if not holds(step.when, view) or _any_holds(step, view):
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


def _any_holds(step: Step, view: dict[str, object]) -> bool:
    return any(holds({name: wanted}, view) for name, wanted in step.unless.items())


def _may_ask(session: Session, fact: str, item: Item | None, scene: Scene) -> bool:
    """Whether the fact is missing and may still be asked for: once, and once more where there is another way to ask."""
    spec = scene.practice.facts[fact]
    known = item.value(fact) if item and spec.about == "activity" else session.value(fact)
    if known is not None and not left_open(spec, known):
        return False
    number = item.id if item and spec.about == "activity" else None
    times = session.times_asked(fact, number)
    return times == 0 or (times == 1 and bool(spec.again) and session.evasive > 0)


def _take_step(session: Session, step: Step, item: Item, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    if step.ask:
        return _ask(session, step.ask, item.id, options=_labels(step.ask, scene))
    if step.draft:
        return _draft(session, scene, asked_for=False)
    if item.value("look") == "yes" or session.show_lines:
        return _show(session, item, heard, scene)
    return _ask(session, "look", item.id)


def _show(session: Session, item: Item, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """Shows the lines, and asks in the same turn what follows from them."""
    lines = tuple(owner.evidence.line.id for owner in item.finding.owners[:3]) if item.finding else ()
    item = item.but(shown=lines or ("none",))
    session, move = _go_on(session.put(item).but(show_lines=True), heard, scene)
    return session, move.but(shown=session.item(item.id))


def _beyond(session: Session, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """What comes when no activity is open: another one, drafts, the hours, the end."""
    if session.value("page") == "yes" and session.paged is None:
        return _draft_page(session, scene)
    if session.value("draft") == "yes" and due_for_draft(session, scene):
        return _draft(session, scene, asked_for=False)
    if scene.practice.activities == "many" and _more_may_come(session, heard, scene):
        return _ask(session, "activity", None)
    return _close(session, scene)


def _close(session: Session, scene: Scene) -> tuple[Session, Move]:
    """No more questions about activities: what is left is what becomes of the hours, drafts, the first step."""
    for item in session.items:
        if item.state == "open":
            session = session.put(item.but(state="settled"))
    if step := _next_of(scene.practice.then, session, scene):
        return _take_session_step(session, step, None, scene)
    return _end(session)


def _fill(session: Session, scene: Scene) -> tuple[Session, Move] | None:
    """The next blank of a draft that only the giver can fill, if there is one."""
    for item in drafted_items(session, scene):
        for fact in scene.practice.fill:
            if _may_ask(session, fact, item, scene):
                return _ask(session.but(focus=item.id), fact, item.id, options=_labels(fact, scene))
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
    ended = declined or any(asked.fact in ("freed_for", "next_step", "draft") for asked in session.asked)
    return not ended and session.times_asked("activity", None) < _MOST_DOORS and not drafted_items(session, scene)


def _draft(session: Session, scene: Scene, *, asked_for: bool) -> tuple[Session, Move]:
    """Drafts every handoff that is due; when asked for, also of the activity being talked of."""
    due = [item.id for item in due_for_draft(session, scene)]
    current = session.current
    draftable = current is not None and current.state != "dropped" and current not in drafted_items(session, scene)
    if asked_for and not due and current is not None and draftable:
        due = [current.id]
        if pile_of(current, scene) is not Pile.HAND_OFF:
            wanted = Fact(value=Pile.HAND_OFF.value, turn=session.turns)
            session = session.put(current.but(facts=current.facts | {"pile": wanted}))
    if not due and not drafted_items(session, scene):
        if scene.practice.page is not None and (session.facts or session.activities):
            return _draft_page(session, scene)
        session, move = _ask(session, "activity", None)
        return session, move.but(reply="nothing_to_draft")
    for number in due:
        item = session.item(number)
        if item is not None and item.state == "open":
            session = session.put(item.but(state="settled"))
    session = session.but(drafted=session.drafted | dict.fromkeys(due, scene.today()))
    left = any(_may_ask(session, fact, session.item(number), scene) for number in due for fact in scene.practice.fill)
    if left and not session.times_asked("more", None):
        session, move = _ask(session, "more", None, options=_labels("more", scene))
    else:
        session, move = _beyond(session, None, scene)
    return session, move.but(drafted="handoff")


def _draft_page(session: Session, scene: Scene) -> tuple[Session, Move]:
    """The page for the talk that comes next; what is left of the course goes on in the same turn."""
    session = session.but(paged=session.paged or scene.today())
    session, move = _beyond(session, None, scene)
    return session, move.but(drafted=move.drafted or "page")


def _try_another_way(session: Session, heard: Heard | None, scene: Scene) -> tuple[Session, Move]:
    """After two answers that gave nothing: something to point at, or an offer to leave it."""
    question = session.asked[-1] if session.asked else None
    session = session.but(evasive=0, approaches=session.approaches + 1)
    if session.approaches == 1 and question is not None and question.fact == "activity":
        hints = tuple(hint.says for hint in scene.practice.hints)
        session, move = _ask(session, "activity", None, options=(*hints, "none of these"))
        return session, move.but(approach="hints")
    labels = _labels(question.fact, scene) if question else ()
    if session.approaches == 1 and labels and question is not None:
        asked = question.but(options=labels, turn=session.turns, words="")
        return session.but(asked=(*session.asked, asked)), Move(ask=asked, approach="options")
    beside_activities = question is not None and question.fact != "activity"
    if session.approaches <= 2 and (beside_activities or session.activities):
        if (current := session.current) is not None and current.state == "open":
            session = session.put(current.but(state="settled"))
        session, move = _go_on(session, heard, scene)
        return session, move.but(approach="leave")
    return _end(session)


def _end(session: Session) -> tuple[Session, Move]:
    current = session.current
    if current is not None and current.state == "open":
        session = session.put(current.but(state="parked"))
    return session.but(done=True), Move(ending=True)


def _ask(session: Session, fact: str, item: int | None, options: tuple[str, ...] = ()) -> tuple[Session, Move]:
    asked = Asked(fact=fact, item=item, options=options, turn=session.turns)
    return session.but(asked=(*session.asked, asked)), Move(ask=asked)


def _labels(fact: str, scene: Scene) -> tuple[str, ...]:
    """The labels of a choice's settled answers, to be clicked."""
    return tuple(option.label for option in scene.practice.facts[fact].options.values() if not option.open)


def _count_evasive(session: Session, heard: Heard) -> int:
    """How many messages in a row gave nothing to go on with."""
    asked = heard.wish or heard.question or heard.inquiry or heard.concern or heard.aside
    gave = heard.facts or heard.activities or heard.amendment or asked
    vague = heard.answer in (None, "unsure", "nothing", "depends")
    question = session.question
    if question is not None and question.fact == "activity" and heard.answer == "nothing" and session.activities:
        # There is a list, and no more to put on it.
        return 0
    return session.evasive + 1 if vague and not gave and not heard.content else 0
