"""Words go where the settings say and nowhere else: what keeps the environment from sending them elsewhere.

The clients listen to many variables (another address, a proxy, a gateway, a service that records every question) that
somebody may have set for another program. All of them are left out here; a proxy is used where a setting names one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    import httpx2

OPENAI = "https://api.openai.com/v1"
HERE = ("localhost", "127.0.0.1", "::1")

# What a server needs to know; the rest (who pays at OpenAI, which computer this is) concerns no other server.
_NEEDED = frozenset(
    "accept accept-encoding authorization connection content-length content-type host transfer-encoding user-agent"
    # By this one the client knows its own request again.
    " x-stainless-raw-response".split()
)
# Set by somebody who knows an older LangChain; the present one refuses to work where it finds them.
_OUTDATED = ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER")


def openai_options(url: str | None, proxy: str | None = None, seconds: float = 60) -> dict[str, Any]:
    """What a LangChain client of OpenAI's protocol is made with, so that it talks to this address only.

    Args:
        url: The base URL of a server; by default OpenAI's own.
        proxy: The proxy to go through, if any.
        seconds: How long a silence may last.
    """
    return {
        "base_url": url or OPENAI,
        "http_client": open_client(proxy, seconds, only_needed=url is not None),
        "openai_proxy": None,
    }


def open_client(proxy: str | None, seconds: float, *, only_needed: bool) -> httpx2.Client:
    """An HTTP client that takes no proxy, password or redirect from anywhere; its trust in certificates stays.

    Args:
        proxy: The proxy to go through, if any.
        seconds: How long a silence may last.
        only_needed: Whether headers that the server doesn't need are left out.
    """
    import httpx2

    def strip(request: httpx2.Request) -> None:
        for name in [name for name in request.headers if name.lower() not in _NEEDED]:
            del request.headers[name]

    return httpx2.Client(
        trust_env=False,
        proxy=proxy,
        timeout=seconds,
        follow_redirects=False,
        # Firms with a certificate of their own name it in SSL_CERT_FILE; that one is followed.
        verify=httpx2.create_ssl_context(trust_env=True),
        event_hooks={"request": [strip] if only_needed else []},
    )


@contextmanager
def untraced() -> Iterator[None]:
    """Nothing that LangChain does in this block is sent to LangSmith, whatever the environment says."""
    from langsmith import tracing_context

    for name in _OUTDATED:
        os.environ.pop(name, None)
    with tracing_context(enabled=False):
        yield


def host_of(url: str) -> str:
    """The host of a URL, without user, password and port."""
    return urlsplit(url).hostname or plain_url(url)


def plain_url(url: str) -> str:
    """A URL without user, password, query and fragment, any of which may hold a secret."""
    parts = urlsplit(url)
    # What was mistyped has no user and no host, and may hold a password all the same.
    path = parts.path if parts.netloc else parts.path.rpartition("@")[2]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path.rstrip("/"), "", ""))
