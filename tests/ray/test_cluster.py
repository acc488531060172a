"""Stop lists on a real Ray cluster of two nodes, on this machine; one of them is killed while it works.

`make test-ray` installs Ray; without it these tests skip.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.records import Activity, Finding
from reflect.stoplist.cluster import RayRunner
from reflect.stoplist.gathering import gather
from reflect.stoplist.kept import Kept
from reflect.stoplist.listing import Period
from reflect.stoplist.placing import PIECE, Piece

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
pytest.importorskip("ray", reason="Ray isn't installed here; `make test-ray` does it")
from ray.cluster_utils import Cluster

pytestmark = [
    # The nodes know each other by this machine's own address.
    pytest.mark.enable_socket,
    # Ray leaves sockets of processes it killed to be closed at the end.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
_STORE = 100 * 1024 * 1024
_WAITS = 120
_ROOT = Path(__file__).parents[2]
_EXAMPLES = _ROOT / "examples" / "worklogs" / "kittiwake"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A cluster with one node."""
    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "object_store_memory": _STORE, "include_dashboard": False},
    )
    yield cluster
    cluster.shutdown()


@pytest.fixture
def second(cluster: Cluster) -> Any:
    """The node that is killed."""
    node = cluster.add_node(num_cpus=1, object_store_memory=_STORE)
    cluster.wait_for_nodes()
    return node


@pytest.fixture
def kittiwake(open_reflect: Callable[..., Reflect]) -> Reflect:
    return open_reflect("kittiwake")


@pytest.fixture
def many(kittiwake: Reflect) -> list[Activity]:
    """Titles for eight pieces."""
    return [
        Activity(text=f"review of deal {number} with {person.name}", person=person.name, hours=1)
        for number in range(4 * PIECE)
        for person in kittiwake.team.people[:2]
    ]


class _Watched:
    """A runner that has each piece tell, in a file of a folder, on which node it begins."""

    def __init__(self, runner: RayRunner, folder: Path) -> None:
        self._runner, self._folder = runner, folder

    def run(self, pieces: Sequence[Piece], whose: Any) -> Iterator[list[Finding]]:
        return self._runner.run(pieces, _watched(whose, self._folder))


def _watched(whose: Any, folder: Path) -> Any:
    # A function within a function goes to the cluster as it is, so that its nodes needn't have these tests.
    def tell_and_find(texts: Sequence[str], roles: Sequence[Sequence[str]]) -> Any:
        import ray

        name = f"{ray.get_runtime_context().get_node_id()} {time.monotonic_ns()}"
        (folder / name).write_text(texts[0])
        # Long enough to be killed in.
        time.sleep(0.5)
        found = whose(texts, roles)
        (folder / f"{name} done").touch()
        return found

    return tell_and_find


def _begun(folder: Path, node: str) -> dict[str, bool]:
    """The first title of each piece that a node began, and whether it came to its end."""
    begun = [path for path in folder.iterdir() if path.name.startswith(node) and not path.name.endswith(" done")]
    return {path.read_text(): (folder / f"{path.name} done").exists() for path in begun}


def test_a_cluster_makes_the_same_lists_though_a_node_is_killed_at_work(
    cluster: Cluster, second: Any, kittiwake: Reflect, many: list[Activity], tmp_path: Path
) -> None:
    gathered, period = gather(many, kittiwake.team), Period(made=kittiwake.today())
    here = list(kittiwake.stop_lists(gathered, period))
    folder = tmp_path / "told"
    folder.mkdir()
    lost: dict[str, bool] = {}

    def kill() -> None:
        for _ in range(_WAITS * 20):
            done = _begun(folder, second.node_id)
            # In the middle of a piece, and not of its first.
            if len(done) > 1 and not all(done.values()):
                cluster.remove_node(second, allow_graceful=False)
                lost.update(_begun(folder, second.node_id))
                return
            time.sleep(0.05)

    killer = Thread(target=kill)
    killer.start()
    runner = _Watched(RayRunner(cluster.address), folder)
    there = list(kittiwake.stop_lists(gathered, period, runner=runner))
    killer.join()
    assert there == here
    cut_short = {title for title, done in lost.items() if not done}
    assert cut_short
    again = [path.read_text() for path in folder.iterdir() if not path.name.startswith(second.node_id)]
    assert cut_short <= set(again)


def test_a_run_on_a_cluster_goes_on_on_this_computer(
    cluster: Cluster, kittiwake: Reflect, many: list[Activity], tmp_path: Path
) -> None:
    gathered, period = gather(many, kittiwake.team), Period(made=kittiwake.today())
    here = list(kittiwake.stop_lists(gathered, period))
    told: list[int] = []

    def interrupt(done: int, total: int) -> None:
        told.append(done)
        if len(told) == 3:
            raise KeyboardInterrupt

    kept = Kept(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        list(kittiwake.stop_lists(gathered, period, runner=RayRunner(cluster.address), kept=kept, tell=interrupt))
    again = Kept(tmp_path, resume=True)
    assert len(again.known) == 3
    assert list(kittiwake.stop_lists(gathered, period, kept=again)) == here


def test_without_an_address_a_cluster_is_made_for_the_run_and_the_files_are_the_same(
    home: Path, tmp_path: Path
) -> None:
    def run(out: str, *options: str) -> dict[str, bytes]:
        given = ["--team", "kittiwake", "--from", str(_EXAMPLES), "--out", str(tmp_path / out), *options]
        # A process of its own: Ray remembers for as long as one lives whether its clusters had a password.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
        environment |= {"REFLECT_HOME": str(home), "REFLECT_DATABASE": f"sqlite:///{tmp_path / 'reflect.sqlite'}"}
        subprocess.run([sys.executable, "-m", "reflect", "stop-list", *given], cwd=_ROOT, env=environment, check=True)
        files = [path for path in (tmp_path / out).rglob("*") if path.is_file()]
        return {str(path.relative_to(tmp_path / out)): path.read_bytes() for path in files}

    there = run("there", "--runner", "ray")
    assert len(there) > 40
    assert there == run("here")


def test_a_cluster_that_does_not_answer_is_named(kittiwake: Reflect, many: list[Activity]) -> None:
    gathered, period = gather(many[:20], kittiwake.team), Period(made=kittiwake.today())
    with pytest.raises(InputError, match=r"127\.0\.0\.1:1 can't be used"):
        list(kittiwake.stop_lists(gathered, period, runner=RayRunner("127.0.0.1:1")))


def test_what_fails_on_a_computer_of_the_cluster_is_said(cluster: Cluster) -> None:
    def fail(texts: Sequence[str], roles: Sequence[Sequence[str]]) -> list[Finding]:
        raise ZeroDivisionError("a fault of that computer")

    with pytest.raises(InputError, match="a fault of that computer"):
        list(RayRunner(cluster.address).run([Piece("one", (("a title", ()),))], fail))
