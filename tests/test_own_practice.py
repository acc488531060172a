"""A practice of one's own: a file in a folder, and no code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.practices import load_practices
from reflect.records import Pile

WEEK = """
id: friday
title: Friday look back
article: a-path-not-only-a-number
purpose: Ten minutes on Friday. What gave something, what took something, and what goes next week.
opens_with: gave
opening: ["What gave you something this week?"]
starts: [A talk with a customer., Something we finished., Nothing much.]
activities: named
first:
  - ask: load
  - ask: relief
    when: {load: heavy}
  - ask: goes
course: stop-list
then:
  - offer: page
ending: [Have a good weekend.]
page:
  title: My week
  parts:
    - {id: gave, heading: What gave me something, fact: gave}
    - {id: load, heading: How heavy it was, fact: load}
    - {id: next, heading: For Monday, blanks: 2}
passages: [a-path-not-only-a-number]
facts:
  gave:
    about: session
    kind: text
    means: what gave the person something
    why: what gives something is easily left
    ask: ["What gave you something this week?"]
    back:
      - {says: "So the week had that in it.", kind: meaning}
  load:
    about: session
    kind: choice
    means: how heavy the week was
    why: a heavy week asks for something to go
    ask: ["How heavy was it, all in all?"]
    options:
      light: {label: Light, says: light, like: [easy, a light week, quite relaxed, hardly anything]}
      heavy:
        label: Heavy
        says: heavy
        writes: It was more than I could do.
        like: [heavy, brutal, far too much, I was drowning in work, never ending]
    back:
      - {says: "A light one, then.", when: {load: light}}
      - {says: "More than a week's worth in a week.", kind: meaning, when: {load: heavy}}
  relief:
    about: session
    kind: text
    means: what would have made it lighter
    why: it says what to ask for
    ask: ["What would have made it lighter?"]
  goes:
    about: session
    kind: activity
    means: what goes next week
    why: a full week takes nothing new
    ask: ["What goes next week?"]
    gives: {pile: stop}
"""


@pytest.fixture
def friday(open_reflect: Callable[..., Reflect], tmp_path: Path) -> Reflect:
    folder = tmp_path / "practices"
    folder.mkdir()
    (folder / "friday.yaml").write_text(WEEK, encoding="utf-8")
    return open_reflect("harbor", practices=folder)


def test_its_course_its_words_and_its_page_follow_from_the_file(friday: Reflect) -> None:
    conversation = friday.session("friday", person="Dana Reyes")
    assert conversation.last.question == "What gave you something this week?"
    assert "So the week had that in it." in conversation.say("The talk with the Pellham people").text
    assert conversation.last.question == "How heavy was it, all in all?"
    assert conversation.last.options == ("Light", "Heavy")
    turn = conversation.say("honestly it was brutal")
    assert turn.text == "More than a week's worth in a week. What would have made it lighter?"
    assert conversation.say("a day without calls").question == "What goes next week?"
    [entry] = conversation.say("the Friday pipeline call, two hours a week").piles
    assert (entry.pile, entry.hours_per_week) == (Pile.STOP, 2.0)
    turn = conversation.say("yes please")
    assert turn.text.endswith("Have a good weekend.")
    note, page = conversation.handoffs()
    assert note.kind == "stop"
    assert (page.kind, page.title) == ("page", "My week")
    assert [part.text for part in page.parts] == [
        "The talk with the Pellham people.",
        "It was more than I could do.",
        "",
    ]
    assert len(page.parts[2].blanks) == 2


def test_a_condition_leaves_a_question_out(friday: Reflect) -> None:
    conversation = friday.session("friday", person="Dana Reyes")
    conversation.say("the talk with the Pellham people")
    assert conversation.say("a light week").question == "What goes next week?"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("opens_with: gave", "opens_with: given", "no fact is called 'given'"),
        ("course: stop-list", "course: none-such", "course: none-such isn't another practice"),
        ("  - ask: load\n", "  - when: {load: heavy}\n", "a step has one of ask, look, offer, draft, sum_up"),
        ("fact: gave}", "fact: gift}", "no fact is called 'gift'"),
        ("[Have a good weekend.]", "['Have a good {weak}.']", "nothing is known as {weak}"),
        ("{load: light}}", "{load: lite}}", "'load' is never 'lite'"),
        ("  - ask: load\n", "  - {ask: load, offer: page}\n", "a step has one of ask, look, offer, draft, sum_up"),
        ("  - ask: load\n", "  - ask: hours\n", "'hours' is about the activity, which isn't what 'first' asks about"),
        ("first:\n", "lines:\n", "'load' is about the session, which isn't what 'lines' asks about"),
        ("first:\n", "lines:\n  - offer: page\nfirst:\n", "'offer' has no place under 'lines'"),
        ("first:\n", "lines:\n  - sum_up: right\nfirst:\n", "'sum_up' has no place under 'lines'"),
        ("  - offer: page\n", "  - draft: page\n", "'draft' has no place under 'then'"),
        ("  - ask: load\n", "  - look: lines\n", "'first' has nothing to look up; name a fact under `looks_at`"),
        ("gives: {pile: stop}", "gives: {pile: stopp}", "'pile' is never 'stopp'; it may be ask, find_owner"),
        ("gives: {pile: stop}", "gives: {heap: stop}", "no fact of an activity or line is called 'heap'"),
        ("gives: {pile: stop}", "gives: {hours: two}", "'hours' is never 'two'; it can't be given"),
        ("first:\n", "hints: [{says: a, facts: {needed: hm}}]\nfirst:\n", "'needed' is never 'hm'; it may be"),
        ("label: Light, ", "label: Light, rest: lite, ", "`rest` is one of the other options: heavy"),
        ("fact: gave}", "lines: doing}", "there are no lines to stand there"),
        ("blanks: 2}", "beside: [load]}", "`beside` goes with `lines`"),
        ("course: stop-list", "course: my-job", "course: my-job has its course from another practice"),
        ('opening: ["What gave you something this week?"]', "opening: []", "a practice opens with a question"),
        ("title: My week", "title: 'My {weak} week'", "no fact is called 'weak'"),
        ("first:\n", "handoff: {steps_back: backwards}\nfirst:\n", "no taper is called 'backwards'; there are meeting"),
        ("first:\n", "handoff: {opening: ['Hi {holder}.']}\nfirst:\n", "without slots"),
        (
            "facts:\n",
            "facts:\n  thing: {about: session, kind: text, means: m, why: w, ask: [a]}\n",
            "'thing' means something already",
        ),
        (
            "facts:\n",
            "facts:\n  quote: {about: session, kind: text, means: m, why: w, ask: [a]}\n",
            "'quote' means something already",
        ),
        ("  title: My week\n", "  title: My week\n  to: owner\n", "page.to"),
    ],
)
def test_a_mistake_in_it_is_named(
    tmp_path: Path, open_reflect: Callable[..., Reflect], before: str, after: str, words: str
) -> None:
    assert before in WEEK
    (tmp_path / "friday.yaml").write_text(WEEK.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_reflect("harbor", practices=tmp_path).session("friday", person="Dana Reyes")
    assert words in str(caught.value)


MOOD = """
  {name}:
    about: activity
    kind: choice
    means: how it feels
    why: it says what to look at
    ask: ["{ask}"]
    options: {{good: {{label: Good}}, bad: {{label: Bad}}}}
"""
OTHER = """
id: other
title: Other
article: not-optional
purpose: Something else.
opening: ["What is it?"]
each: [{ask: mood}, {ask: hours}]
piles: [{keep: {mood: good}}, {ask: {}}]
facts:
"""


def test_a_course_brings_its_own_facts_and_the_takers_overrule_them(tmp_path: Path) -> None:
    hours = "  hours: {about: activity, kind: hours, means: m, why: w, ask: ['How long, {by}?']}\n"
    other = OTHER + MOOD.format(name="mood", ask="How is it?") + hours.replace(", {by}", ", other")
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    week = WEEK.replace("course: stop-list", "course: other").replace("when: {load: heavy}", "when: {mood: bad}")
    (tmp_path / "friday.yaml").write_text(week.replace("first:\n", "fill: [mood]\nfirst:\n"), encoding="utf-8")
    taken = load_practices(tmp_path)["friday"]
    assert [step.ask for step in taken.each] == ["mood", "hours"]
    assert (taken.facts["mood"].ask[0].says, taken.facts["hours"].ask[0].says) == ("How is it?", "How long, other?")
    assert load_practices(tmp_path)["stop-list"].facts["hours"].ask[0].says != "How long, other?"


def test_a_fact_of_the_takers_own_overrules_the_one_of_the_course(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(OTHER + MOOD.format(name="mood", ask="How is it?"), encoding="utf-8")
    week = WEEK.replace("course: stop-list", "course: other") + MOOD.format(name="mood", ask="And how is it?")
    (tmp_path / "friday.yaml").write_text(week, encoding="utf-8")
    assert load_practices(tmp_path)["friday"].facts["mood"].ask[0].says == "And how is it?"
