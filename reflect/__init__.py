"""reflect: whose work is it? Accountability reflection for people and teams.

    from reflect import Reflect

    reflect = Reflect.open("team.yaml")
    reflect.whose("approving every discount myself", person="Dana Reyes")

Importing this package loads nothing else; each name is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reflect.assistant import Reflect
    from reflect.conversation import Conversation
    from reflect.errors import InputError, ModelError, ReflectError, StorageError
    from reflect.records import Citation, Finding, Handoff, Passage, Person, Pile, Role, Team, Turn
    from reflect.settings import Settings
    from reflect.team import read_team

__version__ = "0.1.0"

_HOMES = {
    "assistant": ("Reflect",),
    "conversation": ("Conversation",),
    "errors": ("InputError", "ModelError", "ReflectError", "StorageError"),
    "records": ("Citation", "Finding", "Handoff", "Passage", "Person", "Pile", "Role", "Team", "Turn"),
    "settings": ("Settings",),
    "team": ("read_team",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Citation",
    "Conversation",
    "Finding",
    "Handoff",
    "InputError",
    "ModelError",
    "Passage",
    "Person",
    "Pile",
    "Reflect",
    "ReflectError",
    "Role",
    "Settings",
    "StorageError",
    "Team",
    "Turn",
    "read_team",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'reflect' has no attribute {name!r}")
    return getattr(import_module(f"reflect.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
