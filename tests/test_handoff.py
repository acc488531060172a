"""The handoff: only what was said, blanks for the rest, and a taper that ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.handoff import MOST_WEEKS, next_monday, step_back, words
from reflect.handoff.opening import open_with
from reflect.handoff.readers import put_to
from reflect.parts import as_said, own_words
from reflect.records import Activity, Fact, Item, Session
from reflect.reports.markdown import BLANK, handoff_markdown

from .conftest import TODAY, talk

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("kind", sorted(words()["taper"]))
@pytest.mark.parametrize("weeks", [1, 2, 3, 4, 6, 12, MOST_WEEKS])
@pytest.mark.parametrize("hours", [0.5, 2.0, 8.0, 40.0])
def test_the_givers_hours_only_ever_fall_and_end_at_none(kind: str, weeks: int, hours: float) -> None:
    steps = step_back(kind, hours, weeks, MONDAY)
    spent = [step.hours for step in steps]
    assert len(steps) == weeks
    assert spent == sorted(spent, key=lambda one: -(one or 0))
    assert (spent[0] or 0) < hours or weeks > 6
    assert spent[-1] == 0
    assert [step.starts for step in steps] == [MONDAY + timedelta(weeks=week) for week in range(weeks)]


def test_what_happens_every_other_week_tapers_by_its_own_rhythm() -> None:
    steps = step_back("meeting", 3.0, 8, MONDAY, every=2)
    assert [step.week for step in steps] == [1, 3, 5, 7, 9]
    assert steps[-1].hours == 0


@pytest.mark.parametrize(("weeks", "length"), [(0, 1), (-3, 1), (52, MOST_WEEKS)])
def test_a_taper_of_no_or_a_years_weeks_is_brought_within_bounds(weeks: int, length: int) -> None:
    assert len(step_back("doing", 4.0, weeks, MONDAY)) == length


def test_without_hours_the_taper_leaves_them_blank_and_still_ends() -> None:
    steps = step_back("doing", None, 4, MONDAY)
    assert [step.hours for step in steps] == [None] * 4
    assert steps[-1].giver == words()["taper"]["doing"][-1]["giver"]


@pytest.mark.parametrize(
    ("today", "monday"),
    [(date(2026, 11, 22), MONDAY), (MONDAY, date(2026, 11, 30)), (date(2026, 12, 31), date(2027, 1, 4))],
)
def test_things_start_on_the_next_monday(today: date, monday: date) -> None:
    assert next_monday(today) == monday


def test_own_words_are_the_givers_with_capitals_and_full_stops() -> None:
    assert own_words("well, margin mostly. odd payment terms") == "Margin mostly. Odd payment terms."


@pytest.mark.parametrize(
    "said",
    ["HR needs it every month.", "Our CEO and COS read it.", "20 min w/ each rep, cos they dont ask.", "Thurs 3 hrs."],
)
def test_a_sentence_in_a_handoff_is_the_givers_to_the_letter(said: str) -> None:
    assert own_words(said) == said


@pytest.fixture
def bare(harbor: Reflect) -> Conversation:
    """A draft asked for at once, before anything else was said."""
    return talk(
        harbor, "Dana Reyes", ["I approve every discount, four hours a week, that's deal desk's", "just draft it"]
    )


def test_what_nobody_said_is_a_blank_with_the_name_of_whoever_fills_it(bare: Conversation) -> None:
    [draft] = bare.handoffs()
    blank = {part.id: [one.who for one in part.blanks] for part in draft.parts if part.blanks}
    assert blank["why"] == ["Dana"]
    # What good would look like, where nobody said it, is for both to find.
    assert blank["good"] == ["Dana and Luis"]
    assert len(blank["how"]) == 5
    assert "Dana" not in blank["how"]


def test_every_sentence_is_said_by_somebody_or_a_line_or_a_fixed_one(bare: Conversation) -> None:
    [draft] = bare.handoffs()
    said = " ".join(exchange.message or "" for exchange in bare.exchanges).lower()
    lines = {line.text for line in bare._scene.team.lines}
    fixed = str(words())
    for quote in re.findall(r"“([^”]+)”", draft.opening):
        assert quote in lines
    for part in draft.parts:
        if part.quote:
            assert part.quote.quote in lines
        for sentence in filter(None, re.split(r"(?<=[.!?])\s+", part.text)):
            told = sentence.rstrip(".").lower() in said or part.id in ("meetings", "review")
            assert (
                told or sentence in fixed or sentence.rstrip(".").lower() == bare.state.items[0].activity.text.lower()
            )


def test_what_is_said_later_is_in_the_draft_at_once(bare: Conversation) -> None:
    before = handoff_markdown(bare.handoffs()[0], bare._scene.team)
    bare.say("make that six hours")
    after = handoff_markdown(bare.handoffs()[0], bare._scene.team)
    assert "four hours" in before
    assert "six hours" in after
    assert "four hours" not in after


def test_a_dropped_activity_takes_its_draft_with_it(bare: Conversation) -> None:
    bare.say("take that off the list")
    assert bare.handoffs() == []


@pytest.mark.parametrize(
    "words",
    [
        "keep it",
        "no, it's mine, keep it",
        "that's mine after all",
        "I'd rather keep that one",
        "take that off the list",
    ],
)
def test_what_is_kept_after_all_has_no_draft_and_none_is_spoken_of(bare: Conversation, words: str) -> None:
    assert len(bare.handoffs()) == 1
    turn = bare.say(words)
    assert bare.handoffs() == []
    assert turn.handoffs == ()
    assert "draft" not in turn.text
    assert {entry.pile for entry in turn.piles} <= {"keep"}


def test_a_draft_keeps_the_dates_of_the_day_it_was_made(
    open_reflect: Callable[..., Reflect], home: Path, tmp_path: Path
) -> None:
    lines = ["I approve every discount, four hours a week, that's deal desk's", "just draft it"]
    conversation = talk(open_reflect(), "Dana Reyes", lines)
    [before] = conversation.handoffs()
    later = Reflect.open(
        "harbor", today=TODAY + timedelta(days=40), home=home, database=f"sqlite:///{tmp_path / 'reflect.sqlite'}"
    )
    [after] = later.resume(conversation.id).handoffs()
    assert after.but(notes=()) == before
    assert "which has passed" in " ".join(after.notes)
    assert (after.drafted, after.starts) == (TODAY, MONDAY)


def test_a_session_that_kept_no_day_of_its_drafts_can_still_be_read(bare: Conversation) -> None:
    old = bare.state.model_dump(mode="json") | {"drafted": [1], "started": "2026-11-20T09:00:00Z"}
    read = Session.model_validate_json(json.dumps(old))
    assert read.drafted == {1: date(2026, 11, 20)}
    assert Session.model_validate_json(read.model_dump_json()) == read


def test_a_vacant_owner_is_addressed_by_title(open_reflect: Callable[..., Reflect]) -> None:
    reflect = open_reflect("kittiwake")
    vacant = next(role for role in reflect.team.roles if not reflect.team.holders(role.id))
    conversation = talk(reflect, "Ines Marchetti", ["I rewrite the onboarding plan, 3 hours a week"])
    conversation.say(f"that belongs to the {vacant.title}")
    conversation.say("just draft it")
    [draft] = conversation.handoffs()
    assert draft.owners == ()
    assert draft.greeting == f"To {vacant.title},"


def test_markdown_shows_markup_as_text(harbor: Reflect) -> None:
    words = "the <img src=x onerror=alert(1)> report with *stars* and [a link](http://x), two hours, it's sales ops'"
    conversation = talk(harbor, "Dana Reyes", [words, "just draft it"])
    text = handoff_markdown(conversation.handoffs()[0], harbor.team)
    shown = MarkdownIt().enable("table").render(text)
    assert "<img" not in shown
    assert "<a " not in shown
    assert "*stars*" in shown


def test_the_document_has_every_section(bare: Conversation) -> None:
    text = handoff_markdown(bare.handoffs()[0], bare._scene.team)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == [
        "Why it matters",
        "What good looks like",
        "What you answer for",
        "How you do it is yours to fill in",
        "How I step back",
        "When we meet",
        "Our one-to-one",
        "What we both say there",
        "When we look back",
        "For the talk",
        "A message to send with it",
    ]
    assert BLANK in text
    assert f"{TODAY.day} November" in text


def test_a_draft_of_something_unsettled_names_nobody(harbor: Reflect) -> None:
    conversation = talk(
        harbor, "Hannah Weiss", ["I polish the brass plate on the door, an hour a week", "just draft it"]
    )
    (draft,) = conversation.handoffs()
    assert draft.owners == draft.owner_roles == ()
    assert conversation.last.piles[0].pile == "hand_off"


def _draft(reflect: Reflect, person: str, lines: list[str], practice: str = "handoff") -> str:
    return handoff_markdown(talk(reflect, person, lines, practice).handoffs()[0], reflect.team)


def test_a_letter_says_what_it_takes_each_time_where_it_comes_round_so_seldom(harbor: Reflect) -> None:
    lines = [
        "once a month I build the margin report for the board, six hours each time, that's Gwen's",
        "just draft it",
    ]
    assert "Once a month I build the margin report for the board; it takes me six hours." in _draft(
        harbor, "Dana Reyes", lines
    )


def test_hours_of_a_week_are_not_said_of_each_time() -> None:
    facts = {"hours": 3.0, "cadence": "every other week"}
    item = Item(
        id=1,
        activity=Activity(text="building the deck", source="building the deck"),
        facts={name: Fact(value=value) for name, value in facts.items()},
    )
    assert (
        open_with(item, as_said) == "For some time now I have been building the deck; it takes me three hours a week."
    )


def test_a_letter_speaks_to_its_reader(harbor: Reflect) -> None:
    text = _draft(
        harbor,
        "Dana Reyes",
        [
            "I build the margin report for the board, two hours a week, that's Gwen's",
            "why = Gwen knows which figures the board trusts, and she closes them anyway",
            "just draft it",
        ],
    )
    assert "You know which figures the board trusts, and you close them anyway." in text
    assert "Gwen knows" not in text


def test_what_is_the_readers_is_called_theirs(harbor: Reflect) -> None:
    text = _draft(
        harbor,
        "Dana Reyes",
        ["I redo Priya's forecast, two hours a week", "it's Priya's", "just draft it"],
        "stop-list",
    )
    assert "I have been redoing your forecast; it takes me two hours a week." in text
    assert "- Preparation (where the figures and facts come from" in text
    assert "Priya Venkataraman, Front-line Sales Manager |" in text


def test_several_holders_have_their_title_in_the_plural(harbor: Reflect) -> None:
    lines = ["I sit in on the discovery calls, five hours a week", "the front-line sales managers'", "just draft it"]
    assert "Front-line Sales Managers |" in _draft(harbor, "Dana Reyes", lines)


def test_a_letter_to_several_says_nothing_of_what_is_doubted_of_them(harbor: Reflect) -> None:
    text = _draft(
        harbor,
        "Dana Reyes",
        [
            "I sit in on every discovery call of the reps in my region, five hours a week",
            "It's the front-line sales managers'",
            "they were never asked",
            "They don't know how and I don't trust it with them yet.",
            "just draft it",
        ],
    )
    assert "trust" not in text
    assert "a sentence of your own: ____ *(Dana)*" in text.split("## Why")[1].split("##")[0]
    assert "the reps in Dana's region." in text.split("## What you answer for")[1]


def test_blame_and_what_was_said_by_the_way_stay_out_of_a_letter(bare: Conversation) -> None:
    put = put_to(["Gwen Abbott"], bare.state, bare._scene)
    said = "The board needs it. Gwen should have picked it up ages ago. Pardon the pun. That's not control, that's me."
    assert own_words(said, put) == "The board needs it."


def test_a_line_that_is_about_something_else_is_not_held_up_to_an_owner(harbor: Reflect) -> None:
    text = _draft(
        harbor, "Dana Reyes", ["I water the plants in the hall, an hour a week, that's Gwen's job", "just draft it"]
    )
    assert "No line of your role says so in as many words." in text
    assert "“" not in text.split("## Why")[0]


def test_what_is_asked_of_the_owner_ends_as_a_question() -> None:
    assert (
        own_words("which of these was hardest to write, would you say")
        == "Which of these was hardest to write, would you say?"
    )
    assert own_words("which is why I do it") == "Which is why I do it."
