"""The looking up on a Ray cluster: what is to be done, by whom, and again when a computer is lost, is Ray's business.

Ray is an extra (`reflect-accountability[ray]`) and loaded at the first use. Titles, the role definitions and their
vectors go to the computers of the cluster and nowhere else: Ray's reports of use and its dashboard stay off.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import islice
from typing import Any

from reflect.errors import InputError, ReflectError
from reflect.records import Finding
from reflect.stoplist.placing import Piece, Whose, find
from reflect.stoplist.words import words

# So many pieces wait for each processor, so that none is idle and little is lost when the run is cut off.
_AHEAD = 2
# For findings on their way; the default is a third of the memory.
_STORE = 256 * 1024 * 1024
_LOCAL = "local"
_PACKAGE = "reflect-accountability"
# Ray itself waits for minutes where nobody answers.
_ANSWERS_WITHIN = 10.0


class RayRunner:
    """Does pieces on a Ray cluster.

    Args:
        address: Where it is ("host:6379", "auto" for the one on this computer); by default RAY_ADDRESS, and without
            that a cluster of this computer alone, for as long as the run takes.
    """

    def __init__(self, address: str | None = None) -> None:
        self.address = address or os.environ.get("RAY_ADDRESS") or _LOCAL

    @property
    def elsewhere(self) -> bool:
        """Whether titles may go to other computers."""
        return self.address != _LOCAL

    def run(self, pieces: Sequence[Piece], whose: Whose) -> Iterator[list[Finding]]:
        """The findings of each piece, in order, as soon as they are there.

        Raises:
            InputError: If Ray isn't installed, the cluster can't be reached or used, or has another version of reflect.
        """
        if not pieces:
            return
        with self._cluster() as ray:
            # A computer that is lost takes its pieces with it; they are done again as often as that happens.
            remote = ray.remote(max_retries=-1, num_cpus=1, scheduling_strategy="SPREAD")(_find)
            shared = ray.put(whose)
            waiting = iter(pieces)
            under_way: deque[Any] = deque()
            while True:
                room = max(0, _AHEAD * self._processors(ray) - len(under_way))
                under_way.extend(remote.remote(piece, shared, version(_PACKAGE)) for piece in islice(waiting, room))
                if not under_way:
                    return
                yield self._get(ray, under_way.popleft())

    @contextmanager
    def _cluster(self) -> Iterator[Any]:
        # Read by Ray, and by the processes it starts.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        if not self.elsewhere and "RAY_AUTH_MODE" not in os.environ:
            # Ray listens on every interface, and whoever reaches it without a password can have it run anything.
            os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        try:
            import ray
        except ImportError:
            raise InputError(words()["run"]["no_ray"]) from None
        of_its_own: dict[str, Any] = {}
        if not self.elsewhere:
            of_its_own = {"include_dashboard": False, "object_store_memory": _STORE}
        try:
            self._knock()
            ray.init(address=self.address, log_to_driver=False, logging_level="ERROR", **of_its_own)
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            raise self._failed(error) from error
        try:
            yield ray
        finally:
            ray.shutdown()

    def _knock(self) -> None:
        host, _, port = self.address.rpartition(":")
        # "auto", and addresses of another kind, are looked up by Ray.
        if port.isdecimal() and "/" not in host:
            socket.create_connection((host, int(port)), _ANSWERS_WITHIN).close()

    def _processors(self, ray: Any) -> int:
        """How many there are just now: computers may come and go."""
        count = int(ray.cluster_resources().get("CPU", 0))
        if not count:
            raise InputError(words()["run"]["ray_idle"].format(address=self.address))
        return count

    def _get(self, ray: Any, reference: Any) -> list[Finding]:
        try:
            found: list[Finding] = ray.get(reference)
        except ray.exceptions.RayTaskError as error:
            raise error.cause if isinstance(error.cause, ReflectError) else self._failed(error.cause) from error
        except ray.exceptions.RayError as error:
            raise self._failed(error) from error
        return found

    def _failed(self, error: BaseException) -> InputError:
        said = str(error).strip() or type(error).__name__
        return InputError(words()["run"]["ray_failed"].format(address=self.address, error=said.splitlines()[-1]))


def _find(piece: Piece, whose: Whose, wanted: str) -> list[Finding]:
    """Runs on a computer of the cluster."""
    there = version(_PACKAGE)
    if there != wanted:
        raise InputError(words()["run"]["ray_version"].format(there=there, here=wanted))
    return find(piece, whose)
