"""A team's page without a browser, in a home of its own: lists and articles are kept there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reflect.assistant import Reflect
from tests.conftest import TODAY


@pytest.fixture(scope="session")
def indexed(home: Path) -> Path:
    """The indexes of the team and the articles, made once."""
    reflect = Reflect.open("kittiwake", today=TODAY, home=home)
    reflect.ownership.find(["-"], [()])
    reflect.search("-", 1)
    return home / "index"


@pytest.fixture
def kittiwake(tmp_path: Path, indexed: Path) -> Iterator[Reflect]:
    shutil.copytree(indexed, tmp_path / "home" / "index")
    reflect = Reflect.open("kittiwake", today=TODAY, home=tmp_path / "home")
    yield reflect
    if "ledger" in vars(reflect):
        reflect.ledger.close()


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., str]:
    """A file as the page hands it over: its path."""

    def bringer(name: str, content: Any) -> str:
        folder = tmp_path / "brought"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
        return str(path)

    return bringer


def last(updates: Iterator[list[Any]]) -> list[Any]:
    *_, final = updates
    return final
