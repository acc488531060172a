"""Opens the client of a chat model, by its LangChain name or by the address of its server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit
from weakref import finalize

from pydantic import SecretStr

from reflect.chatmodel.cache import AnswerCache
from reflect.chatmodel.connection import Connection, watch
from reflect.chatmodel.failures import Failure, UnusableError, model_error, read_failure
from reflect.chatmodel.model import ChatModel
from reflect.chatmodel.patience import Patience
from reflect.chatmodel.usage import Prices, Usage
from reflect.chatmodel.ways import WayMemory
from reflect.outgoing import host_of, openai_options, plain_url, untraced
from reflect.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, AIMessageChunk

    from reflect.errors import ModelError

Messages = list[tuple[str, str]]

# Anything shorter in an address is the version of something rather than a key, and stands in every other line.
_SHORTEST_SECRET = 6


class Client:
    """A LangChain chat model, and what has to be known of where it is.

    Args:
        chat: The LangChain model.
        name: The model's name, as in the settings.
        address: Where it is: the base URL of its server, without any secret, or its provider.
        host: The host that words go to, or its provider where LangChain alone knows the host.
        settings: For the limits.
        secrets: What must never be shown.
    """

    def __init__(
        self, chat: BaseChatModel, name: str, address: str, host: str, settings: Settings, secrets: tuple[str, ...]
    ) -> None:
        self._chat, self.name, self.address, self.host = chat, name, address, host
        self._secrets = secrets
        self.speaks_openai = address.startswith("http")
        self.is_openai = host == "api.openai.com"
        self.slots = BoundedSemaphore(settings.model_calls)
        # The connections that are kept open for the next call are closed with it.
        if (http := getattr(chat, "http_client", None)) is not None:
            finalize(self, http.close)
            if self.speaks_openai:
                watch(http)

    def invoke(self, messages: Messages, options: dict[str, Any], connection: Connection) -> AIMessage:
        """The whole answer at once. Raises whatever the client raises."""
        options = dict(options)
        tools = options.pop("tools", None)
        with untraced(), connection.used_here():
            if tools:
                return self._chat.bind_tools(tools, **options).invoke(messages)
            return self._chat.invoke(messages, **options)

    def stream(self, messages: Messages, options: dict[str, Any], connection: Connection) -> Iterator[AIMessageChunk]:
        """The parts of an answer as they come. Raises whatever the client raises."""
        with untraced(), connection.used_here(), closing(self._chat.stream(messages, **options)) as chunks:  # type: ignore[type-var]
            yield from chunks

    def openai_client(self) -> Any:
        """OpenAI's own client, for what LangChain has no name for.

        Raises:
            UnusableError: If the provider is another.
        """
        if not self.speaks_openai:
            raise UnusableError("no_batches")
        return self._chat.root_client  # type: ignore[attr-defined]

    def options(self, seconds: float, most_tokens: int | None, without: frozenset[str]) -> dict[str, Any]:
        """What goes along with every request: how it is limited, and that it should come out the same again.

        Args:
            seconds: How long a silence may last.
            most_tokens: How long the answer may be.
            without: What this server has refused before.
        """
        if "max_tokens" in without:
            most_tokens = None
        if not self.speaks_openai:
            return {} if most_tokens is None else {"max_tokens": most_tokens}
        options: dict[str, Any] = {"timeout": seconds} | ({} if "temperature" in without else {"temperature": 0})
        if most_tokens is not None:
            # OpenAI has renamed it, and other servers know it by its first name only.
            limit = {"max_tokens": most_tokens}
            options |= limit if self.is_openai else {"extra_body": limit}
        return options

    def explain(self, failure: Failure, seconds: float) -> ModelError:
        """The error a person reads."""
        return model_error(failure, self.name, self.host, seconds, self._secrets)


def open_chat_model(settings: Settings, patience: Patience | None = None, **options: Any) -> ChatModel:
    """The chat model of the settings; nothing is sent yet.

    Args:
        settings: What model, where, with which key and limits.
        patience: How long to wait, instead of what the settings say.
        **options: Handed to the client.

    Raises:
        ModelError: If the provider is unknown or its package isn't installed, or a key is missing.
    """
    client = _open_client(settings, options)
    prices = None
    if settings.model_price_in is not None or settings.model_price_out is not None:
        prices = Prices(settings.model_price_in or 0, settings.model_price_out or 0)
    return ChatModel(
        client,
        patience or Patience(settings.model_seconds),
        Usage(prices),
        settings,
        WayMemory(settings.home / "models.json", f"{client.address} {client.name}"),
        AnswerCache(settings.home / "answers"),
    )


def _open_client(settings: Settings, options: dict[str, Any]) -> Client:
    name, url = settings.model or "", settings.model_url
    provider, colon, bare = name.partition(":")
    openai = url is not None or provider == "openai"
    if openai and colon and provider == "openai":
        name = bare
    address = (url or "https://api.openai.com/v1") if openai else provider if colon else name
    host = host_of(address) if openai else address
    keys = [_text_of(settings.model_key), _text_of(settings.openai_api_key)]
    key = keys[0] or (keys[1] if openai and url is None else "")
    secrets = (*filter(None, keys), *_secrets_of(url or ""))
    if openai and url is None and not key:
        raise model_error(Failure("key", "none is set"), name, host, 0)
    try:
        from langchain.chat_models import init_chat_model

        if openai:
            # A server of one's own mostly asks for no key, and the client insists on one.
            options = {
                **openai_options(url, settings.model_proxy, settings.model_seconds),
                "api_key": key or "none",
                # The client would choose the other protocol by itself for some models, which other servers don't speak.
                "use_responses_api": False,
                # Otherwise it warns of proxies that it leaves out, which is what is wanted.
                "http_socket_options": (),
                **options,
            }
        else:
            given = {"api_key": key} if key else {}
            options = {"temperature": 0, "timeout": settings.model_seconds, **given, **options}
        # Tried again here and nowhere else, so that the deadline holds.
        chat = init_chat_model(f"openai:{name}" if openai else name, max_retries=0, **options)
    except Exception as error:
        # Nothing was sent yet, so it is only about what is set up here.
        why = read_failure(error).detail
        kind = "key" if re.search("api.?key", why, re.IGNORECASE) else "provider"
        raise model_error(Failure(kind, why), name, host, 0, secrets) from error
    return Client(chat, name, plain_url(address) if openai else address, host, settings, secrets)


def _secrets_of(url: str) -> Iterator[str]:
    """What must never be shown of an address: its password, and what its query holds."""
    parts = urlsplit(url)
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    held = [user, password, *(value for _, value in parse_qsl(parts.query))]
    for secret in held:
        if len(secret) >= _SHORTEST_SECRET:
            yield from {secret, unquote(secret)}


def _text_of(key: SecretStr | None) -> str:
    """A key without the line end that a file may have left on it."""
    return key.get_secret_value().strip() if key else ""
