"""What one person sees of the agreements: what they gave, what they were given, what is due. No more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from reflect.agreements.due import progress_of
from reflect.agreements.hours import check_ins, counts, first_week, planned_in, spent_in, weeks_of
from reflect.agreements.picture import draw, lead
from reflect.agreements.plan import is_planned, plan_keys, plans, with_plan
from reflect.agreements.status import GOING, OF_GIVER, allowed, answers, day_of, is_stop, people_of, status_of
from reflect.agreements.tables import tell
from reflect.agreements.words import say
from reflect.assistant import Reflect
from reflect.errors import InputError, ReflectError
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.language.numerals import say_hours
from reflect.records import Agreement, Due, Event, Handoff, Week
from reflect.reports.sheet import held_titles, labels
from reflect.web.fragments import render, texts

# The colour and the sign of what is going where.
_PILES = {"handoff": "hand_off", "proposal": "find_owner", "stop": "stop"}
_STAIR_TOP, _STAIR_BASE = 4.0, 40.0


def mine(reflect: Reflect, name: str) -> list[Agreement]:
    """The agreements that a person gave, was given or answered, the last sent first."""
    return [one for one in reversed(reflect.agreements.list()) if _is_between(one, name)]


def find(reflect: Reflect, name: str, agreement_id: str) -> Agreement:
    """An agreement of this person.

    Raises:
        InputError: If there is none, or it is between others: in the same words, since whoever asks may only guess.
    """
    try:
        agreement = reflect.agreements.load(agreement_id)
    except InputError:
        raise InputError(texts()["handoffs"]["not_yours"]) from None
    if not _is_between(agreement, name):
        raise InputError(texts()["handoffs"]["not_yours"])
    return agreement


def drafts(reflect: Reflect, name: str) -> list[Handoff]:
    """The drafts of a person that weren't sent, newest talk first."""
    sent = {one.id for one in reflect.agreements.list()}
    return [one for one in reflect.handoffs(name) if one.kind != "page" and one.id not in sent and one.giver == name]


def find_draft(reflect: Reflect, name: str, handoff_id: str) -> Handoff:
    """A draft of this person.

    Raises:
        InputError: If there is none, or it is somebody else's: in the same words.
    """
    try:
        draft = reflect.handoff(handoff_id)
    except InputError:
        raise InputError(texts()["handoffs"]["not_yours"]) from None
    if draft.giver != name:
        raise InputError(texts()["handoffs"]["not_yours"])
    return draft


def due_now(reflect: Reflect, name: str) -> list[Due]:
    """What is due today or waits from before: of what they gave all of it, of what they were given their own part."""
    return [one for one in _due(reflect, name) if one.day <= reflect.today()]


def ledger_board(reflect: Reflect, name: str, *, focus: bool = False) -> str:
    """The whole list: freed hours, what is due, drafts, what was given and received."""
    today = reflect.today()
    known = {one.id: one for one in mine(reflect, name)}
    given = [one for one in known.values() if one.giver == name]
    received = [one for one in known.values() if one.giver != name]
    due = [_due_row(one, known[one.agreement], name, today) for one in _due(reflect, name)]
    weeks = reflect.agreements.weeks(name)
    return render(
        "ledger.html",
        focus=focus,
        name=name,
        today=f"{say_day(today, weekday=True)} {today.year}",
        lead=lead(weeks, today, name) if given else "",
        picture=Markup(draw(weeks, today, name)) if weeks else "",  # noqa: S704 - it escapes what it is given
        caption=say("hours", "caption"),
        unhoured=reflect.agreements.unhoured(name),
        now=[one for one in due if one["now"]],
        after=[one for one in due if not one["now"]],
        drafts=[_draft_row(one, reflect) for one in drafts(reflect, name)],
        groups=[
            {"name": which, "rows": [_row(one, reflect, name) for one in rows]}
            for which, rows in (("given", given), ("received", received))
            if rows
        ],
        empty=not known,
    )


def agreement_sheet(
    reflect: Reflect,
    name: str,
    agreement: Agreement,
    *,
    notice: str = "",
    sure: str = "",
    words: str = "",
    talk: Mapping[str, Any] | None = None,
) -> str:
    """One agreement: how it stands, what can be done with it, what has happened, the document.

    Args:
        reflect: Whose ledger it is.
        name: Who looks at it.
        agreement: What they look at.
        notice: What was just done.
        sure: The event that they are asked about once more.
        words: What they wrote to it.
        talk: The check-in that is going on, if there is one: its turns, its options.
    """
    today, document = reflect.today(), agreement.document
    giver = agreement.giver == name
    can = allowed(agreement, today) if not (giver and agreement.received) else frozenset()
    going = status_of(agreement, today) in GOING and giver
    others = agreement.receivers if giver else (agreement.giver,)
    return render(
        "agreement.html",
        one=_row(agreement, reflect, name),
        giver=giver,
        viewer=name,
        can=can,
        check_in=giver and "checked" in can and (going or is_stop(document)),
        again="sent" in can and giver and _is_drafted(reflect, agreement),
        answered=name in answers(agreement) or name in plans(agreement),
        received=agreement.received,
        others=join([one.split()[0] for one in others]),
        plan_keys=plan_keys(),
        plan=plans(agreement).get(name, {}),
        asks_plan=any(part.id == "how" and part.blanks for part in document.parts),
        events=[_told(event, agreement, name) for event in agreement.events if _is_shown(event, agreement, name)],
        paper=_paper(with_plan(agreement), reflect),
        called=labels(),
        planned=bool(plans(agreement)),
        notice=notice,
        sure=sure,
        words=words,
        talk=talk,
    )


def draft_sheet(reflect: Reflect, draft: Handoff) -> str:
    """A draft as it would be sent, and what to look at before."""
    return render(
        "draft.html",
        cautions=(*draft.notes, *reflect.agreements.cautions(draft)),
        paper=_paper(draft.but(notes=()), reflect),
        called=labels(),
        session=draft.session,
    )


# ---- pieces


def _is_between(agreement: Agreement, name: str) -> bool:
    return name in people_of(agreement)


def _due(reflect: Reflect, name: str) -> list[Due]:
    known = {one.id: one.giver for one in mine(reflect, name)}
    due = (one for one in reflect.due(person=name) if one.agreement in known)
    mine_too = (one for one in due if known[one.agreement] == name or name in one.who)
    return [_said_to(one, known[one.agreement], name, reflect.today()) for one in mine_too]


def _said_to(due: Due, giver: str, name: str, today: date) -> Due:
    """What is due, said to whoever has to do it; an answer is theirs to give from the day that they are asked."""
    t = texts()["handoffs"]["to_you"]
    if due.what == "answer" and giver != name and name in due.who:
        return due.but(day=min(due.day, today), text=t["answer"].format(giver=giver))
    if due.what == "check_in" and giver == name:
        return due.but(text=t["check_in"].format(week=due.week))
    return due


def _due_row(due: Due, agreement: Agreement, name: str, today: date) -> dict[str, Any]:
    t, giver = texts()["handoffs"], agreement.giver == name
    day = say_day(due.day) if due.late else say_day(due.day, weekday=True)
    mine_to_say = giver and not agreement.received
    chips = []
    if due.what == "meeting" and (mine_to_say or not giver):
        chips.append(_chip("mark", t["chips"]["met"], kind="met"))
    if due.what in ("check_in", "review") and mine_to_say:
        chips.append(_chip("check_in", t["chips"][due.what], week=due.week or 0))
    chips.append(_chip("open", t["chips"]["answer"] if due.what == "answer" and name in due.who else t["open"]))
    return {
        "id": due.agreement,
        "title": due.title,
        "text": due.text,
        "day": t["since"].format(day=day) if due.late else t["today"] if due.day == today else day,
        "now": due.day <= today,
        "chips": chips,
    }


def _chip(act: str, label: str, *, kind: str = "", week: int = 0) -> dict[str, Any]:
    return {"act": act, "label": label, "kind": kind, "week": week}


def _draft_row(draft: Handoff, reflect: Reflect) -> dict[str, Any]:
    to = join([*draft.owners[:6]]) or join(held_titles(draft, reflect.team))
    return {"draft": draft, "to": to, "pile": _PILES.get(draft.kind, "hand_off")}


def _row(agreement: Agreement, reflect: Reflect, name: str) -> dict[str, Any]:
    """What a line of the list says, and the head of the sheet."""
    today, document = reflect.today(), agreement.document
    monday = today - timedelta(days=today.weekday())
    giver, counted = agreement.giver == name, counts(agreement, today)
    # What it takes its giver, they said at their check-ins; it isn't said to anybody else.
    begun = giver and counted and monday >= first_week(agreement)
    spent, said = spent_in(agreement, monday) if begun else (None, False)
    return {
        "id": agreement.id,
        "document": document,
        "pile": _PILES.get(document.kind, "hand_off"),
        "sent": say_day(day_of(agreement.current[0])),
        "to": join(agreement.receivers) or join(held_titles(document, reflect.team)),
        "to_titles": join(held_titles(document, reflect.team)) if agreement.receivers else "",
        "giver_titles": join(reflect.team.titles(list(document.giver_roles))),
        "progress": progress_of(agreement, today),
        "mark": _mark(agreement, today),
        "planned": planned_in(agreement, monday) if document.hours_before is not None else None,
        "spent": spent,
        "said": said,
        "stair": _stair(agreement, today, giver and counted),
    }


def _mark(agreement: Agreement, today: date) -> str:
    """The sign of how it stands."""
    status = status_of(agreement, today)
    if status not in GOING:
        return {"sent": "ring", "asked": "ask", "done": "tick"}.get(status, "cross")
    if not is_planned(agreement):
        return "ring"
    seen = check_ins(agreement)
    if status == "accepted" or not seen:
        return "arrow"
    slower = any(event.kind == "drifted" and event.week == max(seen) for event in agreement.current)
    return "half" if slower else "tick"


def _stair(agreement: Agreement, today: date, really: bool) -> dict[str, Any] | None:
    """The hours of one agreement as a small picture: bars of what was said, a line for the plan; None without hours."""
    weeks = weeks_of([agreement], today) if really else _planned_weeks(agreement)
    if not weeks:
        return None
    tallest = max([1e-9, *(max(week.planned, week.spent or 0.0) for week in weeks)])
    wide = 120 / len(weeks)
    scale = (_STAIR_BASE - _STAIR_TOP) / tallest
    bars = [
        {"x": n * wide + 0.5, "width": wide - 1, "y": _STAIR_BASE - week.spent * scale, "said": week.said}
        for n, week in enumerate(weeks)
        if week.spent
    ]
    points = []
    for n, week in enumerate(weeks):
        y = _STAIR_BASE - week.planned * scale
        points += [f"{n * wide:.1f},{y:.1f}", f"{(n + 1) * wide:.1f},{y:.1f}"]
    told = join([f"{say_hours(week.planned)} {say_day(week.starts)}" for week in weeks])
    label = texts()["handoffs"]["stair"].format(title=agreement.document.title, giver=agreement.giver, list=told)
    return {"bars": bars, "line": " ".join(points), "label": label, "base": _STAIR_BASE}


def _planned_weeks(agreement: Agreement) -> Sequence[Week]:
    document = agreement.document
    steps = [step for step in document.taper if step.starts is not None and step.hours is not None]
    if document.hours_before is None or not steps:
        return []
    first = steps[0].starts or date.min
    before = Week(starts=first - timedelta(weeks=1), planned=document.hours_before, spent=None)
    return [before, *(Week(starts=one.starts or first, planned=one.hours or 0.0, spent=None) for one in steps)]


def _is_shown(event: Event, agreement: Agreement, name: str) -> bool:
    """Whether an event is for somebody's eyes: check-ins are their giver's, an answer its writer's and the giver's."""
    if agreement.giver == name:
        return True
    return event.by == name or event.kind in (*OF_GIVER, "done", "met")


def _told(event: Event, agreement: Agreement, name: str) -> dict[str, str]:
    quiet = name not in (agreement.giver, event.by)
    return {"day": say_day(day_of(event)), "by": event.by, "text": tell(event.but(words="") if quiet else event)}


def _is_drafted(reflect: Reflect, agreement: Agreement) -> bool:
    """Whether its talk is still there, so that it can be sent again as it is drafted now."""
    try:
        return reflect.handoff(agreement.id).giver == agreement.giver
    except ReflectError:
        return False


def _paper(draft: Handoff, reflect: Reflect) -> dict[str, Any]:
    return {
        "draft": draft,
        "giver_titles": join(reflect.team.titles(list(draft.giver_roles))),
        "owner_titles": join(held_titles(draft, reflect.team)),
        "to": join(draft.owners[:6]),
    }
