"""Opens a chat model, by its LangChain name or by the address of its server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import SecretStr

from reflect.chatmodel.cache import AnswerCache
from reflect.chatmodel.client import Client
from reflect.chatmodel.failures import Failure, model_error, read_failure
from reflect.chatmodel.model import ChatModel
from reflect.chatmodel.patience import Patience
from reflect.chatmodel.usage import Prices, Usage
from reflect.chatmodel.ways import WayMemory
from reflect.outgoing import host_of, openai_options, plain_url
from reflect.settings import Settings

# Anything shorter in an address is the version of something rather than a key, and stands in every other line.
_SHORTEST_SECRET = 6


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
