"""Writes docs/dependencies.md: every package that reflect needs, its version and licence, as its own metadata say.

python bench/reliability/licences.py
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

_PAGE = Path(__file__).parent.parent.parent / "docs" / "dependencies.md"
_HEAD = """# Dependencies and their licences

Everything that `pip install` of reflect brings with it, without extras, as its own metadata say; written by
`python bench/reliability/licences.py`. The versions are those of constraints.txt. Why each that is named directly is
needed stands in ARCHITECTURE.md. `make sbom` writes the same for machines (CycloneDX).

| package | version | licence | |
|---|---|---|---|
"""


def main() -> None:
    """Walk from reflect to everything it needs, and write the page."""
    direct = {_name(one) for one in _needed(distribution("reflect-accountability"))}
    found: dict[str, Distribution] = {}
    waiting = [*direct]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            # Needed elsewhere than on this system.
            continue
        waiting += map(_name, _needed(found[name]))
    rows = [
        f"| {name} | {one.version} | {_licence(one)} | {'direct' if name in direct else ''} |"
        for name, one in sorted(found.items())
    ]
    _PAGE.write_text(_HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def _needed(one: Distribution) -> list[Requirement]:
    needed = map(Requirement, one.requires or [])
    return [need for need in needed if need.marker is None or need.marker.evaluate({"extra": ""})]


def _name(need: Requirement) -> str:
    return re.sub(r"[-_.]+", "-", need.name).lower()


def _licence(one: Distribution) -> str:
    about = one.metadata
    classes = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    given = about.get("License-Expression") or ", ".join(classes) or (about.get("License") or "").strip()
    # Some put the whole text there.
    return given.splitlines()[0][:60].replace("|", "/") if given else "not said"


if __name__ == "__main__":
    main()
