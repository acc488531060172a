"""Shared by all tests: one home with the indexes, made once, and a database of its own for each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.settings import Settings

from . import postgres

TEAMS = Path(__file__).parent / "teams"
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("REFLECT_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where indexes are kept; made once, since they hold nothing of a test."""
    return tmp_path_factory.mktemp("home")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="where sessions are kept")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database") == "sqlite":
        return
    for item in items:
        if item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason="about the file that SQLite keeps"))


@pytest.fixture(scope="session")
def _new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], str] | None]:
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    if postgres.find_programs() is None:
        pytest.skip("there is no PostgreSQL here (Debian: apt-get install postgresql)")
    with postgres.running() as new_database:
        yield new_database


@pytest.fixture
def database(_new_database: Callable[[], str] | None, tmp_path: Path) -> str:
    """The URL of a fresh database of the kind that the tests run on."""
    return _new_database() if _new_database else f"sqlite:///{tmp_path / 'reflect.sqlite'}"


@pytest.fixture
def open_reflect(home: Path, database: str) -> Iterator[Callable[..., Reflect]]:
    """Opens an assistant on a team, with a fresh database."""
    opened: list[Reflect] = []

    def opener(team: str = "harbor", **settings: Any) -> Reflect:
        path = TEAMS / f"{team}.team.yaml"
        settings = {"home": home, "database": database} | settings
        opened.append(Reflect.open(path if path.exists() else team, today=TODAY, **settings))
        return opened[-1]

    yield opener
    for reflect in opened:
        reflect.close()


@pytest.fixture
def harbor(open_reflect: Callable[..., Reflect]) -> Reflect:
    return open_reflect("harbor")


@pytest.fixture
def skerry(open_reflect: Callable[..., Reflect]) -> Reflect:
    return open_reflect("skerry")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def talk(reflect: Reflect, person: str, lines: list[str], practice: str = "stop-list") -> Conversation:
    """A session in which the person says these lines."""
    conversation = reflect.session(practice, person=person)
    for line in lines:
        conversation.say(line)
    return conversation
