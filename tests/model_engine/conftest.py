"""A talk with the model engine."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.engines.model.engine import ModelEngine
from reflect.engines.model.trust import Trust
from tests.fake_model import FakeModel
from tests.model_engine.scripted import DANA, Begin


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
