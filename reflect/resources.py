"""Where the files that come with reflect lie: prompts, corpus, examples."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource_path(name: str) -> Path:
    """The folder `name` ("prompts", "corpus" or "examples") that came with this installation.

    A wheel carries the folders inside the package; in a checkout they lie beside it.
    """
    installed = _PACKAGE / "_files" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
