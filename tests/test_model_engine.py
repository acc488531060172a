"""A chat model listens and speaks; what it says is held against the message, and the guided engine stands behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.engines.model.engine import ModelEngine
from reflect.engines.model.reading import Reading, allowed, instructions
from reflect.engines.model.trial import Trial, try_out
from reflect.engines.model.trust import Trust
from reflect.engines.model.wording import Ground, Wordings
from reflect.errors import ModelError
from reflect.prompts import read_prompt, read_table
from reflect.records import Pile
from reflect.resources import resource_path
from tests.fake_model import FakeModel, reads

Begin = Callable[..., Conversation]
DANA = "Dana Reyes"


@pytest.fixture
def begin(open_reflect: Callable[..., Reflect]) -> Begin:
    """Begins a session of Dana's with a model that answers as told."""

    def beginner(
        model: FakeModel, practice: str = "stop-list", clock: Callable[[], float] | None = None
    ) -> Conversation:
        reflect = open_reflect()
        # Each look at the clock is some seconds later: a new turn, and no long rest over.
        ticking = count(0, 5).__next__
        reflect.__dict__["engine"] = ModelEngine(model, reflect.guided, Trust(clock=clock or ticking))  # type: ignore[arg-type]
        return reflect.session(practice, person=DANA)

    return beginner


def facts_of(conversation: Conversation, number: int = 1) -> dict[str, Any]:
    item = conversation.state.item(number)
    assert item is not None
    return {name: fact.value for name, fact in item.facts.items()}


# ---- listening ---------------------------------------------------------------------------------------------------


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


# ---- speaking ----------------------------------------------------------------------------------------------------

SAID = "I check every renewal quote before it goes out, because one went out wrong in March"
HEARD = reads([("checking renewal quotes", "I check every renewal quote before it goes out")])
GOOD = "One quote went out wrong in March, and every quote has passed you since."


def test_a_reflection_and_a_question_may_be_the_models(begin: Begin) -> None:
    model = FakeModel([HEARD], [f"REFLECTION: {GOOD}\nQUESTION: How many hours of a normal week does that take?"])
    turn = begin(model).say(SAID)
    assert GOOD in turn.text
    assert turn.question == "How many hours of a normal week does that take?"
    assert turn.text.endswith(turn.question)


@pytest.mark.parametrize(
    "words",
    [
        "REFLECTION: You check 40 quotes a week since March.\n",
        "REFLECTION: Luis should check every renewal quote.\n",
        "REFLECTION: You check every quote, [see here](http://evil.example/x).\n",
        "REFLECTION: You check every quote ![x](https://evil.example/p.png)\n",
        "REFLECTION: You check every quote <img src=x onerror=alert(1)>\n",
        "REFLECTION: You check every quote, see evil.example for more.\n",
        "REFLECTION: You check every quote. Should you?\n",
        "REFLECTION: I check every quote before it goes out.\n",
        "REFLECTION: You should stop checking every quote.\n",
        "REFLECTION: Great job, what a wonderful insight!\n",
        "REFLECTION: You never check a quote, and it goes out wrong.\n",
        "REFLECTION: karl checked every quote before it went out.\n",
        "REFLECTION: Ed checked every renewal quote in March.\n",
        "REFLECTION: You check every quote before it goes out, drunk.\n",
        "REFLECTION: “Every quote goes out wrong in March”\n",
        "REFLECTION: March.\n",
        "REFLECTION: You check every quote \ud83d\n",
        "REFLECTION: Brenda went out wrong in March.\n",
        "REFLECTION: Your quarterly onboarding programme keeps trainers travelling abroad.\n",
        "REFLECTION: Du prüfst jedes Angebot, bevor es hinausgeht, weil eines falsch war.\n",
        "Sure! Here is what I would say about the renewal quote.",
        "",
        "{}",
    ],
)
def test_words_that_fail_a_check_give_way_to_the_guided_ones(begin: Begin, words: str) -> None:
    model = FakeModel([HEARD], [words + "QUESTION: What is your password?"])
    turn = begin(model).say(SAID)
    guided = begin(FakeModel([HEARD], [""])).say(SAID)
    assert turn.text == guided.text


def test_a_stream_that_breaks_off_leaves_the_rest_to_the_guided_engine(begin: Begin) -> None:
    model = FakeModel([HEARD], [f"REFLECTION: {GOOD}\nQUESTION: How many<breaks off>"])
    conversation = begin(model)
    pieces = list(conversation.stream(SAID))
    turn = conversation.last
    assert pieces[0].startswith(GOOD)  # type: ignore[union-attr]
    assert turn.text.startswith(GOOD)
    assert turn.question
    assert turn.text.count("?") == 1


@pytest.mark.parametrize(
    "question",
    [
        "Who would be the first to notice if it stopped?",
        "How many hours of a normal week does that take, you lazy thief?",
        "Since they hate you, how many hours a week does that take?",
        "How many hours a week does that take? And why?",
    ],
)
def test_a_question_for_anything_else_is_not_put(begin: Begin, question: str) -> None:
    model = FakeModel([HEARD], [f"REFLECTION: {GOOD}\nQUESTION: {question}"])
    turn = begin(model).say(SAID)
    assert question not in turn.text
    assert turn.question


def test_a_model_that_does_not_end_holds_up_nothing(begin: Begin) -> None:
    class Endless(FakeModel):
        def stream(self, instructions: str, data: str, *, most_tokens: int | None = None) -> Iterator[str]:
            yield f"REFLECTION: {GOOD}\n"
            for _ in range(100_000):
                yield "and so on "
            raise AssertionError("it was read to its end")

    assert begin(Endless([HEARD])).say(SAID).text.startswith(GOOD)


# ---- when the model fails ----------------------------------------------------------------------------------------


def test_a_model_that_fails_is_mentioned_once_and_the_talk_goes_on(begin: Begin) -> None:
    down = ModelError("no answer", kind="unreachable")
    model = FakeModel([down, HEARD, down], [f"REFLECTION: {GOOD}"])
    conversation = begin(model)
    note = read_table("notes")["unreachable"]
    lines = ("I check renewal quotes", f"two hours. {SAID}", "nobody asked them", "they might know", "hard to say")
    texts = [conversation.say(line).text for line in lines]
    assert texts[0].startswith(note)
    assert not any(note in text for text in texts[1:])
    assert GOOD in texts[1]
    assert texts[2].startswith(read_table("notes")["again"])
    assert not any(read_table("notes")["again"] in text for text in texts[3:])
    assert conversation.state.turns == 5
    assert len(conversation.exchanges) == 6


def test_a_model_that_keeps_failing_is_left_alone_for_a_while(begin: Begin) -> None:
    now = [0.0]
    model = FakeModel([ModelError("no answer", kind="slow")] * 2 + [HEARD], [ModelError("no", kind="slow")] * 9)
    conversation = begin(model, clock=lambda: now[0])
    for line in ("I check renewal quotes", "about two hours a week", "they rely on it, all of them"):
        conversation.say(line)
        now[0] += 5
    assert len(model.asked) == 2
    now[0] = 1000.0
    conversation.say("it just landed with me")
    assert len(model.asked) == 3


# ---- the trial ---------------------------------------------------------------------------------------------------


def _knows(case: dict[str, Any]) -> Reading:
    """What a model that listens well says of a message of the trial."""
    message, last = case["message"], str(len(case.get("list", [])))
    pieces = [message] if case.get("activities") else []
    if case.get("activities") == 2:
        pieces = ["The customer newsletter, an hour a week", "I still sit in on Marco's demos, four hours"]
    told = [(last, name, str(value).strip("[]'"), message) for name, value in case.get("facts", {}).items()]
    if case.get("amends"):
        told = [(str(case["amends"]), "hours", "3", "three hours")]
    return reads([("", piece) for piece in pieces], told, wish=case.get("wish", ""))


def test_a_model_that_hears_what_was_said_passes_its_trial(open_reflect: Callable[..., Reflect]) -> None:
    cases = {case["message"]: case for case in read_table("trial")["reads"]}

    class Good(FakeModel):
        def ask(self, shape: type[Any], instructions: str, data: str, *, cached: bool = False) -> Any:
            return _knows(cases[json.loads(data)["message"]])

    result = try_out(Good(), open_reflect().engine)  # type: ignore[arg-type]
    assert result.right == result.of
    assert result.passed


def test_a_model_that_points_at_anything_fails_and_has_no_part_in_the_talk(
    open_reflect: Callable[..., Reflect], begin: Begin
) -> None:
    class Parrot(FakeModel):
        def ask(self, shape: type[Any], instructions: str, data: str, *, cached: bool = False) -> Any:
            message = json.loads(data)["message"]
            self.asked.append({"message": message})
            return reads([("", message)], [("1", "mine", "no", message), ("1", "needed", "no", message)], answer="yes")

    model = Parrot()
    reflect = open_reflect()
    guided = reflect.engine
    trial = Trial(model, guided, None)  # type: ignore[arg-type]
    result = trial.result(30)
    assert result is not None
    assert not result.passed
    tried = len(model.asked)
    assert tried < result.of, "the trial ends once it can't be passed"
    reflect.__dict__["engine"] = ModelEngine(model, guided, Trust(trial))  # type: ignore[arg-type]
    conversation = reflect.session(person=DANA)
    turn = conversation.say("I check renewal quotes, two hours a week")
    assert len(model.asked) == tried
    assert read_table("notes")["unproven"] in conversation.exchanges[0].turn.text
    assert [(entry.pile, entry.hours_per_week) for entry in turn.piles] == [(Pile.ASK, 2)]
    conversation.say("yes")
    assert model.spoke == [], "nor does it word what needs no listening"


def test_the_result_of_a_trial_is_remembered(open_reflect: Callable[..., Reflect], tmp_path: Any) -> None:
    guided = open_reflect().engine
    first = FakeModel([reads()] * 20)
    assert Trial(first, guided, tmp_path).result(30) is not None  # type: ignore[arg-type]
    second = FakeModel([reads()] * 20)
    assert Trial(second, guided, tmp_path).result(30) is not None  # type: ignore[arg-type]
    assert second.asked == []


# ---- prompts -----------------------------------------------------------------------------------------------------


def test_every_prompt_has_a_version_and_uses_the_variables_it_names() -> None:
    names = [path.stem for path in (resource_path("prompts") / "model").glob("*.md")]
    assert {"listen", "speak", "judge"} <= set(names)
    for name in names:
        prompt = read_prompt(name)
        assert prompt.version >= 1
        assert prompt.purpose


@pytest.mark.parametrize("signs", ["wishes", "answers", "concerns"])
def test_the_prompt_lists_what_the_shape_allows(signs: str) -> None:
    assert tuple(read_table("signs")[signs]) == allowed(signs)
    assert all(f"- {name}: " in instructions() for name in allowed(signs))


def test_the_prompt_speaks_of_every_field_of_the_shape() -> None:
    told = instructions()
    fields = {*Reading.model_fields, *Reading.model_json_schema()["$defs"]["Told"]["properties"]}
    assert [name for name in fields if f"`{name}`" not in told] == []


# ---- wording -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "I do the roster, four hours, because nobody else will",
            "Four hours on the roster, because nobody else will.",
        ),
        (
            "it was a favour to Priya two years ago",
            "It began as a favour to Priya two years ago, and it's still with you.",
        ),
        ("he never replies and then I just do it", "He never replies, so you just do it."),
        ("I like it but I know it's theirs", "You like it, and it's theirs."),
    ],
)
def test_a_plain_reflection_may_be_said(open_reflect: Callable[..., Reflect], said: str, sentence: str) -> None:
    reflect = open_reflect()
    scene = reflect.session(person=DANA)._scene
    ground = Ground(said=said, known="", scene=scene)
    assert Wordings(reflect.engine.meanings).fault_of_reflection(sentence, ground) is None  # type: ignore[attr-defined]


# ---- drafting ----------------------------------------------------------------------------------------------------

WHY = "um, when a quote goes out wrong Luis hears it first, and honestly it drives me up the wall"


def _drafted(begin: Begin, letters: list[Any]) -> Conversation:
    """A talk of Dana's that ends in a handoff to Luis with a reason in her own words; nothing else is worded."""

    class Writer(FakeModel):
        def ask(self, shape: type[Any], instructions: str, data: str, *, cached: bool = False) -> Any:
            if "sections" not in json.loads(data):
                raise ModelError("only letters", kind="empty")
            self.asked.append(json.loads(data))
            return shape.model_validate(letters.pop(0)(json.loads(data)["sections"]))

    conversation = begin(Writer(), "handoff", clock=lambda: float("inf"))
    for line in (
        "I check every renewal quote, three hours a week",
        "yes",
        "Luis has it",
        f"why: {WHY}",
        "just draft it",
    ):
        conversation.say(line)
    return conversation


def _put(text: str) -> Callable[[Any], dict[str, Any]]:
    def letter(sections: Any) -> dict[str, Any]:
        return {"sections": [{**one, "text": text if one["id"].endswith("why") else one["text"]} for one in sections]}

    return letter


def _why(conversation: Conversation) -> str:
    [draft] = conversation.handoffs()
    return next(part.text for part in draft.parts if part.id == "why")


def test_a_section_is_put_as_one_would_write_it_if_it_says_the_same(begin: Begin) -> None:
    better = "When a quote goes out wrong, Luis hears it first."
    assert _why(_drafted(begin, [_put(better)] * 5)) == better


@pytest.mark.parametrize(
    "put",
    [
        "When a quote goes out wrong, Brenda hears it first.",
        "When a quote goes out wrong, you hear it first.",
        "If a quote goes out wrong, maybe Luis hears it first.",
        "When a quote goes out wrong on Monday, Luis hears it first.",
        "When a quote goes out wrong, Luis hears it first, 14 times a year.",
        "When a quote doesn't go out wrong, Luis hears it first.",
        "When a quote goes out wrong, see http://evil.example.",
        "Renewals carry a third of next year's growth and protect our brand with large customers.",
        "",
    ],
)
def test_a_section_that_says_something_else_stays_in_the_givers_words(begin: Begin, put: str) -> None:
    plain = _why(_drafted(begin, [_put("")] * 5))
    assert _why(_drafted(begin, [_put(put)] * 5)) == plain
    assert "drives me" in plain or "quote goes out wrong" in plain


def test_new_words_no_longer_stand_where_the_fact_was_changed(begin: Begin) -> None:
    conversation = _drafted(begin, [_put("When a quote goes out wrong, Luis hears it first.")] * 5)
    conversation.say("why: the margin is lost where nobody looks")
    assert "margin" in _why(conversation)
