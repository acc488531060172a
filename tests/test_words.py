"""What reflect says over a whole talk: it goes on about something, what was open stays in sight, the end is whole."""

from __future__ import annotations

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.engines.protocol import Amendment, Heard
from reflect.interview import take
from reflect.noting import short_title
from reflect.records import Fact, Pile

from .conftest import talk

QUOTES = ["approving every discount, two hours, that's deal desk's"]
JOB = ["the outbound calls", "not doing", "no time", "fixing double bookings, four hours a week", "not doing"]


@pytest.mark.parametrize("practice", ["handoff", "stepping-in"])
def test_a_talk_about_one_thing_asks_which_and_ends_without_it(harbor: Reflect, practice: str) -> None:
    conversation = talk(harbor, "Dana Reyes", ["hm", "well", "dunno", "no idea", "hm", "dunno"], practice)
    asked = {one.fact for one in conversation.state.asked}
    assert asked == {"activity"}
    assert conversation.last.done


@pytest.mark.parametrize("practice", ["handoff", "stepping-in"])
def test_what_it_is_about_is_called_by_the_persons_words_when_no_name_was_heard(harbor: Reflect, practice: str) -> None:
    conversation = talk(
        harbor, "Dana Reyes", ["it is all rather complicated with them", "Brightwell, as ever"], practice
    )
    if not conversation.state.activities:
        conversation.say("the Brightwell thing tomorrow at two")
    assert len(conversation.state.activities) == 1
    assert not conversation.last.done


def test_the_question_that_was_open_is_put_in_other_words_after_a_detour(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", QUOTES)
    before = conversation.last.question
    turn = conversation.say("what exactly does deal desk answer for?")
    assert before
    assert turn.question
    assert turn.question != before
    assert conversation.state.question is not None
    assert conversation.state.question.fact == "cause"


def test_a_correction_is_followed_by_what_was_open(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", QUOTES)
    turn = conversation.say("sorry, it's three hours, not two")
    assert turn.piles[0].hours_per_week == 3
    assert turn.question
    assert "three hours" in turn.text


def test_a_line_is_put_right_in_the_summary_by_its_place(harbor: Reflect) -> None:
    conversation = _at_the_sum(talk(harbor, "Finn Doyle", JOB, "my-job"))
    left = [item for item in conversation.state.items if item.value("status") == "not_doing"]
    assert len(left) == 2
    conversation.say("no")
    turn = conversation.say("the second one is fine, I do that")
    after = {item.id: item.value("status") for item in conversation.state.items if item.kind == "line"}
    assert [after[item.id] for item in left] == ["not_doing", "doing"]
    assert f"“{left[1].activity.text}”" in turn.text
    assert [entry.activity for entry in turn.piles] == ["fixing double bookings"]


def _at_the_sum(conversation: Conversation) -> Conversation:
    """The talk, gone on to where everything is summed up."""
    for _ in range(14):
        question = conversation.state.question
        if question is not None and question.fact == "right":
            return conversation
        fact = question.fact if question else ""
        conversation.say({"status": "doing", "why_not": "somebody else does it", "pile": "keep it"}.get(fact, "skip"))
    raise AssertionError(conversation.last.text)


def test_a_plan_that_was_renamed_keeps_its_name(harbor: Reflect) -> None:
    conversation = talk(harbor, "Priya Venkataraman", ["Hannah's"], "coach-plan")
    [plan] = conversation.state.activities
    renamed = Heard(amendment=Amendment(item=plan.id, name="third quarter review"), whole="...", content=True)
    session, _ = take(conversation.state, renamed, conversation._scene)
    session, _ = take(
        session, Heard(facts={"hand": Fact(value="mine")}, whole="mine", content=True), conversation._scene
    )
    assert [item.activity.text for item in session.activities] == ["third quarter review"]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("reading every quote", "reading every quote"),
        ("the tool. We bought it in March, and nobody opens it", "the tool"),
        ("word " * 40, " ".join(["word"] * 12) + " …"),
        ("x" * 300, "x" * 80 + " …"),
    ],
)
def test_a_session_has_a_short_title(said: str, title: str) -> None:
    assert short_title(said) == title


@pytest.mark.parametrize(
    ("practice", "person", "lines"),
    [
        ("stop-list", "Dana Reyes", [*QUOTES, "never asked them", "that's all"]),
        (
            "handoff",
            "Dana Reyes",
            [*QUOTES, "never asked", "the reviews hang on it", "one page", "nothing", "three weeks", "no date yet"],
        ),
    ],
)
def test_at_the_end_the_whole_is_said_and_the_hours_and_the_first_step_are_asked_for(
    harbor: Reflect, practice: str, person: str, lines: list[str]
) -> None:
    conversation = talk(harbor, person, lines, practice)
    asked = []
    for message in ("yes", "coaching my managers", "I'll write to Teresa", "Tuesday", "yes", "as it is"):
        question = conversation.state.question
        asked.append(question.fact if question else "")
        if conversation.last.done:
            break
        answers = {"freed_for": "coaching my managers", "next_step": "I'll write to Teresa", "next_day": "Tuesday"}
        conversation.say(answers.get(asked[-1], "yes" if asked[-1] != "more" else "as it is") or message)
    assert [one for one in asked if one in ("right", "freed_for", "next_step", "next_day")] == [
        "right", "freed_for", "next_step", "next_day",
    ]  # fmt: skip
    assert conversation.last.piles[0].pile is Pile.HAND_OFF


def test_a_first_step_with_a_day_to_it_is_not_asked_for_another(harbor: Reflect) -> None:
    conversation = talk(
        harbor,
        "Dana Reyes",
        [*QUOTES, "never asked", "that's all", "yes", "coaching", "no", "I'll write to her on Monday"],
    )
    assert "next_step" in conversation.state.facts
    assert "next_day" not in {one.fact for one in conversation.state.asked}


def test_a_reflection_never_repeats_a_piece_of_a_sentence_as_the_whole(harbor: Reflect) -> None:
    lines = [*QUOTES, "never asked"]
    conversation = talk(harbor, "Dana Reyes", lines, "handoff")
    turn = conversation.say(
        "managers argue about whose number is right, and we lose the first twenty minutes, every time"
    )
    assert "Managers argue about whose number is right. That's" not in turn.text


def test_who_owns_it_is_said_back_in_more_than_one_way(harbor: Reflect) -> None:
    said = set()
    for name in ("deck", "forecast report", "price list", "win rate slide", "pipeline mail", "board pack"):
        turn = talk(harbor, "Dana Reyes", [f"building the {name}, two hours a week, that's sales ops' job"]).last
        said.add(turn.text.split(". ")[0].split(",")[0])
    assert len(said) >= 3


def test_what_is_said_beside_a_labelled_answer_is_heard(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", QUOTES, "handoff")
    conversation.say("they were never asked\nwhy = the reviews hang on it. Everybody waits for it")
    [item] = conversation.state.activities
    assert item.value("cause") == ["unasked"]
    assert item.value("why") == "the reviews hang on it. Everybody waits for it"


def test_what_is_said_with_going_back_is_no_answer(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", [*QUOTES, "never asked", "the reviews hang on it"], "handoff")
    question = conversation.state.question
    assert question is not None
    conversation.say("wait, go back, I put that badly")
    [item] = conversation.state.activities
    assert item.value(question.fact) is None


def test_a_page_is_called_by_a_name_and_never_by_what_was_told(harbor: Reflect) -> None:
    told = talk(harbor, "Teresa Kwan", ["we got this forecast tool in March, and nobody opens it"], "accountability")
    told.say("just draft it")
    named = talk(harbor, "Teresa Kwan", ["The forecast tool. We got it in March."], "accountability")
    named.say("just draft it")
    assert [page.title for page in (*told.handoffs(), *named.handoffs())] == [
        "Accountability",
        "About the forecast tool",
    ]
