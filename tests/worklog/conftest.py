"""A team to read for, and a short way to read one file or text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest

from reflect.records import Activity, FileReport, Team, WorkLog
from reflect.team import read_team
from reflect.worklog import read_worklog

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = date(2026, 11, 22)

Read = Callable[..., "One"]


class One:
    """What was read from a single file."""

    def __init__(self, log: WorkLog) -> None:
        self.log, self.file = log, log.files[0]

    @property
    def texts(self) -> list[str]:
        return [activity.text for activity in self.log.activities]

    @property
    def reasons(self) -> dict[str, int]:
        return {one.reason: one.count for one in self.file.skipped}

    def activity(self, text: str) -> Activity:
        [found] = [one for one in self.log.activities if one.text == text]
        return found

    def left(self, part: str) -> tuple[int, int | None]:
        """How many entries were left out for the reason with this in it, and the row of the first."""
        [found] = [one for one in self.file.skipped if part in one.reason]
        return found.count, found.row


@pytest.fixture(scope="session")
def team() -> Team:
    return read_team("harbor")


@pytest.fixture(autouse=True)
def _machine_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a calendar names no zone it is this machine's, which may stand anywhere."""
    monkeypatch.setattr("reflect.worklog.reading.get_localzone", lambda: UTC)


@pytest.fixture
def read(team: Team, tmp_path: Path) -> Read:
    """Reads a fixture by its name, or a text or bytes written under a name."""

    def reader(name: str, content: str | bytes | None = None, **options: Any) -> One:
        path = FIXTURES / name
        if content is not None:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        options = {"today": TODAY, "team": team} | options
        return One(read_worklog([path], **options))

    return reader


def failure(report: FileReport) -> str:
    assert report.error is not None
    return report.error
