"""What the tests of the model engine share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reflect.conversation import Conversation
from tests.fake_model import reads

Begin = Callable[..., Conversation]
DANA = "Dana Reyes"


def facts_of(conversation: Conversation, number: int = 1) -> dict[str, Any]:
    item = conversation.state.item(number)
    assert item is not None
    return {name: fact.value for name, fact in item.facts.items()}


GOOD = "One quote went out wrong in March, and every quote has passed you since."


HEARD = reads([("checking renewal quotes", "I check every renewal quote before it goes out")])


SAID = "I check every renewal quote before it goes out, because one went out wrong in March"
