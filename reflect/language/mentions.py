"""People and roles that a text names: by name, nickname, title, abbreviation or part of a title.

Roles that are only described ("whoever does the contracts") are a matter of meaning and not found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from reflect.records import Person, Role, Team
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

# Parts of a title that many roles share say nothing by themselves.
_COMMON = frozenset(
    """
    manager managers director officer head lead leader chief executive executives specialist coordinator administrator
    partner representative representatives assistant associate senior junior of the and for a an vice president team
    regional front line business development consultant engineer engineers analyst advisor adviser account sales support
    """.split()
)
_GROUPS = ("people", "team", "folks", "department", "guys", "side")
_WORD = re.compile(r"[A-Za-z][\w'&-]*")


@dataclass(frozen=True)
class Mention:
    """A person or role that was named: which one, in which words, at which place of the text."""

    kind: Literal["person", "role"]
    id: str
    quote: str
    start: int


@cache
def abbreviations() -> dict[str, str]:
    """What the abbreviations of the trade stand for, by their small letters."""
    file = read_yaml(resource_path("prompts") / "abbreviations.yaml")
    return {str(short).lower(): str(full) for short, full in file.data.items()}


def spell_out(text: str) -> str:
    """The text with its abbreviations written out ("VP Ops" -> "vice president operations")."""
    known = abbreviations()

    def written(match: re.Match[str]) -> str:
        word = match.group()
        full = known.get(word.lower()) or (known.get(word.lower().removesuffix("s")) if len(word) > 2 else None)
        return full or word

    return re.sub(r"[A-Za-z]+", written, text)


class NameFinder:
    """Finds the people and roles of one team in texts; made once for a team."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self._names = _single_names(team)
        self._full = {name.casefold(): person.name for person in team.people for name in (person.name, *person.aliases)}
        longest_first = sorted(self._full, key=len, reverse=True)
        self._whole = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
        self._roles = _patterns({role.id: _role_names(role) for role in team.roles})
        self._telling = _patterns({role.id: {*_role_names(role), *_telling(role)} for role in team.roles})

    def find(self, text: str, *, asked: bool = False) -> list[Mention]:
        """Everyone and every role the text names, in order, each once; the longest name wins where two overlap.

        Args:
            text: What was said.
            asked: Whether it answers a question for an owner: then one telling word of a title is enough ("contracts").
        """
        text = text.replace("’", "'")
        roles = self._telling if asked else self._roles
        found = sorted([*self._people(text), *_named_roles(text, roles)], key=lambda one: (-len(one.quote), one.start))
        kept: list[Mention] = []
        for mention in found:
            end = mention.start + len(mention.quote)
            clash = any(mention.start < other.start + len(other.quote) and other.start < end for other in kept)
            same = any((mention.kind, mention.id) == (other.kind, other.id) for other in kept)
            if not clash and not same:
                kept.append(mention)
        return sorted(kept, key=lambda mention: mention.start)

    def people(self, text: str) -> set[str]:
        """The names of the people whom a text names."""
        return {mention.id for mention in self._people(text)}

    def _people(self, text: str) -> Iterator[Mention]:
        for match in _WORD.finditer(text):
            word = match.group().removesuffix("'s").removesuffix("'")
            person = self._names.get(word.casefold())
            # "will", "mark" and "grace" are names only with a capital letter.
            if person is not None and (word[0].isupper() or not _is_word(word)):
                yield Mention("person", person.name, word, match.start())
        for match in self._whole.finditer(text) if self._full else ():
            yield Mention("person", self._full[match.group().casefold()], match.group(), match.start())


def _named_roles(text: str, patterns: list[tuple[re.Pattern[str], str]]) -> Iterator[Mention]:
    for pattern, role_id in patterns:
        for match in pattern.finditer(text):
            yield Mention("role", role_id, match.group(), match.start())


def _single_names(team: Team) -> dict[str, Person]:
    """Single words that name exactly one person: first, last and short names."""
    from nicknames import NickNamer

    nicknames = NickNamer()
    claims: dict[str, list[Person]] = {}
    for person in team.people:
        parts = person.name.split()
        words = {part.casefold() for part in (parts[0], parts[-1]) if len(part) > 1}
        words |= {alias.casefold() for alias in person.aliases if " " not in alias}
        words |= {nick.casefold() for nick in nicknames.nicknames_of(parts[0])}
        for word in words:
            claims.setdefault(word, []).append(person)
    single = {}
    for word, people in claims.items():
        # A real first name goes before somebody else's short name.
        direct = [person for person in people if person.first_name.casefold() == word] or people
        if len(direct) == 1:
            single[word] = direct[0]
    return single


def _patterns(names: Mapping[str, set[str]]) -> list[tuple[re.Pattern[str], str]]:
    """A pattern for each name that only one role has."""
    claims: dict[str, set[str]] = {}
    for role_id, known in names.items():
        for name in known:
            claims.setdefault(name, set()).add(role_id)
    patterns = []
    for name, roles in claims.items():
        if len(roles) == 1:
            body = r"[\s-]+".join(re.escape(word) for word in name.split())
            # "SO" may be sales operations; "so" never is.
            flags = re.IGNORECASE if len(name) > 3 or not _is_word(name) else re.NOFLAG
            body = body if flags else body.upper()
            patterns.append((re.compile(rf"\b{body}(?:s|es)?\b", flags), next(iter(roles))))
    return patterns


def _role_names(role: Role) -> set[str]:
    """The ways to call a role: its title, its id, an abbreviation of either, and a telling part of the title."""
    title = _plain_words(role.title)
    names = {" ".join(title), " ".join(_plain_words(role.id)), *(alias.lower() for alias in role.aliases)}
    spelled = _plain_words(spell_out(role.title))
    names.add(" ".join(spelled))
    names.update(_short_forms(title), _short_forms(spelled))
    initials = "".join(word[0] for word in spelled if word not in ("of", "the", "and", "for", "to"))
    if len(initials) >= 2 and len(spelled) >= 2:
        names.add(initials)
    telling = _telling(role)
    names.update(telling if len(telling) == 1 else (f"{word} {group}" for word in telling for group in _GROUPS))
    if title and title[-1] in _COMMON and len(title) > 2:
        names.add(" ".join(title[-2:]))
    return {name for name in names if len(name) > 1 and name not in _COMMON}


def _telling(role: Role) -> list[str]:
    """The words of a title that say which role it is."""
    return [word for word in _plain_words(role.title) if word not in _COMMON and len(word) > 3]


def _short_forms(words: list[str]) -> set[str]:
    """The title with some of its words abbreviated: "regional VP", "sales ops"."""
    text, forms = " ".join(words), set()
    for short, full in abbreviations().items():
        if re.search(rf"\b{re.escape(full)}\b", text):
            forms.add(re.sub(rf"\b{re.escape(full)}\b", short, text))
    return forms


def _plain_words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Za-z0-9&]+", text)]


@lru_cache(maxsize=2048)
def _is_word(word: str) -> bool:
    import lemminflect

    return word.lower() in ("so", "as", "it", "am", "or") or any(
        kind != "PROPN" for kind in lemminflect.getAllLemmas(word.lower())
    )
