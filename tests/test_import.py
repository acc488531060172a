"""Importing reflect costs little and does nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import reflect

HEAVY = ("gradio", "chromadb", "langchain", "langchain_core", "onnxruntime", "sqlalchemy", "openai", "numpy.random")

_PROBE = """
import sys, socket, builtins, os, resource
def refuse(*args, **kwargs): raise AssertionError("the network was touched")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
before = set(os.environ.items())
opened = []
real = builtins.open
builtins.open = lambda path, *a, **k: (opened.append(str(path)), real(path, *a, **k))[1]
import reflect
from reflect import Reflect
builtins.open = real
assert set(os.environ.items()) == before
print(",".join(name for name in {heavy} if name in sys.modules))
print(",".join(path for path in opened if not path.endswith((".py", ".pyc"))))
"""


def test_importing_loads_nothing_heavy_and_touches_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE.format(heavy=HEAVY)], capture_output=True, text=True, cwd=tmp_path, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["", ""]
    assert not list(tmp_path.iterdir())


def test_every_package_that_is_imported_is_declared() -> None:
    root = Path(reflect.__file__).parent
    project = tomllib.loads((root.parent / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *extras["ray"], *extras["mcp"]]
    names = {re.split(r"[^\w-]", line)[0].lower() for line in declared}
    imported = {
        (name.name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    packages = packages_distributions()
    missing = {
        module
        for module in imported - {"reflect"} - sys.stdlib_module_names
        if not names & {name.lower().replace("_", "-") for name in packages.get(module, [module])}
    }
    assert missing == set()
