"""Other providers, the settings, and what the documents say of both."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from reflect.chatmodel import ChatModel, open_chat_model
from reflect.chatmodel.cache import AnswerCache
from reflect.chatmodel.client import Client
from reflect.chatmodel.failures import Failure, failure_words, model_error
from reflect.chatmodel.patience import Patience
from reflect.chatmodel.usage import Usage
from reflect.chatmodel.ways import WayMemory
from reflect.errors import InputError, ModelError
from reflect.settings import Settings, read_settings
from tests.chatmodel.seam import GOOD, Opener, Verdict, failure_of
from tests.chatmodel.test_failures import FAILURES
from tests.chatmodel.test_streams import STREAMS
from tests.model_server import (
    fits,
    says,
    serve_model,
    waits,
)


class Parrot(BaseChatModel):
    """A model of a provider with neither shapes nor tools."""

    answer: str

    @property
    def _llm_type(self) -> str:
        return "parrot"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.answer))])


def test_a_provider_that_only_langchain_knows_is_asked_in_the_ways_that_all_have(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="parrot:polly")
    client = Client(Parrot(answer=json.dumps(GOOD)), "parrot:polly", "parrot", "parrot", settings, ())
    memory = WayMemory(tmp_path / "models.json", "parrot")
    model = ChatModel(client, Patience(5), Usage(), settings, memory, AnswerCache(tmp_path))
    assert model.ask(Verdict, "Judge.", "data").line == "deal-desk.1"
    assert model.way == "text"
    assert "".join(model.stream("Speak.", "data")) == json.dumps(GOOD)
    with pytest.raises(ModelError, match="takes no batches"):
        model.ask_ahead(Verdict, "Judge.", ["data"], lambda _: None)


def test_a_call_that_is_given_up_counts_all_the_same(opened: Opener) -> None:
    with serve_model(waits(3, fits(GOOD))) as server:
        model = opened(server, model_seconds=0.3)
        failure_of(model)
        assert model.usage.tokens_in > 50
        assert model.usage.estimated


def test_a_key_with_a_line_end_is_used_without_it_and_an_empty_one_is_none(opened: Opener, tmp_path: Path) -> None:
    with serve_model(says("hello")) as server:
        "".join(opened(server, model_key="sk-mine\n").stream("Speak.", "data"))
        assert server.headers[0]["authorization"] == "Bearer sk-mine"
    with pytest.raises(ModelError, match="none is set"):
        open_chat_model(Settings(home=tmp_path, model="openai:gpt-4.1", model_key=""))


def test_an_address_without_its_protocol_is_refused_with_the_name_of_the_setting() -> None:
    with pytest.raises(InputError, match="REFLECT_MODEL_URL"):
        read_settings(model="tiny", model_url="localhost:11434/v1")


def test_every_kind_of_failure_has_its_words_and_stands_in_the_documents() -> None:
    told = (Path(__file__).parents[2] / "docs" / "models.md").read_text("utf-8")
    for kind, words in failure_words().items():
        error = model_error(Failure(kind), "tiny", "localhost", 20)
        assert set(words) == {"what", "cure"}
        assert "{" not in str(error)
        assert f"`{kind}`" in told or kind == "failed"
    raised = {kind for _, kind in FAILURES.values()} | {kind for _, _, kind in STREAMS.values()}
    assert raised <= failure_words().keys()


def test_every_setting_of_the_model_stands_in_the_documents_and_no_other() -> None:
    told = (Path(__file__).parents[2] / "docs" / "models.md").read_text("utf-8")
    settings = {f"REFLECT_{name.upper()}" for name in Settings.model_fields if name.startswith("model")}
    assert set(re.findall(r"REFLECT_MODEL\w*", told)) == settings
