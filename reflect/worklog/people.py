"""Who is meant by a name or an address in an export: a person of the team, by name, alias or address."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reflect.records import Team

_ADDRESS = re.compile(r"[\w.+'-]+@[\w.-]+")
_LONGEST = 200
_BRACKETED = re.compile(r"\s*[(\[<].*?[)\]>]\s*")
_NO_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Match:
    """The person a name stands for; or none, or the several it could be."""

    person: str | None
    could_be: tuple[str, ...] = ()


class People:
    """The people of a team, found by what exports call them."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self._known: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._addresses: dict[str, set[str]] = defaultdict(set)
        self._found: dict[str, Match] = {}
        for person in team.people:
            for name in (person.name, *person.aliases):
                if _ADDRESS.fullmatch(name.strip()):
                    self._addresses[name.strip().casefold()].add(person.name)
                for form in _forms(name):
                    self._known[form].add(person.name)
            for part in _plain(person.name).split():
                self._parts[part].add(person.name)
        self._domains = {_domain(address) for address in self._addresses}
        aliases = (_plain(name) for person in team.people for name in person.aliases)
        self._single = {*self._parts, *(name for name in aliases if " " not in name)}

    def find(self, text: str) -> Match:
        """Who is meant by a name ("Dana Reyes", "Reyes, Dana", "Dana Reyes (1234)") or an address."""
        text = text[:_LONGEST]
        if text not in self._found:
            if len(self._found) > 100_000:
                self._found.clear()
            self._found[text] = self._find(text)
        return self._found[text]

    def find_in(self, text: str, *, part: bool = True) -> Match:
        """Who is named somewhere in a text, such as a file's name: "dana-reyes calendar 2026" names Dana Reyes.

        Args:
            text: The text.
            part: Whether a first or last name alone says it; "will" is also a word.
        """
        text = text[:_LONGEST]
        address = _ADDRESS.search(text)
        if address and (match := self._find(address.group())).person:
            return match
        words = f" {_plain(_ADDRESS.sub(' ', text))} "
        whole = {name for form, names in self._known.items() if f" {form} " in words for name in names}
        if not whole and part and self._ours(address):
            whole = {name for part, names in self._parts.items() if f" {part} " in words for name in names}
        return _match(whole)

    def _find(self, text: str) -> Match:
        address = _ADDRESS.search(text)
        if address and (known := self._addresses.get(address.group().casefold())):
            return _match(known)
        ours = self._ours(address)
        name = _BRACKETED.sub(" ", text.replace(address.group(), " ") if address else text).strip(" \"'")
        last, comma, first = name.partition(",")
        tries = [f"{first} {last}" if comma else name] if name else []
        if address:
            tries.append(address.group().partition("@")[0].partition("+")[0])
        several: tuple[str, ...] = ()
        for one in tries:
            form = _plain(one)
            if form in self._single and not ours:
                continue
            match = _match(self._known.get(form, ()))
            if match.person is None and not match.could_be and " " not in form:
                match = _match(self._parts.get(form, ()))
            if match.person:
                return match
            several = several or match.could_be
        return Match(None, several)

    def _ours(self, address: re.Match[str] | None) -> bool:
        """Whether a first name alone counts beside it: every customer has a Hannah, whose address isn't the team's."""
        return address is None or _domain(address.group()) in self._domains


def _match(names: Iterable[str]) -> Match:
    found = tuple(sorted(names))
    return Match(found[0]) if len(found) == 1 else Match(None, found)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _forms(name: str) -> set[str]:
    """How a name is written in names of files and in addresses: "dana reyes", "danareyes", "dreyes", "d reyes"."""
    plain = _plain(name)
    first, _, last = plain.partition(" ")
    if not last:
        return {plain}
    last = last.split()[-1]
    return {
        plain, plain.replace(" ", ""), f"{first} {last}", f"{first}{last}", f"{first[0]}{last}", f"{first[0]} {last}",
        f"{last} {first}", f"{first}{last[0]}",
    }  # fmt: skip


def _plain(text: str) -> str:
    """Without capitals, accents, digits and signs."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NO_LETTERS.sub(" ", letters.casefold().replace("ø", "o").replace("ß", "ss")).strip()
