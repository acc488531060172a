"""Answers on disk, found by what was asked: a batch that is repeated costs nothing.

A file holds the answer only, never the question; its name is a hash of the model and of every word it was asked.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

log = logging.getLogger(__name__)

Shape = TypeVar("Shape", bound=BaseModel)


class AnswerCache:
    """Answers in a folder. Safe to use from several threads and processes: a file appears whole or not at all.

    Args:
        folder: Where; made at the first answer.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._warned = False

    def name(self, shape: type[BaseModel], *asked: str) -> str:
        """What a question is kept under."""
        content = json.dumps([shape.model_json_schema(), *asked], ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def find(self, shape: type[Shape], *asked: str) -> Shape | None:
        """The answer that was given to the same question, if there is one that still fits."""
        try:
            return shape.model_validate_json(self._path(self.name(shape, *asked)).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep(self, answer: BaseModel, *asked: str) -> None:
        """Keep an answer; where it can't be written, that is said once and it will be asked again."""
        self.keep_under(self.name(type(answer), *asked), answer)

    def keep_under(self, name: str, answer: BaseModel) -> None:
        """The same, under the name of the question."""
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(path, answer.model_dump_json())
        except OSError as error:
            if not self._warned:
                self._warned = True
                log.warning("answers can't be kept in %s (%s)", self._folder, error.strerror or error)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name[2:]}.json"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever reads it finds the old one or the new one, never a part.

    Raises:
        OSError: If it can't be written.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
