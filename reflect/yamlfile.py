"""YAML files that tell you where they are wrong.

Team files, practices and phrases are all written by people. This reads one into plain data together with the
line of everything in it, and turns a record's validation errors into one clear error with file and line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from reflect.errors import InputError

LARGEST_BYTES = 5_000_000

Where = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class YamlFile:
    """The data of a file, and the line (from 1) at which each part of it stands."""

    path: Path
    data: Any
    lines: Mapping[Where, int] = field(repr=False)

    def error(self, message: str, where: Where = ()) -> InputError:
        """An error that points at `where`, or at the nearest part around it that has a line."""
        for end in range(len(where), -1, -1):
            if where[:end] in self.lines:
                return InputError(message, path=self.path, line=self.lines[where[:end]])
        return InputError(message, path=self.path)

    def into(self, model: type[Model], data: Any = None, where: Where = ()) -> Model:
        """The data (or the part of it at `where`) as a record.

        Raises:
            InputError: With the line of the first thing that doesn't fit.
        """
        try:
            return model.model_validate(self.data if data is None else data)
        except ValidationError as error:
            # A misspelt key is also a missing one; the spelling is what there is to mend.
            first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
            place = (*where, *(step for step in first["loc"] if isinstance(step, str | int)))
            raise self.error(_say(first["type"], first["msg"], first["loc"], model), place) from None


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML file of at most 5 MB.

    Raises:
        InputError: If it can't be read, isn't UTF-8, isn't YAML, repeats a key or uses anchors.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(
                f"the file is larger than {LARGEST_BYTES // 1_000_000} MB; is it the right one?", path=path
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("the file isn't UTF-8 text; save it as UTF-8", path=path) from None
    except FileNotFoundError:
        raise InputError("there is no such file", path=path) from None
    except OSError as error:
        raise InputError(f"the file can't be read ({error.strerror or error})", path=path) from None
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> YamlFile:
    """The same for text that is already in memory; `path` is the name that errors give.

    Raises:
        InputError: As `read_yaml`.
    """
    try:
        if any(isinstance(token, yaml.AliasToken | yaml.AnchorToken) for token in yaml.scan(text, yaml.SafeLoader)):
            raise InputError("anchors and aliases (& and *) aren't used here; write the text out", path=path)
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise InputError(f"this isn't valid YAML ({error.problem or error.context})", path=path, line=line) from None
    except (yaml.YAMLError, RecursionError):
        raise InputError("this isn't valid YAML text", path=path) from None
    lines: dict[Where, int] = {}
    data = None if root is None else _walk(root, (), lines, path)
    return YamlFile(path, data, lines)


def _walk(node: yaml.Node, where: Where, lines: dict[Where, int], path: Path) -> Any:
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in result:
                raise InputError(f"the key {key!r} stands here a second time", path=path, line=line)
            lines[(*where, key)] = line
            result[key] = _walk(value_node, (*where, key), lines, path)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_walk(child, (*where, number), lines, path) for number, child in enumerate(node.value)]
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"this value can't be read ({error})", path=path, line=node.start_mark.line + 1) from None
    finally:
        loader.dispose()


def _say(kind: str, message: str, loc: Sequence[Any], model: type[BaseModel]) -> str:
    name = ".".join(str(step) for step in loc if not isinstance(step, int)) or "the file"
    last = next((str(step) for step in reversed(loc) if not isinstance(step, int)), "")
    if kind == "extra_forbidden":
        return f"unknown key {last!r}; known here are {', '.join(_keys(model, loc))}"
    if kind == "missing":
        return f"{last!r} is missing"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"{name} should be a list of keys and values"
    if kind in ("tuple_type", "list_type"):
        return f"{name} should be a list"
    return f"{name}: {message[0].lower()}{message[1:]}"


def _keys(model: type[BaseModel], loc: Sequence[Any]) -> list[str]:
    """The keys that the innermost record on the way to `loc` knows."""
    current = model
    for step in loc[:-1]:
        annotation = (
            current.model_fields[step].annotation if isinstance(step, str) and step in current.model_fields else None
        )
        inner = _model_in(annotation)
        current = inner or current
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _model_in(argument):
            return found
    return None
