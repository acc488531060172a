"""The drafts of a talk: handoffs, proposals for what has no owner, notes on what stops.

Nothing is made up. A sentence is the giver's own, a line of the team file, or one of the fixed ones in
prompts/handoff.yaml; what nobody said stays a blank with the name of whoever fills it, and how the work is done
is always the owner's to write.
"""

from reflect.handoff.draft import draft_handoff, draft_handoffs
from reflect.handoff.proposal import draft_proposal
from reflect.handoff.stop import draft_stop
from reflect.handoff.taper import DEFAULT_WEEKS, MOST_WEEKS, next_monday, round_hours, step_back
from reflect.handoff.words import words

__all__ = [
    "DEFAULT_WEEKS",
    "MOST_WEEKS",
    "draft_handoff",
    "draft_handoffs",
    "draft_proposal",
    "draft_stop",
    "next_monday",
    "round_hours",
    "step_back",
    "words",
]
