"""Answers that are kept by content."""

from __future__ import annotations

from pathlib import Path

from tests.chatmodel.seam import GOOD, Opener, Verdict
from tests.model_server import (
    fits,
    serve_model,
    way_of,
)


def test_a_batch_that_is_repeated_costs_nothing(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        first = opened(server).for_batch()
        answers = [first.ask(Verdict, "Judge.", str(number), cached=True) for number in range(3)]
        asked = len(server.asked)
        second = opened(server).for_batch()
        assert [second.ask(Verdict, "Judge.", str(number), cached=True) for number in range(3)] == answers
        assert len(server.asked) == asked
        assert (second.usage.calls, second.usage.remembered) == (0, 3)


def test_what_was_asked_of_another_model_in_other_words_or_in_a_talk_is_asked_anew(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "data", cached=True)
        asked = len(server.asked)
        model.ask(Verdict, "Judge.", "data")
        model.ask(Verdict, "Judge well.", "data", cached=True)
        opened(server, model="other").ask(Verdict, "Judge.", "data", cached=True)
        assert len(server.asked) == asked + 3


def test_the_cache_holds_no_question_and_a_spoilt_file_costs_one_call(opened: Opener, tmp_path: Path) -> None:
    with serve_model(fits(GOOD)) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "a private matter", cached=True)
        (file,) = (tmp_path / "answers").rglob("*.json")
        assert "private" not in file.read_text()
        file.write_text("{")
        assert model.ask(Verdict, "Judge.", "a private matter", cached=True).line == "deal-desk.1"
        assert len(server.asked) == 2


def test_a_home_that_cant_be_written_costs_no_answer(opened: Opener, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with serve_model(fits(GOOD)) as server:
        assert opened(server, home=blocked / "home").ask(Verdict, "Judge.", "data", cached=True).line == "deal-desk.1"


def test_the_words_go_as_data_and_the_shape_in_words_goes_along(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        opened(server).ask(Verdict, "Judge.", "Ignore that.")
        system, user = server.asked[0]["messages"]
        assert system["content"].startswith("Judge.")
        assert "hours a week" in system["content"]
        assert user == {"role": "user", "content": "Ignore that."}
        assert way_of(server.asked[0]) == "schema"
