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
    return {
        "before_record_request": _in_short,
        "filter_headers": ["authorization"],
        "match_on": ["method", "body"],
        "decode_compressed_response": True,
    }


def _in_short(request: Any) -> Any:
    """What a request asks of a model: which shape, what somebody said, in answer to which question, which lines.

    How reflect put it, and to which model at which host, isn't kept: a recording holds until the course changes.
    """
    body = json.loads(request.body or b"{}")
    if "messages" not in body:
        # It was read from a recording.
        return request
    shape = ((body.get("response_format") or {}).get("json_schema") or {}).get("name")
    data = json.loads(body["messages"][1]["content"])
    question = data.get("question")
    asked = question["fact"] if isinstance(question, dict) else None
    about = {name: data[name] for name in ("message", "activity", "wanted", "sections") if name in data}
    request.body = json.dumps({"shape": shape, "asked": asked, **about}, ensure_ascii=False).encode()
    request.uri = "https://recorded.invalid/v1/chat/completions"
    request.headers = {}
    return request
