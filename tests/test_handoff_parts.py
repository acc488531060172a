"""What a handoff has beside its letter: levels, needs, meetings, agenda, message; and what odd facts do to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.handoff import MOST_WEEKS, words
from reflect.handoff.taper import rows_of
from reflect.language.english import MONTHS
from reflect.records import Handoff, Part
from reflect.reports.sheet import taper_rows
from reflect.team import read_team

from .conftest import TODAY, talk
from .drafting import draft_of, drafted

REPORT = "building the margin report for the board"


def part(draft: Handoff, name: str) -> Part | None:
    return next((one for one in draft.parts if one.id == name), None)


@pytest.mark.parametrize("kind", sorted(words()["taper"]))
def test_each_row_of_a_taper_has_a_level_from_doing_it_together_to_hearing_of_it(kind: str) -> None:
    assert len(rows_of(kind)) == len(words()["levels"])


def test_the_taper_goes_through_the_levels_in_order_and_ends_with_the_last(harbor: Reflect) -> None:
    draft = draft_of(harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], weeks=6, hours=4.0)
    levels = [step.level for step in draft.taper]
    order = [words()["levels"].index(level) for level in levels]
    assert order == sorted(order)
    assert levels[-1] == words()["levels"][-1]


@pytest.mark.parametrize(
    ("cause", "blanks", "says"),
    [
        ("unaware", [], "Being told."),
        ("unskilled", ["Gwen", "Dana and Gwen"], ""),
        ("busy", ["Gwen"], ""),
        ("untrusted", ["Dana and Gwen"], ""),
        ("unasked", [], "Your answer."),
    ],
)
def test_what_a_cause_takes_is_a_part_of_its_own(harbor: Reflect, cause: str, blanks: list[str], says: str) -> None:
    draft = draft_of(harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], cause=[cause])
    needs = part(draft, "needs")
    assert needs is not None
    assert [blank.who for blank in needs.blanks] == blanks
    assert needs.text.startswith(says)
    assert "trust" not in draft.model_dump_json(exclude={"message"})
    assert part(draft_of(harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"]), "needs") is None


def test_the_owner_leads_each_meeting_and_the_giver_is_a_guest(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Dana Reyes", "the Wednesday pipeline meeting", owner=["Gwen Abbott"], does="meeting",
        cadence="every Wednesday", hours=2.0, meeting="Thursday 26 November, 15:00",
    )  # fmt: skip
    assert {meeting.leads for meeting in draft.meetings} == {"Gwen"}
    assert {meeting.guest for meeting in draft.meetings} == {"Dana"}
    days = {meeting.id: meeting.day for meeting in draft.meetings}
    assert days == {
        "one-to-one": date(2026, 11, 26),
        "week-1": date(2026, 12, 2),
        "week-2": date(2026, 12, 9),
        "week-3": date(2026, 12, 16),
        "review": date(2026, 12, 28),
    }
    assert draft.meetings[0].at == time(15)
    first = part(draft, "meetings")
    assert first is not None
    assert first.text.startswith("Wednesday 2 December: you lead, I'm a guest.")


def test_it_starts_on_the_monday_after_the_one_to_one_and_says_so(harbor: Reflect) -> None:
    facts = {"owner": ["Gwen Abbott"], "meeting": "Thursday 10 December"}
    draft = draft_of(harbor, "Dana Reyes", REPORT, **facts)
    assert draft.starts == draft.taper[0].starts == date(2026, 12, 14)
    assert draft.notes == ("It starts on Monday 14 December, after your one-to-one.",)


@pytest.mark.parametrize(
    ("label", "quote"), [("Thursday 12 November", "2026-11-12"), ("Friday 12 November", "the 12th of November")]
)
def test_a_one_to_one_that_has_passed_is_blank_again_and_said(harbor: Reflect, label: str, quote: str) -> None:
    draft = draft_of(harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], meeting=(label, quote))
    meeting = part(draft, "meeting")
    assert meeting is not None
    assert [blank.who for blank in meeting.blanks] == ["Dana"]
    assert "12 November" not in meeting.text
    assert draft.notes == ("12 November has passed, so the day of the one-to-one is blank again.",)
    assert "one-to-one" not in [one.id for one in draft.meetings]
    assert draft.starts == date(2026, 11, 23)


def test_a_day_of_next_year_that_was_said_with_its_year_is_to_come(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], meeting=("Friday 12 November", "12 November 2027")
    )
    assert draft.meetings[0].day == date(2027, 11, 12)


@pytest.mark.parametrize(
    ("weeks", "length", "said"),
    [(0, 1, "at least one week"), (52, MOST_WEEKS, "You said 52 weeks"), (4, 4, "")],
)
def test_a_taper_out_of_bounds_is_said(harbor: Reflect, weeks: int, length: int, said: str) -> None:
    draft = draft_of(harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], weeks=weeks, hours=4.0)
    assert len(draft.taper) == length
    assert said in " ".join(draft.notes)
    assert bool(draft.notes) == bool(said)


def test_to_somebody_above_it_is_an_ask(harbor: Reflect) -> None:
    text = "approving discounts between 15 and 25 percent"
    up = draft_of(harbor, "Priya Venkataraman", text, owner=["Dana Reyes"])
    across = draft_of(harbor, "Gwen Abbott", text, owner=["Dana Reyes"])
    assert "Would you take it?" in up.opening
    assert "I'd like you to have it" not in up.opening + up.message
    assert [one.heading for one in up.parts if one.id == "expected"] == ["What I'm asking you to take"]
    assert "You report to Dana Reyes" in up.notes[0]
    assert "I'd like you to have it" in across.opening
    assert across.notes == ()


def test_of_a_vacant_role_it_is_said_who_could_take_it(open_reflect: Callable[..., Reflect]) -> None:
    reflect = open_reflect("kittiwake")
    vacant = next(role for role in reflect.team.vacant() if role.reports_to)
    above = reflect.team.holders(vacant.reports_to or "")
    draft = draft_of(reflect, "Ines Marchetti", "rewriting the onboarding plan", owner=[vacant.id])
    told = part(draft, "vacant")
    assert told is not None
    assert vacant.title in told.text
    assert above
    assert above[0].name in told.text
    assert any(above[0].name in note for note in draft.notes)


def test_where_what_is_above_is_vacant_too_nobody_is_named(open_reflect: Callable[..., Reflect]) -> None:
    team = read_team("harbor")
    people = tuple(one for one in team.people if not {"sales-ops", "cro", "rvp"} & set(one.roles))
    reflect = open_reflect()
    reflect.team = team.but(people=people)
    ops = reflect.team.role("sales-ops")
    assert ops is not None
    reflect.team = reflect.team.but(
        roles=tuple(one.but(reports_to="cro") if one.id == "sales-ops" else one for one in team.roles)
    )
    draft = draft_of(reflect, "Hannah Weiss", "cleaning up duplicates", owner=["sales-ops"])
    assert draft.owners == ()
    assert any("nor the role it reports to" in note for note in draft.notes)


def test_a_draft_names_nobody_who_has_left(harbor: Reflect) -> None:
    conversation = drafted(harbor, "Dana Reyes", REPORT, owner=["Somebody Gone"])
    for draft in conversation.handoffs():
        assert "Gone" not in draft.model_dump_json()


def test_a_late_draft_that_is_asked_for_anew_counts_from_today(open_reflect: Callable[..., Reflect]) -> None:
    lines = ["I approve every discount, four hours a week, that's deal desk's", "just draft it"]
    reflect = open_reflect()
    conversation = talk(reflect, "Dana Reyes", lines)
    reflect._today = TODAY + timedelta(days=40)
    later = reflect.resume(conversation.id)
    [stale] = later.handoffs()
    assert "23 November" in stale.notes[0]
    assert "has passed" in stale.notes[0]
    later.say("just draft it")
    [fresh] = later.handoffs()
    assert fresh.notes == ()
    assert fresh.starts is not None
    assert fresh.starts > TODAY + timedelta(days=40)


def test_the_agenda_asks_and_answers_nothing(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], cause=["busy"],
        why="the board decides on it. nobody else reads it", stays="none",
    )  # fmt: skip
    assert all(point.minutes > 0 for point in draft.agenda)
    assert sum(point.minutes for point in draft.agenda) <= 45
    asked = {point.id: point.questions for point in draft.agenda}
    assert all(question.endswith("?") for questions in asked.values() for question in questions)
    assert asked["cause"] == (words()["agenda"]["causes"]["busy"],)
    assert next(point.text for point in draft.agenda if point.id == "why") == "The board decides on it."


def test_the_message_is_short_and_in_the_givers_words(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], hours=6.0, event="the audit went wrong",
        why="Gwen knows which figures the board trusts", meeting="Thursday 26 November, 15:00",
    )  # fmt: skip
    assert draft.message.startswith("Gwen,\n\nSince the audit went wrong I have been building the margin report")
    assert "You know which figures the board trusts." in draft.message
    assert "Thursday 26 November, 15:00" in draft.message
    assert draft.message.endswith("\n\nDana")
    assert len(draft.message.split()) <= 100


def test_whoever_speaks_briefly_sends_a_brief_message(harbor: Reflect) -> None:
    asks = words()["message"]["asks"]["open"]
    text = "watering the plants in the hall"
    brief = draft_of(harbor, "Dana Reyes", text, owner=["Gwen Abbott"], why="They die otherwise.")
    said = (
        "Visitors look at the hall before they look at us, and a row of dead plants says more than any brochure does."
    )
    full = draft_of(harbor, "Dana Reyes", text, owner=["Gwen Abbott"], why=said)
    assert any(ask in brief.message for ask in asks["brief"])
    assert any(ask in full.message for ask in asks["full"])


def test_what_the_time_is_for_stands_at_the_end(harbor: Reflect) -> None:
    draft = draft_of(harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], freed="see the ten big customers")
    freed = part(draft, "freed")
    assert freed is not None
    assert (freed.text, freed.own) == ("See the ten big customers.", True)
    assert part(draft_of(harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"]), "freed") is None


# ---- what has no owner, and what stops

CRACK = {"owner": "nobody", "mine": "ownerless", "hours": 2.0}


def test_a_crack_is_proposed_to_the_team_with_two_or_three_places_and_their_lines(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Hannah Weiss", "answering the two resellers in Poland", **CRACK,
        needed=("yes", "they'd go to a competitor"), settles="Priya and Dana",
    )  # fmt: skip
    assert draft.kind == "proposal"
    assert 2 <= len(draft.candidates) <= 3
    lines = {line.id: line.text for line in harbor.team.lines}
    where = part(draft, "where")
    assert where is not None
    for candidate in draft.candidates:
        assert candidate.line.quote == lines[candidate.line.source]
        assert f"“{candidate.line.quote}”" in where.text
        assert candidate.role != "account-executive"
    assert [one.text for one in draft.parts if one.id == "missed"] == ["They'd go to a competitor."]
    assert [one.text for one in draft.parts if one.id == "settles"] == ["Priya and Dana."]
    assert draft.owners == draft.owner_roles == draft.taper == ()
    assert draft.review == date(2026, 12, 7)


def test_what_would_happen_without_it_is_told_only_if_it_was_said(harbor: Reflect) -> None:
    draft = draft_of(harbor, "Hannah Weiss", "answering the resellers", **CRACK, needed=("yes", "it is"))
    assert part(draft, "missed") is None


def test_that_it_is_needed_is_neither_what_depends_on_it_nor_who_settles_it(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Hannah Weiss", "answering the resellers", **CRACK,
        needed=("yes", "it is needed"), settles="It is needed. Nadia and me",
    )  # fmt: skip
    settles = part(draft, "settles")
    assert part(draft, "missed") is None
    assert "needed" not in draft.message
    assert settles is not None
    assert settles.text == "Nadia and me."
    short = draft_of(harbor, "Hannah Weiss", "answering the resellers", **CRACK, needed=("yes", "finance needs it"))
    missed = part(short, "missed")
    assert missed is not None
    assert missed.text == "Finance needs it."


def test_in_the_owners_calendar_what_is_mine_and_what_i_hear_bear_the_givers_name(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Dana Reyes", "checking my region's quotes", owner=["Luis Prado"], does="checking", hours=4.0
    )
    told = [f"{meeting.title} {meeting.about}" for meeting in draft.meetings]
    assert all(one.startswith("Checking Dana's region's quotes: ") for one in told)
    assert any("tell Dana of anything odd" in one for one in told)


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("Nobody has that authority here", ""),
        ("No idea. There's nobody who could.", ""),
        ("nobody but Dana", "Nobody but Dana."),
        ("Nobody here. Head office maybe", "Nobody here. Head office maybe."),
    ],
)
def test_where_nobody_could_be_named_who_settles_it_stays_a_blank(harbor: Reflect, answer: str, written: str) -> None:
    told = [
        "answering the two resellers in Poland, two hours a week",
        "nobody has it",
        "yes, they'd go to a competitor",
    ]
    conversation = talk(harbor, "Hannah Weiss", told)
    turn = conversation.say(answer)
    assert ("with whom" in turn.text or "would settle it" in turn.text) == bool(written)
    conversation.say("just draft it")
    [draft] = conversation.handoffs()
    settles = part(draft, "settles")
    assert settles is not None
    assert (settles.text, [blank.who for blank in settles.blanks]) == (written, [] if written else ["Hannah"])


def test_a_stop_says_whom_to_tell_what_would_start_it_again_and_when_to_look_back(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Hannah Weiss", "Friday slide on win rates", pile="stop", hours=1.0,
        needed=("no", "I skipped it in October and nobody said a word"),
    )  # fmt: skip
    assert draft.kind == "stop"
    assert [(one.id, [blank.who for blank in one.blanks]) for one in draft.parts if one.blanks] == [
        ("tell", ["Hannah"]),
        ("again", ["whoever misses it"]),
    ]
    assert "I skipped it in October and nobody said a word." in draft.message
    assert (draft.starts, draft.review) == (date(2026, 11, 23), date(2026, 12, 21))
    assert [meeting.day for meeting in draft.meetings] == [date(2026, 12, 21)]


def test_what_is_doubted_of_somebody_stays_out_of_what_the_team_reads(harbor: Reflect) -> None:
    draft = draft_of(
        harbor, "Hannah Weiss", "answering the resellers", **CRACK,
        why="The resellers pay on time. I don't trust Priya with it.",
    )  # fmt: skip
    assert "pay on time" in draft.model_dump_json()
    assert "trust" not in draft.model_dump_json()


@pytest.mark.parametrize("owners", [["Luis Prado"], ["Luis Prado", "Gwen Abbott"], ["deal-desk"]])
@pytest.mark.parametrize("doubt", ["I don't trust Teresa with it.", "Teresa is a nightmare to work with."])
def test_what_is_doubted_of_a_colleague_is_in_no_handoff(harbor: Reflect, owners: list[str], doubt: str) -> None:
    draft = draft_of(harbor, "Dana Reyes", REPORT, owner=owners, why=f"{doubt} The board reads them.")
    assert "The board reads them." in draft.message
    assert "Teresa" not in draft.model_dump_json()


def test_proposals_and_stop_notes_are_there_when_the_talk_ends_and_not_before(harbor: Reflect) -> None:
    conversation = talk(harbor, "Hannah Weiss", ["a slide on win rates, an hour a week", "nobody needs it", "stop it"])
    assert conversation.handoffs() == []
    for line in ("that's all", "yes", "call two more customers", "tell Priya on Monday", "stop"):
        if not conversation.last.done:
            turn = conversation.say(line)
    [draft] = conversation.handoffs()
    assert draft.kind == "stop"
    assert turn.handoffs == (draft.id,)
    assert turn.done


def test_just_draft_it_makes_a_stop_note_of_what_stops(harbor: Reflect) -> None:
    conversation = talk(harbor, "Hannah Weiss", ["a slide on win rates, an hour a week", "nobody needs it", "stop it"])
    turn = conversation.say("just draft it")
    [draft] = conversation.handoffs()
    assert (draft.kind, turn.handoffs) == ("stop", (draft.id,))
    assert "owner" not in turn.text
    assert [entry.pile for entry in turn.piles] == ["stop"]


@pytest.mark.parametrize(
    ("lines", "kind", "noted"),
    [
        (
            ["a slide on win rates, an hour a week", "nobody needs it", "stop it"],
            "stop",
            "to stop on 23 November",
        ),
        (
            ["answering the two resellers in Poland, two hours a week", "nobody has it"],
            "proposal",
            "to be settled by 7 December",
        ),
    ],
)
def test_a_late_note_says_so_and_counts_from_today_when_asked_for_anew(
    open_reflect: Callable[..., Reflect], lines: list[str], kind: str, noted: str
) -> None:
    reflect = open_reflect()
    conversation = talk(reflect, "Hannah Weiss", [*lines, "just draft it"])
    [first] = conversation.handoffs()
    assert (first.kind, first.drafted, first.notes) == (kind, TODAY, ())
    conversation.say("just draft it")
    assert conversation.handoffs() == [first]
    reflect._today = TODAY + timedelta(days=40)
    later = reflect.resume(conversation.id)
    [stale] = later.handoffs()
    assert noted in stale.notes[0]
    assert stale.but(notes=()) == first
    later.say("just draft it")
    [fresh] = later.handoffs()
    assert (fresh.drafted, fresh.notes) == (reflect._today, ())
    assert all(meeting.day > reflect._today for meeting in fresh.meetings)


def test_a_draft_that_no_longer_stands_is_told_from_one_that_never_was(harbor: Reflect) -> None:
    from reflect.archive import Archive
    from reflect.errors import InputError

    conversation = talk(
        harbor, "Dana Reyes", ["I approve every discount, four hours a week, that's deal desk's", "just draft it"]
    )
    [draft] = conversation.handoffs()
    conversation.say("keep it")
    archive = Archive(database=harbor.settings.database, home=harbor.settings.home)
    with pytest.raises(InputError, match=f"the draft {re.escape(draft.id)} no longer stands.*--resume"):
        archive.handoff(draft.id)
    with pytest.raises(InputError, match="there is no handoff"):
        archive.handoff(f"{conversation.id}-99")


def test_hours_of_rarer_work_are_those_of_each_time(harbor: Reflect) -> None:
    lines = [
        "once a month I build the margin report for the board, six hours each time, that's Gwen's",
        "just draft it",
    ]
    draft = talk(harbor, "Dana Reyes", lines).handoffs()[0]
    headings, now, first, *_ = taper_rows(draft)
    assert (headings[-1], now[-1]) == ("my hours each time", "6 h")
    assert draft.taper[0].hours is not None
    assert draft.taper[0].hours < 1.5
    assert first[-1] == "2.5 h"


@pytest.mark.parametrize("kind", sorted(words()["taper"]))
@pytest.mark.parametrize("weeks", [1, 3, 4, 26])
@pytest.mark.parametrize("cadence", [None, "every Wednesday"])
def test_the_page_and_the_calendar_have_the_same_meetings(
    harbor: Reflect, kind: str, weeks: int, cadence: str | None
) -> None:
    facts = {"cadence": cadence} if cadence else {}
    draft = draft_of(harbor, "Dana Reyes", REPORT, owner=["Gwen Abbott"], does=kind, weeks=weeks, hours=3.0, **facts)
    listed = part(draft, "meetings")
    days = []
    for line in listed.text.split("\n") if listed else []:
        said = [_day(day, month) for day, month in re.findall(r"(\d+) (\w+)", line.split(":")[0])]
        days += [said[0] + timedelta(weeks=week) for week in range((said[-1] - said[0]).days // 7 + 1)]
    assert days == [one.day for one in draft.meetings if one.id.startswith("week")]


def _day(day: str, month: str) -> date:
    """The day of the half year that begins in November 2026."""
    number = [name.title() for name in MONTHS].index(month) + 1
    return date(2026 if number > 10 else 2027, number, int(day))


@pytest.mark.parametrize("pile", ["hand_off", "stop"])
def test_a_rhythm_that_the_title_says_is_not_said_again(harbor: Reflect, pile: str) -> None:
    facts = {"owner": ["Gwen Abbott"]} if pile == "hand_off" else {"pile": "stop"}
    name = "expected" if pile == "hand_off" else "what"
    once = part(draft_of(harbor, "Dana Reyes", "the Monday meeting", cadence="every Monday", **facts), name)
    other = part(draft_of(harbor, "Dana Reyes", "the pipeline meeting", cadence="every Monday", **facts), name)
    assert once is not None
    assert other is not None
    assert "every Monday" not in once.text
    assert "The pipeline meeting, every Monday" in other.text


def test_whoever_said_what_depends_on_it_is_not_asked_once_more_why_it_matters(harbor: Reflect) -> None:
    facts: dict[str, Any] = {"owner": "nobody", "mine": "ownerless"}
    said = draft_of(harbor, "Hannah Weiss", REPORT, **facts, needed=("yes", "they'd go to a competitor"))
    assert (part(said, "why"), part(said, "missed") is not None) == (None, True)
    unsaid = part(draft_of(harbor, "Hannah Weiss", REPORT, **facts), "why")
    assert unsaid is not None
    assert [blank.who for blank in unsaid.blanks] == ["Hannah"]
