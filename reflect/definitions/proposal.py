"""What the role definitions could say after what was agreed, and the diff of the team file. Nothing is written here."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from reflect.agreements.hours import is_agreed
from reflect.agreements.status import answers, is_stop
from reflect.agreements.words import say
from reflect.definitions.patch import add_lines
from reflect.language.clauses import upper_first, verb_lemma
from reflect.language.phrases import name_activity
from reflect.records import Agreement, Pile, Record, Role, Session, Team
from reflect.standing import owner_roles

# How probably an activity is each role's by the definitions alone: the role's chance that nobody's isn't taken from it.
Listed = Callable[[str], Mapping[str, float]]

# Below this a role's lines don't cover an activity; bench/agreements/run.py measures it.
COVERED = 0.2
_WHOSE = re.compile(r"\b(?:my|our|your)\b", re.IGNORECASE)


class Change(Record):
    """A line for a role, and why."""

    role: str
    line: str
    reason: str


class Proposal(Record):
    """Changes to a team file, and its text before and with them; `empty` says so where there are none."""

    path: str
    changes: tuple[Change, ...]
    before: str
    after: str
    diff: str
    empty: str


def propose(path: Path, team: Team, changes: Iterable[Change]) -> Proposal:
    """The changes as a diff.

    Raises:
        InputError: If the file can't be read, or its form leaves no place for a line.
    """
    kept = list({(one.role, one.line.casefold()): one for one in changes}.values())
    with path.open(encoding="utf-8-sig", newline="") as file:
        before = file.read()
    after = add_lines(before, team, [(one.role, one.line) for one in kept], path) if kept else before
    rows = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{path.name}", f"{path.name} (proposed)", lineterm=""
    )
    return Proposal(
        path=str(path), changes=tuple(kept), before=before, after=after,
        diff="".join(f"{row}\n" for row in rows), empty=say("definitions", "empty"),
    )  # fmt: skip


def from_agreements(agreements: Iterable[Agreement], team: Team, today: date, listed: Listed) -> Iterator[Change]:
    """A line for each agreed handoff or proposal whose new role lists nothing near it."""
    for agreement in agreements:
        document = agreement.document
        if not is_agreed(agreement, today) or is_stop(document):
            continue
        takers = [name for name, event in answers(agreement).items() if event.kind == "accepted"]
        chances = listed(document.title)
        for role in _roles(document.owner_roles, takers, team, chances):
            if _covers(role, chances):
                continue
            reason = say(
                "definitions", "agreed", title=document.title, giver=agreement.giver,
                names=", ".join(takers), role=role.title,
            )  # fmt: skip
            yield Change(role=role.id, line=line_of(document.title, team), reason=reason)


def from_sessions(sessions: Iterable[Session], team: Team, listed: Listed) -> Iterator[Change]:
    """A line for each activity that its person gave another owner than the definitions do."""
    for session in sessions:
        held = person.roles if (person := team.person(session.person)) else ()
        for item in session.activities:
            finding = item.finding
            if finding is None or finding.verdict == "ask" or not isinstance(item.value("owner"), list | tuple):
                continue
            for role_id in owner_roles(item, Pile.HAND_OFF, team, held):
                found = finding.best.role if finding.verdict in ("own", "other") and finding.best else None
                role = team.role(role_id)
                if role is None or role_id == found or _covers(role, listed(item.activity.text)):
                    continue
                pointed = ", ".join(team.titles([found])) if found else say("definitions", "nobody")
                reason = say(
                    "definitions", "said", title=item.activity.text, person=session.person, role=role.title,
                    found=pointed,
                )  # fmt: skip
                yield Change(role=role_id, line=line_of(item.activity.text, team), reason=reason)


def line_of(activity: str, team: Team) -> str:
    """The activity as the file's other lines are worded: "Reading ..." or "Read ..."; of nobody in particular."""
    activity = " ".join(activity.split())
    phrase = name_activity(activity)
    said = activity
    if phrase is not None and phrase.bare and phrase.doing:
        said = phrase.doing if _is_doing(team) else phrase.bare
    return upper_first(_WHOSE.sub("the", " ".join(said.split())).rstrip(" ."))


def _is_doing(team: Team) -> bool:
    """Whether the lines of a team begin with an -ing form, as most of them do."""
    heads = [line.text.split()[0].lower() for line in team.lines if line.kind == "accountability" and line.text.split()]
    doing = [head for head in heads if head.endswith("ing") and verb_lemma(head) not in (None, head)]
    return len(doing) * 2 > len(heads) or not heads


def _roles(roles: Sequence[str], takers: Sequence[str], team: Team, chances: Mapping[str, float]) -> list[Role]:
    """The roles it went to; where it went to none, of each person who took it the role that comes nearest."""
    people = [person for name in takers if (person := team.person(name))]
    held = {role_id for person in people for role_id in person.roles}
    found = [role for role_id in roles if (role := team.role(role_id))]
    if found:
        return [role for role in found if role.id in held] or found
    nearest = [max(person.roles, key=lambda one: chances.get(one, 0.0)) for person in people if person.roles]
    return [role for role_id in dict.fromkeys(nearest) if (role := team.role(role_id))]


def _covers(role: Role, chances: Mapping[str, float]) -> bool:
    return chances.get(role.id, 0.0) >= COVERED
