"""A PostgreSQL server of the tests' own: the system's programs, a new folder, no network."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, where the system has them."""
    found = shutil.which("initdb")
    # Debian keeps them away from the path.
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


@contextmanager
def running() -> Iterator[Callable[[], str]]:
    """A server while the block runs; each call makes a new database and gives its URL."""
    programs = find_programs()
    if programs is None:
        raise RuntimeError("there is no PostgreSQL here (Debian: apt-get install postgresql)")
    # It refuses to run as root.
    user = _somebody_else() if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        if user is not None:
            shutil.chown(folder, user)
        data = Path(folder) / "data"
        _run(user, programs / "initdb", "-D", data, "-U", "reflect", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _run(user, programs / "pg_ctl", "-D", data, "-o", options, "-l", Path(folder) / "log", "-w", "start")
        server = f"postgresql+psycopg://reflect@/{{}}?host={folder}"
        try:
            yield lambda: _new_database(server)
        finally:
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _new_database(server: str) -> str:
    name = f"test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.format(name)


def _somebody_else() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(user: str | None, *command: object) -> None:
    done = subprocess.run([str(part) for part in command], user=user, cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")
