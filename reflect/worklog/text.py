"""The letters of a file: which encoding it has, whether it is text at all."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from reflect.errors import InputError
from reflect.worklog.wording import say

_CHUNK = 1 << 20
_HEAD = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a file is that isn't text, by its first bytes; the sentences stand in prompts/worklog.yaml under `binary`.
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "old_office"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"SQLite format 3", "database"),
)


def read_head(path: Path) -> bytes:
    """The first bytes of a file.

    Raises:
        InputError: If it can't be read.
    """
    if path.is_dir():
        raise InputError(say("errors", "nothing"))
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError:
        raise InputError(say("errors", "missing")) from None
    except OSError as error:
        raise InputError(say("errors", "unreadable", why=error.strerror or error)) from None


def find_encoding(path: Path) -> str:
    """The encoding of a text file, by its first bytes and then by trying: UTF-8, UTF-16, Windows' own.

    Raises:
        InputError: If it isn't text; the sentence says what it is, where that can be told.
    """
    head = read_head(path)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise InputError(say("binary", kind))
    if b"\0" in head:
        # Every other byte of English in UTF-16 is zero; which one says the order.
        even, odd = head[::2].count(0) / max(1, len(head[::2])), head[1::2].count(0) / max(1, len(head[1::2]))
        if max(even, odd) > 0.4 and min(even, odd) < 0.1:
            return "utf-16-be" if even > odd else "utf-16-le"
        raise InputError(say("binary", "other"))
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head) > len(head) // 50:
            raise InputError(say("binary", "other")) from None
        return "cp1252"
    return "utf-8"


@dataclass
class Seen:
    """How far a file has been read: bytes in all, and how many times it is gone through."""

    bytes: int = 0
    passes: int = 1


class _Watched(io.FileIO):
    """A file that says how much of it was read."""

    def __init__(self, path: Path, seen: Seen) -> None:
        super().__init__(path)
        self._seen = seen

    def readinto(self, buffer: Any, /) -> int | None:
        count = super().readinto(buffer)
        self._seen.bytes += count or 0
        return count


def open_text(path: Path, encoding: str, seen: Seen | None = None) -> TextIO:
    """The file as text, its line ends as they are (quoted cells may hold some); what can't be read is shown as �."""
    file = io.BufferedReader(_Watched(path, seen or Seen()), _HEAD)
    return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
