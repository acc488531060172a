"""Fill the slots of the guided engine's phrases from what is known and what was just said.

A slot is a method of `Slots` named after it; None means that it can't be filled, and the phrase isn't used. With a
capital letter in the phrase ({Hours}) it is filled the same way and written with a capital.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from reflect.engines.guided.said import Said, short
from reflect.engines.protocol import Move, Scene
from reflect.language.clauses import flip, lower_first, opens_clause, upper_first, with_article
from reflect.language.english import join
from reflect.language.numerals import spell_hours, spell_number
from reflect.language.phrases import Phrase, name_activity
from reflect.language.titles import with_the
from reflect.practices import Wording, pile_names
from reflect.records import Item, Owner, Pile, Role, Session
from reflect.standing import owner_people, owner_roles, pile_of

# How large a part of a working week so many hours are, for the ear.
_SHARES = (
    (1.6, None), (3, "a quarter of a day"), (4.6, "half a day"),
    (7, "the better part of a day"), (9.5, "a whole day"), (14, "a day and a half"), (18, "two days"),
    (60, "most of the week"),
)  # fmt: skip


class Slots:
    """What the slots of a phrase stand for in one turn."""

    def __init__(self, move: Move, session: Session, scene: Scene) -> None:
        self.move, self.session, self.scene = move, session, scene
        self.item: Item | None = move.item
        self._said = Said(move.heard.whole if move.heard else "")

    def fill(self, wording: Wording) -> str | None:
        """The phrase with its slots filled, or None if one of them can't be."""
        values: dict[str, str] = {}
        for slot in wording.slots:
            value = self.value(slot)
            if not value:
                return None
            values[slot] = value
        return upper_first(wording.filled(values))

    def value(self, slot: str) -> str | None:
        """What stands in one slot: a method of this class, or a property of what was said; None if there is no such."""
        name = slot[0].lower() + slot[1:]
        known = getattr(self, f"_slot_{name}", None)
        value = known() if known else getattr(self._said, name, None)
        if not isinstance(value, str):
            return None
        return upper_first(value) if slot[0].isupper() else value

    # ---- the activity

    @cached_property
    def _phrase(self) -> Phrase | None:
        return name_activity(self.item.activity.text) if self.item else None

    def _slot_activity(self) -> str | None:
        return self._phrase.doing if self._phrase else None

    def _slot_object(self) -> str | None:
        if self.item is None:
            return None
        doing = self._slot_activity()
        return doing or with_article(self.item.activity.text)

    def _slot_object_the(self) -> str | None:
        if self.item is None:
            return None
        return self._slot_activity() or with_article(flip(self.item.activity.text) or self.item.activity.text)

    def _slot_thing(self) -> str | None:
        return self._phrase.thing if self._phrase and self._phrase.thing else "work"

    def _slot_verb(self) -> str | None:
        return self._phrase.bare.split(" ", 1)[0] if self._phrase and self._phrase.bare else None

    def _slot_them(self) -> str | None:
        if self._phrase is None or self._phrase.thing is None:
            return None
        several = self._phrase.thing.endswith("s") or " every " in f" {self._phrase.title} "
        return "them" if several else "it"

    def _slot_cadence(self) -> str | None:
        said = self.item.value("cadence") if self.item else None
        return _capital_days(said) if said and said not in ("a week", "per week", "weekly") and len(said) > 5 else None

    # ---- hours

    def _hours(self) -> float | None:
        return self.item.value("hours") if self.item else None

    def _slot_hours(self) -> str | None:
        hours = self._hours()
        return spell_hours(hours) if hours else None

    def _slot_share(self) -> str | None:
        hours = self._hours()
        if not hours:
            return None
        return next((said for most, said in _SHARES if hours < most), None)

    def _slot_weeks(self) -> str | None:
        hours = self._hours()
        weeks = round(hours * 46 / 40) if hours else 0
        return spell_number(weeks) if weeks >= 3 else None

    def _slot_freed(self) -> str | None:
        return spell_hours(self.move.hours) if self.move.hours else None

    def _slot_freed_them(self) -> str | None:
        return ("it" if self.move.hours <= 1 else "them") if self.move.hours else None

    def _slot_old_hours(self) -> str | None:
        change = self._change("hours")
        return spell_hours(float(change)) if change else None

    # ---- what was said

    def _slot_event(self) -> str | None:
        return self._flipped("event")

    def _slot_undone(self) -> str | None:
        """That it wouldn't get done otherwise, in the person's words."""
        return self._said.undone

    def _slot_reason(self) -> str | None:
        reason = self._flipped("reason")
        return reason if reason and len(reason.split()) <= 14 else None

    def _slot_want(self) -> str | None:
        return self._flipped("wish")

    def _slot_listed(self) -> str | None:
        heard = self.move.heard
        names = [with_article(new.text) for new in heard.activities] if heard else []
        return "; ".join([*names[:-1], f"and {names[-1]}"]) if 2 <= len(names) <= 6 else None

    def _slot_feeling(self) -> str | None:
        return self.move.heard.feeling if self.move.heard else None

    def _slot_day(self) -> str | None:
        day = self.item.value("meeting") if self.item else None
        return str(day) if day else None

    def _slot_kept(self) -> str | None:
        kept = self.item.value("stays") if self.item else None
        # "The Polish page stays mine" names the part before the verb.
        part = re.split(r"\s+(?:stays?|remains?|should stay|will stay)\b", str(kept), maxsplit=1)[0] if kept else None
        said = flip(part) if part and part != "none" else None
        return short(said, 10) if said and not opens_clause(said) else None

    def _slot_weeks_said(self) -> str | None:
        weeks = self.item.value("weeks") if self.item else None
        return None if not weeks else f"{spell_number(weeks)} week{'' if weeks == 1 else 's'}"

    def _slot_cause_a(self) -> str | None:
        return self._cause(0)

    def _slot_cause_b(self) -> str | None:
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

    def _the_owner(self, one: str) -> str:
        """A person's first name, or "the Regional Vice Presidents", or "Deal Desk"."""
        role = self.scene.team.role(one)
        if role is None:
            return one.split()[0]
        return with_the(role.title, len(self.scene.team.holders(one)))

    def _slot_title(self) -> str | None:
        owner = self._shown()
        return self._title(owner.role) if owner else None

    def _slot_line(self) -> str | None:
        owner = self._shown()
        return owner.evidence.line.text if owner else None

    def _slot_holder(self) -> str | None:
        owner = self._shown()
        people = self._people or ([person.name for person in self.scene.team.holders(owner.role)] if owner else [])
        return people[0].split()[0] if len(people) == 1 else None

    def _slot_holder_or_them(self) -> str | None:
        return self._slot_holder() or "them"

    def _slot_theirs(self) -> str | None:
        said = re.search(r"\b(hers|his|theirs)\b", self._said.text, re.IGNORECASE)
        return said[1].lower() if said else "theirs"

    def _slot_their(self) -> str | None:
        return {"hers": "her", "his": "his"}.get(self._slot_theirs() or "", "their")

    def _slot_owner_title(self) -> str | None:
        return join(self._the_owner(role) for role in self._owners[:3]) or None

    def _slot_owner_said(self) -> str | None:
        fact = self.item.facts.get("owner") if self.item else None
        if fact is None or not isinstance(fact.value, list | tuple):
            return None
        said = re.sub(r"\W+then$", "", short(flip(fact.quote), 8) or "")
        nameless = any(self.scene.team.person(one) for one in fact.value) and fact.quote.islower()
        if said and not nameless and not opens_clause(said) and any(map(str.isalpha, said)):
            return said
        return join(self._the_owner(one) for one in fact.value[:3])

    def _slot_three(self) -> str | None:
        return join(self._title(owner.role) for owner in self._candidates()) or None

    def _slot_three_lines(self) -> str | None:
        owners = self._candidates()
        full = "; ".join(f"{self._title(owner.role)}, “{owner.evidence.line.text}”" for owner in owners)
        if not owners:
            return None
        if len(full.split()) <= 38:
            return full
        first, *others = owners
        rest = join(self._title(owner.role) for owner in others)
        return f"{self._title(first.role)}, “{first.evidence.line.text}”" + (f"; then {rest}" if rest else "")

    def _slot_names(self) -> str | None:
        said = self.item.value("settles") if self.item else None
        return short(flip(str(said).strip(" .")), 8) if said else None

    # ---- replies

    def _slot_name(self) -> str | None:
        return self.scene.person.first_name

    def _slot_team(self) -> str | None:
        return self.scene.team.name

    def _slot_elsewhere(self) -> str | None:
        return self.scene.elsewhere

    def _slot_new(self) -> str | None:
        named = self.move.heard.activities if self.move.heard else ()
        return join(with_article(one.text) for one in named) or None

    def _slot_session(self) -> str | None:
        return self.session.id

    def _slot_why(self) -> str | None:
        asked = self.session.question
        return self.scene.practice.facts[asked.fact].why if asked else None

    def _slot_list(self) -> str | None:
        entries = [
            f"{upper_first(entry.activity)}: {pile_names()[entry.pile]}"
            + (f", {spell_hours(entry.hours_per_week)}" if entry.hours_per_week else "")
            for entry in self.move.piles
        ]
        return "; ".join(entries) + "." if entries else None

    def _slot_options(self) -> str | None:
        return ", ".join(self.move.ask.options) if self.move.ask and self.move.ask.options else None

    def _slot_cited(self) -> str | None:
        return self.move.citations[0].quote if self.move.citations else None

    def _slot_cited_title(self) -> str | None:
        source = self.move.citations[0].source if self.move.citations else ""
        return self._title(source.rsplit(".", 1)[0]) if "." in source else None

    def _slot_digest(self) -> str | None:
        return self._passage_field("title")

    def _slot_cited_heading(self) -> str | None:
        return self._passage_field("heading")

    def _passage_field(self, field: str) -> str | None:
        source = self.move.citations[0].source if self.move.citations else ""
        if "#" not in source:
            return None
        found = [passage for passage, _ in self.scene.search(self.move.citations[0].quote, 3) if passage.id == source]
        return str(getattr(found[0], field)) if found else None

    def _slot_role_lines(self) -> str | None:
        """Each role's lines in quotation marks, and how many more it has."""
        said = []
        for role_id in dict.fromkeys(citation.source.rsplit(".", 1)[0] for citation in self.move.citations):
            role = self.scene.team.role(role_id)
            lines = [one.quote for one in self.move.citations if one.source.rsplit(".", 1)[0] == role_id]
            more = len(role.lines) - len(lines) if role else 0
            quoted = "; ".join(f"“{line}”" for line in lines)
            said.append(f"{self._title(role_id)}: {quoted}" + (f"; and {spell_number(more)} more" if more else ""))
        return ". ".join(said) or None

    def _slot_total(self) -> str | None:
        """The hours on the list, added up."""
        hours = [entry.hours_per_week for entry in self.move.piles if entry.hours_per_week]
        return spell_hours(sum(hours)) if hours else None

    def _slot_counted(self) -> str | None:
        """How many activities these are, and how many have no hours yet."""
        known = sum(entry.hours_per_week is not None for entry in self.move.piles)
        without = len(self.move.piles) - known
        said = f"{spell_number(known)} {'activity' if known == 1 else 'activities'}"
        return said + (f", and {spell_number(without)} without hours yet" if without else "")

    def _slot_open_ones(self) -> str | None:
        """The activities that aren't settled yet."""
        waiting = [item for item in self.session.items if item.state in ("open", "parked")]
        return join(with_article(item.activity.text) for item in waiting) or None

    def _slot_blanks(self) -> str | None:
        """What is still blank in the drafts and is the giver's to fill."""
        name = self.scene.person.first_name
        open_parts = [
            lower_first(part.heading)
            for draft in self.move.handoffs
            for part in draft.parts
            if any(blank.who == name for blank in part.blanks)
        ]
        return join(dict.fromkeys(open_parts)) or None

    def _slot_recipients(self) -> str | None:
        """Who the drafts go to: people, else roles; without a draft, who it would be as things stand."""
        drafts = self.move.handoffs
        people = [name.split()[0] for draft in drafts for name in draft.owners]
        if drafts and 0 < len(people) <= 8:
            return join(dict.fromkeys(people))
        roles = [self._the_owner(role) for draft in drafts for role in draft.owner_roles]
        return (
            join(dict.fromkeys(roles or ([] if drafts else [self._the_owner(role) for role in self._owners[:3]])))
            or None
        )

    def _slot_draft_ids(self) -> str | None:
        return join(draft.id for draft in self.move.handoffs) or None

    def _slot_own_lines(self) -> str | None:
        lines = [f"“{citation.quote}”" for citation in self.move.citations]
        return "; ".join(lines) or None

    def _slot_shown_lines(self) -> str | None:
        return self._slot_three_lines()

    # ---- changes

    def _change(self, fact: str) -> Any:
        return next((change.old for change in self.move.changes if change.fact == fact), None)

    def _slot_old_name(self) -> str | None:
        old = self._change("dropped")
        return with_article(str(old)) if old else None

    def _slot_new_name(self) -> str | None:
        return f"“{self.item.activity.text}”" if self.item else None

    def _slot_owner_names(self) -> str | None:
        said = self.item.value("owner") if self.item else None
        return join(self._the_owner(one) for one in said) if isinstance(said, list | tuple) else None

    def _slot_old_pile(self) -> str | None:
        old = self._change("pile")
        return pile_names()[Pile(old)] if old else None

    def _slot_new_pile(self) -> str | None:
        return pile_names()[pile_of(self.item, self.scene)] if self.item else None

    def _flipped(self, fact: str) -> str | None:
        said = self.item.value(fact) if self.item else None
        return flip(str(said)) if said else None


def _capital_days(text: str) -> str:
    return re.sub(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day", lambda match: match.group().capitalize(), text)
