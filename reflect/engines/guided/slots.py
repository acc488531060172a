"""Fill the slots of the guided engine's phrases from what is known and what was just said.

A slot is a method of `Slots` named after it; None means that it can't be filled, and the phrase isn't used. With a
capital letter in the phrase ({Hours}) it is filled the same way and written with a capital.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from reflect.engines.protocol import Move, Scene
from reflect.handoff import join
from reflect.language.clauses import (
    clauses,
    flip,
    lower_first,
    opens_clause,
    sentences,
    upper_first,
    without_fillers,
)
from reflect.language.phrases import Phrase, name_activity
from reflect.language.quantities import spell_hours, spell_number
from reflect.practices import Wording
from reflect.records import Item, Owner, Pile, Role, Session
from reflect.standing import owner_people, owner_roles, pile_of

_PILES = {Pile.KEEP: "keep", Pile.HAND_OFF: "hand off", Pile.FIND_OWNER: "find an owner", Pile.STOP: "stop", Pile.ASK: "ask"}
# How large a part of a working week so many hours are, for the ear.
_SHARES = (
    (1.6, None), (3, "a quarter of a day"), (4.6, "half a day"),
    (7, "the better part of a day"), (9.5, "a whole day"), (14, "a day and a half"), (18, "two days"), (60, "most of the week"),
)  # fmt: skip
_STRONG = re.compile(r"\b(?:nobody|no one|always|never|hate|only|trouble|nothing|everyone|nightmare|pointless|myself|forever|endless)\b", re.IGNORECASE)
_MONTHS = "January February March April May June July August September October November December".split()
_TIMED = re.compile(rf"\b(?:all |the whole |in |over |through |during )*(?P<time>{'|'.join(_MONTHS)}|summer|winter|christmas|easter|last (?:week|month|year|summer|quarter))\b", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:for|until|till|just till)\s+(?P<span>a while|a (?:few )?(?:week|month)s?|the summer|(?:two|three|four|six) (?:weeks|months)|they find someone|we find someone|they hire someone)\b", re.IGNORECASE)
_FAVOUR = re.compile(r"\b(?:as )?(?P<favour>a favou?r)\b|\b(?P<help>helping out|a one-off)\b", re.IGNORECASE)
_PEAK = re.compile(r"\b(?P<peak>(?:more|worse|double|twice that|less)\b[^.,;]{0,30}\b(?:at|in|during|before|around|when)\b[^.,;]{2,30})", re.IGNORECASE)
_DOUBT = re.compile(r"\b(?P<doubt>(?:i'm )?not sure (?:if |whether |that )?[^.,;]{4,50}|i doubt [^.,;]{4,50})", re.IGNORECASE)
_BUT = re.compile(r"\s*[,;.—–-]*\s*\b(?:but|though|although|then again)\b,?\s+", re.IGNORECASE)
_QUOTE = re.compile(r"[^.!?\n;,]+")


class Slots:
    """What the slots of a phrase stand for in one turn."""

    def __init__(self, move: Move, session: Session, scene: Scene) -> None:
        self.move, self.session, self.scene = move, session, scene
        self.item: Item | None = move.item
        self._said = (move.heard.whole if move.heard else "") or ""

    def fill(self, wording: Wording) -> str | None:
        """The phrase with its slots filled, or None if one of them can't be."""
        values: dict[str, str] = {}
        for slot in wording.slots:
            value = self.value(slot)
            if not value:
                return None
            values[slot] = value
        text = wording.says.format(**values)
        return upper_first(text)

    def value(self, slot: str) -> str | None:
        """What stands in one slot."""
        found = getattr(self, f"slot_{slot[0].lower()}{slot[1:]}", None)
        if found is None:
            raise KeyError(f"no slot is called {slot!r}")
        value: str | None = found()
        return upper_first(value) if value and slot[0].isupper() else value

    # ---- the activity

    @cached_property
    def _phrase(self) -> Phrase | None:
        return name_activity(self.item.activity.source) if self.item else None

    def slot_activity(self) -> str | None:
        return self._phrase.doing if self._phrase else None

    def slot_object(self) -> str | None:
        if self.item is None:
            return None
        doing = self.slot_activity()
        return doing or _the(self.item.activity.text)

    def slot_object_the(self) -> str | None:
        if self.item is None:
            return None
        return self.slot_activity() or _the(flip(self.item.activity.text) or self.item.activity.text)

    def slot_old_object(self) -> str | None:
        heard = self.move.heard
        item = self.session.item(heard.item) if heard and heard.item else self.item
        return _the(item.activity.text) if item else None

    def slot_thing(self) -> str | None:
        return self._phrase.thing if self._phrase and self._phrase.thing else "work"

    def slot_verb(self) -> str | None:
        return self._phrase.bare.split(" ", 1)[0] if self._phrase and self._phrase.bare else None

    def slot_them(self) -> str | None:
        thing = self._phrase.thing if self._phrase else None
        return None if thing is None else "them" if thing.endswith("s") or " every " in f" {self._phrase.title} " else "it"  # type: ignore[union-attr]

    def slot_cadence(self) -> str | None:
        said = self.item.value("cadence") if self.item else None
        return _capital_days(said) if said and said not in ("a week", "per week", "weekly") and len(said) > 5 else None

    # ---- hours

    def _hours(self) -> float | None:
        return self.item.value("hours") if self.item else None

    def slot_hours(self) -> str | None:
        hours = self._hours()
        return spell_hours(hours) if hours else None

    def slot_share(self) -> str | None:
        hours = self._hours()
        if not hours:
            return None
        return next((said for most, said in _SHARES if hours < most), None)

    def slot_weeks(self) -> str | None:
        hours = self._hours()
        weeks = round(hours * 46 / 40) if hours else 0
        return spell_number(weeks) if weeks >= 3 else None

    def slot_peak(self) -> str | None:
        match = _PEAK.search(self._said)
        return flip(match["peak"]) if match else None

    def slot_freed(self) -> str | None:
        return spell_hours(self.move.hours) if self.move.hours else None

    def slot_old_hours(self) -> str | None:
        change = self._change("hours")
        return spell_hours(float(change)) if change else None

    # ---- what was said

    def slot_event(self) -> str | None:
        return self._flipped("event")

    def slot_reason(self) -> str | None:
        reason = self._flipped("reason")
        return reason if reason and len(reason.split()) <= 14 else None

    def slot_want(self) -> str | None:
        return self._flipped("wish")

    def slot_doubt(self) -> str | None:
        match = _DOUBT.search(self._said)
        said = flip(match["doubt"]) if match else None
        return f"you're {said}" if said and said.startswith("not sure") else said

    def slot_span(self) -> str | None:
        match = _SPAN.search(self._said)
        return match["span"].lower() if match else None

    def slot_favour(self) -> str | None:
        match = _FAVOUR.search(self._said)
        return (match["favour"] or match["help"]).lower() if match else None

    def slot_time(self) -> str | None:
        match = _TIMED.search(self._said)
        return match["time"] if match else None

    def slot_what(self) -> str | None:
        for sentence in sentences(self._said):
            if _TIMED.search(sentence):
                rest = re.sub(r"\s{2,}", " ", _TIMED.sub("", sentence)).strip(" ,")
                rest = re.sub(r"\s+(?:all|through|in|over|during)(?=\s|$)", "", rest)
                return _short(flip(rest), 14)
        return None

    def slot_side_a(self) -> str | None:
        return self._sides()[0]

    def slot_side_b(self) -> str | None:
        return self._sides()[1]

    def _sides(self) -> tuple[str | None, str | None]:
        for sentence in [*sentences(self._said), self._said]:
            halves = _BUT.split(sentence, maxsplit=1)
            if len(halves) == 2:
                first = halves[0].split(". ")[-1]
                a, b = _short(flip(first), 10), _short(flip(halves[1].split(". ")[0]), 10)
                if a and b and opens_clause(a) and opens_clause(b):
                    return a, b
        return None, None

    def slot_words(self) -> str | None:
        found = [part.strip() for part in _QUOTE.findall(self._said)]
        strong = [part for part in found if _STRONG.search(part) and 2 <= len(part.split()) <= 8 and flip(part) == lower_first(without_fillers(part))]
        return lower_first(without_fillers(min(strong, key=len))) if strong else None

    def slot_quote(self) -> str | None:
        said = without_fillers(self._said).strip(" .!")
        return said if 2 <= len(said.split()) <= 9 and not set("'\"“”?\n<>") & set(said) else None

    def slot_echo(self) -> str | None:
        """What was said, turned round: the first sentence, if it can be said back whole."""
        for sentence in sentences(self._said)[:2]:
            said = _short(flip(sentence), 16)
            if said and len(said.split()) >= 2:
                return said
        for clause in clauses(self._said):
            said = _short(flip(clause.text), 14)
            if said and len(said.split()) >= 3:
                return said
        return None

    def slot_echo_short(self) -> str | None:
        said = self.slot_echo()
        return said if said and 2 <= len(said.split()) <= 5 and opens_clause(said) else None

    def slot_clause_a(self) -> str | None:
        return self._two_clauses()[0]

    def slot_clause_b(self) -> str | None:
        return self._two_clauses()[1]

    def _two_clauses(self) -> tuple[str | None, str | None]:
        parts = [clause for clause in clauses(self._said) if opens_clause(clause.text)]
        if len(parts) < 2 or parts[1].joiner not in ("and", ""):
            return None, None
        return _short(flip(parts[0].text), 10), _short(flip(parts[1].text), 10)

    def _items(self) -> list[str]:
        pieces = re.split(r"[.;,\n]+|\band\b", self._said)
        weighed = [re.sub(r"\b(?:mostly|mainly|above all)\b", "", piece, flags=re.IGNORECASE) for piece in pieces]
        said = [flip(piece) for piece in weighed if any(map(str.isalnum, piece))]
        return [piece for piece in said if piece and len(piece.split()) <= 12] if all(said) else []

    def slot_item1(self) -> str | None:
        return self._listed_item(0)

    def slot_item2(self) -> str | None:
        return self._listed_item(1)

    def slot_item3(self) -> str | None:
        return self._listed_item(2)

    def _listed_item(self, place: int) -> str | None:
        items = self._items()
        return items[place] if 2 <= len(items) <= 3 and place < len(items) else None

    def slot_listed(self) -> str | None:
        heard = self.move.heard
        names = [_the(new.text) for new in heard.activities] if heard else []
        return "; ".join([*names[:-1], f"and {names[-1]}"]) if 2 <= len(names) <= 6 else None

    def slot_feeling(self) -> str | None:
        return self.move.heard.feeling if self.move.heard else None

    def slot_day(self) -> str | None:
        day = self.item.value("meeting") if self.item else None
        return str(day) if day else None

    def slot_kept(self) -> str | None:
        kept = self.item.value("stays") if self.item else None
        said = flip(str(kept)) if kept and kept != "none" else None
        return _short(said, 10) if said and not opens_clause(said) else None

    def slot_weeks_said(self) -> str | None:
        weeks = self.item.value("weeks") if self.item else None
        return None if not weeks else f"{spell_number(weeks)} week{'' if weeks == 1 else 's'}"

    def slot_cause_a(self) -> str | None:
        return self._cause(0)

    def slot_cause_b(self) -> str | None:
        return self._cause(1)

    def _cause(self, place: int) -> str | None:
        causes = self.item.value("cause") if self.item else None
        if not isinstance(causes, list | tuple) or len(causes) != 2:
            return None
        return self.scene.practice.facts["cause"].options[causes[place]].says or None

    # ---- roles and lines

    @cached_property
    def _owners(self) -> list[str]:
        if self.item is None:
            return []
        return owner_roles(self.item, Pile.HAND_OFF, self.scene.team, self.scene.person.roles)

    @cached_property
    def _people(self) -> list[str]:
        return owner_people(self.item, self._owners[:1], self.scene.team, self.scene.person.name) if self.item else []

    def _candidates(self) -> list[Owner]:
        finding = self.item.finding if self.item else None
        owners = list(finding.owners) if finding else []
        if self.item and self.item.value("mine") == "no":
            owners = [owner for owner in owners if owner.role not in self.scene.person.roles]
        return owners[:3]

    def _shown(self) -> Owner | None:
        finding = self.item.finding if self.item else None
        if finding is None:
            return None
        held = self.scene.person.roles
        own = [owner for owner in finding.owners if owner.role in held]
        others = [owner for owner in finding.owners if owner.role not in held]
        chosen = own if finding.verdict == "own" else others
        return chosen[0] if chosen else None

    def _title(self, role_id: str) -> str:
        role: Role | None = self.scene.team.role(role_id)
        return role.title if role else role_id

    def slot_title(self) -> str | None:
        owner = self._shown()
        return self._title(owner.role) if owner else None

    def slot_line(self) -> str | None:
        owner = self._shown()
        return owner.evidence.line.text if owner else None

    def slot_holder(self) -> str | None:
        owner = self._shown()
        people = self._people or ([person.name for person in self.scene.team.holders(owner.role)] if owner else [])
        return people[0].split()[0] if len(people) == 1 else None

    def slot_holder_or_them(self) -> str | None:
        return self.slot_holder() or "them"

    def slot_theirs(self) -> str | None:
        said = re.search(r"\b(hers|his|theirs)\b", self._said, re.IGNORECASE)
        return said[1].lower() if said else "theirs"

    def slot_their(self) -> str | None:
        return {"hers": "her", "his": "his"}.get(self.slot_theirs() or "", "their")

    def slot_owner_title(self) -> str | None:
        return join(self._title(role) for role in self._owners[:3]) or None

    def slot_owner_said(self) -> str | None:
        fact = self.item.facts.get("owner") if self.item else None
        if fact is None or not isinstance(fact.value, list | tuple):
            return None
        said = _short(flip(fact.quote), 8)
        if said and not opens_clause(said) and any(map(str.isalpha, said)):
            return said
        names = [self._title(one) if self.scene.team.role(one) else one.split()[0] for one in fact.value[:3]]
        return join(f"the {name}" if self.scene.team.role(one) else name for one, name in zip(fact.value, names, strict=False))

    def slot_three(self) -> str | None:
        return join(self._title(owner.role) for owner in self._candidates()) or None

    def slot_three_lines(self) -> str | None:
        owners = self._candidates()
        full = "; ".join(f"{self._title(owner.role)}, “{owner.evidence.line.text}”" for owner in owners)
        if not owners:
            return None
        if len(full.split()) <= 38:
            return full
        first, *others = owners
        rest = join(self._title(owner.role) for owner in others)
        return f"{self._title(first.role)}, “{first.evidence.line.text}”" + (f"; then {rest}" if rest else "")

    def slot_names(self) -> str | None:
        said = self.item.value("settles") if self.item else None
        return _short(flip(str(said).strip(" .")), 8) if said else None

    # ---- replies

    def slot_name(self) -> str | None:
        return self.scene.person.first_name

    def slot_team(self) -> str | None:
        return self.scene.team.name

    def slot_session(self) -> str | None:
        return self.session.id

    def slot_why(self) -> str | None:
        asked = self.session.question
        return self.scene.practice.facts[asked.fact].why if asked else None

    def slot_list(self) -> str | None:
        entries = [
            f"{upper_first(entry.activity)}: {_PILES[entry.pile]}" + (f", {spell_hours(entry.hours_per_week)}" if entry.hours_per_week else "")
            for entry in self.move.piles
        ]
        return "; ".join(entries) + "." if entries else None

    def slot_options(self) -> str | None:
        return ", ".join(self.move.ask.options) if self.move.ask and self.move.ask.options else None

    def slot_cited(self) -> str | None:
        return self.move.citations[0].quote if self.move.citations else None

    def slot_cited_title(self) -> str | None:
        source = self.move.citations[0].source if self.move.citations else ""
        return self._title(source.rsplit(".", 1)[0]) if "." in source else None

    def slot_digest(self) -> str | None:
        return self._passage_field("title")

    def slot_cited_heading(self) -> str | None:
        return self._passage_field("heading")

    def _passage_field(self, field: str) -> str | None:
        source = self.move.citations[0].source if self.move.citations else ""
        if "#" not in source:
            return None
        found = [passage for passage, _ in self.scene.search(self.move.citations[0].quote, 3) if passage.id == source]
        return str(getattr(found[0], field)) if found else None

    def slot_own_lines(self) -> str | None:
        lines = [f"“{citation.quote}”" for citation in self.move.citations]
        return "; ".join(lines) or None

    def slot_shown_lines(self) -> str | None:
        return self.slot_three_lines()

    # ---- changes

    def _change(self, fact: str) -> Any:
        return next((change.old for change in self.move.changes if change.fact == fact), None)

    def slot_old_pile(self) -> str | None:
        old = self._change("pile")
        return _PILES[Pile(old)] if old else None

    def slot_new_pile(self) -> str | None:
        return _PILES[pile_of(self.item, self.session, self.scene)] if self.item else None

    def _flipped(self, fact: str) -> str | None:
        said = self.item.value(fact) if self.item else None
        return flip(str(said)) if said else None


def _short(text: str | None, most: int) -> str | None:
    return text if text and len(text.split()) <= most else None


def _the(title: str) -> str:
    """A name as it stands in a sentence: "the Friday mail", but "reading every quote"."""
    first = title.split(" ", 1)[0].lower()
    if first.endswith("ing") or first in _NO_ARTICLE or title[:1].isdigit():
        return lower_first(title)
    return f"the {lower_first(title)}"


_NO_ARTICLE = frozenset("the a an my your our his her their its this that these those some every each all any no something doing two three four".split())


def _capital_days(text: str) -> str:
    return re.sub(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day", lambda match: match.group().capitalize(), text)

