"""Role definitions that improve: what was agreed, proposed as a change to the team file. Never written unasked."""

from __future__ import annotations

from reflect.definitions.proposal import Change, Proposal, from_agreements, from_sessions, propose

__all__ = ["Change", "Proposal", "from_agreements", "from_sessions", "propose"]
