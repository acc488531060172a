"""What people of the example team do, as activities; and read_worklog without files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from inspect import signature
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.records import Activity, FileReport, Skipped, WorkLog
from reflect.worklog import read_worklog

TITLES = {
    "Weekly one-to-ones with sellers": 4.0,
    "Late stage deal review with sellers": 5.0,
    "Checking order forms": 2.0,
    "Renewal negotiation": 3.0,
    "Tariff questions from customers": 3.0,
    "Prospecting block": 6.0,
    "Hold, K.": 1.0,
}


@pytest.fixture
def kittiwake(open_reflect: Callable[..., Reflect]) -> Reflect:
    return open_reflect("kittiwake")


@pytest.fixture
def activities(kittiwake: Reflect) -> list[Activity]:
    """Everybody of the team does the same seven things."""
    return [
        Activity(text=title, person=person.name, hours=hours, cadence="weekly", source="calendar.ics")
        for person in kittiwake.team.people
        for title, hours in TITLES.items()
    ]


@pytest.fixture
def worklog(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """Sets what is read, whatever the files are; a list of what it was asked with."""

    real = read_worklog

    def set_log(activities: list[Activity], error: str | None = None) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []
        files = (
            FileReport(
                file="a.ics", kind="calendar", read=9, used=8, skipped=(Skipped(file="a.ics", reason="private"),)
            ),
        )
        if error:
            files += (FileReport(file="b.csv", kind="table", error=error),)
        log = WorkLog(
            activities=tuple(activities), files=files, weeks=4, since=date(2026, 10, 26), until=date(2026, 11, 22)
        )

        def read(*given: Any, **settings: Any) -> WorkLog:
            # It takes what the real one takes.
            asked.append(dict(signature(real).bind(*given, **settings).arguments))
            return log

        monkeypatch.setattr("reflect.worklog.read_worklog", read)
        return asked

    return set_log
