"""What a model points at is read by code, and dropped where it doesn't stand in the message or the team."""

from __future__ import annotations

import pytest

from reflect.engines.model.reading import Reading
from tests.fake_model import FakeModel, reads
from tests.model_engine.scripted import Begin, facts_of


def test_each_activity_of_one_breath_comes_with_what_was_said_of_it(begin: Begin) -> None:
    said = (
        "I redo the pipeline slides, three hours, and the lunch rota is mine somehow, an hour, but nobody looks at it"
    )
    model = FakeModel(
        [
            reads(
                [("pipeline slides", "I redo the pipeline slides, three hours"),
                 ("lunch rota", "the lunch rota is mine somehow, an hour, but nobody looks at it")],
                [("new2", "needed", "doubt", "nobody looks at it")],
            )
        ]
    )  # fmt: skip
    conversation = begin(model)
    turn = conversation.say(said)
    assert [(entry.activity, entry.hours_per_week) for entry in turn.piles] == [
        ("redoing the pipeline slides", 3.0),
        ("lunch rota", 1.0),
    ]
    assert facts_of(conversation, 2)["needed"] == "doubt"
    assert "needed" not in facts_of(conversation, 1)


def test_a_number_is_read_from_the_words_and_not_taken_from_the_model(begin: Begin) -> None:
    model = FakeModel(
        [
            reads([("checking renewal quotes", "I check renewal quotes")]),
            reads(told=[("1", "hours", "40", "half a day")]),
        ]
    )
    conversation = begin(model)
    conversation.say("I check renewal quotes")
    turn = conversation.say("oh, half a day")
    assert turn.piles[0].hours_per_week == 4


@pytest.mark.parametrize(
    "told",
    [
        ("1", "hours", "9", "nine hours every week"),
        ("1", "owner", "deal-desk", "the deal desk has it"),
        ("1", "cause", "liked", "I love doing it"),
        ("1", "no_such_fact", "yes", "they grumble"),
        ("1", "cause", "bewitched", "they grumble"),
        ("1", "owner", "wizard", "they grumble"),
        ("session", "next_step", "call Luis", "I call Luis on Monday"),
    ],
)
def test_what_is_not_in_the_message_or_not_in_the_team_is_dropped(
    begin: Begin, told: tuple[str, str, str, str]
) -> None:
    model = FakeModel([reads([("renewal quotes", "I check renewal quotes, two hours")]), reads(told=[told])])
    conversation = begin(model)
    conversation.say("I check renewal quotes, two hours")
    before = facts_of(conversation)
    conversation.say("they grumble")
    known = facts_of(conversation)
    assert known.get("hours") == 2
    assert known.get("owner") is None
    assert known.get("cause") == before.get("cause")
    assert "no_such_fact" not in known
    assert conversation.state.value("next_step") is None


def test_a_name_made_of_other_words_than_the_persons_is_not_used(begin: Begin) -> None:
    said = "every Monday I stitch the region's numbers together, two hours"
    conversation = begin(FakeModel([reads([("strategic revenue reporting", said)])]))
    turn = conversation.say(said)
    assert len(turn.piles) == 1
    assert "strategic" not in turn.piles[0].activity
    assert "numbers" in turn.piles[0].activity


def test_a_correction_of_another_activity_reaches_that_one(begin: Begin) -> None:
    first = "I write the board deck, four hours, and the lunch rota, an hour"
    model = FakeModel(
        [
            reads([("board deck", "I write the board deck, four hours"), ("lunch rota", "the lunch rota, an hour")]),
            reads(told=[("1", "hours", "6", "six hours")]),
        ]
    )
    conversation = begin(model)
    conversation.say(first)
    turn = conversation.say("hang on, the deck is six hours")
    assert [entry.hours_per_week for entry in turn.piles] == [6, 1]


def test_an_activity_that_is_taken_back_leaves_the_list(begin: Begin) -> None:
    model = FakeModel(
        [
            reads([("board deck", "I write the board deck, four hours"), ("lunch rota", "the lunch rota, an hour")]),
            reads(dropped="2"),
        ]
    )
    conversation = begin(model)
    conversation.say("I write the board deck, four hours, and the lunch rota, an hour")
    turn = conversation.say("actually the rota went to Finn in May, leave that out")
    assert [entry.activity for entry in turn.piles] == ["writing the board deck"]


def test_nothing_is_deleted_or_ended_on_the_models_word_alone(begin: Begin) -> None:
    model = FakeModel(
        [reads([("renewal quotes", "I check renewal quotes")]), reads(wish="restart"), reads(wish="stop")]
    )
    conversation = begin(model)
    conversation.say("I check renewal quotes")
    assert conversation.say("it's about two hours of squinting at cells").piles
    assert not conversation.say("squinting, mostly").done


def test_words_of_danger_are_never_sent_to_a_model(begin: Begin) -> None:
    model = FakeModel([reads()] * 5)
    turn = begin(model).say("I don't want to live any more")
    assert model.asked == []
    assert model.spoke == []
    assert "?" not in turn.text


def test_an_option_that_was_clicked_needs_no_model(begin: Begin) -> None:
    model = FakeModel()
    conversation = begin(model)
    conversation.say(conversation.last.options[1])
    assert model.asked == []


def test_what_the_guided_engine_heard_is_not_lost_by_a_model_that_heard_only_a_reply(begin: Begin) -> None:
    first = reads([("renewal quotes", "I check renewal quotes, two hours")])
    for reading in (reads(answer="nothing"), reads(wish="wait")):
        conversation = begin(FakeModel([first, reading]))
        conversation.say("I check renewal quotes, two hours")
        conversation.say("that's deal desk's, and always was")
        assert facts_of(conversation)["owner"] == ["deal-desk"]


def test_of_several_that_are_named_those_are_owners_that_were_meant(begin: Begin) -> None:
    said = "that's Legal's, no, hang on, it's deal desk's"
    model = FakeModel(
        [
            reads([("renewal quotes", "I check renewal quotes, two hours")]),
            reads(told=[("1", "owner", "deal desk", said)]),
        ]
    )
    conversation = begin(model)
    conversation.say("I check renewal quotes, two hours")
    conversation.say(said)
    assert facts_of(conversation)["owner"] == ["deal-desk"]


@pytest.mark.parametrize(
    "reading",
    [
        reads(told=[("new²", "hours", "2", "they grumble")]),
        reads(dropped="9" * 5000),
        reads(dropped="1"),
        reads(wish="draft"),
        reads(wish="always"),
        reads(told=[("1", "needed", "no", "a")]),
        reads(told=[("1", "owner", "nobody", "they grumble about it")]),
        reads(told=[("1", "name", "grumbling", "they grumble about it")]),
        reads(told=[("1", "pile", "stop", "they grumble about it")]),
        reads(concern="dismissal"),
        reads(concern="distress", concern_quote="you are fired"),
        reads(told=[("1", "owner", "legal", "grumble")] * 3000),
    ],
)
def test_odd_claims_change_nothing(begin: Begin, reading: Reading) -> None:
    model = FakeModel([reads([("renewal quotes", "I check renewal quotes, two hours")]), reading])
    conversation = begin(model)
    before = conversation.say("I check renewal quotes, two hours").piles
    turn = conversation.say("they grumble about it a lot")
    assert turn.piles == before
    assert not turn.handoffs
    assert conversation.state.question


def test_of_a_reading_without_end_only_so_much_is_looked_at(begin: Begin) -> None:
    again = reads(
        [("", "the lunch rota, an hour")] * 5000, [("1", "hours", "3", f"{number} hours") for number in range(5000)]
    )
    conversation = begin(FakeModel([reads([("renewal quotes", "I check renewal quotes, two hours")]), again]))
    conversation.say("I check renewal quotes, two hours")
    assert len(conversation.say("and the lunch rota, an hour").piles) == 2


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("it surely is not something for deal desk", ("1", "owner", "deal-desk", "deal desk")),
        ("it certainly doesn't take nine hours", ("1", "hours", "9", "nine hours")),
    ],
)
def test_what_is_denied_is_not_taken_for_said(begin: Begin, said: str, told: tuple[str, str, str, str]) -> None:
    model = FakeModel([reads([("renewal quotes", "I check renewal quotes, two hours")]), reads(told=[told])])
    conversation = begin(model)
    conversation.say("I check renewal quotes, two hours")
    conversation.say(said)
    assert facts_of(conversation).get("hours") == 2
    assert facts_of(conversation).get("owner") is None


def test_a_model_may_hear_work_where_likeness_heard_a_matter_for_hr(begin: Begin) -> None:
    said = "showing young Callan the pitch bearings properly, he's only ever seen me do it with my back to him, an hour"
    reading = reads([("showing Callan the pitch bearings", said)])
    assert begin(FakeModel([reading])).say(said).piles
    assert not begin(FakeModel([reads(concern="harassment", concern_quote="with my back to him")])).say(said).piles


def test_what_comes_late_in_a_long_message_is_not_sent(begin: Begin) -> None:
    model = FakeModel([reads()] * 3)
    begin(model).say("I also look after the shared calendar of the team. " * 80 + "Honestly I want to kill myself.")
    assert model.asked == []


def test_after_words_of_danger_nothing_is_sent_until_somebody_says_to_go_on(begin: Begin) -> None:
    model = FakeModel([reads()] * 5)
    conversation = begin(model)
    conversation.say("I don't want to live any more")
    conversation.say("no, leave me alone please I mean it now")
    assert model.asked == []


@pytest.mark.parametrize("words", ["skip", "just draft it", "yes", "!!", "go back please"])
def test_what_is_short_and_plain_needs_no_model(begin: Begin, words: str) -> None:
    model = FakeModel([reads([("renewal quotes", "I check renewal quotes, two hours a week")])])
    conversation = begin(model)
    conversation.say("I check renewal quotes, two hours a week")
    conversation.say(words)
    assert len(model.asked) == 1


def test_a_role_that_is_described_is_taken_from_those_near_to_its_words(begin: Begin) -> None:
    first = reads([("approving discounts", "I approve the small discounts, three hours")])
    told = ("1", "owner", "deal-desk", "those who put the quotes together and guard the margin")
    conversation = begin(FakeModel([first, reads(told=[told])]))
    conversation.say("I approve the small discounts, three hours")
    conversation.say("it belongs to those who put the quotes together and guard the margin")
    assert facts_of(conversation).get("owner") == ["deal-desk"]
