"""Draft a handoff from what is known of an activity: the words that were said, and blanks for the rest.

Nothing is made up. A sentence is the giver's own, a line of the team file, or one of the fixed ones in
prompts/handoff.yaml; what nobody said stays a blank with the name of whoever fills it, and how the work is done
is always the owner's to write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from math import floor
from typing import Any

from reflect.engines.protocol import Scene
from reflect.language.address import address, pronoun_of, spare, told_of
from reflect.language.clauses import upper_first, with_article
from reflect.language.english import join
from reflect.language.numerals import spell_hours
from reflect.language.phrases import name_activity
from reflect.language.titles import with_the
from reflect.parts import Putting, own_words, write_part
from reflect.practices import PartSpec, holds
from reflect.records import Blank, Citation, Evidence, Handoff, Item, Part, Pile, Session, Step
from reflect.resources import resource_path
from reflect.standing import drafted_items, own_lines, owner_people, owner_roles, view_of
from reflect.yamlfile import read_yaml

DEFAULT_WEEKS = 4
MOST_WEEKS = 26
# A line that is less alike isn't held up to anybody as theirs.
_LINE_IS_NEAR = 0.4


@cache
def words() -> Mapping[str, Any]:
    """The fixed words of a handoff."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "handoff.yaml").data
    return data


def draft_handoffs(session: Session, scene: Scene) -> tuple[Handoff, ...]:
    """The handoffs of a session whose draft stands, as the facts are now."""
    return tuple(draft_handoff(session, item.id, scene) for item in drafted_items(session, scene))


def draft_handoff(session: Session, number: int, scene: Scene) -> Handoff:
    """The handoff of one activity of the session, as far as the facts go.

    Raises:
        KeyError: If the session has no such activity.
    """
    item = session.item(number)
    if item is None:
        raise KeyError(number)
    roles = owner_roles(item, Pile.HAND_OFF, scene.team, scene.person.roles)
    people = owner_people(item, roles, scene.team, scene.person.name)
    put = _put_to(people, session, scene)
    own = _own_opening(item, session, scene)
    opening = own or _opening(item, put)
    drafted = session.drafted.get(number) or scene.today()
    starts = next_monday(drafted)
    weeks = item.value("weeks")
    taper = step_back(
        scene.practice.handoff.steps_back or item.value("does") or "doing",
        item.value("hours"),
        DEFAULT_WEEKS if weeks is None else weeks,
        starts,
        every=_weeks_between(item),
    )
    return Handoff(
        id=f"{session.id}-{item.id}",
        session=session.id,
        title=upper_first(item.activity.text),
        giver=scene.person.name,
        giver_roles=scene.person.roles,
        owner_roles=tuple(roles),
        owners=tuple(people),
        greeting=_greeting(
            people,
            [with_the(role.title, len(scene.team.holders(role.id))) for one in roles if (role := scene.team.role(one))],
        ),
        opening=" ".join(filter(None, [opening, _lines(item, roles, scene, plain=not own), _causes(item)])),
        parts=tuple(_parts(item, session, roles, people, scene, put)),
        taper=taper,
        hours_before=item.value("hours"),
        drafted=drafted,
        starts=starts,
        review=taper[-1].starts + timedelta(weeks=1) if taper[-1].starts else None,
    )


def step_back(kind: str, hours: float | None, weeks: int, starts: date, *, every: int = 1) -> tuple[Step, ...]:
    """The taper: round by round what owner and giver do, and the giver's hours a week, falling to none.

    Args:
        kind: Which rows of prompts/handoff.yaml fit the work ("meeting", "checking", ...).
        hours: The giver's hours a week today, if known.
        weeks: In how many weeks the giver is out; at least 1, at most 26.
        starts: The Monday of the first week.
        every: How many weeks lie between two rounds of the work.
    """
    rows = words()["taper"].get(kind) or words()["taper"]["doing"]
    weeks = max(1, min(int(weeks), MOST_WEEKS))
    # Weekly work is let go in its last week; rarer work after its last round.
    rounds = weeks if every == 1 else max(1, round(weeks / every)) + 1
    steps = []
    for number in range(1, rounds + 1):
        # The last round is always the last row; the ones before are spread over the others.
        place = len(rows) - 1 if number == rounds else int((number - 1) * (len(rows) - 1) / (rounds - 1))
        row = rows[place]
        share = float(row["share"]) if rounds == len(rows) else _share(number, rounds)
        spent = None if hours is None else _round_hours(min(hours * share, row.get("most", hours)))
        week = (number - 1) * every
        steps.append(
            Step(
                week=week + 1,
                starts=starts + timedelta(weeks=week),
                owner=row["owner"],
                giver=row["giver"],
                hours=spent,
            )
        )
    return tuple(steps)


def _weeks_between(item: Item) -> int:
    times = item.value("times")
    return max(1, round(1 / float(times))) if times and float(times) < 1 else 1


def _share(week: int, weeks: int) -> float:
    """Which part of the hours is left in a week, for a taper of another length than the written one."""
    return 0.0 if week == weeks else round(((weeks - week) / weeks) ** 1.3, 2)


def _round_hours(hours: float) -> float:
    """To half hours; under one hour to quarters, downwards."""
    return round(hours * 2) / 2 if hours >= 1 else floor(hours * 4) / 4


def _put_to(people: Sequence[str], session: Session, scene: Scene) -> Putting:
    """How a sentence of the giver's is put to whoever reads it: of one reader nothing is said in the third person."""
    if len(people) != 1:
        return partial(spare, names=[_first(name) for name in people])
    [reader] = people
    others = [person.first_name for person in scene.team.people if person.name != reader]
    told = [fact.quote for item in session.items for fact in item.facts.values()]
    pronoun = pronoun_of(_first(reader), list(dict.fromkeys(told)))
    return lambda sentence: address(sentence, _first(reader), others, pronoun)


def _parts(
    item: Item, session: Session, roles: Sequence[str], people: Sequence[str], scene: Scene, put: Putting
) -> list[Part]:
    fixed = words()
    headings = fixed["parts"]
    giver, owner = (
        scene.person.first_name,
        join(_first(name) for name in people) if 0 < len(people) <= 3 else "the owners",
    )
    parts = [
        _said("why", headings["why"], item, giver, put),
        _said("good", headings["good"], item, giver, put),
        Part(
            id="expected",
            heading=headings["expected"],
            text=_expected(item, scene, put),
            quote=_quote(item, roles),
        ),
    ]
    stays = item.facts.get("stays")
    if stays is not None:
        nothing = stays.value in ("none", "no")
        parts.append(
            Part(
                id="stays",
                heading=headings["stays"],
                text=fixed["stays"]["none"] if nothing else own_words(stays.value, put),
                own=not nothing,
            )
        )
    if "busy" in _values(item.value("cause")):
        parts.append(
            Part(id="needs", heading=headings["needs"], blanks=(Blank(label="What would have to go", who=owner),))
        )
    how = tuple(Blank(label=one["label"], who=owner, hint=one["hint"]) for one in fixed["how"].values())
    parts += [_own_part(spec, item, session, scene, owner, put) for spec in scene.practice.handoff.parts]
    parts.append(Part(id="how", heading=headings["how"], blanks=how))
    parts.append(Part(id="taper", heading=headings["taper"]))
    day = item.value("meeting")
    meeting = fixed["meeting"]["said"].format(Day=upper_first(str(day))) if day else fixed["meeting"]["blank"]
    blanks = () if day else (Blank(label="Day and time", who=giver),)
    parts.append(Part(id="meeting", heading=headings["meeting"], text=meeting, blanks=blanks))
    return parts


def _own_part(spec: PartSpec, item: Item, session: Session, scene: Scene, owner: str, put: Putting) -> Part:
    """A section that only this practice's handoffs have."""
    who = {"giver": scene.person.first_name, "owner": owner, "both": f"{scene.person.first_name} and {owner}"}
    return write_part(spec, {**session.facts, **item.facts}, own_lines(session), scene.practice, who, put)


def _said(name: str, heading: str, item: Item, giver: str, put: Putting) -> Part:
    """A part in the giver's words, or a blank with the giver's name."""
    if text := own_words(str(item.value(name) or ""), put):
        return Part(id=name, heading=heading, text=text, own=True)
    return Part(id=name, heading=heading, blanks=(Blank(label=words()["blank"]["giver"], who=giver),))


def _own_opening(item: Item, session: Session, scene: Scene) -> str:
    """How this practice begins its handoffs: with the first of its own wordings that fits."""
    view = view_of(item, session, scene)
    return next((one.says for one in scene.practice.handoff.opening if holds(one.when, view)), "")


def _opening(item: Item, put: Putting) -> str:
    phrase = name_activity(item.activity.text)
    began, cadence, hours, each = item.value("event"), item.value("cadence"), item.value("hours"), _hours_a_time(item)
    slots = {
        "event": began,
        "doing": phrase and phrase.bare and phrase.title,
        "bare": phrase and phrase.bare,
        "Cadence": cadence and upper_first(cadence),
        "each": each and spell_hours(each),
        "hours": hours and spell_hours(hours),
        "thing_title": with_article(item.activity.text) if phrase is None or phrase.bare is None else None,
    }
    for pattern in words()["opening"]:
        if all(slots.get(name) for name in re.findall(r"\{(\w+)\}", pattern)):
            return put(str(pattern.format(**slots))) or ""
    return ""


def _hours_a_time(item: Item) -> float | None:
    """The hours it takes each time it comes round; None where only those of a week are known."""
    hours, times, each = item.value("hours"), item.value("times"), item.value("hours_each")
    if not hours or not times:
        return None if each is None else float(each)
    # The hours of a week may have been corrected since; else what was said is said again.
    stands = each is not None and abs(float(each) * float(times) - float(hours)) < 0.05 * float(hours)
    return float(each if stands else hours / times)


def _lines(item: Item, roles: Sequence[str], scene: Scene, *, plain: bool) -> str:
    """What the definitions have on it; after an opening of the practice's own, nothing of a line that isn't there."""
    fixed = words()["line"]
    found = [(scene.team.titles([role]), evidence) for role in roles if (evidence := _evidence(item, role))]
    if not found:
        unlisted = roles or item.value("owner") == "nobody" or item.finding is None or item.finding.verdict == "nobody"
        return str(fixed["none" if unlisted else "open"])
    if len(found) == 1:
        line = found[0][1].line.text
        if item.finding is not None and item.finding.verdict == "other" and item.value("owner") is None:
            return str(fixed["one"]).format(line=line)
        if item.value("owner") is None:
            return str(fixed["unsettled"]).format(line=line)
        if _quote(item, roles):
            return str(fixed["one"]).format(line=line)
        return str(fixed["unnamed"]) if plain else ""
    near = [evidence for _, evidence in found if evidence.score >= _LINE_IS_NEAR]
    if len(near) < len(found):
        return str(fixed["unnamed"]) if plain else ""
    lines = join(f"“{evidence.line.text}”" for evidence in near)
    return str(fixed["several"]).format(titles=join(title for titles, _ in found for title in titles), lines=lines)


def _evidence(item: Item, role: str) -> Evidence | None:
    owners = item.finding.owners if item.finding else ()
    return next((owner.evidence for owner in owners if owner.role == role), None)


def _quote(item: Item, roles: Sequence[str]) -> Citation | None:
    """The line it falls under, where one is near enough to be held up to its owner."""
    sure = item.finding is not None and item.finding.verdict == "other" and item.finding.best is not None
    for role in roles:
        found = _evidence(item, role)
        best = sure and item.finding is not None and item.finding.best is not None and item.finding.best.role == role
        if found is not None and (best or found.score >= _LINE_IS_NEAR):
            return Citation(source=found.line.id, quote=found.line.text)
    return None


def _causes(item: Item) -> str:
    said = words()["cause"]
    return " ".join(said[cause] for cause in _values(item.value("cause")) if cause in said)


def _expected(item: Item, scene: Scene, put: Putting) -> str:
    fixed, cadence = words()["expected"], item.value("cadence")
    activity = put(item.activity.text) or item.activity.text
    # Under a heading that says "you", "my region" would be the reader's.
    title = upper_first(told_of(activity, scene.person.first_name))
    text = fixed["cadence"].format(Title=title, cadence=cadence) if cadence else fixed["plain"].format(Title=title)
    sentences = [str(text)]
    if (wish := item.value("wish")) and (said := put(fixed["wish"].format(wish=wish))):
        sentences.append(said)
    if beside := item.value("consulted"):
        names = join(role.title if (role := scene.team.role(one)) else one for one in beside)
        sentences.append(fixed["consulted"].format(names=names))
    return " ".join(sentences)


def _greeting(people: Sequence[str], titles: Sequence[str]) -> str:
    if 0 < len(people) <= 8:
        return f"{', '.join(_first(name) for name in people)},"
    return f"To {join(titles)}," if titles else "Hello,"


def _values(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _first(name: str) -> str:
    return name.split()[0]


def next_monday(today: date) -> date:
    """The first Monday after a day."""
    return today + timedelta(days=(7 - today.weekday()) % 7 or 7)
