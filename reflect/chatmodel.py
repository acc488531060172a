"""A chat model, asked for answers of a given shape. The only place that knows the client.

Servers differ in how they can be held to a shape, so the ways are tried in turn, and the one that works is remembered.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, SecretStr, ValidationError

from reflect.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Shape = TypeVar("Shape", bound=BaseModel)

_WAYS = ("json_schema", "function_calling", "json_mode", "text")
_SECONDS = 60
_OPENAI = "https://api.openai.com/v1"
# What would send copies of every question to a third party.
_NO_TRACING = {"LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false", "LANGSMITH_GATEWAY": ""}
_JSON = re.compile(r"\{.*\}", re.DOTALL)


class ChatModel:
    """A chat model that answers in shapes. Safe to use from several threads.

    Args:
        client: Any LangChain chat model.
        name: What to call it in messages.
    """

    def __init__(self, client: BaseChatModel, name: str) -> None:
        self._client, self.name = client, name
        self._way = 0
        self._choosing = threading.Lock()

    def ask(self, shape: type[Shape], instructions: str, data: str) -> Shape:
        """The model's answer in a shape.

        Args:
            shape: What is wanted; its docstring and fields go to the model.
            instructions: What to do, from prompts/model/.
            data: What to do it with; never instructions.

        Raises:
            ModelError: If the model can't be reached, or answers in no way that fits the shape.
        """
        messages = [("system", instructions), ("human", data)]
        trouble = ""
        for place in range(self._way, len(_WAYS)):
            try:
                answer = self._ask(shape, messages, _WAYS[place])
            except (ValidationError, ValueError, TypeError) as error:
                trouble = f"{type(error).__name__}: {str(error)[:200]}"
                continue
            except Exception as error:
                # A server that doesn't know a way of being held to a shape refuses the request as bad.
                if getattr(error, "status_code", None) not in (400, 404, 422) or place + 1 == len(_WAYS):
                    raise ModelError(f"the model {self.name} failed ({_reason(error)})") from error
                trouble = _reason(error)
                continue
            if answer is not None:
                with self._choosing:
                    self._way = place
                return answer
            trouble = "no answer of the shape that was asked for"
        raise ModelError(f"the model {self.name} gave nothing that could be used ({trouble})")

    def _ask(self, shape: type[Shape], messages: list[tuple[str, str]], way: str) -> Shape | None:
        if way == "text":
            wanted = (
                f"Answer with one JSON object and nothing else, of this schema: {json.dumps(shape.model_json_schema())}"
            )
            reply = self._client.invoke([*messages, ("system", wanted)])
            found = _JSON.search(str(reply.text))
            return shape.model_validate_json(found.group()) if found else None
        answer: Any = self._client.with_structured_output(shape, method=way).invoke(messages)
        return shape.model_validate(answer) if answer is not None else None


def open_chat_model(name: str, url: str | None = None, key: SecretStr | None = None, **options: Any) -> ChatModel:
    """A chat model by its LangChain name ("openai:NAME"), or at any server that speaks OpenAI's protocol.

    Args:
        name: Provider and model; with a `url` the provider may be left out.
        url: The base URL of the server ("http://localhost:11434/v1").
        key: What the provider asks for; servers of one's own mostly ask for nothing.
        **options: Handed to the client.

    Raises:
        ModelError: If the provider is unknown or its package isn't installed, or a key is missing.
    """
    try:
        from langchain.chat_models import init_chat_model

        os.environ.update(_NO_TRACING)
        if url is not None:
            name = name if name.startswith("openai:") else f"openai:{name}"
            key = key or SecretStr("none")
        if key is not None:
            options["api_key"] = key.get_secret_value()
        if name.startswith("openai:"):
            # Said here, so that no variable of the environment sends words elsewhere than the settings say; and the
            # client would choose the other protocol by itself for some models, which other servers don't speak.
            options = {"base_url": url or _OPENAI, "use_responses_api": False} | options
        client = init_chat_model(name, temperature=0, timeout=_SECONDS, max_retries=2, **options)
    except Exception as error:
        raise ModelError(
            f"the model {name!r} can't be opened ({_reason(error)}); see REFLECT_MODEL in the README"
        ) from error
    return ChatModel(client, name)


def in_parallel(work: Callable[[Any], Any], tasks: list[Any], most: int = 8) -> list[Any]:
    """The results of independent tasks, in order, at most so many at a time."""
    from concurrent.futures import ThreadPoolExecutor

    if len(tasks) < 2:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(min(most, len(tasks))) as pool:
        return list(pool.map(work, tasks))


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
