"""What can be undone in a talk: turns, where an activity went, the words of a draft; and what is noted beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import InputError, StorageError, TurnTaken
from reflect.records import Pile, Turn
from reflect.reports.markdown import handoff_markdown

from .conftest import talk
from .test_ledger import locked

DANA = "Dana Reyes"
QUOTES = "I approve every discount, four hours a week, that's deal desk's"


def move(conversation: Conversation, pile: Pile) -> Turn:
    activity = conversation.last.piles[0].activity
    *_, turn = conversation.move(activity, pile, f"Put “{activity}” under {pile}.")
    assert isinstance(turn, Turn)
    return turn


def pile_of(turn: Turn) -> Pile:
    return turn.piles[0].pile


def test_a_turn_that_is_taken_back_leaves_the_talk_as_it_was(harbor: Reflect) -> None:
    conversation = talk(harbor, DANA, [QUOTES])
    before, state = conversation.last, conversation.state
    conversation.say("they were never asked")
    assert conversation.undo() == "they were never asked"
    assert (conversation.last, conversation.state) == (before, state)
    again = harbor.resume(conversation.id)
    assert (again.last, again.state) == (before, state)
    assert again.say("they were never asked").piles == before.piles


def test_a_talk_whose_only_message_is_taken_back_is_gone_and_can_begin(harbor: Reflect) -> None:
    conversation = talk(harbor, DANA, [QUOTES])
    conversation.undo()
    assert harbor.sessions() == []
    assert (conversation.state.activities, len(conversation.exchanges)) == ([], 1)
    with pytest.raises(InputError, match="nothing to take back"):
        conversation.undo()
    conversation.say("the Friday slides, two hours")
    assert [info.turns for info in harbor.sessions()] == [2]


def test_a_message_said_anew_takes_the_place_of_all_that_came_after(harbor: Reflect) -> None:
    conversation = talk(harbor, DANA, [QUOTES, "they were never asked", "that's all"])
    earlier = conversation.before(1)
    assert len(harbor.resume(conversation.id).exchanges) == 4
    earlier.say("the Friday slides, two hours, nobody reads them")
    known = harbor.resume(conversation.id)
    assert [one.message for one in known.exchanges[1:]] == ["the Friday slides, two hours, nobody reads them"]
    assert [entry.activity for entry in known.last.piles] == ["Friday slides"]
    assert known.say("nothing would happen").piles


@pytest.mark.sqlite
def test_a_message_that_cannot_be_said_anew_leaves_what_there_was(
    harbor: Reflect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reflect.ledger.database.PATIENCE_MS", 50)
    conversation = talk(harbor, DANA, [QUOTES, "they were never asked"])
    earlier = conversation.before(1)
    with locked(tmp_path / "reflect.sqlite"), pytest.raises(StorageError):
        earlier.say("the Friday slides, two hours")
    assert len(harbor.resume(conversation.id).exchanges) == 3


def test_nothing_is_taken_back_that_was_not_seen(harbor: Reflect) -> None:
    conversation = talk(harbor, DANA, [QUOTES, "they were never asked"])
    harbor.resume(conversation.id).say("that's all")
    with pytest.raises(TurnTaken):
        conversation.undo()
    with pytest.raises(TurnTaken, match="nothing was taken back"):
        conversation.before(1).say("the Friday slides, two hours")
    assert len(harbor.resume(conversation.id).exchanges) == 4


def test_turns_kept_in_memory_can_be_taken_back(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    reflect = open_reflect("harbor", database=f"sqlite:///{tmp_path / 'file' / 'r.sqlite'}")
    conversation = talk(reflect, DANA, [QUOTES, "they were never asked"])
    assert reflect.warning
    assert conversation.undo() == "they were never asked"
    again = reflect.resume(conversation.id)
    assert len(again.exchanges) == 2
    again.before(1).say("the Friday slides, two hours")
    assert len(reflect.resume(conversation.id).exchanges) == 2


@pytest.mark.parametrize("pile", [pile for pile in Pile if pile is not Pile.HAND_OFF])
def test_an_activity_goes_where_it_is_put_and_one_question_asks_why(harbor: Reflect, pile: Pile) -> None:
    conversation = talk(harbor, DANA, [QUOTES])
    turn = move(conversation, pile)
    assert pile_of(turn) is pile
    assert turn.text.count("?") == 1
    assert conversation.state.question is not None
    assert conversation.state.question.fact == "moved"
    assert pile_of(conversation.say("because it always was like that with us")) is pile
    assert conversation.moved() == {turn.piles[0].activity: "because it always was like that with us."}


def test_the_last_word_counts_after_a_move_too(harbor: Reflect) -> None:
    conversation = talk(harbor, DANA, [QUOTES])
    move(conversation, Pile.STOP)
    conversation.say("nobody would miss it")
    assert pile_of(move(conversation, Pile.HAND_OFF)) is Pile.HAND_OFF
    conversation.say("deal desk wants it")
    turn = conversation.say("no, keep it after all")
    assert pile_of(turn) is Pile.KEEP
    assert conversation.moved() == {}


def test_an_emergency_once_can_be_put_elsewhere(harbor: Reflect) -> None:
    conversation = talk(
        harbor, DANA, ["on Saturday the demo went down, so I rebuilt it, three hours", "just that once"]
    )
    assert pile_of(conversation.last) is Pile.KEEP
    assert pile_of(move(conversation, Pile.HAND_OFF)) is Pile.HAND_OFF


def test_what_is_not_on_the_list_cannot_be_moved(harbor: Reflect) -> None:
    conversation = talk(harbor, DANA, [QUOTES])
    with pytest.raises(InputError, match="isn't on the list any more"):
        next(iter(conversation.move("the rota", Pile.STOP, "Put it there.")))


def test_a_section_written_over_is_in_every_document(harbor: Reflect, tmp_path: Path) -> None:
    conversation = talk(harbor, DANA, [QUOTES, "just draft it"])
    [draft] = conversation.handoffs()
    conversation.edit(draft.id, {"why": "Discounts set the price of the next deal.", "opening": "It's yours."})
    [after] = harbor.resume(conversation.id).handoffs()
    text = handoff_markdown(after, harbor.team)
    assert "Discounts set the price of the next deal." in text
    assert after.opening == "It's yours."
    assert not [blank for part in after.parts if part.id == "why" for blank in part.blanks]
    assert harbor.handoff(draft.id) == after
    conversation.export(tmp_path)
    assert "Discounts set the price" in (tmp_path / f"handoff-{draft.id}.md").read_text()
    conversation.edit(draft.id, {"why": "", "opening": ""})
    assert conversation.handoffs() == [draft]


def test_own_words_stay_when_the_talk_goes_on_and_a_note_says_what_it_would_be(harbor: Reflect) -> None:
    conversation = talk(harbor, DANA, [QUOTES, "just draft it"])
    [draft] = conversation.handoffs()
    conversation.edit(draft.id, {"opening": "It's yours."})
    conversation.say("make that six hours")
    conversation.undo()
    conversation.say("no, make that six hours")
    [after] = conversation.handoffs()
    assert after.opening == "It's yours."
    assert "six hours" in " ".join(after.notes)


@pytest.mark.parametrize("section", ["how", "taper", "meeting", "nothing"])
def test_what_follows_from_days_or_is_left_for_the_owner_is_not_written_over(harbor: Reflect, section: str) -> None:
    conversation = talk(harbor, DANA, [QUOTES, "just draft it"])
    [draft] = conversation.handoffs()
    with pytest.raises(InputError, match="no section"):
        conversation.edit(draft.id, {section: "like this"})


def test_a_talk_has_the_name_it_was_given(harbor: Reflect) -> None:
    conversation = talk(harbor, DANA, [QUOTES])
    notes = harbor.ledger.notes
    notes.rename(conversation.id, "  Discounts,\nagain ")
    conversation.say("they were never asked")
    assert [info.title for info in harbor.sessions()] == ["Discounts, again"]
    notes.rename(conversation.id, "")
    assert [info.title for info in harbor.sessions()] == ["approving every discount"]
    with pytest.raises(InputError, match="no session"):
        notes.rename("none", "a name")


def test_a_mark_goes_with_its_turn_and_out_with_the_export(harbor: Reflect, tmp_path: Path) -> None:
    conversation = talk(harbor, DANA, [QUOTES, "they were never asked"])
    notes = harbor.ledger.notes
    notes.mark(conversation.id, 1, good=True)
    notes.mark(conversation.id, 1, good=False, reason="it was *too* long")
    notes.mark(conversation.id, 2, good=True)
    assert [(mark.turn, mark.good, mark.reason) for mark in conversation.marks] == [
        (1, False, "it was *too* long"), (2, True, ""),
    ]  # fmt: skip
    assert r"not helpful: it was \*too\* long" in conversation.transcript()
    assert any(path.name.endswith(".marks.json") for path in conversation.export(tmp_path))
    conversation.undo()
    assert [mark.turn for mark in conversation.marks] == [1]
    notes.mark(conversation.id, 1, good=None)
    assert conversation.marks == []
    harbor.delete_session(conversation.id)
    assert notes.names() == {}
