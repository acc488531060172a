"""The five practices beside stop-list and handoff, each talked through by somebody from the teams there are."""

from __future__ import annotations

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.records import Pile

from .conftest import talk

MY_JOB = [
    "Run outbound call and email sequences into target accounts",
    "not doing",
    "something else has its time",
    "fixing double bookings for the account executives, four hours a week",
    "not clear",
    "how warm a lead has to be",
    "Priya",
    "doing",
]
ACCOUNTABILITY = [
    "The forecast tool. We bought it in March and the figures still come by mail.",
    "the sales managers",
    "they send me a spreadsheet",
    "they could, everyone managed it in the training",
    "five minutes less on a Friday",
    "nothing that I can see",
    "she never opens it, she asks for the spreadsheet",
    "yes",
    "nobody ever said yes to it, it was announced",
    "nobody",
    "no thanks",
    "nobody answers for it",
    "ten minutes in the Monday meeting with the tool open",
    "I type the spreadsheets into the tool every Friday, two hours",
]
PATH = [
    "Forty new customers by the end of June",
    "We're at 22 and we'll land on 30",
    "Two partners would have to sell for us, and proposals would go out the same day",
    "nobody is on that",
    "The partners, or more proposals, or a bigger team",
    "The partners lose interest after a month",
    "The Wednesday pipeline call, three hours of me reading the CRM aloud",
]
COACH = [
    "Hannah's",
    "mine, I've written most of it",
    "three hours",
    "that she believes in it",
    "she nods and says makes sense",
    "she'd argue with me about the accounts",
    "Which accounts and why. Who she doesn't know there yet. What she would drop.",
    "yes",
    "into the drawer with it",
    "how did you pick these?",
    "ten minutes of our weekly, she talks",
    "Tuesday at ten",
]
STEPPING_IN = [
    "I'm about to take over Hannah's negotiation with Pellham tomorrow",
    "She gives away the discount",
    "mine, my boss asks me and not her",
    "this would be the third time since January",
    "five hours each time",
    "she thinks she's leading it",
    "that I don't trust her",
    "yes",
    "her walk-away price in writing",
    "tomorrow at nine",
    "only if she goes below it",
]
AT_THE_END = ["as it is", "yes, that's right", "the two customers I never see"]


def facts(conversation: Conversation) -> dict[str, object]:
    """Everything that is known, of the session and of its first activity."""
    known = {name: fact.value for name, fact in conversation.state.facts.items()}
    for item in conversation.state.activities[:1]:
        known |= {name: fact.value for name, fact in item.facts.items()}
    return known


def test_my_job_goes_through_the_lines_and_then_through_what_takes_their_time(harbor: Reflect) -> None:
    conversation = talk(harbor, "Finn Doyle", MY_JOB, "my-job")
    lines = {item.activity.text[:6]: item.value("status") for item in conversation.state.items if item.kind == "line"}
    assert lines == {"Answer": "not_doing", "Run ou": "doing", "Book q": "unclear", "Log th": "doing"}
    assert [entry.activity for entry in conversation.last.piles] == [
        "fixing double bookings for the account executives"
    ]
    for message in (
        "skip",
        "that's sales ops' job, they were never asked",
        "answering the leads",
        "yes",
        "Monday",
        "yes",
    ):
        conversation.say(message)
    page = next(draft for draft in conversation.handoffs() if draft.kind == "page")
    told = "\n".join(part.text for part in page.parts)
    assert "“Answer inbound leads within one working hour” Something else has its time." in told
    assert "How warm a lead has to be. Priya." in told
    assert page.owners == (), "three people hold the role above"


def test_the_lines_that_are_asked_about_are_quoted_and_cited(harbor: Reflect) -> None:
    conversation = talk(harbor, "Finn Doyle", MY_JOB[:1], "my-job")
    [citation] = conversation.last.citations
    assert citation.quote == "Answer inbound leads within one working hour"
    assert f"“{citation.quote}”" in conversation.last.text
    assert citation.source == "sdr.1"


def test_asked_where_one_is_it_says_which_of_how_many_lines(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", ["the monday roll-up", "what line are we on?"], "my-job")
    assert "line one of eight in your role" in conversation.last.text
    assert "no role here" not in conversation.last.text
    conversation.say("show me the definitions")
    assert "no role here" not in conversation.last.text


def test_of_several_things_that_were_named_none_is_said_back_as_if_it_were_all(harbor: Reflect) -> None:
    named = "I redo Priya's forecast. I write the newsletter. I check the reps' quotes. Two hours a week each."
    conversation = talk(harbor, "Dana Reyes", [named])
    assert len(conversation.state.activities) == 3
    assert "quarter of a day" not in conversation.last.text
    assert all(thing in conversation.last.text for thing in ("forecast", "newsletter", "quotes"))


def test_a_pile_is_named_as_people_say_it(harbor: Reflect) -> None:
    conversation = talk(
        harbor, "Dana Reyes", ["I build the Friday slides, two hours a week, it's sales ops'", "read me the list"]
    )
    assert ": not settled" in conversation.last.text
    conversation.say("just draft it")
    conversation.say("read me the list")
    assert ": to hand over" in conversation.last.text


def test_the_rest_is_fine_is_said_of_every_line_that_is_left(harbor: Reflect) -> None:
    conversation = talk(harbor, "Finn Doyle", [MY_JOB[0], "Doing, and so is all the rest"], "my-job")
    assert {item.value("status") for item in conversation.state.items if item.kind == "line"} == {"doing"}


def test_whoever_has_no_line_is_asked_about_the_week(harbor: Reflect) -> None:
    reflect = harbor
    role = reflect.team.roles[0].but(accountabilities=(), conditions=())
    team = reflect.team.but(roles=(role, *reflect.team.roles[1:]))
    holder = team.holders(role.id)[0]
    conversation = Reflect.open(team, database="sqlite://").session("my-job", person=holder.name)
    assert "no line written down" in conversation.last.text
    assert conversation.state.question is not None
    assert conversation.state.question.fact == "activity"


def test_accountability_asks_can_they_what_is_in_it_who_goes_first_and_who_agreed(harbor: Reflect) -> None:
    conversation = talk(harbor, "Teresa Kwan", ACCOUNTABILITY, "accountability")
    known = facts(conversation)
    assert known["trained"] == "can"
    assert known["leader_uses"] == "no"
    assert known["agreed"] == "no"
    assert known["root"] == ["unanswerable"]
    [entry] = conversation.last.piles
    assert entry.hours_per_week == 2
    assert "spreadsheets" in entry.activity


def test_whoever_says_they_cannot_is_not_asked_who_agreed(harbor: Reflect) -> None:
    lines = [*ACCOUNTABILITY[:3], "they can't, nobody has shown them"]
    conversation = talk(harbor, "Teresa Kwan", lines, "accountability")
    asked = []
    for _ in range(6):
        asked.append(conversation.state.question.fact if conversation.state.question else "")
        conversation.say("skip")
    assert not {"agreed", "answerable", "old_gives"} & set(asked)


def test_a_path_begins_with_the_far_end_and_ends_with_what_goes(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", PATH, "path")
    known = facts(conversation)
    assert known["by_when"] == "the end of June"
    assert "by_when" not in [asked.fact for asked in conversation.state.asked]
    assert "ways" in known
    [entry] = conversation.last.piles
    assert entry.activity.startswith("Wednesday pipeline call")
    assert entry.hours_per_week == 3
    conversation.say("just draft it")
    page = next(draft for draft in conversation.handoffs() if draft.kind == "page")
    written = " ".join(part.text for part in page.parts)
    assert "We're at 22 and we'll land on 30." in written
    assert "partners" not in written, "one's own ways stay off the page"


def test_a_coached_plan_has_headings_with_nothing_under_them(harbor: Reflect) -> None:
    conversation = talk(harbor, "Priya Venkataraman", COACH, "coach-plan")
    [entry] = conversation.last.piles
    assert (entry.activity, entry.pile, entry.owners) == ("Hannah's plan", Pile.HAND_OFF, ("account-executive",))
    [draft] = conversation.handoffs()
    areas = next(part for part in draft.parts if part.id == "areas")
    assert [blank.label for blank in areas.blanks] == [
        "Which accounts and why", "Who you don't know there yet", "What you would drop",
    ]  # fmt: skip
    assert {blank.who for blank in areas.blanks} == {"Hannah"}
    assert "I had begun writing this plan" in draft.opening
    assert "drawer" not in "".join(part.text for part in draft.parts)


def test_stepping_in_comes_to_a_handoff_with_its_limit_said_beforehand(harbor: Reflect) -> None:
    conversation = talk(harbor, "Priya Venkataraman", STEPPING_IN, "stepping-in")
    known = facts(conversation)
    assert (known["fear"], known["habit"], known["knows"]) == ("mine", "habit", "unaware")
    [entry] = conversation.last.piles
    assert (entry.pile, entry.owners) == (Pile.HAND_OFF, ("account-executive",))
    [draft] = conversation.handoffs()
    told = {part.id: part.text for part in draft.parts}
    assert told["settle"] == "Your walk-away price in writing."
    assert told["limit"] == "Only if you go below it."
    assert "hadn't told you" in draft.opening


def test_an_emergency_is_kept_and_nothing_is_drafted(harbor: Reflect) -> None:
    lines = [*STEPPING_IN[:3], "first time, he's in hospital and it couldn't wait", "that somebody else is ready to"]
    conversation = talk(harbor, "Priya Venkataraman", lines, "stepping-in")
    assert [entry.pile for entry in conversation.last.piles] == [Pile.KEEP]
    assert conversation.handoffs() == []


@pytest.mark.parametrize(
    "message", ["we lost it, and I kept my mouth shut", "lost it. she held the price, she was good"]
)
def test_afterwards_it_asks_what_was_learned_and_what_changes(harbor: Reflect, message: str) -> None:
    conversation = talk(harbor, "Priya Venkataraman", [*STEPPING_IN, *AT_THE_END], "stepping-in")
    assert conversation.last.done
    again = harbor.resume(conversation.id)
    again.say(message)
    assert again.state.question is not None
    assert again.state.question.fact == "lesson"
    again.say("nobody asked them when it has to be running")
    assert again.state.question.fact == "changes"
    assert again.say("that question comes in the first call").done


@pytest.mark.parametrize(
    ("practice", "person", "lines"),
    [
        ("my-job", "Finn Doyle", MY_JOB),
        ("accountability", "Teresa Kwan", ACCOUNTABILITY),
        ("path", "Dana Reyes", PATH),
        ("coach-plan", "Priya Venkataraman", COACH),
        ("stepping-in", "Priya Venkataraman", STEPPING_IN),
    ],
)
def test_every_practice_keeps_the_rules_of_talking(
    harbor: Reflect, practice: str, person: str, lines: list[str]
) -> None:
    conversation = talk(harbor, person, lines, practice)
    for _ in range(8):
        conversation.say("skip")
    turns = [exchange.turn for exchange in conversation.exchanges]
    questions = [turn.question for turn in turns if turn.question]
    assert len(questions) == len(set(questions))
    for turn in turns:
        assert turn.text.count("?") <= 1
        assert len(turn.text.split()) <= 60 or "“" in turn.text
    assert turns[-1].done
