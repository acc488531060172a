"""Whatever a file holds, its reader ends in what it reads or in an error that a person can mend, and soon.

`make fuzz` tries far more: FUZZ_EXAMPLES says how many files of each kind.
"""

from __future__ import annotations

import io
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from reflect.accounts import read_accounts
from reflect.agreements.letter import read_letter, write_letter
from reflect.corpus import read_article
from reflect.errors import ReflectError
from reflect.practices import load_practices
from reflect.records import Agreement, Event, StopList
from reflect.reports.stoplist.files import read_list
from reflect.rolefiles import import_team
from reflect.shelving import add_article
from reflect.team import read_team
from reflect.worklog import read_worklog
from tests.agreed import GIVER, Calendar, document

from .spoiling import spoil

_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "30"))
# The few of an ordinary run are the same each time; what is new is looked for by `make fuzz`.
_DEFAULT = "FUZZ_EXAMPLES" not in os.environ
# Of the processor, so that a busy machine fails nothing; what takes this long has no end in sight.
_LONGEST_SECONDS = 20.0
_HERE = Path(__file__).parent.parent
_ROOT = _HERE.parent
_TODAY = date(2026, 11, 22)
_ACCOUNTS = b"dana: {person: Dana Reyes, password: 'scrypt$1$8$1$c2FsdA==$aGFzaA=='}\nluis: {person: Luis Prado}\n"

Read = Callable[[Path], object]


@cache
def _harbor() -> Any:
    return read_team("harbor")


def _read_worklog(path: Path) -> None:
    log = read_worklog([path], _harbor(), today=_TODAY)
    [report] = log.files
    assert report.error or report.used >= 0
    assert all(one.hours is None or 0 <= one.hours < float("inf") for one in log.activities)


def _read_practice(path: Path) -> None:
    # Past its cache, which would keep every one of them.
    load_practices.__wrapped__(path.parent)


def _add_article(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = add_article(path, Path(folder))
        assert kept.passages
        assert list(Path(folder).iterdir()) == [Path(folder) / f"{kept.name}.md"]


def _workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _word() -> bytes:
    paper = Document()
    paper.add_heading("On standing aside", 1)
    paper.add_paragraph("Somebody who stands aside leaves the plan to whom it belongs, and asks about it later.")
    packed = io.BytesIO()
    paper.save(packed)
    return packed.getvalue()


def _letter() -> bytes:
    sent = Event(kind="sent", by=GIVER, at=Calendar().now(), document=document())
    agreement = Agreement(id="quotes-1", team="Harbor", events=(sent,))
    return write_letter(agreement, GIVER).encode()


def _stop_list() -> bytes:
    return StopList(person=GIVER, team="Harbor", roles=("deal-desk",), made=_TODAY).model_dump_json().encode()


def _files(*patterns: str) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(_ROOT.glob(pattern))]


_TABLE = [
    ["Activity", "Person", "Date", "Hours"],
    ["Quote checks", "Luis Prado", _TODAY, 1.5],
    ["Forecast", "Dana Reyes", _TODAY, 2],
]
_ROLES = [
    ["Role", "Purpose", "Accountabilities", "People"],
    ["Deal Desk", "Sound deals", "Check quotes\nKeep prices", "Luis Prado"],
]
# What is read, by what, under which name, from which good files it is spoilt.
_READERS: dict[str, tuple[Read, str, Callable[[], list[bytes]]]] = {
    "team": (read_team, "x.team.yaml", lambda: _files("examples/*.team.yaml", "tests/teams/*.yaml")),
    "ics": (_read_worklog, "dana-reyes.ics", lambda: _files("tests/worklog/fixtures/*.ics", "examples/**/*-*.ics")),
    "csv": (_read_worklog, "dana-reyes.csv", lambda: _files("tests/worklog/fixtures/*.csv")),
    "xlsx": (_read_worklog, "dana-reyes.xlsx", lambda: [_workbook(_TABLE)]),
    "json": (_read_worklog, "dana-reyes.json", lambda: _files("tests/worklog/fixtures/*.json")),
    "list": (_read_worklog, "dana-reyes.txt", lambda: _files("tests/worklog/fixtures/*.txt", "examples/**/*.md")),
    "markdown": (_add_article, "an article.md", lambda: _files("corpus/*.md")),
    "text": (_add_article, "an article.txt", lambda: _files("corpus/*.md")),
    "word": (_add_article, "an article.docx", lambda: [_word()]),
    "article": (read_article, "kept.md", lambda: _files("corpus/*.md")),
    "practice": (_read_practice, "own.yaml", lambda: _files("prompts/practices/*.yaml")),
    "letter": (read_letter, "x.handoff.json", lambda: [_letter()]),
    "stop list": (read_list, "x.json", lambda: [_stop_list()]),
    "roles": (import_team, "x.json", lambda: _files("tests/worklog/roles/*")),
    "roles xlsx": (import_team, "x.xlsx", lambda: [_workbook(_ROLES)]),
    "accounts": (read_accounts, "accounts.yaml", lambda: [_ACCOUNTS]),
}  # fmt: skip
# Each reads three more files with it.
_SLOW = {"practice": 6}


@pytest.mark.parametrize("kind", _READERS)
@pytest.mark.filterwarnings("ignore")
def test_a_spoilt_file_is_read_or_refused_in_words(kind: str, tmp_path: Path) -> None:
    read, name, seeds = _READERS[kind]
    good = seeds()
    assert good

    @settings(
        max_examples=max(1, _EXAMPLES // _SLOW.get(kind, 1)),
        deadline=None,
        database=None,
        derandomize=_DEFAULT,
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.sampled_from(range(len(good))), chance=st.integers(0, 2**32))
    def tries(seed: int, chance: int) -> None:
        _try(read, tmp_path / name, spoil(good[seed], random.Random(chance), good))  # noqa: S311

    tries()


@pytest.mark.parametrize("kind", _READERS)
@pytest.mark.filterwarnings("ignore")
def test_bytes_that_are_no_file_at_all_are_refused_in_words(kind: str, tmp_path: Path) -> None:
    read, name, _ = _READERS[kind]

    @settings(
        max_examples=max(1, _EXAMPLES // 2 // _SLOW.get(kind, 1)),
        deadline=None,
        database=None,
        derandomize=_DEFAULT,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
    def tries(data: bytes) -> None:
        _try(read, tmp_path / name, data)

    tries()


@pytest.mark.parametrize("kind", _READERS)
def test_the_good_files_that_are_spoilt_here_can_be_read(kind: str, tmp_path: Path) -> None:
    read, name, seeds = _READERS[kind]
    for number, data in enumerate(seeds()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(data)
        try:
            read(folder / name)
        except ReflectError:
            # A practice that comes with reflect has its id already.
            if kind != "practice":
                raise


def _try(read: Read, path: Path, data: bytes) -> None:
    path.write_bytes(data)
    began = time.process_time()
    said = "read"
    try:
        read(path)
    except ReflectError as error:
        said = str(error)
    assert said.strip()
    assert "Traceback" not in said
    took = time.process_time() - began
    assert took < _LONGEST_SECONDS, f"{took:.0f} seconds for {len(data)} bytes"
