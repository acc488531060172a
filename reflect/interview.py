"""The course of a session: what was heard goes in, what is to be said next comes out. Pure.

What may be asked next and when a draft is due follow from the practice's file and the facts, here and nowhere
else. One message is taken in three steps: what was heard is noted, a wish or a plain question is answered, and
the course goes on. The words are the engine's business.
"""

from __future__ import annotations

from reflect.citing import asks_for_article, cite_passage, lines_of, nearest_sentence
from reflect.course import ask, close, comes, draft, end, go_on, labels, next_step, own_cited, show_lines, take_step
from reflect.drafts import draft_all, note_drafts
from reflect.engines.protocol import Amendment, Change, Heard, Inquiry, Move, Scene, Speech
from reflect.language.clauses import stems
from reflect.noting import left_open, look_up, note
from reflect.records import Activity, Asked, Citation, Fact, Item, Line, Pile, Session
from reflect.standing import drafted_items, freed_hours, list_piles, view_of

_LINE_IS_NEAR = 0.45
_PASSAGE_IS_NEAR = 0.42


def open_session(session: Session, scene: Scene) -> tuple[Session, Move]:
    """The opening: what is said before anybody has said anything."""
    if session.items:
        # A list was brought along: it begins with the first thing on it.
        session, move = go_on(look_up(session, scene), None, scene)
        return session, move.but(item=move.item or session.current)
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
    over, gone = session.done, session.gone
    doubted = _is_wrong(session)
    session = session.but(gone=(), turns=session.turns + 1, done=False, evasive=_count_evasive(session, heard))
    # Whoever goes back says nothing beside it that would be an answer.
    session, changes = note(
        session, heard.but(facts={}, answer=None) if heard.wish == "back" else heard, question, scene
    )
    if aside is not None and heard.aside is not None:
        session, move = _after_aside(session, aside, heard, question, scene)
    elif heard.concern:
        grave = aside is not None and not aside.words and heard.concern in ("distress", "medical")
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
    elif question is not None and question.fact == "right" and _is_wrong(session) and not changes and not doubted:
        session, move = _wait_for(session, question), Move(reply="what_is_wrong")
    elif question is not None and question.fact == "passage" and session.value("passage") == "yes":
        session, move = _offered_passage(session, heard, scene)
    else:
        session, move = go_on(_reopened(session, scene) if over else session, heard, scene)
    session, move = _again_after_detour(session, move, question, scene)
    if (move.drafted or session.done) and not heard.concern:
        session = note_drafts(session, scene)
    return session, move.but(
        heard=heard,
        changes=changes,
        gone=gone,
        item=move.item or session.current,
        handoffs=draft_all(session, scene),
        hours=freed_hours(session, scene),
        piles=list_piles(session, scene),
    )


# What is answered with these leaves the question open without putting it once more: it was just spoken of, or whoever
# wrote needs time, or somebody else than a program.
_NO_DETOUR = {"why", "wait", "delete", "what_is_wrong", "still_here"}


def _again_after_detour(session: Session, move: Move, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """The turn after something came between: the question that waits is put once more, in other words."""
    waits = (
        question is not None
        and move.ask is None
        and not session.done
        and bool(session.asked)
        and session.asked[-1].but(beside=question.beside) == question.but(turn=session.turns)
    )
    if not waits or question is None or move.reply in _NO_DETOUR or (move.reply or "").startswith("concern:"):
        return session, move
    if not question.words:
        # An offer, or a question that had no words left: it stands as it is.
        return session, move
    again = session.asked[-1].but(words="", before=(*question.before, question.words))
    sums_up = any(step.sum_up == question.fact for step in scene.practice.then)
    return session.but(asked=(*session.asked[:-1], again)), move.but(
        ask=again, again=True, sums_up=sums_up, citations=move.citations or own_cited(session)
    )


def _reopened(session: Session, scene: Scene) -> Session:
    """The session of whoever comes back after its end: what is left to ask of the activity may be asked."""
    current = session.current
    if current is None or current.state != "settled" or next_step(session, current, scene) is None:
        return session
    return session.put(current.but(state="open"))


def finish(session: Session, move: Move, speech: Speech) -> Session:
    """The session after the turn was spoken: what was said isn't said again."""
    asked = session.asked
    if move.ask is not None and asked:
        # What waits and can't be put in other words keeps those it had.
        words = speech.question or (asked[-1].before[-1] if move.again and asked[-1].before else asked[-1].words)
        asked = (*asked[:-1], asked[-1].but(words=words))
    opening = " ".join(speech.text.lower().split()[:2])
    return session.but(asked=asked, said=(*session.said, *speech.said), openings=(*session.openings, opening))


# ---- what goes before the course -----------------------------------------------------------------------------------


def _care(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """What needs somebody else than a program: people are pointed to, and the person says whether to go on."""
    reply = f"concern:{heard.concern}"
    if heard.concern in ("crisis", "distress"):
        asked = _aside(session, "go_on", labels("go_on", scene) if heard.concern == "distress" else ())
        session = _wait_for(session, question)
        session = session.but(asked=(*session.asked, asked))
        # Nobody who is in danger is asked anything.
        return session, Move(reply=reply, ask=asked if heard.concern == "distress" else None)
    if heard.activities and (question is None or question.fact == "activity"):
        session, move = go_on(session, heard, scene)
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
            return go_on(session, None, scene)
        case "yes":
            return _put_again(session, heard, question, scene)
        case "no" | "talk":
            return end(session)
        case "unwell":
            return _care(session, heard.but(concern="crisis" if not aside.words else "distress"), question, scene)
        case _:
            session = _wait_for(session, question)
            return session.but(asked=(*session.asked, aside.but(turn=session.turns))), Move(reply="wait")


def _put_again(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """The question that waited, in the words it was put in; without one, the next of the course."""
    if question is None:
        return go_on(session, heard, scene)
    session = _wait_for(session, question)
    return session, Move(reply="go_on", ask=session.asked[-1])


# ---- wishes and plain questions ------------------------------------------------------------------------------------


def _obey(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """Does what the person asked for."""
    match heard.wish:
        case "stop_alone" if question is not None and question.fact == "pile":
            return _ask_which_stop(session, question, scene)
        case "stop" | "stop_alone":
            return end(session)
        case "enough":
            return close(session, scene)
        case "draft":
            return draft(session, scene, asked_for=True)
        case "skip":
            session, move = go_on(session, heard, scene)
            return session, move.but(reply="skip")
        case "back":
            return _go_back(session, heard, question, scene)
        case "fill":
            session = session.but(facts=session.facts | {"more": Fact(value="fill", turn=session.turns)})
            return go_on(session, heard, scene)
        case "lines" | "always":
            return _show_lines(session, heard, question, scene)
        case "article":
            return _cite(heard.whole, session, question, scene)
        case "hello" if question is not None:
            session, move = _put_again(session, heard, question, scene)
            return session, move.but(reply="hello")
        case "restart":
            fresh = Session(**{name: getattr(session, name) for name in _KEPT_ON_RESTART})
            session, move = open_session(fresh, scene)
            return session, move.but(reply="restart")
        case _:
            return _wait_for(session, question), Move(reply=heard.wish)


def _is_wrong(session: Session) -> bool:
    """Whether the summary isn't right, by what the person says of it."""
    return bool(session.value("right") == "no")


def _cite(text: str, session: Session, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """What an article says on what was asked, or where things stand."""
    cited = cite_passage(text, session, question, scene)
    return _wait_for(session, question), Move(reply="passage" if cited else "not_found", citations=cited)


def _ask_which_stop(session: Session, question: Asked, scene: Scene) -> tuple[Session, Move]:
    """ "Stop", where it could be a pile: asked once which is meant; after that it ends the talk."""
    if session.facts.get("which_stop"):
        return end(session)
    asked = _aside(session, "which_stop", labels("which_stop", scene))
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
        return draft(session, scene, asked_for=True)
    if heard.amendment is not None and heard.amendment.by_hand:
        # What was open may come again in its turn.
        session = session.but(asked=tuple(one for one in session.asked if one is not question))
        return ask(session, "moved", heard.amendment.item)
    current = session.current
    reopened = current is not None and current.state == "open" and (question is None or question.item != current.id)
    replied = question is not None and _is_replied(heard, question, scene)
    if question is None or reopened or replied or not _still_fits(question, session, scene):
        if question is not None and question.item is not None and not replied and _still_fits(question, session, scene):
            # It was put and not answered: it is asked when its activity has its turn again.
            session = session.but(asked=tuple(asked for asked in session.asked if asked is not question))
        return go_on(session, heard, scene)
    mended = heard.amendment.item if heard.amendment is not None else None
    beside = mended if question.item is not None and mended != question.item else None
    return _wait_for(session, question, beside=beside), Move()


def put_in_pile(item: Item, pile: Pile, words: str) -> Heard:
    """What is heard where somebody puts an activity in a pile by hand, and says so in these words."""
    facts = {"pile": Fact(value=pile.value, quote=words)}
    if item.value("once") == "yes":
        # What was an emergency once would stay where it is.
        facts["once"] = Fact(value="no", quote=words)
    if pile in _WHOSE_BY_HAND and {"owner", "mine"} & item.facts.keys():
        facts["mine"] = Fact(value=_WHOSE_BY_HAND[pile], quote=words)
    return Heard(
        amendment=Amendment(item=item.id, facts=facts, quote=words, by_hand=True),
        whole=words,
        message=words,
        content=True,
    )


# Whose an activity is by the pile that it is put in; where somebody said otherwise before, the last word counts.
_WHOSE_BY_HAND = {Pile.KEEP: "yes", Pile.HAND_OFF: "no", Pile.FIND_OWNER: "ownerless"}


def _is_replied(heard: Heard, question: Asked, scene: Scene) -> bool:
    """Whether the same message said something to the question, so that it isn't put again.

    A reason may be given in words that none of the options covers; whose something is has to be understood.
    """
    if question.fact == "activity":
        return bool(heard.activities) or heard.answer in ("no", "nothing")
    return heard.replies and scene.practice.facts[question.fact].several


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
    return not steps or any(comes(step, view) for step in steps)


_KEPT_ON_RESTART = ("id", "practice", "team", "person", "engine", "started", "turns", "said", "openings")


def _inform(
    session: Session, heard: Heard, inquiry: Inquiry, question: Asked | None, scene: Scene
) -> tuple[Session, Move]:
    """Answers a plain question; the question that was open stays open, unless the same message answered it."""
    if asks_for_article(inquiry.text):
        return _cite(inquiry.text, session, question, scene)
    if inquiry.kind == "line" and session.current is not None:
        return _show_lines(session, heard.but(wish="lines"), question, scene)
    if inquiry.kind == "back_to":
        return _go_back_to(session, inquiry.item, scene)
    answered = bool(heard.facts or heard.activities)
    session, move = go_on(session, heard, scene) if answered else (_wait_for(session, question), Move())
    if inquiry.kind in ("role", "line"):
        roles = [role for role_id in inquiry.roles or scene.person.roles if (role := scene.team.role(role_id))]
        cited = tuple(citation for role in roles for citation in lines_of(role))
        return session, move.but(reply="role" if cited else "no_lines", citations=cited)
    replies = {
        "term": "term",
        "holder": "holder",
        "list": "read",
        "total": "total",
        "left": "left",
        "recipient": "recipient",
        "draft": "draft",
    }
    reply = replies[inquiry.kind]
    return session, move.but(reply="no_draft" if reply == "draft" and not (session.drafted or session.noted) else reply)


def _go_back_to(session: Session, number: int | None, scene: Scene) -> tuple[Session, Move]:
    """Takes up an activity that was talked of before, or is still waiting."""
    item, current = session.item(number), session.current
    if item is None:
        return go_on(session, None, scene)
    if current is not None and current.id != item.id and current.state == "open":
        session = session.put(current.but(state="parked"))
    session = session.put(item.but(state="open")).but(focus=item.id)
    if step := next_step(session, item, scene):
        session, move = take_step(session, step, item, None, scene)
        return session, move.but(reply="back_to", item=session.item(item.id))
    session, move = ask(session, "pile", item.id, options=labels("pile", scene))
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
        return _wait_for(session, question), Move(
            reply="passage", citations=(nearest_sentence(passages[0][0], stems(text)),)
        )
    return _wait_for(session, question), Move(reply="not_found")


def _show_lines(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """Shows whose the activity is by the definitions; without an activity, the person's own lines."""
    session = session.but(show_lines=session.show_lines or heard.wish == "always")
    item = session.current
    if item is None:
        roles = [role for role_id in scene.person.roles if (role := scene.team.role(role_id))]
        own = tuple(citation for role in roles for citation in lines_of(role))
        return _wait_for(session, question), Move(reply="own_lines" if own else "no_lines", citations=own)
    if item.kind == "line" and item.line is not None:
        cited = (Citation(source=item.line, quote=item.activity.text),)
        return _wait_for(session, question), Move(reply="own_line", citations=cited)
    if item.shown:
        return _wait_for(session, question), Move(reply="shown_again", shown=item)
    if heard.inquiry is not None and question is not None and question.fact != "look":
        lines = tuple(owner.evidence.line.id for owner in item.finding.owners[:3]) if item.finding else ()
        session = session.put(item.but(shown=lines or ("none",)))
        return _wait_for(session, question), Move(shown=session.item(item.id))
    return show_lines(session, item, heard, scene)


def _offered_passage(session: Session, heard: Heard, scene: Scene) -> tuple[Session, Move]:
    """The passage that was offered, and on with the course in the same turn."""
    cited = cite_passage("", session, session.question, scene)
    session, move = go_on(session, heard, scene)
    return session, move.but(reply="passage" if cited else "not_found", citations=cited)


def _wait_for(session: Session, question: Asked | None, *, beside: int | None = None) -> Session:
    """The session in which the next message still answers the question that was put before.

    `beside` is the other activity that was spoken of meanwhile.
    """
    if question is None:
        return session
    earlier = tuple(asked for asked in session.asked if asked is not question)
    return session.but(asked=(*earlier, question.but(turn=session.turns, beside=beside)))


def _go_back(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, Move]:
    """Takes back the last answer and asks for it again."""
    answered = [asked for asked in session.asked if asked.turn < session.turns - 1 and asked.fact != "activity"]
    if not answered:
        session, move = go_on(session, heard, scene)
        return session, move.but(reply="no_way_back")
    last = answered[-1]
    session = _without_turn(session, last.turn + 1)
    current = session.current
    if current is not None and current.id != last.item and current.state == "open":
        session = session.put(current.but(state="parked"))
    if (item := session.item(last.item)) is not None:
        session = session.put(item.but(state="open")).but(focus=item.id)
    # The question that was open may come again in its turn.
    asked = tuple(
        one for one in session.asked if (one.fact, one.item) != (last.fact, last.item) and one is not question
    )
    again = Asked(fact=last.fact, item=last.item, options=last.options, turn=session.turns)
    return session.but(asked=(*asked, again)), Move(reply="back", ask=again, item=session.item(last.item))


def _without_turn(session: Session, turn: int) -> Session:
    """The session without what was said in one turn, be it of an activity, of a line or of the whole."""
    for item in session.items:
        kept = {name: fact for name, fact in item.facts.items() if fact.turn != turn}
        if item.named == turn:
            session = session.but(items=tuple(other for other in session.items if other.id != item.id))
        elif kept != item.facts:
            session = session.put(item.but(facts=kept))
    return session.but(facts={name: fact for name, fact in session.facts.items() if fact.turn != turn})


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
