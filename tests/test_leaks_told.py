"""What is said stays out of the logs, and what is secret out of everything that is printed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.doctor import examine
from reflect.errors import ReflectError
from reflect.ledger import Ledger, place_of
from reflect.settings import Settings, read_settings
from reflect.team import read_team
from reflect.worklog import read_worklog

from .conftest import TODAY, talk

PERSON = "Dana Reyes"
WORD, SECRET = "zanzibari", "quokka-brontosaur"
SAID = [
    f"I approve every {WORD} discount, 4 hours a week, that's deal desk's",
    f"they have no {WORD} time, and my {WORD} boss shouts at me",
    "go on",
    f"make that five {WORD} hours",
    "just draft it",
    f"{WORD} " * 300,
]


def test_nothing_that_is_said_is_logged_above_debug(
    open_reflect: Callable[..., Reflect], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    reflect = open_reflect("harbor")
    conversation = talk(reflect, PERSON, SAID)
    [draft, *_] = conversation.handoffs()
    reflect.send(draft.id)
    with pytest.raises(ReflectError):
        reflect.send(draft.id)
    path = tmp_path / "dana-reyes.csv"
    path.write_text(f"Activity,Person,Date,Hours\nThe {WORD} list,{PERSON},soon,{WORD}\nQuotes,{PERSON},,1\n", "utf-8")
    reflect.stop_list(read_worklog([path], reflect.team, today=TODAY).activities)
    conversation.export(tmp_path / "out")
    reflect.delete_session(conversation.id)
    assert WORD not in caplog.text


def test_nothing_that_is_said_is_logged_when_the_model_fails_or_the_disk_is_full(
    open_reflect: Callable[..., Reflect], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from sqlalchemy.exc import OperationalError

    caplog.set_level(logging.INFO)
    reflect = open_reflect("harbor", model="tiny", model_url="http://localhost:9/v1", model_trial=False)
    talk(reflect, PERSON, SAID[:2])
    full = OperationalError("INSERT", {"message": WORD}, Exception("database or disk is full"))

    def no_room(*_: object) -> None:
        raise full

    monkeypatch.setattr("reflect.ledger.sessions._touch", no_room)
    talk(reflect, PERSON, SAID[:3])
    assert WORD not in caplog.text


@pytest.mark.parametrize(
    "setting",
    [
        {"model": "openai:x", "model_key": SECRET},
        {"model": "x", "model_url": f"http://ann:{SECRET}@localhost:9/v1", "model_key": SECRET},
        {"model": "x", "model_url": "http://localhost:9/v1", "model_proxy": f"http://ann:{SECRET}@localhost:9"},
        {"database": f"postgresql+psycopg://ann:{SECRET}@localhost:9/reflect"},
        {"database": f"mysql+nothing://ann:{SECRET}@localhost:9/reflect"},
    ],
    ids=["key", "url", "proxy", "database", "driver"],
)
def test_the_doctor_prints_no_secret(home: Path, tmp_path: Path, setting: dict[str, str]) -> None:
    settings = Settings(home=home, **({"database": f"sqlite:///{tmp_path / 'x'}"} | setting))
    checks = list(examine(settings, "harbor"))
    assert checks
    assert SECRET not in "".join(check.model_dump_json() for check in checks)
    assert SECRET not in place_of(settings.database_url)


@pytest.mark.parametrize(
    "setting",
    [
        {"model_url": f"ftp://ann:{SECRET}@models.example/v1"},
        {"chroma": f"http://ann:{SECRET}@chroma.example"},
        {"port": SECRET},
        {"engine": SECRET},
    ],
    ids=["url", "chroma", "port", "engine"],
)
def test_a_setting_that_is_refused_is_not_printed_with_its_secret(setting: dict[str, str]) -> None:
    with pytest.raises(ReflectError) as told:
        read_settings(**setting)
    name = next(iter(setting))
    assert f"REFLECT_{name.upper()}" in str(told.value)
    # What holds no address is shown, so that the mistake can be seen.
    assert (SECRET in str(told.value)) == ("@" not in setting[name])


@pytest.mark.parametrize("url", [f"postgresql//ann:{SECRET}@db/x", f"postgresql+psycopg://ann:{SECRET}@localhost:9/x"])
def test_a_database_that_cannot_be_opened_is_named_without_its_password(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = Ledger(url)
    assert ledger.warning
    assert SECRET not in ledger.warning + caplog.text
    ledger.close()


def test_a_key_is_in_no_representation_of_the_settings(home: Path) -> None:
    settings = Settings(home=home, model_key=SECRET)
    assert SECRET not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert read_team("harbor")
