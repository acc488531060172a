"""Who may sign in to the page: a file of accounts, each with its person and a password that can't be read from it.

The file is YAML: `USER: {person: NAME, password: HASH}`. A hash holds its own parameters, so that they can be raised.
An account without a password is for a sign-in that somebody else vouches for (a trusted proxy).
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import yaml

from reflect.errors import InputError
from reflect.records import Record
from reflect.yamlfile import read_yaml

SHORTEST_PASSWORD = 12
_USER = re.compile(r"[\w.@+-]{1,100}")
# 64 MB and about a quarter of a second for each guess.
_COST, _BLOCK, _LANES = 2**16, 8, 1
_MEMORY = 2**28


class Account(Record):
    """Somebody who may sign in: as whom of the team, and by which password."""

    person: str
    password: str = ""


def read_accounts(path: Path) -> Mapping[str, Account]:
    """The accounts of a file, by user.

    Raises:
        InputError: If it can't be read, or isn't such a file.
    """
    if not path.exists():
        raise InputError("there is no such file; `reflect account add USER --person NAME` makes it", path=path)
    file = read_yaml(path)
    if not isinstance(file.data or {}, dict):
        raise InputError("a file of accounts has lines like `USER: {person: NAME, password: HASH}`", path=path)
    return {str(user): file.into(Account, account, (user,)) for user, account in (file.data or {}).items()}


def add_account(path: Path, user: str, account: Account) -> None:
    """Write an account into the file, in place of one with the same user; nobody else on the machine may read it.

    Raises:
        InputError: If the user's name can't be one, or the file can't be written.
    """
    if not _USER.fullmatch(user):
        raise InputError(f"{user!r} can't be a user's name; use letters, digits and . _ @ + - only")
    accounts = {**(read_accounts(path) if path.exists() else {}), user: account}
    text = yaml.safe_dump({name: one.model_dump() for name, one in accounts.items()}, allow_unicode=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)
        fresh.replace(path)
    except OSError as error:
        raise InputError(f"it can't be written ({error.strerror})", path=path) from error


def hash_password(password: str) -> str:
    """What is kept of a password.

    Raises:
        InputError: If it is too short to be safe.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise InputError(f"a password has at least {SHORTEST_PASSWORD} characters; several words do")
    salt = secrets.token_bytes(16)
    derived = _derive(password, salt, _COST, _BLOCK, _LANES)
    parts = "scrypt", _COST, _BLOCK, _LANES, base64.b64encode(salt).decode(), base64.b64encode(derived).decode()
    return "$".join(map(str, parts))


def is_password(password: str, hashed: str) -> bool:
    """Whether a password is the one that was hashed; an account without one has none that fits."""
    try:
        kind, cost, block, lanes, salt, derived = hashed.split("$")
        wanted = base64.b64decode(derived)
        given = _derive(password, base64.b64decode(salt), int(cost), int(block), int(lanes))
    except ValueError:
        return False
    return kind == "scrypt" and secrets.compare_digest(given, wanted)


def _derive(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    data = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY)
