"""Stop lists and roll-ups as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reflect.reports.markdown import escape
from reflect.reports.stoplist.person import PersonView, Section
from reflect.reports.stoplist.team import TeamView
from reflect.stoplist.words import words


def person_markdown(view: PersonView) -> str:
    """A person's list."""
    says = words()["person"]
    parts = [f"# {_cell(view.title)}", escape(view.about), _lead(view.lead)]
    parts += [_section(section) for section in view.sections]
    if view.stairs:
        heading = f"## {says['freed']['title']}\n\n{escape(view.freed)}"
        rows = [(step.name, step.left, step.free) for step in view.stairs]
        freed = says["freed"]
        columns = ("", freed["left"].format(hours="").strip(), freed["free"].format(hours="").strip())
        parts += [heading, _table(columns, rows)]
    if view.only:
        lines = [f"- “{_cell(line.quote)}” ({_cell(line.note)})" for line in view.only]
        parts += [f"## {says['only']['title']}\n\n{says['only']['note']}", "\n".join(lines)]
    parts += ["---", f"{escape(view.engine)} {escape(view.made)}.", f"{says['foot']} `{view.take.replace('`', ' ')}`"]
    return "\n\n".join(parts) + "\n"


def team_markdown(view: TeamView) -> str:
    """A team's roll-up."""
    says = words()["team"]
    parts = [f"# {_cell(view.title)}", escape(view.about)]
    if view.withheld:
        return "\n\n".join([*parts, escape(view.withheld)]) + "\n"
    flows, loads = says["flows"]["columns"], says["loads"]["columns"]
    parts += [_lead(view.lead), "\n".join(f"- {escape(rule)}" for rule in view.rules)]
    parts.append(f"## {says['flows']['title']}")
    parts.append(
        _table(
            (flows["giver"], flows["owner"], flows["people"], flows["hours"]),
            [(row.giver, row.owner, str(row.people), row.hours) for row in view.flows],
        )
        if view.flows
        else says["flows"]["none"]
    )
    parts.append(f"## {says['cracks']['title']}")
    parts += [
        _list(f"{crack.activity}, {crack.hours}. {crack.says}" for crack in view.cracks) or says["cracks"]["none"]
    ]
    parts += [escape(view.apart)] if view.apart else []
    parts.append(f"## {says['overlaps']['title']}")
    pairs = _list(f"“{line}” ({one}); “{second}” ({other})" for one, line, other, second in view.overlaps)
    parts += [f"{says['overlaps']['note']}\n\n{pairs}" if pairs else says["overlaps"]["none"]]
    parts += [f"## {says['vacant']['title']}", _list(view.vacant) or says["vacant"]["none"]]
    parts.append(f"## {says['loads']['title']}")
    rows = [(row.role, row.takes, row.gives, row.net) for row in view.loads]
    columns = (loads["role"], loads["takes"], loads["gives"], loads["net"])
    parts += [f"{says['loads']['note']}\n\n{_table(columns, rows)}\n\n{view.over}" if rows else says["loads"]["none"]]
    parts.append(f"## {says['gaps']['listed']}")
    listed = _list(f"“{line}” ({role})" for line, role in view.gap_lines)
    # Where no line can be shown none is said to have got time.
    parts += [listed or says["gaps"]["no_gaps"]] if any(not row.vacant for row in view.gaps) else []
    parts += [escape(view.unseen)] if view.unseen else []
    if view.shared:
        parts += [
            f"## {says['shared']['title']}",
            _list(f"{name} {what}{f', {hours}' if hours else ''}" for name, what, hours in view.shared),
        ]
    return "\n\n".join([*parts, "---", f"{says['foot']} {escape(view.made)}."]) + "\n"


def _lead(pieces: Iterable[tuple[str, str]]) -> str:
    """The pieces of a sentence, those of a pile in bold."""
    return "".join(f"**{escape(text)}**" if look else text for look, text in pieces).strip()


def _section(section: Section) -> str:
    columns = words()["person"]["columns"]
    heads = [columns[name] for name in ("activity", "cadence", "hours", "owner", "certainty", "line", "question")]
    rows = [
        (
            row.activity, row.when, row.hours, row.to, row.how,
            f"“{row.quote}” ({row.cite})" if row.quote else "", row.question,
        )
        for row in section.rows
    ]  # fmt: skip
    note = f"{escape(section.note)}\n\n" if section.note else ""
    return f"## {section.name}\n\n{section.total}.\n\n{note}{_table(heads, rows)}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns)]
    written = [f"| {' | '.join(row)} |" for row in lines]
    return "\n".join([*written, *(f"| {' | '.join(map(_cell, row))} |" for row in rows)])


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {_cell(line)}" for line in lines)


def _cell(text: str) -> str:
    return escape(" ".join(text.split()))
