"""A person's stop list, in the words and numbers that are shown."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from reflect.handoff import next_monday, step_back
from reflect.records import Line, ListItem, Pile, StopList, Team
from reflect.reports.stoplist.names import file_name
from reflect.reports.stoplist.wording import LOOKS, ORDER, day_text, hours_text, period_text, plain, title
from reflect.stoplist.words import words

# A handoff takes four weeks.
_WEEKS = 4
# What isn't worth a line of one's own role: less than this a week.
_LITTLE = 0.25


@dataclass(frozen=True)
class Row:
    """An activity as it is shown: what, how often, how long; whose, how sure; the line; the question."""

    activity: str
    when: str
    hours: str
    to: str
    how: str
    quote: str
    cite: str
    question: str
    sources: str
    said: bool


@dataclass(frozen=True)
class Section:
    """A pile as it is shown."""

    look: str
    name: str
    total: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Share:
    """A part of the week: of which pile, its hours, where it begins and how wide it is in percent."""

    look: str
    name: str
    hours: str
    start: float
    width: float


@dataclass(frozen=True)
class Stair:
    """A week of the plan: its name, the hours that are still there, those that are free, and its height from 0 to 1."""

    name: str
    left: str
    free: str
    handoffs: float
    stops: float


@dataclass(frozen=True)
class OwnRow:
    """A line of the own role that got little time."""

    quote: str
    note: str


@dataclass(frozen=True)
class ReadRow:
    """Where activities of the list were read, and how many."""

    name: str
    count: str


@dataclass(frozen=True)
class PersonView:
    """Everything a person's document says."""

    name: str
    title: str
    about: str
    lead: tuple[tuple[str, str], ...]
    shares: tuple[Share, ...]
    sections: tuple[Section, ...]
    stairs: tuple[Stair, ...]
    freed: str
    only: tuple[OwnRow, ...]
    read: tuple[ReadRow, ...]
    engine: str
    made: str
    take: str


def view_person(stop_list: StopList, team: Team, *, host: str | None = None) -> PersonView:
    """What a stop list says.

    Args:
        stop_list: The list.
        team: Whose titles it names.
        host: Where the language model is that had a say in it, if the list says that one had.
    """
    says = words()["person"]
    name = plain(stop_list.person)
    about = says["about"].format(
        roles=", ".join(title(team, role) for role in stop_list.roles), team=plain(stop_list.team)
    )
    period = period_text(stop_list.weeks, stop_list.since, stop_list.until)
    stairs = _stairs(stop_list)
    freed = stop_list.hours(Pile.HAND_OFF, Pile.STOP)
    end = next_monday(stop_list.made) + timedelta(weeks=_WEEKS - 1)
    return PersonView(
        name=name,
        title=says["title"].format(name=name),
        about=f"{about} {period}".strip(),
        lead=_lead(stop_list),
        shares=shares_of({pile: stop_list.hours(pile) for pile in (Pile.KEEP, *ORDER[:-1])}),
        sections=tuple(_section(stop_list, pile, team) for pile in ORDER if stop_list.pile(pile)),
        stairs=stairs,
        freed=says["freed"]["sum"].format(hours=hours_text(freed), day=day_text(end)) if stairs else "",
        only=_own(stop_list),
        read=_read(stop_list),
        engine=says["read"]["note"].format(
            engine=says["read"]["model"].format(host=host) if host and stop_list.judged else says["read"]["guided"]
        ),
        made=says["made"].format(day=day_text(stop_list.made)),
        take=says["take"].format(file=shlex.quote(f"{file_name(stop_list.person, team)}.json")),
    )


def shares_of(hours: dict[Pile, float]) -> tuple[Share, ...]:
    """The parts of a bar, with a little space between them."""
    whole, start, shares = sum(hours.values()), 0.0, []
    for pile, part in hours.items():
        if part:
            width = 100 * part / whole
            shares.append(
                Share(
                    LOOKS[pile],
                    words()["piles"][pile],
                    hours_text(part),
                    round(start, 2),
                    round(max(0.4, width - 0.3), 2),
                )
            )
            start += width
    return tuple(shares)


def _lead(stop_list: StopList) -> tuple[tuple[str, str], ...]:
    """The sentence at the top, in pieces, each with the look of its pile or none."""
    says = words()["person"]["lead"]
    if not stop_list.items:
        return (("", says["nothing"]),)
    if not stop_list.hours():
        return (("", says["unknown"].format(count=len(stop_list.items))),)
    known = [pile for pile in (Pile.KEEP, *ORDER[:-1]) if stop_list.hours(pile)]
    pieces: list[tuple[str, str]] = [("", says["whole"].format(hours=hours_text(stop_list.hours())))]
    for place, pile in enumerate(known):
        if place:
            pieces.append(("", says["between"]["comma" if known[place + 1 :] else "both" if place == 1 else "last"]))
        else:
            pieces.append(("", " "))
        pieces.append((LOOKS[pile], says[pile].format(hours=hours_text(stop_list.hours(pile)))))
        if pile is Pile.KEEP:
            pieces.append(("", f" {_kept_by(stop_list)}".rstrip()))
    return (*pieces, ("", "."))


def _kept_by(stop_list: StopList) -> str:
    """How much of what is kept the definitions say; the rest was done once, or its person said so."""
    says = words()["person"]["lead"]
    kept = stop_list.pile(Pile.KEEP)
    defined = sum(item.hours or 0.0 for item in kept if not item.once and item.settled is None)
    if not defined:
        return ""
    whole = defined == stop_list.hours(Pile.KEEP)
    return str(says["keep_how"] if whole else says["keep_partly"].format(hours=hours_text(defined)))


def _section(stop_list: StopList, pile: Pile, team: Team) -> Section:
    says, items = words()["person"], stop_list.pile(pile)
    known, one = stop_list.hours(pile), len(items) == 1
    key = ("one" if one else "several") if known else ("unknown_one" if one else "unknown")
    return Section(
        look=LOOKS[pile],
        name=words()["piles"][pile],
        total=says["sum"][key].format(count=len(items), hours=hours_text(known)),
        note=says["notes"].get(pile, ""),
        rows=tuple(_row(item, stop_list.roles, team) for item in items),
    )


def _row(item: ListItem, held: Sequence[str], team: Team) -> Row:
    says = words()["person"]
    line = item.line
    named = {"title": title(team, line.role), "label": line.label} if line else {}
    to, how, cite = "", "", says["cited"].format(**named) if line else ""
    match item.pile:
        case Pile.KEEP if item.once and item.settled is None:
            return _row_of(item, says["once"], "", cite)
        case Pile.KEEP:
            to = says["own_line"].format(**named) if line and line.role in held else says["own"]
        case Pile.HAND_OFF:
            to = title(team, item.owners[0]) if item.owners else ""
            if item.owners and not team.holders(item.owners[0]):
                how = f"{says['vacant']}; "
        case Pile.FIND_OWNER:
            to, how = says["no_owner"], f"{says['crack']}; " if item.settled is None else ""
            cite = says["nearest_beyond" if item.beyond else "nearest"].format(**named) if line else ""
        case Pile.STOP:
            to = says["said_stop"]
            return _row_of(item, to, day_text(item.settled) if item.settled else "", cite)
        case Pile.ASK:
            other = next((role for role in item.owners if role not in held), None)
            if item.certainty == "likely":
                to = says["likely"][item.leaning].format(title=title(team, other) if other else "")
    said = says["settled"].format(day=day_text(item.settled)) if item.settled else words()["certainty"][item.certainty]
    return _row_of(item, to, f"{how}{said}", cite)


def shown_line(item: ListItem) -> Line | None:
    """The line that says whose an activity is; beside what is likely nobody's the nearest would only lead astray."""
    astray = item.pile is Pile.ASK and item.leaning == "nobody" and not item.beyond
    return None if astray else item.line


def _row_of(item: ListItem, to: str, how: str, cite: str) -> Row:
    line, says = shown_line(item), words()["person"]
    return Row(
        activity=plain(item.activity),
        when=plain(item.cadence or ""),
        hours=says["hours_unknown"] if item.hours is None else hours_text(item.hours),
        to=to,
        how=how,
        quote=plain(line.text) if line else "",
        cite=cite,
        question=item.question,
        sources=", ".join(map(plain, item.sources)),
        said=item.settled is not None,
    )


def _stairs(stop_list: StopList) -> tuple[Stair, ...]:
    """The hours still there, week by week, if what is in hand off goes over four weeks and every stop at once."""
    handing, stopping = stop_list.hours(Pile.HAND_OFF), stop_list.hours(Pile.STOP)
    whole = handing + stopping
    if not whole:
        return ()
    steps = step_back("meeting", handing, _WEEKS, next_monday(stop_list.made))
    # The first steps are said in half hours at most; what is left is never more than there is.
    left = [(words()["person"]["freed"]["now"], handing, stopping)]
    left += [(f"{s.starts.day} {s.starts:%b}" if s.starts else "", min(handing, s.hours or 0.0), 0.0) for s in steps]
    return tuple(
        Stair(
            name,
            hours_text(hand + stop),
            hours_text(whole - hand - stop),
            round(hand / whole, 4),
            round(stop / whole, 4),
        )
        for name, hand, stop in left
    )


def _own(stop_list: StopList) -> tuple[OwnRow, ...]:
    says = words()["person"]["only"]
    rows: list[OwnRow] = []
    if not stop_list.hours():
        return ()
    for own in stop_list.lines:
        if own.hours >= _LITTLE:
            continue
        label = words()["person"]["own_line"].format(label=own.line.label)
        key = "some" if own.hours else "maybe" if own.maybe >= _LITTLE else "nothing"
        hours = hours_text(own.hours or own.maybe)
        rows.append(OwnRow(plain(own.line.text), says[key].format(label=label, hours=hours)))
    return tuple(rows)


def _read(stop_list: StopList) -> tuple[ReadRow, ...]:
    counts: dict[str, int] = {}
    for item in stop_list.items:
        for source in item.sources:
            counts[source] = counts.get(source, 0) + 1
    says = words()["person"]["read"]
    return tuple(
        ReadRow(plain(name), says["activities"]["one" if count == 1 else "several"].format(count=count))
        for name, count in sorted(counts.items())
    )
