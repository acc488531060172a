"""The connection of one call: it can be cut from outside, and takes no more than an answer can have.

A thread that waits for a server hears nothing of its call being over. So whoever gives the call up shuts its socket,
upon which the waiting ends and the server learns that nobody listens.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, local
from typing import TYPE_CHECKING, Any

from reflect.chatmodel.failures import UnusableError

if TYPE_CHECKING:
    import httpx2

# Some hundred times what an answer has, with everything that is sent around each of its pieces.
_MOST_BYTES = 4_000_000
_here = local()


class Connection:
    """The connection that one call in one thread uses, as far as the client below is one of reflect's own."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._is_cut = False
        self._changing = Lock()

    @contextmanager
    def used_here(self) -> Iterator[None]:
        """What this thread sends in this block is sent over this connection."""
        _here.connection = self
        try:
            yield
        finally:
            _here.connection = None

    def cut(self) -> None:
        """End the call, whatever it waits for; nothing happens if it is over."""
        with self._changing:
            self._is_cut = True
            if self._socket is not None:
                with suppress(OSError):
                    # An SSL socket has a shutdown of its own, which isn't made for another thread.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def take(self, used: socket.socket | None) -> None:
        """This socket is its own from now on; with None it is somebody else's.

        Raises:
            UnusableError: If it was cut before.
        """
        with self._changing:
            self._socket = used
            if self._is_cut and used is not None:
                raise UnusableError("half", "nobody listens any more")


def watch(client: httpx2.Client) -> None:
    """Have the responses of a client belong to the connections of the threads that asked for them."""
    import httpx2

    class Watched(httpx2.SyncByteStream):
        """The content of a response, counted; its socket is given back when it is closed."""

        def __init__(self, stream: Any, connection: Connection) -> None:
            self._stream, self._connection = stream, connection

        @property
        def elapsed(self) -> Any:
            return self._stream.elapsed

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for part in self._stream:
                size += len(part)
                if size > _MOST_BYTES:
                    raise UnusableError("half", f"there is no end to it within {_MOST_BYTES:,} bytes")
                yield part

        def close(self) -> None:
            self._connection.take(None)
            self._stream.close()

    def take(response: httpx2.Response) -> None:
        connection: Connection | None = getattr(_here, "connection", None)
        if connection is None:
            return
        below = response.extensions.get("network_stream")
        connection.take(below.get_extra_info("socket") if below is not None else None)
        response.stream = Watched(response.stream, connection)

    client.event_hooks["response"].append(take)
