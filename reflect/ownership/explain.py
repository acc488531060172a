"""Why a finding says what it says, in words (prompts/findings.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reflect.language.numerals import spell_number
from reflect.ownership.fusion import length_of
from reflect.ownership.signals import NEARNESS
from reflect.records import Finding, Owner, Team
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

_NEAR_SHARE = 0.4
_LEAST_NEAR = 0.08


@cache
def _sentences() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "findings.yaml").data
    return data


def explain(finding: Finding, team: Team, *, name: str = "", held: tuple[str, ...] = ()) -> list[str]:
    """What counted, most telling first.

    Args:
        finding: What was found.
        team: Among whose roles.
        name: Who does it, if known.
        held: The ids of their roles.
    """
    says, best = _sentences(), finding.best
    if best is None:
        return [says["no_lines"]]
    line = best.evidence.line
    told = [says["closest"].format(title=_title(team, best), label=line.label, line=line.text)]
    if name:
        told.append(says["held" if best.role in held else "not_held"].format(name=name))
    if not team.holders(best.role):
        told.append(says["vacant"])
    told += _signals(finding, name)
    told += _near(finding, best, team)
    told += _doubts(finding)
    return told + _judged(finding, team)


def _signals(finding: Finding, name: str) -> list[str]:
    # The four that say how near the lines are count as one in words.
    counts: dict[str, float] = {}
    for reason in finding.reasons:
        signal = "lines" if reason.signal in NEARNESS else reason.signal
        counts[signal] = counts.get(signal, 0.0) + reason.counts
    known = _sentences()["signals"]
    said = [known[signal].get("for" if count > 0 else "against") for signal, count in counts.items() if signal in known]
    return [one.format(name=name) for one in said if one and (name or "{name}" not in one)]


def _near(finding: Finding, best: Owner, team: Team) -> list[str]:
    least = max(_LEAST_NEAR, best.probability * _NEAR_SHARE)
    near = [_title(team, owner) for owner in finding.owners[1:4] if owner.probability >= least]
    if not near:
        return []
    sentence = _sentences()["near"]["one" if len(near) == 1 else "several"]
    return [sentence.format(count=spell_number(len(near)).capitalize(), titles=", ".join(near))]


def _doubts(finding: Finding) -> list[str]:
    says = _sentences()
    if finding.p_nobody >= max(finding.p_own, finding.p_other):
        return [says["nobody"]]
    if finding.verdict != "ask":
        return []
    if length_of(finding.activity) == "told":
        return [says["told"]]
    return [says["unsure"].format(percent=round(100 * max(finding.p_own, finding.p_other, finding.p_nobody)))]


def _judged(finding: Finding, team: Team) -> list[str]:
    """What a chat model came to: the line that it chose in the words of the team file, and none of its own."""
    says, judgement = _sentences(), finding.judgement
    if judgement is None:
        return []
    if judgement.agrees:
        return [says["model_agrees"]]
    chosen = next((owner for owner in finding.owners if owner.evidence.line.id == judgement.line), None)
    if chosen is None:
        return [says["model_none"]]
    line = chosen.evidence.line
    return [says["model_differs"].format(title=_title(team, chosen), label=line.label, line=line.text)]


def _title(team: Team, owner: Owner) -> str:
    role = team.role(owner.role)
    return role.title if role else owner.role
