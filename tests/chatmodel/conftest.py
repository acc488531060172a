"""A chat model over a server of the test's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reflect.chatmodel import ChatModel, open_chat_model
from reflect.chatmodel.patience import Patience
from reflect.settings import Settings
from tests.chatmodel.seam import Opener
from tests.model_server import (
    ModelServer,
)


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Opens the model of a server, with little patience."""

    def opener(server: ModelServer | str, **settings: Any) -> ChatModel:
        url = server if isinstance(server, str) else server.url
        given = {"home": tmp_path, "model": "tiny", "model_url": url, "model_seconds": 2.0} | settings
        chosen = Settings(**given)
        return open_chat_model(chosen, Patience(chosen.model_seconds, first_wait=0.02))

    return opener
