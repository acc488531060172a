"""Slots about the activity: its name, its hours, what was said of it, what changed."""

from __future__ import annotations

import re
from functools import cached_property

from reflect.engines.guided.said import short
from reflect.engines.guided.slots.known import Known
from reflect.language.clauses import flip, opens_clause, with_article
from reflect.language.numerals import spell_hours, spell_number
from reflect.language.phrases import Phrase, name_activity
from reflect.practices import pile_names
from reflect.records import Pile
from reflect.standing import pile_of

# How large a part of a working week so many hours are, for the ear.
_SHARES = (
    (1.6, None), (3, "a quarter of a day"), (4.6, "half a day"),
    (7, "the better part of a day"), (9.5, "a whole day"), (14, "a day and a half"), (18, "two days"),
    (60, "most of the week"),
)  # fmt: skip


class ActivitySlots(Known):
    """What is said of the activity."""

    # ---- its name

    @cached_property
    def _phrase(self) -> Phrase | None:
        return name_activity(self.item.activity.text) if self.item else None

    def _slot_activity(self) -> str | None:
        return self._phrase.doing if self._phrase else None

    def _slot_brought(self) -> str | None:
        """How many activities of a stop list were brought along."""
        count = sum(bool(item.listed) for item in self.session.items)
        return f"{spell_number(count)} {'activity' if count == 1 else 'activities'}" if count else None

    def _slot_first_brought(self) -> str | None:
        """The first of them."""
        return next((" ".join(item.listed.split()) for item in self.session.items if item.listed), None)

    def _slot_own_line(self) -> str | None:
        """A line of the person's own role, where that is what is talked of."""
        return self.item.activity.text if self.item and self.item.kind == "line" else None

    def _slot_line_place(self) -> str | None:
        """Where among the lines of the person's own role that one stands: "line three of eight"."""
        lines = [item.id for item in self.session.items if item.kind == "line"]
        if self.item is None or self.item.id not in lines:
            return None
        return f"line {spell_number(lines.index(self.item.id) + 1)} of {spell_number(len(lines))}"

    def _slot_status(self) -> str | None:
        """How that line stands, by what was said of it."""
        name = self.scene.practice.line_fact
        option = self.scene.practice.facts[name].options.get(str(self.item.value(name))) if name and self.item else None
        return option.says or option.label if option else None

    def _slot_object(self) -> str | None:
        if self.item is None or self.item.kind == "line":
            return None
        doing = self._slot_activity()
        return doing or with_article(self.item.activity.text)

    def _slot_object_the(self) -> str | None:
        if self.item is None or self.item.kind == "line":
            return None
        return self._slot_activity() or self.named(flip(self.item.activity.text) or self.item.activity.text)

    def _slot_subject(self) -> str | None:
        """What the session looks at as a whole, where it was named and not told: "the booking system"."""
        item = next((one for one in self.session.items if one.kind == "subject"), None)
        said = flip(re.split(r",\s", item.activity.text, maxsplit=1)[0]) if item else None
        return short(said, 8) if said and not opens_clause(said) else None

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

    # ---- its hours

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
        change = self.change("hours")
        return spell_hours(float(change)) if change else None

    # ---- what was said

    def _slot_event(self) -> str | None:
        return self.flipped("event")

    def _slot_undone(self) -> str | None:
        """That it wouldn't get done otherwise, in the person's words."""
        return self.said.undone

    def _slot_reason(self) -> str | None:
        reason = self.flipped("reason")
        return reason if reason and len(reason.split()) <= 14 else None

    def _slot_want(self) -> str | None:
        return self.flipped("wish")

    def _slot_listed(self) -> str | None:
        heard = self.move.heard
        names = [with_article(new.text) for new in heard.activities] if heard else []
        return "; ".join([*names[:-1], f"and {names[-1]}"]) if 2 <= len(names) <= 6 else None

    def _slot_things(self) -> str | None:
        """How many activities were named in this message."""
        return spell_number(len(self.move.heard.activities)) if self.move.heard else None

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
        option = self.scene.practice.facts["cause"].options.get(causes[place])
        return option.says or None if option else None

    # ---- what changed

    def _slot_old_name(self) -> str | None:
        old = self.change("dropped")
        return with_article(str(old)) if old else None

    def _slot_new_name(self) -> str | None:
        return f"“{self.item.activity.text}”" if self.item else None

    def _slot_old_pile(self) -> str | None:
        old = self.change("pile")
        return pile_names()[Pile(old)] if old else None

    def _slot_new_pile(self) -> str | None:
        return pile_names()[pile_of(self.item, self.scene)] if self.item else None


def _capital_days(text: str) -> str:
    return re.sub(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day", lambda match: match.group().capitalize(), text)
