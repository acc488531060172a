"""A person's list: what they do and whose it is -> piles, owners, certainty, one question each. Plain code.

The pile follows from the finding: one's own is kept, somebody else's is handed off, nobody's needs an owner; whatever
isn't sure is asked. Only a person says that something can stop, and what a person said counts for more than all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from reflect.language.numerals import say_hours
from reflect.language.titles import with_the
from reflect.records import Certainty, ListItem, OwnLine, Person, Pile, Settled, StopList, Team, Verdict
from reflect.stoplist.gathering import Sum, Work
from reflect.stoplist.placing import Placed
from reflect.stoplist.words import cadences, one_of, words

# From this chance on an answer that isn't sure is called likely.
_LIKELY = 0.6
# A role that is less probable isn't worth naming in a question.
_WORTH_NAMING = 0.08
# Of a title of one short word ("Hold, K."), whose nearest line is no nearer than this, one can only ask what it is.
_WORD, _SHORT, _FAR = re.compile(r"[^\W\d_]{3,}"), 12, 0.3
# So many hours a week are worth a question of their own.
_SMALL = 1.0
# In fewer weeks everything happens once.
_ENOUGH_WEEKS = 3
_PILES = {"own": Pile.KEEP, "other": Pile.HAND_OFF, "nobody": Pile.FIND_OWNER, "ask": Pile.ASK}


@dataclass(frozen=True)
class Period:
    """Which days were read, over how many weeks, and the day the lists are made on."""

    made: date
    weeks: float | None = None
    since: date | None = None
    until: date | None = None


class Lister:
    """Makes the stop lists of a team's people.

    Args:
        team: The team.
        period: Of which time.
    """

    def __init__(self, team: Team, period: Period) -> None:
        self._team, self._period = team, period
        self._lines = {line.id: line for line in team.lines}

    def make(
        self, person: Person, work: Work, placed: Mapping[str, Placed], settled: Mapping[str, Settled]
    ) -> StopList:
        """A person's list, most hours first.

        Args:
            person: Whose it is.
            work: What they do.
            placed: Whose each of it is, by its text.
            settled: What they said before, by the text in lower case.
        """
        items = [self._item(one, placed[one.text], person, settled.get(one.text.casefold())) for one in work.values()]
        return self._list(person, items).but(judged=any(placed[one.text].judged for one in work.values()))

    def settle_all(self, stop_list: StopList, person: Person, settled: Mapping[str, Settled]) -> StopList:
        """A list that was made earlier, with what the person said since."""
        items = [
            self.settle(item, said, person) if (said := settled.get(item.activity.casefold())) else item
            for item in stop_list.items
        ]
        return stop_list.but(items=tuple(items), lines=self._own_lines(person, items))

    def _list(self, person: Person, items: list[ListItem]) -> StopList:
        items.sort(key=lambda item: (-(item.hours or 0.0), item.activity.casefold(), item.activity))
        return StopList(
            team=self._team.name,
            person=person.name,
            roles=person.roles,
            made=self._period.made,
            weeks=self._period.weeks,
            since=self._period.since,
            until=self._period.until,
            items=tuple(items),
            lines=self._own_lines(person, items),
        )

    def settle(self, item: ListItem, said: Settled, person: Person) -> ListItem:
        """The item with what the person said of it."""
        owners = said.owners
        if not owners and said.pile is Pile.KEEP:
            owners = tuple(owner for owner in item.owners if owner in person.roles)[:1] or person.roles[:1]
        keeps_line = item.line is not None and (item.line.role in owners or said.pile is Pile.FIND_OWNER)
        item = item.but(
            pile=said.pile,
            owners=owners if said.pile in (Pile.KEEP, Pile.HAND_OFF, Pile.ASK) else (),
            certainty="said" if said.pile is not Pile.ASK else "open",
            line=item.line if keeps_line else None,
            beyond=item.beyond and keeps_line,
            once=item.once and said.pile is Pile.KEEP,
            settled=said.said,
        )
        return item.but(question=self._question(item, None, person))

    def _item(self, one: Sum, placed: Placed, person: Person, said: Settled | None) -> ListItem:
        # What was done once is kept, and asked about only if it returns.
        once = placed.verdict != "own" and self._was_once(one)
        pile = Pile.KEEP if once else _PILES[placed.verdict]
        best = placed.choices[0] if placed.choices else None
        owners: tuple[str, ...] = ()
        if once:
            owners = person.roles[:1]
        elif pile is Pile.KEEP and placed.own is not None:
            best, owners = placed.own, (placed.own.role,)
        elif pile is Pile.HAND_OFF:
            best = next((choice for choice in placed.choices if choice.role not in person.roles), best)
            owners = (best.role,) if best else ()
        elif pile is Pile.ASK:
            owners = tuple(choice.role for choice in placed.choices)
        item = ListItem(
            activity=one.text,
            pile=pile,
            hours=one.hours,
            cadence=one.cadence,
            sources=one.sources,
            owners=owners,
            line=self._lines.get(best.line) if best else None,
            own_line=self._own_line(placed),
            leaning=_leaning(placed),
            certainty="open" if once else self._certainty(pile, placed, person),
            once=once,
            chance=max(placed.p_own, placed.p_other, placed.p_nobody),
            beyond=placed.beyond,
        )
        if said is not None:
            return self.settle(item, said, person)
        return item.but(question=self._question(item, placed, person))

    def _own_line(self, placed: Placed) -> str | None:
        """The line of the person's own that it may be about, unless it is clearly somebody else's or nobody's."""
        settled_else = placed.verdict in ("other", "nobody") or (placed.verdict == "ask" and placed.p_nobody >= _LIKELY)
        return placed.own.line if placed.own and not settled_else else None

    def _was_once(self, one: Sum) -> bool:
        """Whether it was done a single time, as far as the weeks that were read can tell."""
        weeks = self._period.weeks
        return one.cadence == cadences()["once"] and (weeks is None or weeks >= _ENOUGH_WEEKS)

    def _certainty(self, pile: Pile, placed: Placed, person: Person) -> Certainty:
        if pile is not Pile.ASK:
            return "clear"
        first = next((choice.probability for choice in placed.choices if choice.role not in person.roles), 0.0)
        return "likely" if max(placed.p_own, first, placed.p_nobody) >= _LIKELY else "open"

    def _question(self, item: ListItem, placed: Placed | None, person: Person) -> str:
        kind = self._kind_of_question(item, placed, person)
        other = next((role for role in item.owners if role not in person.roles), None)
        near = [choice.role for choice in placed.choices if choice.probability >= _WORTH_NAMING] if placed else []
        owners = self._several(near or list(item.owners), person)
        line = item.line
        return one_of(words()["questions"][kind], item.activity).format(
            owner=self._name(other) if other else "",
            owners=owners,
            Owners=owners[:1].upper() + owners[1:],
            title=self._title(line.role) if line else "",
            label=line.label if line else "",
            line=line.text if line else "",
            hours=say_hours(item.hours or 0.0),
        )

    def _kind_of_question(self, item: ListItem, placed: Placed | None, person: Person) -> str:
        other = next((role for role in item.owners if role not in person.roles), None)
        match item.pile:
            case Pile.KEEP if item.once:
                return "once"
            case Pile.KEEP:
                return "keep" if (item.hours or 0) >= _SMALL else "keep_small"
            case Pile.HAND_OFF:
                return "hand_off" if other and self._team.holders(other) else "hand_off_vacant" if item.line else "stop"
            case Pile.FIND_OWNER:
                return "find_owner_beyond" if item.beyond and item.line else "find_owner"
            case Pile.STOP:
                return "stop"
        return self._kind_of_doubt(item, placed, person)

    def _kind_of_doubt(self, item: ListItem, placed: Placed | None, person: Person) -> str:
        if placed is None or not placed.choices or item.line is None:
            return "ask_nobody"
        best = placed.choices[0]
        if item.beyond:
            return "ask_beyond"
        if len(_WORD.findall(item.activity)) <= 1 and len(item.activity) <= _SHORT and best.score < _FAR:
            return "ask_thin"
        if placed.p_nobody >= max(placed.p_own, placed.p_other):
            return "ask_nobody"
        if best.role not in person.roles and not self._team.holders(best.role):
            return "ask_vacant"
        near = [choice for choice in placed.choices if choice.probability >= _WORTH_NAMING]
        others = [choice for choice in near if choice.role not in person.roles]
        if placed.p_own >= _WORTH_NAMING and len(others) == 1:
            return "ask_yours_or"
        return "ask_several" if len(near) > 1 else "ask_sentence"

    def _several(self, roles: list[str], person: Person) -> str:
        says = words()
        names = list(dict.fromkeys(says["yours"] if role in person.roles else self._title(role) for role in roles))
        # One's own comes last, as in "A, B or yours".
        names.sort(key=lambda name: name == says["yours"])
        return str(says["either"]).join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def _name(self, role_id: str) -> str:
        return with_the(self._title(role_id), len(self._team.holders(role_id)))

    def _title(self, role_id: str) -> str:
        role = self._team.role(role_id)
        return role.title if role else role_id

    def _own_lines(self, person: Person, items: Iterable[ListItem]) -> tuple[OwnLine, ...]:
        """How much time each line of the person's own roles got for sure, and how much it may have got."""
        sure: dict[str, float] = {}
        maybe: dict[str, float] = {}
        for item in items:
            if item.own_line is not None and item.pile in (Pile.KEEP, Pile.ASK):
                counted = sure if item.pile is Pile.KEEP else maybe
                counted[item.own_line] = counted.get(item.own_line, 0.0) + (item.hours or 0.0)
        return tuple(
            OwnLine(line=line, hours=round(sure.get(line.id, 0.0), 4), maybe=round(maybe.get(line.id, 0.0), 4))
            for line in self._team.lines
            if line.role in person.roles
        )


def _leaning(placed: Placed) -> Verdict:
    chances: dict[Verdict, float] = {"own": placed.p_own, "other": placed.p_other, "nobody": placed.p_nobody}
    return max(chances, key=lambda name: chances[name]) if placed.choices else "ask"
