"""Files spoilt in the ways that files get spoilt: cut off, doubled, mixed up, with what nobody expects in them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

_ODD = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b"\t", b'"', b"'", b"{", b"}", b"[", b"]", b":", b"- ",
    b"&a", b"*a", b"!!python/object:os.system", b"---\n", b"<<", b"9" * 400, b"-1", b"1e309", b"NaN", b"null", b"~",
    b"0001-01-01", b"99991231T235959Z", b"2026-02-30", b"24:61", b"P99999999W", b"RRULE:FREQ=SECONDLY;COUNT=999999999",
    b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"DTSTART;TZID=Nowhere/Land:20261101T090000", b"=cmd|'/c calc'!A1",
    "\u202e".encode(), "\u200b".encode(), "\ud800".encode("utf-8", "surrogatepass"), "ſ\u0130".encode(), b"\x1b[31m",
    b"<!DOCTYPE x [<!ENTITY a 'a'>]>", b"&a;", b"\xc3\x28", b"," * 300, b";", b"(" * 300, b"[" * 300, b"{" * 300,
)  # fmt: skip
_MOST_CHANGES = 6
Change = Callable[[bytes, random.Random], bytes]


def spoil(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """The file with one to six things done to it; inside its parts where it is an archive, mostly."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _spoil_archive(data, chance)
    return _spoil_bytes(data, chance, others)


def _spoil_bytes(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    changes: tuple[Change, ...] = (_insert, _insert, _cut, _drop, _double, _overwrite, _swap_lines, _drop_line)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        data = chance.choice(changes)(data, chance)
    if others and chance.random() < 0.1:
        other = chance.choice(others)
        data = data[: _place(data, chance)] + other[_place(other, chance) :]
    return data


def _spoil_archive(data: bytes, chance: random.Random) -> bytes:
    """Its parts spoilt, and packed anew, so that the sums of the archive are right."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = chance.choice(sorted(parts))
    match chance.randint(0, 5):
        case 0:
            del parts[chosen]
        case 1:
            parts[chosen] = b""
        case _:
            parts[chosen] = _spoil_bytes(parts[chosen], chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(data))


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = _place(data, chance)
    return start, min(len(data), start + chance.choice((1, 2, 8, 40, 400)))


def _insert(data: bytes, chance: random.Random) -> bytes:
    place = _place(data, chance)
    return data[:place] + chance.choice(_ODD) + data[place:]


def _overwrite(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    odd = chance.choice(_ODD) if chance.random() < 0.5 else chance.randbytes(end - start)
    return data[:start] + odd + data[end:]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: _place(data, chance)] if chance.random() < 0.3 else data


def _drop(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _drop_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)
