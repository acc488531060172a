"""The roll-up of a team, in the words and numbers that are shown."""

from __future__ import annotations

from dataclasses import dataclass

from reflect.records import Flow, LineTime, Load, Pile, Rollup, Team
from reflect.reports.stoplist.person import Share, shares_of
from reflect.reports.stoplist.picture import Picture, Stream, draw
from reflect.reports.stoplist.wording import (
    LOOKS,
    ORDER,
    counted,
    day_text,
    hours_text,
    period_text,
    plain,
    title,
    titles,
)
from reflect.stoplist.words import words

# A person can take on half a day a week.
_HALF_DAY = 4.0
_MANY = 100
_MOST_LOADS = 12
# So many letters of a name fit beside the picture.


@dataclass(frozen=True)
class FlowRow:
    """A flow in the table: who does it, whose it is, hours, how many people; and its width in percent of the widest."""

    giver: str
    owner: str
    hours: str
    people: int
    look: str
    width: float


@dataclass(frozen=True)
class CrackRow:
    """A crack: what, how long, how many, near which roles."""

    activity: str
    hours: str
    says: str


@dataclass(frozen=True)
class LoadRow:
    """What a role would take on and give up; where the bars begin and how wide they are, in percent."""

    role: str
    takes: str
    gives: str
    net: str
    says: str
    left: float
    given: float
    taken: float


@dataclass(frozen=True)
class GapRow:
    """A role and a square for each of its lines: "l3", "l2", "none" with its number in the list, "v"."""

    role: str
    cells: tuple[tuple[str, str, str], ...]
    vacant: bool


@dataclass(frozen=True)
class TeamView:
    """Everything the roll-up says."""

    title: str
    about: str
    withheld: str
    lead: tuple[tuple[str, str], ...]
    shares: tuple[Share, ...]
    sum: str
    rules: tuple[str, ...]
    picture: Picture | None
    flows: tuple[FlowRow, ...]
    cracks: tuple[CrackRow, ...]
    apart: str
    overlaps: tuple[tuple[str, str, str, str], ...]
    vacant: tuple[str, ...]
    loads: tuple[LoadRow, ...]
    zero: float
    half_day: float
    over: str
    gaps: tuple[GapRow, ...]
    gap_lines: tuple[tuple[str, str], ...]
    unseen: str
    shared: tuple[tuple[str, str, str], ...]
    made: str


def view_team(rollup: Rollup, team: Team) -> TeamView:
    """What a roll-up says."""
    says = words()["team"]
    gaps, gap_lines = _gaps(rollup, team)
    loads, over = _loads(rollup, team)
    scale = _scale(rollup)
    settled = {pile: rollup.hours.get(pile, 0.0) for pile in ORDER[:-1]}
    apart = says["cracks"]["apart"].format(hours=hours_text(rollup.cracks_apart)) if rollup.cracks_apart else ""
    all_unseen = says["gaps"]["all_unseen"]
    unseen = says["gaps"]["unseen"].format(titles=", ".join(title(team, role) for role in rollup.unseen))
    return TeamView(
        title=says["title"].format(team=plain(rollup.team)),
        about=f"{says['kind']} {period_text(rollup.weeks, rollup.since, rollup.until)}".strip(),
        withheld=says["withheld"].format(floor=rollup.floor, count=rollup.took_part) if rollup.withheld else "",
        lead=_lead(rollup),
        shares=shares_of(settled),
        sum=says["sum"].format(some=_whole(sum(settled.values())), all=_whole(sum(rollup.hours.values()))),
        rules=_rules(rollup),
        picture=_picture(rollup, team),
        flows=_flows(rollup, team),
        cracks=tuple(
            CrackRow(plain(crack.activity), hours_text(crack.hours), _crack_says(crack.people, crack.nearest, team))
            for crack in rollup.cracks
        ),
        apart=apart,
        overlaps=tuple(
            (title(team, one.one.role), plain(one.one.text), title(team, one.other.role), plain(one.other.text))
            for one in rollup.overlaps
        ),
        vacant=tuple(_vacant(role, rollup, team) for role in rollup.vacant),
        loads=loads,
        zero=scale.zero,
        half_day=round(scale.zero + _HALF_DAY * scale.hour, 2),
        over=over,
        gaps=gaps,
        gap_lines=gap_lines,
        unseen="" if not rollup.unseen else all_unseen if not any(not row.vacant for row in gaps) else unseen,
        shared=_shared(rollup, team),
        made=words()["person"]["made"].format(day=day_text(rollup.made)),
    )


def _lead(rollup: Rollup) -> tuple[tuple[str, str], ...]:
    says, hours = words()["team"]["lead"], rollup.hours
    going = hours.get(Pile.HAND_OFF, 0.0) + hours.get(Pile.STOP, 0.0)
    pieces: list[tuple[str, str]] = []
    both = words()["person"]["lead"]["between"]["both"]
    for pile in (Pile.HAND_OFF, Pile.STOP):
        if hours.get(pile):
            pieces += [("", both)] if pieces else []
            pieces.append((LOOKS[pile], says[pile].format(hours=_whole(hours[pile]))))
    if pieces:
        each = hours_text(going / max(1, rollup.took_part))
        pieces.append(("", f": {says['each'].format(hours=each)}. "))
    for pile in (Pile.FIND_OWNER, Pile.ASK):
        if hours.get(pile):
            pieces += [(LOOKS[pile], says[pile].format(hours=_whole(hours[pile]))), ("", ". ")]
    return tuple(pieces) or (("", says["nothing"]),)


def _whole(hours: float) -> str:
    """Hours as they stand in the tables below; of many only the whole ones."""
    return f"{round(hours):,} hours" if hours >= _MANY else hours_text(hours)


def _rules(rollup: Rollup) -> tuple[str, ...]:
    says = words()["team"]["rules"]
    if rollup.withheld:
        return ()
    names = len({one.person for one in rollup.shared})
    took_part = says["took_part"].format(count=rollup.took_part, people=rollup.people)
    return (took_part, says["groups"], says["owners"], says["flows"], counted(says["names"], names))


def _ends(flow: Flow, rollup: Rollup, team: Team) -> tuple[str, str, str]:
    """The two ends of a flow by name, and its look."""
    says = words()["team"]["flows"]
    group = rollup.group(flow.giver)
    if flow.owner == "":
        return says["few"], says["few_how"], "ask"
    giver = titles(team, group.roles) if group else says["several"]
    owner = says["nobody"] if flow.owner is None else title(team, flow.owner)
    return giver, owner, LOOKS[flow.pile]


def _picture(rollup: Rollup, team: Team) -> Picture | None:
    """From whom to whom; none where not even one flow can be shown by role, since a single grey block says nothing."""
    flows = [flow for flow in rollup.flows if flow.hours]
    return draw([_stream(flow, rollup, team) for flow in flows]) if any(flow.owner != "" for flow in flows) else None


def _stream(flow: Flow, rollup: Rollup, team: Team) -> Stream:
    giver, owner, look = _ends(flow, rollup, team)
    few = words()["team"]["flows"]["few"]
    says = words()["team"]["flows"]["one"].format(giver=giver, owner=owner, hours=hours_text(flow.hours))
    return Stream(giver, few if look == "ask" else owner, flow.hours, look, says)


def _flows(rollup: Rollup, team: Team) -> tuple[FlowRow, ...]:
    most = max((flow.hours for flow in rollup.flows), default=1.0) or 1.0
    rows = []
    for flow in rollup.flows:
        giver, owner, look = _ends(flow, rollup, team)
        rows.append(FlowRow(giver, owner, hours_text(flow.hours), flow.people, look, round(100 * flow.hours / most, 1)))
    return tuple(rows)


def _crack_says(people: int, nearest: tuple[str, ...], team: Team) -> str:
    says = words()["team"]["cracks"]
    told = [says["people"].format(count=people)]
    if nearest:
        told.append(says["nearest"].format(titles=", ".join(title(team, role) for role in nearest)))
    return " ".join(told)


def _vacant(role_id: str, rollup: Rollup, team: Team) -> str:
    says = words()["team"]["vacant"]
    role = team.role(role_id)
    lines = counted(says["lines"], len(role.lines) if role else 0)
    told: str = says["one"].format(title=title(team, role_id), count=lines)
    falling = sum(flow.hours for flow in rollup.flows if flow.owner == role_id)
    return f"{told} {says['falls'].format(hours=hours_text(falling))}" if falling else told


@dataclass(frozen=True)
class _Scale:
    """Where nothing stands in the bars, and how much an hour is, in percent."""

    zero: float
    hour: float


def _scale(rollup: Rollup) -> _Scale:
    gives = max((load.gives or 0.0 for load in rollup.loads), default=0.0)
    takes = max([_HALF_DAY, *(load.takes for load in rollup.loads)]) * 1.05
    hour = 100 / (gives * 1.05 + takes)
    return _Scale(round(gives * 1.05 * hour, 2), hour)


def _loads(rollup: Rollup, team: Team) -> tuple[tuple[LoadRow, ...], str]:
    says = words()["team"]["loads"]
    held = [load for load in rollup.loads if load.holders]
    scale = _scale(rollup)
    rows = []
    for load in held[:_MOST_LOADS]:
        net = _net(load)
        takes = hours_text(load.takes)
        gives = says["unknown"] if load.gives is None else hours_text(load.gives)
        taken, given = round(load.takes * scale.hour, 2), round((load.gives or 0.0) * scale.hour, 2)
        shown = f"{'+' if net >= 0 else '−'}{hours_text(abs(net))}"
        told = says["says"].format(takes=takes, gives=gives)
        rows.append(
            LoadRow(title(team, load.role), takes, gives, shown, told, round(scale.zero - given, 2), given, taken)
        )
    over = counted(says["over"], sum(_net(load) > _HALF_DAY for load in held))
    return tuple(rows), over


def _net(load: Load) -> float:
    return load.takes - (load.gives or 0.0)


def _gaps(rollup: Rollup, team: Team) -> tuple[tuple[GapRow, ...], tuple[tuple[str, str], ...]]:
    says = words()["team"]["gaps"]
    by_role: dict[str, list[LineTime]] = {}
    for time in rollup.lines:
        by_role.setdefault(time.line.role, []).append(time)
    rows, listed = [], []
    for role_id, times in by_role.items():
        cells = []
        for time in times:
            label = f"{time.line.label}: "
            if time.time is None:
                cells.append(("v", "", f"{label}{says['vacant']}"))
            elif time.time == "none":
                listed.append((plain(time.line.text), title(team, role_id)))
                cells.append(("none", str(len(listed)), f"{label}{says['none']}"))
            else:
                cells.append(("l3" if time.time == "much" else "l2", "", f"{label}{says[time.time]}"))
        rows.append(GapRow(title(team, role_id), tuple(cells), times[0].time is None))
    return tuple(rows), tuple(listed)


def _shared(rollup: Rollup, team: Team) -> tuple[tuple[str, str, str], ...]:
    says = words()["team"]["shared"]
    rows = []
    for one in rollup.shared:
        owner = title(team, one.owner) if one.owner else words()["team"]["flows"]["nobody"]
        hours = hours_text(one.hours) if one.hours else ""
        rows.append((plain(one.person), says[one.pile].format(activity=plain(one.activity), owner=owner), hours))
    return tuple(rows)
