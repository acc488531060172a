"""Recording needs the model's settings, which other tests do without."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

_GIVEN = {name: value for name, value in os.environ.items() if name.startswith(("REFLECT_MODEL", "OPENAI_API_KEY"))}


@pytest.fixture
def given() -> dict[str, str]:
    """What the environment says of a model."""
    return _GIVEN


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return {"filter_headers": ["authorization", "user-agent"], "match_on": ["method", "words"]}


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Requests are alike if they say the same, whichever model was recorded, and wherever it was."""
    vcr.register_matcher("words", lambda one, other: _words(one) == _words(other))


def _words(request: Any) -> Any:
    body = json.loads(request.body or b"{}")
    return {name: value for name, value in body.items() if name != "model"}
