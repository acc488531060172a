"""A database of any earlier version gets the tables of this one, once, and keeps what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from reflect.assistant import Reflect
from reflect.errors import StorageError
from reflect.ledger import Ledger
from reflect.ledger.database import META, Database
from reflect.ledger.migrations import HEAD, revision

from .conftest import talk


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """The database while the block runs, closed afterwards."""
    held = Database(url)
    try:
        with held.transaction() as connection:
            yield connection
    finally:
        held.close()


def test_the_steps_lead_to_the_tables_that_are_used(database: str) -> None:
    with opened(database) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, META) == []
        assert revision(connection) == HEAD


def test_the_last_step_is_the_one_that_a_database_is_brought_to() -> None:
    folder = Path(__file__).parent.parent / "reflect" / "ledger" / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_a_database_from_before_the_steps_keeps_what_is_in_it(open_reflect: Callable[..., Reflect]) -> None:
    reflect = open_reflect()
    conversation = talk(reflect, "Dana Reyes", ["the Friday slides, two hours"])
    with reflect.ledger.database.transaction() as connection:
        for table in (
            "alembic_version",
            "marks",
            "session_names",
            "agreements_received",
            "agreement_events",
            "agreements",
        ):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    again = open_reflect()
    assert again.resume(conversation.id).state == conversation.state
    assert again.ledger.agreements.all() == []


def test_programs_that_open_a_new_database_at_the_same_moment_all_find_it_ready(database: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: _listed(database), range(8))) == [[]] * 8


def _listed(url: str) -> list[object]:
    ledger = Ledger(url)
    assert ledger.warning is None
    found: list[object] = [*ledger.list()]
    ledger.close()
    return found


def test_a_database_of_a_later_version_is_left_alone_and_said(database: str) -> None:
    with opened(database) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=r"a later version of reflect made this database \(step 9999.*use that"):
        Database(database).engine()
    engine = create_engine(database)
    with engine.connect() as connection:
        assert revision(connection) == "9999"
    engine.dispose()
