"""Serves a team's page on a day of the tests' own, until its standard input closes.

In a process of its own, since Gradio's server leaves event loops open for as long as the process lives.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .conftest import TEAMS, TODAY


@contextmanager
def served(team: str, home: Path, database: Path, **environment: str) -> Iterator[str]:
    """The address of a team's page, while the block runs."""
    path = TEAMS / f"{team}.team.yaml"
    command = [sys.executable, "-m", "tests.served", str(path if path.exists() else team), str(home), str(database)]
    with subprocess.Popen(
        command,
        cwd=TEAMS.parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), f"the page didn't start: {address!r}"
        try:
            yield address
        finally:
            process.kill()


def _main(team: str, home: str, database: str) -> None:
    from reflect.assistant import Reflect
    from reflect.web.page import build_page, serve

    reflect = Reflect.open(team, today=TODAY, home=Path(home), database=f"sqlite:///{database}", port=0)
    _, address = serve(build_page(reflect), reflect, open_browser=False, block=False)
    print(address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _main(*sys.argv[1:])
