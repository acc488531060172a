"""A model words two sentences of a turn; each is checked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fake_model import FakeModel
from tests.model_engine.scripted import GOOD, HEARD, SAID, Begin


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
