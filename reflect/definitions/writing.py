"""A proposal written into the team file, once somebody has asked for it. The file as it was is kept beside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from reflect.definitions.proposal import Proposal
from reflect.errors import InputError


def apply(proposal: Proposal) -> Path:
    """Write the changes; where the file as it was lies now.

    Raises:
        InputError: If the file has changed since, or can't be written.
    """
    # A link stays a link: what it leads to is written.
    path = Path(proposal.path).resolve()
    draft = _free(path, "new")
    try:
        raw = path.read_bytes()
        if raw.decode("utf-8-sig") != proposal.before:
            raise InputError("the file has changed since this was proposed; propose it again", path=path)
        backup = _free(path, "bak")
        shutil.copy2(path, backup)
        mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        draft.write_bytes(mark + proposal.after.encode())
        shutil.copymode(path, draft)
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(f"it can't be written ({error.strerror}); nothing has changed", path=path) from error
    return backup


def _free(path: Path, ending: str) -> Path:
    """A name beside the file that nothing has yet."""
    number = 1
    while (backup := path.with_name(f"{path.name}.{number}.{ending}")).exists():
        number += 1
    return backup
