"""Plain questions get plain answers, change nothing, and leave the open question open."""

from __future__ import annotations

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.engines.guided.inquiries import find_inquiry
from reflect.records import Team

from .conftest import talk

ROLE, LINE, TOTAL, LEFT, LIST, DRAFT, WHO, BACK = (
    "role", "line", "total", "left", "list", "draft", "recipient", "back_to",
)  # fmt: skip


def kind(conversation: Conversation, message: str) -> str | None:
    found = find_inquiry(message, conversation.state, conversation._scene, conversation._reflect.engine.meanings)
    return found.inquiry.kind if found else None


@pytest.fixture
def talked(harbor: Reflect) -> Conversation:
    return talk(harbor, "Dana Reyes", ["the commission checks, two hours", "chasing overdue invoices"])


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("what exactly does deal desk answer for?", ROLE),
        ("What does deal desk do?", ROLE),
        ("what does Teresa do", ROLE),
        ("what's the job of sales operations?", ROLE),
        ("tell me what marketing ops is responsible for", None),
        ("what's my role again?", ROLE),
        ("what am I accountable for?", ROLE),
        ("is that their job? what line?", LINE),
        ("what line", LINE),
        ("which line says that?", LINE),
        ("where does it say that", LINE),
        ("how many hours do I have in total?", TOTAL),
        ("whats the total", TOTAL),
        ("how many hours is that all together?", TOTAL),
        ("what's left?", LEFT),
        ("what is still open?", LEFT),
        ("show me the list", LIST),
        ("can I see my list?", LIST),
        ("whats in it", DRAFT),
        ("show me the draft", DRAFT),
        ("where do I find the draft?", DRAFT),
        ("who gets this?", WHO),
        ("who is it going to?", WHO),
        ("can we go back to the commission thing", BACK),
        ("let's go back to the commission checks", BACK),
    ],
)
def test_a_plain_question_is_heard_as_what_it_asks(talked: Conversation, message: str, expected: str | None) -> None:
    assert kind(talked, message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "what would they do without it?",
        "who else would do it?",
        "who knows",
        "what happens is that they ring me",
        "what I do is check the quotes",
        "it's deal desk's",
        "deal desk",
        "deal desk does it",
        "I show them the list every Monday",
        "reading the list of accounts",
        "show and tell on Fridays",
        "two hours in total",
        "how should I know",
        "go back",
        "back one step",
        "is it?",
        "why do you ask?",
        "who are you?",
        "a month?",
        "can you just draft it",
        "give it to deal desk",
        "the draft contracts for resellers",
        "nobody reads it",
        "what a mess",
        "do the invoices, four hours",
        "let Teresa do it",
        "could be deal desk's job",
        "they go back to the customer with it",
    ],
)
def test_what_only_looks_like_a_question_is_none(talked: Conversation, message: str) -> None:
    assert kind(talked, message) is None


QUESTIONS = [
    "what exactly does deal desk answer for?", "what's my role again?", "how many hours do I have in total?",
    "what's left?", "show me the list", "show me the draft", "whats in it", "who gets this?", "what line",
    "is that their job? what line?",
]  # fmt: skip
OPENINGS = [
    ["the Friday slides"],
    ["the Friday slides, two hours, that's Teresa's job"],
    ["the Friday slides, two hours, that's Teresa's job", "just draft it", "fill a blank"],
    ["the Friday slides, two hours, I doubt anyone opens them", "nothing would happen"],
]


@pytest.mark.parametrize("lines", OPENINGS, ids=["hours", "cause", "why", "pile"])
@pytest.mark.parametrize("message", QUESTIONS)
def test_a_plain_question_changes_no_fact_and_the_open_one_stays(
    harbor: Reflect, lines: list[str], message: str
) -> None:
    conversation = talk(harbor, "Dana Reyes", lines)
    before, asked = conversation.state, conversation.state.question
    assert asked is not None
    turn = conversation.say(message)
    assert turn.text
    assert turn.question is None or turn.question != asked.words
    assert [item.facts for item in conversation.state.items] == [item.facts for item in before.items]
    assert conversation.state.facts == before.facts
    open_now = conversation.state.question
    assert open_now is not None
    assert (open_now.fact, open_now.item, open_now.options) == (asked.fact, asked.item, asked.options)


def test_a_role_is_quoted_line_by_line_with_citations(harbor: Reflect) -> None:
    turn = talk(harbor, "Dana Reyes", ["the Friday slides", "what exactly does deal desk answer for?"]).last
    role = harbor.team.role("deal-desk")
    assert role is not None
    quoted = [line for line in role.lines if f"“{line.text}”" in turn.text]
    assert len(quoted) == (len(role.lines) if len(role.lines) <= 6 else 5)
    assert {citation.source for citation in turn.citations} == {line.id for line in quoted}


def test_of_a_long_role_five_lines_are_quoted_and_the_rest_counted(harbor: Reflect) -> None:
    role = harbor.team.roles[0]
    long = role.but(accountabilities=tuple(f"Do the thing number {number}" for number in range(9)), conditions=())
    team = Team(name="Long", roles=(long, *harbor.team.roles[1:]), people=harbor.team.people)
    reflect = Reflect(team, harbor.settings, today=harbor.today())
    turn = talk(reflect, "Dana Reyes", [f"what does the {role.title} do?"]).last
    assert len(turn.citations) == 5
    assert "four more" in turn.text
    reflect.ledger.close()


def test_the_sum_is_of_all_that_is_on_the_list(harbor: Reflect) -> None:
    lines = ["I write the Friday slides, two hours. I check the commissions, three hours. I chase invoices."]
    conversation = talk(harbor, "Dana Reyes", lines)
    total = sum(entry.hours_per_week or 0 for entry in conversation.last.piles)
    assert (total, len(conversation.last.piles)) == (5.0, 3)
    turn = conversation.say("how many hours do I have in total?")
    assert turn.text.startswith("Five hours a week, for two activities, and one without hours yet.")


def test_of_the_draft_it_says_for_whom_what_is_blank_and_where_it_is(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", ["the Friday slides, two hours, that's Teresa's job", "just draft it"])
    text = conversation.say("whats in it").text
    assert "Teresa" in text
    assert "why it matters" in text
    assert "right of the page" in text
    assert conversation.handoffs()[0].id in text
    assert conversation.say("who gets this?").text == "It goes to Teresa."


def test_an_activity_can_be_gone_back_to_by_its_name(talked: Conversation) -> None:
    focus = talked.state.current
    turn = talked.say("can we go back to the commission thing")
    assert talked.state.current is not None
    assert talked.state.current.activity.text == "commission checks"
    assert "commission checks" in turn.text
    assert focus is not None


@pytest.mark.parametrize(
    "message",
    ["Where does this go, what I type here?", "who can see this?", "does Dana get to read this?", "is this private?"],
)
@pytest.mark.parametrize("practice", ["stop-list", "coach-plan"])
def test_where_words_go_is_answered_plainly_whatever_was_asked(harbor: Reflect, message: str, practice: str) -> None:
    assert "open this session" in talk(harbor, "Dana Reyes", [message], practice).last.text


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("what's white space?", "left empty on purpose"),
        ("What is a crack?", "no role lists"),
        ("and what does find an owner mean", "nobody has"),
        ("what do you mean by a condition?", "not optional"),
    ],
)
def test_a_word_of_its_own_is_explained_in_a_sentence(talked: Conversation, message: str, says: str) -> None:
    before = talked.last.piles
    assert says in talked.say(message).text
    assert talked.last.piles == before


def test_who_that_is_means_whoever_was_spoken_of_last(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", ["I check order forms, 2 hours", "yes"])
    assert "Luis" in (conversation.last.question or "")
    assert conversation.say("who is that?").text.startswith("Luis Prado: Sales Operations and Deal Desk.")
    assert conversation.say("who's Teresa?").text.startswith("Teresa Kwan: Sales Operations.")
    assert "program" in conversation.say("who are you?").text


def test_a_question_that_wasnt_understood_is_explained_by_why_it_is_asked(talked: Conversation) -> None:
    assert talked.state.question is not None
    assert talked._scene.practice.facts[talked.state.question.fact].why in talked.say("what do you mean?").text


def test_the_definitions_of_a_line_of_ones_own_role_are_that_line_and_its_role(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", ["skip"], "my-job")
    while conversation.state.question is None or conversation.state.question.fact != "status":
        conversation.say("skip")
    conversation.say("doing")
    line = conversation.state.current.activity.text  # type: ignore[union-attr]
    turn = conversation.say("show me the definitions")
    assert "Regional Vice President: “" in turn.text
    assert f"“{line}”" in turn.text
