"""The nouns of reflect, as values: what a team wrote down, what people do, what was found and said.

No input or output here, and no behaviour beyond looking a thing up in itself. Every record is frozen; a
change makes a new one. The words are those of ARCHITECTURE.md, "Words".
"""

from __future__ import annotations

from reflect.records.agreement import Agreement, Due, Event, EventKind, Week
from reflect.records.handoff import Blank, Candidate, Handoff, Meeting, Part, Point, Step
from reflect.records.passage import Citation, Passage
from reflect.records.record import Record
from reflect.records.session import Asked, Edit, Exchange, Fact, Item, Mark, PileEntry, Session, SessionInfo, Turn
from reflect.records.stoplist import (
    Certainty,
    Crack,
    Flow,
    Group,
    LineTime,
    ListItem,
    Load,
    Overlap,
    OwnLine,
    Rollup,
    Settled,
    Shared,
    StopList,
)
from reflect.records.team import Line, Person, Role, Team
from reflect.records.work import Activity, Evidence, Finding, Judgement, Owner, Pile, Reason, Verdict
from reflect.records.worklog import FileReport, LogEntry, Progress, Skipped, WorkLog

__all__ = [
    "Activity",
    "Agreement",
    "Asked",
    "Blank",
    "Candidate",
    "Certainty",
    "Citation",
    "Crack",
    "Due",
    "Edit",
    "Event",
    "EventKind",
    "Evidence",
    "Exchange",
    "Fact",
    "FileReport",
    "Finding",
    "Flow",
    "Group",
    "Handoff",
    "Item",
    "Judgement",
    "Line",
    "LineTime",
    "ListItem",
    "Load",
    "LogEntry",
    "Mark",
    "Meeting",
    "Overlap",
    "OwnLine",
    "Owner",
    "Part",
    "Passage",
    "Person",
    "Pile",
    "PileEntry",
    "Point",
    "Progress",
    "Reason",
    "Record",
    "Role",
    "Rollup",
    "Session",
    "SessionInfo",
    "Settled",
    "Shared",
    "Skipped",
    "Step",
    "StopList",
    "Team",
    "Turn",
    "Verdict",
    "Week",
    "WorkLog",
]
