"""What stands on a draft whatever its format: the rows of its head, those of its taper, its foot."""

from __future__ import annotations

from typing import Any

from reflect.handoff import round_hours, words
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.language.numerals import say_hours
from reflect.language.titles import plural
from reflect.records import Handoff, Team

BLANK = "____"
_MOST_NAMED = 8


def labels() -> dict[str, Any]:
    """What the documents call things."""
    return dict(words()["document"])


def kind_of(draft: Handoff) -> str:
    """What the draft is called above its title."""
    return str(labels()["kinds"][draft.kind])


def head_rows(draft: Handoff, team: Team) -> list[tuple[str, str]]:
    """Label and value: from whom, to whom, and the days."""
    called = labels()
    titles = join(team.titles(list(draft.giver_roles)))
    rows = [(called["from"], f"{draft.giver}{', ' + titles if titles else ''}")]
    if draft.kind == "page":
        return [*rows, (called["for"], join(draft.owners[:_MOST_NAMED]))] if draft.owners else rows
    if draft.kind == "handoff":
        to = join(draft.owners[:_MOST_NAMED]) or join(team.titles(list(draft.owner_roles))) or BLANK
        held = join(held_titles(draft, team)) if draft.owners else ""
        rows.append((called["to"], f"{to}{', ' + held if held else ''}"))
        rows.append((called["starts"], _day(draft.starts)))
        rows.append((called["look_back"], _day(draft.review)))
    elif draft.kind == "proposal":
        rows += [(called["to"], team.name), (called["settle_by"], _day(draft.review))]
    else:
        rows += [(called["stops"], _day(draft.starts)), (called["look_back"], _day(draft.review))]
    return rows


def held_titles(handoff: Handoff, team: Team) -> list[str]:
    """The titles of the receiving roles, each for as many of the receivers as hold it; a role that is gone has none."""
    titles = []
    for role in filter(None, map(team.role, handoff.owner_roles)):
        holders = [person for person in team.holders(role.id) if person.name in handoff.owners]
        titles.append(plural(role.title) if len(holders) > 1 else role.title)
    return titles


def taper_rows(draft: Handoff) -> list[tuple[str, ...]]:
    """The taper as a table, its headings first: week, from, how far, you, me, my hours (of rarer work each time)."""
    called = labels()
    named = "hours" if draft.weeks_a_round == 1 else "hours_each"
    rows = [tuple(called[name] for name in ("week", "starting", "level", "you", "me", named))]
    before = say_hours(draft.hours_before * draft.hours_a_round) if draft.hours_before else BLANK
    rows.append((called["now"], "", "", "", called["all"], before))
    for step in draft.taper:
        hours = BLANK if step.hours is None else called["none"] if step.hours == 0 else _say_round(step.hours, draft)
        starts = say_day(step.starts) if step.starts else ""
        rows.append((str(step.week), starts, step.level, step.owner, step.giver, hours))
    return rows


def _say_round(hours: float, draft: Handoff) -> str:
    """A week's hours, or what they come to each time where the work is rarer."""
    return say_hours(hours if draft.weeks_a_round == 1 else round_hours(hours * draft.hours_a_round))


def foot(draft: Handoff, team: Team) -> str:
    """From what it was drafted, and where its quotes are from."""
    called = labels()
    drafted = called["drafted"].format(day=say_day(draft.drafted), giver=draft.giver)
    quotes = draft.candidates or any(part.quote or "“" in part.text for part in draft.parts) or "“" in draft.opening
    return f"{drafted} {called['quoted'].format(team=team.name)}" if quotes else str(drafted)


def _day(day: Any) -> str:
    return say_day(day, weekday=True) if day else BLANK
