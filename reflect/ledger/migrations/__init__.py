"""How a database that an earlier version made gets the tables of this one.

`versions/` has one file a step, in order; `reflect.ledger.database` takes them when it opens a database. A new step is
a new file there and its name in `HEAD`; steps that were released are never changed.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select, table
from sqlalchemy import column as named

from reflect.errors import StorageError

# The last step. Kept here so that a database that is up to date is opened without Alembic.
HEAD = "0002"
# Tables that more than one program may make at the same moment; any number will do, as long as all use the same.
_LOCK = 730_251_001


def migrate(connection: Connection) -> None:
    """Bring a database to the tables of this version, one program at a time.

    Args:
        connection: In a transaction; everything is done in it, or nothing.

    Raises:
        StorageError: If a later version made the database.
    """
    if revision(connection) == HEAD:
        return
    _wait_for_others(connection)
    if revision(connection) == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "reflect.ledger:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise StorageError(
            f"a later version of reflect made this database (step {revision(connection)}; this one knows those up to "
            f"{HEAD}); use that version, or a database of its own (REFLECT_DATABASE)"
        ) from error


def revision(connection: Connection) -> str | None:
    """The step that a database was brought to; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(select(named("version_num")).select_from(table("alembic_version"))).scalar()


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
