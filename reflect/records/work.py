"""What people do, and whose it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, model_validator

from reflect.records.record import Record
from reflect.records.team import Line


class Pile(StrEnum):
    """What becomes of an activity."""

    KEEP = "keep"
    HAND_OFF = "hand_off"
    FIND_OWNER = "find_owner"
    STOP = "stop"
    ASK = "ask"


class Activity(Record):
    """Something a person does. `hours` are hours a week; `source` says where it was read or heard."""

    text: str
    person: str | None = None
    hours: float | None = Field(default=None, ge=0)
    cadence: str | None = None
    source: str = "said"


class Evidence(Record):
    """The line that speaks for an owner, and how near it is to the activity (0 to 1)."""

    line: Line
    score: float


class Owner(Record):
    """A role that may own an activity, how probably (0 to 1), and the line that says so."""

    role: str
    probability: float
    evidence: Evidence


Verdict = Literal["own", "other", "nobody", "ask"]


class Reason(Record):
    """A signal that counted for the likeliest owner against the next one, or against it; in log odds."""

    signal: str
    counts: float


class Judgement(Record):
    """What a chat model said of a finding: the line it chose (none: no line covers it), and whether both agree."""

    line: str | None
    agrees: bool

    @model_validator(mode="before")
    @classmethod
    def _leave_out_its_reason(cls, data: Any) -> Any:
        """Sessions of version 0.1 kept the model's own words; they aren't shown any more, nor kept."""
        return {name: value for name, value in data.items() if name != "reason"} if isinstance(data, dict) else data


class Finding(Record):
    """Whose work an activity is: at least three ranked owners where the team has them, whatever the verdict.

    `p_own`, `p_other` and `p_nobody` add up to 1. `ask` means that the definitions don't settle it. `excluded` is an
    activity whose amount lies beyond the limit of the nearest line.
    """

    activity: str
    verdict: Verdict
    owners: tuple[Owner, ...]
    p_own: float
    p_other: float
    p_nobody: float
    reasons: tuple[Reason, ...] = ()
    excluded: bool = False
    judgement: Judgement | None = None

    @property
    def best(self) -> Owner | None:
        """The likeliest owner, where the team has any role with a line."""
        return self.owners[0] if self.owners else None
