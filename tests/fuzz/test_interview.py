"""Whatever anybody says, in whatever order, a talk keeps its promises.

`make fuzz` holds far more talks: FUZZ_EXAMPLES says how many in all.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import InputError
from reflect.practices import load_practices
from reflect.records import Pile, Session
from reflect.standing import freed_hours
from tests.conftest import TODAY

_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "30"))
# The few of an ordinary run are the same each time; what is new is looked for by `make fuzz`.
_DEFAULT = "FUZZ_EXAMPLES" not in os.environ
_USERS = Path(__file__).parent.parent.parent / "bench" / "conversation" / "users"
_MOST_HOURS = 168.0
# Beside what is said: a click on one of the options, and what the page has buttons for.
_CLICK, _UNDO, _RELOAD = "\0click", "\0undo", "\0reload"
_ORDERS = (
    "stop", "skip", "skip that", "go back", "back", "undo", "just draft it", "show me the list", "what have I said",
    "start over", "delete everything", "delete that", "who can read this?", "help", "what do you mean?", "why?",
    "let's stop here", "yes", "no", "maybe", "I don't know", "both", "neither", "the first", "all of them",
    "show me the definitions", "what does the article say?", "next", "that's all", "move it to stop",
    "hand it off", "make it four hours", "not two hours, three", "that isn't mine", "that's deal desk's", "nobody's",
    "half an hour each, twice a week", "0 hours", "200 hours a week", "-3 hours", "1e400 hours", "all week",
    "I want to hurt myself", "my boss shouts at me", "it's the other one", "merge the two", "forget the slides",
)  # fmt: skip
_ODD = (
    "", " ", "\n", "?", "!!!", "🙂", "\u202e\u200b\x00", "{hours}", "%s", "<b>x</b>", "“”", "``", "a" * 3000,
    "the report, two hours. " * 200, ", ".join(f"thing number {number}" for number in range(60)), "ſİıŉ ǅ", "٣ hours",
    "½ hour", "²", "१२", "1/0 hours", "two\u2028hours", "I\tcheck\tquotes", "я проверяю цены", "何", "é" * 80,
)  # fmt: skip


@cache
def _sentences() -> tuple[str, ...]:
    """What simulated people say, each sentence on its own."""
    said: list[str] = []

    def take(part: Any) -> None:
        if isinstance(part, dict):
            for key, value in part.items():
                # The rest is about them, and said by nobody.
                if key in ("opening", "told", "say", "says", "activities", "lines", "events") or part is not top:
                    take(value)
        elif isinstance(part, list):
            for value in part:
                take(value)
        elif isinstance(part, str) and " " in part:
            said.append(part.removeprefix("~ "))

    for path in sorted(_USERS.glob("*.yaml")):
        top = yaml.safe_load(path.read_text("utf-8"))
        take(top)
    return tuple(dict.fromkeys(said))


def _messages() -> st.SearchStrategy[str]:
    real = st.sampled_from(_sentences())
    return st.one_of(
        real,
        real,
        st.just(_CLICK),
        st.sampled_from(_ORDERS),
        st.sampled_from(_ODD),
        st.builds(lambda one, other: f"{one}. {other}", real, real),
        st.builds(lambda text, end: text[:end], real, st.integers(1, 60)),
        st.text(max_size=60),
        st.text(alphabet="aeiou tnshr,.?!'0123456789-", max_size=80),
        st.sampled_from((_UNDO, _RELOAD)),
    )


@pytest.fixture(scope="module")
def fuzzed(home: Path) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        reflect = Reflect.open("harbor", today=TODAY, home=home, database=f"sqlite:///{folder}/reflect.sqlite")
        yield reflect
        reflect.close()


@pytest.mark.sqlite
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("practice", sorted(load_practices()))
def test_a_talk_keeps_its_promises_whatever_is_said(fuzzed: Reflect, practice: str) -> None:
    @settings(
        max_examples=max(1, _EXAMPLES // 6),
        deadline=None,
        database=None,
        derandomize=_DEFAULT,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(said=st.lists(_messages(), min_size=1, max_size=12), clicks=st.randoms(use_true_random=False))
    def talks(said: list[str], clicks: Any) -> None:
        conversation = fuzzed.session(practice, person="Dana Reyes")
        for message in said:
            conversation = _say(fuzzed, conversation, message, clicks.choice)

    talks()


def _say(reflect: Reflect, conversation: Conversation, message: str, choose: Callable[[Any], str]) -> Conversation:
    if message == _RELOAD:
        return reflect.resume(conversation.id) if len(conversation.exchanges) > 1 else conversation
    if message == _UNDO:
        _undo(conversation)
        return conversation
    if message == _CLICK:
        if not conversation.last.options:
            return conversation
        message = choose(conversation.last.options)
    before, last = len(conversation.exchanges), conversation.last
    try:
        turn = conversation.say(message)
    except InputError as error:
        # Half a character is no text; nothing else is refused.
        if "broken" not in str(error):
            raise
        return conversation
    assert len(conversation.exchanges) == before + 1
    assert conversation.exchanges[-1].message == message
    assert turn.text.strip(), "no answer"
    assert turn.question is None or turn.question != last.question, "the same words twice in a row"
    _check_piles(conversation)
    _check_kept(reflect, conversation)
    return conversation


def _undo(conversation: Conversation) -> None:
    exchanges = list(conversation.exchanges)
    try:
        message = conversation.undo()
    except InputError:
        assert len(exchanges) == 1
        return
    assert message == exchanges[-1].message
    assert conversation.exchanges == exchanges[:-1]
    _check_piles(conversation)


def _check_piles(conversation: Conversation) -> None:
    """Each activity is in one pile, and the hours of the piles are the hours of the activities."""
    state, entries, scene = conversation.state, conversation.last.piles, conversation._scene
    assert [entry.activity for entry in entries] == [item.activity.text for item in state.activities]
    assert all(entry.activity.strip() for entry in entries)
    hours = [entry.hours_per_week for entry in entries if entry.hours_per_week is not None]
    assert all(0 <= one <= _MOST_HOURS for one in hours), hours
    by_pile = Counter[Pile]()
    for entry in entries:
        by_pile[entry.pile] += entry.hours_per_week or 0  # type: ignore[assignment]
    assert sum(by_pile.values()) == pytest.approx(sum(hours))
    assert freed_hours(state, scene) == pytest.approx(by_pile[Pile.HAND_OFF] + by_pile[Pile.STOP])
    assert len({item.id for item in state.items}) == len(state.items)


def _check_kept(reflect: Reflect, conversation: Conversation) -> None:
    """What is kept is what there is, and everything that is made of it can be made."""
    state = conversation.state
    assert Session.model_validate_json(state.model_dump_json()) == state
    again = reflect.resume(conversation.id)
    assert again.state == state
    assert [one.turn for one in again.exchanges] == [one.turn for one in conversation.exchanges]
    assert conversation.transcript().strip()
    drafts = conversation.handoffs()
    assert len({draft.id for draft in drafts}) == len(drafts)
