"""What stands in the sections of a page or a handoff: the person's own words, and nothing they wouldn't sign."""

from __future__ import annotations

from typing import Any

import pytest

from reflect.page import _in_short
from reflect.parts import listed, own_words, write_part
from reflect.practices import PartSpec, Practice, find_practice, load_practices
from reflect.records import Activity, Fact, Item, Part
from reflect.reports.markdown import _table, escape

WHO = {"giver": "Dana", "owner": "Teresa", "both": "Dana and Teresa"}
MY_JOB = find_practice("my-job")


def written(spec: dict[str, Any], practice: Practice = MY_JOB, lines: tuple[Item, ...] = (), **facts: Any) -> Part:
    known = {name: Fact(value=value) for name, value in facts.items()}
    return write_part(PartSpec(id="one", **{"heading": "One", **spec}), known, lines, practice, WHO)


def line(text: str, **facts: Any) -> Item:
    activity = Activity(text=text, person="Dana Reyes", source=text)
    return Item(id=1, activity=activity, kind="line", facts={name: Fact(value=value) for name, value in facts.items()})


def test_a_page_says_in_the_first_person_why_a_line_is_left() -> None:
    [spec] = [part for part in MY_JOB.page.parts if part.id == "not_doing"] if MY_JOB.page else []
    told = write_part(spec, {}, [line("Book rooms", status="not_doing", why_not="no_skill")], MY_JOB, WHO)
    assert told.text == "“Book rooms” I haven't been shown how."


def test_what_was_said_in_confidence_stays_off_the_page() -> None:
    lines = (line("Book rooms", status="not_doing", why_not="avoided"),)
    assert written({"lines": "not_doing", "beside": ["why_not"]}, lines=lines).text == "“Book rooms”"


def test_only_the_facts_named_stand_beside_a_line() -> None:
    lines = (line("Book rooms", status="unclear", clearer="which rooms", ask_whom="Priya"),)
    assert written({"lines": "unclear", "beside": ["ask_whom"]}, lines=lines).text == "“Book rooms” Priya."
    assert written({"lines": "unclear"}, lines=lines).text == "“Book rooms”"


def test_several_choices_are_several_sentences() -> None:
    part = written({"fact": "root"}, find_practice("accountability"), root=["unanswerable", "not_led"])
    assert part.text == "Nobody answers for it. Nobody goes first."


def test_a_choice_without_words_for_a_page_leaves_a_blank() -> None:
    part = written({"fact": "why_not"}, why_not="avoided")
    assert (part.text, [blank.who for blank in part.blanks]) == ("", ["Dana"])


@pytest.mark.parametrize("practice", load_practices().values(), ids=list(load_practices()))
def test_what_a_page_may_say_is_the_persons_own_sentence(practice: Practice) -> None:
    for spec in practice.facts.values():
        for option in spec.options.values():
            assert not option.writes or (option.writes[0].isupper() and option.writes.endswith("."))
            assert not {"you", "your", "you'd", "you're"} & set(option.writes.lower().split())


@pytest.mark.parametrize(
    ("said", "entries"),
    [
        ("HR, IT, QA", ["HR", "IT", "QA"]),
        ("Accounts and why; research and development, sales, legal",
         ["Accounts and why", "Research and development", "Sales", "Legal"]),
        ("1.5 million, the 3.5 FTE gap, U.S. accounts", ["1.5 million", "The 3.5 FTE gap", "U.S. accounts"]),
        ("1,500 seats, two sites, 3,000 users", ["1,500 seats", "Two sites", "3,000 users"]),
        ("terms and conditions", ["Terms and conditions"]),
        ("pipeline, risks and people", ["Pipeline", "Risks", "People"]),
        ("pipeline, risks, and terms and conditions", ["Pipeline", "Risks", "Terms and conditions"]),
        ("the numbers they know, and where they got them", ["The numbers they know, and where they got them"]),
        ("Which plants. Who signs.\nWhat he drops", ["Which plants", "Who signs", "What he drops"]),
        ("...", []),
    ],
)  # fmt: skip
def test_what_is_listed_is_cut_between_its_entries_only(said: str, entries: list[str]) -> None:
    assert listed(said) == entries


def test_a_list_without_entries_is_one_blank() -> None:
    practice = find_practice("coach-plan")
    part = written({"fact": "areas", "split": True, "who": "owner"}, practice, areas="...")
    assert [(blank.label, blank.who) for blank in part.blanks] == [("", "Teresa")]
    part = written({"fact": "areas", "split": True}, practice, areas="HR, IT, QA")
    assert [blank.label for blank in part.blanks] == ["HR", "IT", "QA"]


def test_numbers_and_abbreviations_stay_whole_in_a_title_and_in_sentences() -> None:
    assert _in_short(Fact(value="3.5 million by May, if we can")).value == "3.5 million by May"
    assert _in_short(Fact(value="the U.S. accounts. All of them")).value == "the U.S. accounts"
    assert own_words("so, 3.5 million in the U.S. market. no more") == "3.5 million in the U.S. market. No more."


@pytest.mark.parametrize(
    "spec", [{"fact": "first_back", "split": True}, {"lines": "not_doing"}, {"fact": "first_back"}]
)
def test_a_heading_is_filled_whatever_stands_under_it(spec: dict[str, Any]) -> None:
    assert written({**spec, "heading": "First, {first_back}"}, first_back="rooms").heading == "First, rooms"
    assert written({**spec, "heading": "First, {first_back}"}).heading == "First, ____"


@pytest.mark.parametrize(
    ("said", "harmless"),
    [
        ("~~~\ncode", "\\~\\~\\~\ncode"),
        ("a line\n---\nmore", "a line\n\\---\nmore"),
        ("a line\n===", "a line\n\\==="),
        ("a line\n-", "a line\n\\-"),
        ("## no heading", "\\## no heading"),
        ("1. no list", "1\\. no list"),
        ("- no list", "\\- no list"),
        ("-5 degrees, a == b, ten - four", "-5 degrees, a == b, ten - four"),
        ("<b>*x*</b>", "&lt;b&gt;\\*x\\*&lt;/b&gt;"),
    ],
)
def test_nothing_that_was_said_is_read_as_markup(said: str, harmless: str) -> None:
    assert escape(said) == harmless


def test_a_cell_of_a_table_is_one_line() -> None:
    assert _table([("For", "Priya,\n---\nand | all")]).splitlines()[2:] == ["| For | Priya, --- and \\| all |"]
