"""What is due with the agreements, on a day and after it: answers, one-to-ones, check-ins, reviews. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from reflect.agreements.hours import check_ins, first_week
from reflect.agreements.plan import is_planned
from reflect.agreements.status import GOING, answers, day_of, is_proposal, is_stop, missing, owners, status_of
from reflect.agreements.words import say, words
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.language.numerals import spell_number
from reflect.records import Agreement, Due

# An answer is looked for after so many days, and by the day it should start.
_ANSWER_DAYS = 7
# A week is asked about on its Friday.
_FRIDAY = timedelta(days=4)
_THURSDAY = 3
# What has no day of its own to look back on is looked back on after so many weeks.
_REVIEW_WEEKS = 4
_AHEAD = timedelta(weeks=2)


def list_due(agreements: Iterable[Agreement], on: date, *, ahead: timedelta = _AHEAD) -> list[Due]:
    """What is due on a day, what was due before it and waits, and what comes in the time ahead; the earliest first."""
    every = [one for agreement in agreements for one in due_of(agreement, on)]
    return sorted((one for one in every if one.day <= on + ahead), key=lambda one: (one.day, one.title, one.what))


def due_of(agreement: Agreement, on: date) -> list[Due]:
    """All that is due with one agreement, and all that will be if things go as planned."""
    status = status_of(agreement, on)
    if status in ("sent", "asked", "declined"):
        found = [_answer(agreement)] if status == "sent" else list(_replies(agreement, status))
        found += _settling(agreement)
    elif status in GOING and agreement.received:
        # Week by week it is asked about where its giver keeps it.
        found = [*_meeting(agreement), _review(agreement)]
    elif status in GOING:
        found = [*_meeting(agreement), *_check_ins(agreement, on), _review(agreement)]
    else:
        found = []
    return [one.but(late=one.day < on) for one in found]


def next_week(agreement: Agreement, on: date) -> int:
    """The week that a check-in on this day is about, counted from the start.

    Up to its Wednesday a week has hardly been, and the one before is meant. Rarer work is asked about once a round,
    by the week in which that begins. One that was checked in on may be corrected by checking in on it again.
    """
    steps = agreement.document.taper
    gone = ((on - first_week(agreement)).days - _THURSDAY) // 7 + 1
    if not steps:
        return max(1, gone)
    if gone > steps[-1].week:
        return gone - (gone - steps[-1].week) % agreement.document.weeks_a_round
    return max((step.week for step in steps if step.week <= gone), default=steps[0].week)


def review_day(agreement: Agreement) -> date:
    """The day to look back on it; a proposal's own day is the one by which it was to be settled."""
    if is_proposal(agreement.document):
        taken = [event for event in answers(agreement).values() if event.kind == "accepted"]
        return day_of(taken[0] if taken else agreement.current[0]) + timedelta(weeks=_REVIEW_WEEKS)
    return agreement.document.review or day_of(agreement.current[0]) + timedelta(weeks=_REVIEW_WEEKS)


def _due(agreement: Agreement, what: str, day: date, who: Iterable[str], text: str, week: int | None = None) -> Due:
    return Due.model_validate(
        {
            "agreement": agreement.id, "title": agreement.document.title, "what": what, "day": day,
            "who": tuple(who), "text": text, "week": week,
        }
    )  # fmt: skip


def _answer(agreement: Agreement) -> Due:
    sent = day_of(agreement.current[0])
    wanted = sent + timedelta(days=_ANSWER_DAYS)
    starts = agreement.document.starts
    day = min(wanted, starts) if starts and starts > sent else wanted
    who = missing(agreement)
    named = "answer" if who else "answer_anybody"
    if is_proposal(agreement.document):
        named = "taken_up"
    elif agreement.received and who:
        named = "answer_theirs"
    return _due(agreement, "answer", day, who, say("due", named, missing=join(who), giver=agreement.giver))


def _settling(agreement: Agreement) -> Iterator[Due]:
    """The day by which a proposal was to have an owner."""
    document = agreement.document
    if is_proposal(document) and document.review is not None:
        yield _due(agreement, "review", document.review, [agreement.giver], say("due", "settle"))


def _replies(agreement: Agreement, status: str) -> Iterator[Due]:
    for name, event in answers(agreement).items():
        if event.kind == status:
            what = "revise" if status == "asked" else "declined"
            named = "objected" if what == "declined" and is_stop(agreement.document) else what
            text = say("due", named, name=name, words=event.words, giver=agreement.giver)
            yield _due(agreement, what, day_of(event), [agreement.giver], text)


def _meeting(agreement: Agreement) -> Iterator[Due]:
    """The one-to-one, until somebody says they had it; a check-in says so too."""
    meeting = next((one for one in agreement.document.meetings if one.id == "one-to-one"), None)
    if meeting is None or any(event.kind in ("met", "checked") for event in agreement.current):
        return
    text = say("due", "meeting", receivers=join(agreement.receivers))
    yield _due(agreement, "meeting", meeting.day, [agreement.giver, *agreement.receivers], text)


def _check_ins(agreement: Agreement, on: date) -> Iterator[Due]:
    """One for each week nobody has checked in on; of those that have passed, only the last is asked for."""
    steps = agreement.document.taper
    last = max(check_ins(agreement), default=0)
    days = []
    for place, step in enumerate(steps):
        if step.starts is None or step.week <= last:
            continue
        # Rarer work is asked about at the end of its round.
        ends = steps[place + 1].starts if place + 1 < len(steps) else None
        days.append((step.week, ends - timedelta(days=3) if ends else step.starts + _FRIDAY))
    passed = [week for week, day in days if day <= on]
    review = review_day(agreement)
    for week, day in days:
        # The day to look back asks the same, and more.
        if (passed and week < passed[-1]) or review <= on:
            continue
        named = "check_in" if agreement.document.weeks_a_round == 1 else "check_in_round"
        text = say("due", named, week=spell_number(week), giver=agreement.giver)
        yield _due(agreement, "check_in", day, [agreement.giver], text, week)


def _review(agreement: Agreement) -> Due:
    document, theirs = agreement.document, owners(agreement)
    named = "taken" if is_proposal(document) else "stop" if is_stop(document) else "review"
    text = say("due", named, names=join(theirs))
    week = None if is_stop(document) else next_week(agreement, review_day(agreement))
    return _due(agreement, "review", review_day(agreement), [agreement.giver, *theirs], text, week)


def progress_of(agreement: Agreement, on: date) -> str:
    """How one that was agreed goes, in a few words; of others how they stand."""
    status = status_of(agreement, on)
    told, document = words()["progress"], agreement.document
    if status == "sent" and is_proposal(document):
        return str(told["open"])
    if status == "declined" and is_stop(document):
        names = (name for name, event in answers(agreement).items() if event.kind == "declined")
        return str(told["objected"]).format(names=join(names))
    if status not in GOING:
        return str(words()["statuses"][status])
    if is_proposal(document):
        return str(told["taken"]).format(names=join(owners(agreement)))
    if not is_planned(agreement):
        return str(told["plan"])
    if status == "accepted" and document.starts:
        return str(told["stops" if is_stop(document) else "starts"]).format(day=say_day(document.starts))
    seen = check_ins(agreement)
    if is_stop(document):
        return str(told["missed" if seen and seen[max(seen)].missed else "stopped"])
    if not seen:
        return str(told["unheard"] if document.taper else words()["statuses"]["running"])
    week = max(seen)
    slower = any(event.kind == "drifted" and event.week == week for event in agreement.current)
    return str(told["slower" if slower else "on_plan"])
