"""Fill the slots of the guided engine's phrases from what is known and what was just said.

A slot is a method `_slot_<name>` of `Slots`: about the activity (activity.py), its owners (owners.py), or for replies
(replies.py). None means that it can't be filled, and the phrase isn't used. With a capital letter in the phrase
({Hours}) it is filled the same way and written with a capital.
"""

from __future__ import annotations

from reflect.engines.guided.said import short
from reflect.engines.guided.slots.activity import ActivitySlots
from reflect.engines.guided.slots.replies import ReplySlots
from reflect.language.clauses import flip, opens_clause, upper_first
from reflect.practices import Wording


class Slots(ActivitySlots, ReplySlots):
    """What the slots of a phrase stand for in one turn."""

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
        value = known() if known else getattr(self.said, name, None) or self._fact(name)
        if not isinstance(value, str):
            return None
        return upper_first(value) if slot[0].isupper() else value

    def _fact(self, name: str) -> str | None:
        """A fact of the practice in a few words that can stand inside a sentence."""
        fact = (self.item.facts.get(name) if self.item else None) or self.session.facts.get(name)
        if fact is None or name not in self.scene.practice.facts or not isinstance(fact.value, str):
            return None
        option = self.scene.practice.facts[name].options.get(fact.value)
        said = (option.says or option.label) if option else flip(fact.value.strip(" ."))
        return short(said, 8) if said and not opens_clause(said) else None
