"""The team as the page shows it: roles with their lines as a map, who holds them, where nobody does or two do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from reflect.assistant import Reflect
from reflect.language.english import join
from reflect.records import Line, Role, Team
from reflect.records.stoplist import Overlap
from reflect.stoplist.rollup import find_overlaps
from reflect.team import explain_team
from reflect.web.fragments import render, texts
from reflect.web.teamfile import TeamText, diff_rows, excerpt, is_own


def overlaps_of(reflect: Reflect) -> tuple[Overlap, ...]:
    """Lines that two roles share, or nearly."""
    return find_overlaps(reflect.team, reflect.lines_embedder.embed)


def team_board(reflect: Reflect, overlaps: Sequence[Overlap], *, warning: str = "", focus: bool = False) -> str:
    """The team: the map of its roles, its people, its gaps and overlaps."""
    team = reflect.team
    numbers: dict[str, int] = {}
    for number, overlap in enumerate(overlaps, 1):
        numbers.setdefault(overlap.one.id, number)
        numbers.setdefault(overlap.other.id, number)
    people = [{"name": one.name, "titles": join(team.titles(list(one.roles)))} for one in team.people]
    return render(
        "team.html",
        team=team,
        told=explain_team(team)[0].removeprefix(f"{team.name}: "),
        roles=[_role(role, team, numbers) for role in team.roles],
        people=people,
        vacant=[{"title": role.title, "count": len(role.lines)} for role in team.vacant()],
        overlaps=[_overlap(one, number, team) for number, one in enumerate(overlaps, 1)],
        several=[
            {"name": one.name, "titles": join(team.titles(list(one.roles)))}
            for one in team.people
            if len(one.roles) > 1
        ],
        idle=[one.name for one in team.people if not one.roles],
        silent=[role.title for role in team.roles if not role.lines],
        own=is_own(reflect),
        warning=warning,
        focus=focus,
    )


def edit_sheet(
    opened: TeamText, text: str, *, team: Team | None = None, error: str = "", line: int | None = None, notice: str = ""
) -> str:
    """The team file as text; once it was checked, what it holds and changes, or what is wrong with it.

    Args:
        opened: Where the text comes from.
        text: The text as it was written so far.
        team: What it says, if it was checked and can be used.
        error: Why it can't.
        line: In which line.
        notice: Something to say first.
    """
    return render(
        "teamedit.html",
        opened=opened,
        text=text,
        told=explain_team(team) if team else [],
        checked=team is not None,
        diff=diff_rows(opened.shown, text) if team and opened.before else [],
        error=error,
        line=line,
        excerpt=excerpt(text, line) if line else [],
        notice=notice,
        asks="save" if opened.path else "keep",
        rows=min(36, max(14, text.count("\n") + 2)),
    )


def proposal_sheet(reasons: Sequence[str], before: str, after: str, empty: str) -> str:
    """What was agreed, as a change to the team file."""
    return render("teamproposal.html", reasons=reasons, diff=diff_rows(before, after), empty=empty)


def kept_sheet(told: str, command: str) -> str:
    """Where a team file was kept, and how the page is opened with it."""
    return render("teamkept.html", told=told, command=command)


def _role(role: Role, team: Team, numbers: dict[str, int]) -> dict[str, Any]:
    t, holders = texts()["team"], [person.name for person in team.holders(role.id)]
    boss = team.role(role.reports_to) if role.reports_to else None
    return {
        "role": role,
        "squares": [_square(line, bool(holders), numbers) for line in role.lines],
        "holders": holders,
        "boss": boss.title if boss else "",
        "label": t["map_label"].format(
            lines=len(role.accountabilities),
            conditions=len(role.conditions),
            holders=join(holders) or t["nobody_holds"],
        ),
        "numbers": {line.id: numbers[line.id] for line in role.lines if line.id in numbers},
    }


def _square(line: Line, held: bool, numbers: dict[str, int]) -> dict[str, Any]:
    kind = "twice" if line.id in numbers else "vacant" if not held else line.kind
    return {"kind": kind, "number": numbers.get(line.id, "")}


def _overlap(overlap: Overlap, number: int, team: Team) -> dict[str, Any]:
    by_text: dict[str, list[str]] = defaultdict(list)
    for line in (overlap.one, overlap.other):
        by_text[line.text] += team.titles([line.role])
    return {"number": number, "lines": [{"text": text, "titles": join(titles)} for text, titles in by_text.items()]}
