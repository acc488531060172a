"""What can go wrong, as the person who runs into it should hear it.

    ReflectError            anything a user can mend; the message says what happened and what to do
    ├── InputError          a file or a text that can't be used: which one, in which line, why
    ├── StorageError        sessions can't be kept: the folder is read-only, the disk is full, ...
    └── ModelError          an embedding or chat model can't be reached or doesn't do what it should

Everything else that is raised is a fault of the program.
"""

from __future__ import annotations

from pathlib import Path


class ReflectError(Exception):
    """Something the user can mend. The message is one line: what happened, where, and what to do."""


class InputError(ReflectError):
    """A file or text that can't be used.

    Args:
        message: What is wrong and what to do about it.
        path: The file, where there is one.
        line: Its line, counted from 1, where it is known.
    """

    def __init__(self, message: str, *, path: Path | None = None, line: int | None = None) -> None:
        self.path, self.line = path, line
        where = "" if path is None else str(path) if line is None else f"{path}, line {line}"
        super().__init__(f"{where}: {message}" if where else message)


class StorageError(ReflectError):
    """What was said can't be kept on disk; the message names the folder and the cause."""


class ModelError(ReflectError):
    """An embedding or chat model is missing, unreachable or not what it should be.

    Args:
        cause: What happened, in one line.
        kind: Of a chat model, what kind of failure it is: a key of prompts/failures.yaml.
        cure: What to do about it.
        detail: What a server or a model wrote; it may hold anybody's words, and is no part of the message.
    """

    def __init__(self, cause: str, *, kind: str = "", cure: str = "", detail: str = "") -> None:
        self.kind, self.cause, self.cure, self.detail = kind, cause, cure, detail
        super().__init__(f"{cause}; {cure}" if cure else cause)


class StorageBusy(StorageError):
    """Somebody else is writing just now; what was tried can be tried again."""


class SessionGone(StorageError):
    """The session was deleted in the meantime."""


class TurnTaken(StorageError):
    """Somebody else has said something in this session in the meantime."""


class AgreementChanged(StorageError):
    """Somebody else has noted something with this agreement in the meantime."""
