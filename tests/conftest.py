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


@pytest.fixture
def open_reflect(home: Path, tmp_path: Path) -> Iterator[Callable[..., Reflect]]:
    """Opens an assistant on a team, with a fresh database."""
    opened: list[Reflect] = []

    def opener(team: str = "harbor", **settings: Any) -> Reflect:
        path = TEAMS / f"{team}.team.yaml"
        settings = {"home": home, "database": f"sqlite:///{tmp_path / 'reflect.sqlite'}"} | settings
        opened.append(Reflect.open(path if path.exists() else team, today=TODAY, **settings))
        return opened[-1]

    yield opener
    for reflect in opened:
        if "ledger" in vars(reflect):
            reflect.ledger.close()


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
