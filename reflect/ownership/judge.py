"""A chat model judges among the lines that were found; where it and the finding disagree, the person is asked."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from threading import Lock

from pydantic import BaseModel, Field

from reflect.chatmodel import ChatModel, Tell, in_parallel
from reflect.errors import ModelError
from reflect.prompts import read_prompt
from reflect.records import Finding, Judgement, Owner, Team, Verdict

log = logging.getLogger(__name__)

_CANDIDATES = 6
_NONE = "none"
# What can fail with one question and go well with the next; and what passes, or doesn't.
_OF_THIS_ONE = {"shape", "refused", "empty", "half", "context"}
_PASSING = {"slow", "busy", "rate", "server", "failed", "request"}
_ENOUGH = 3


class Choice(BaseModel):
    """The line that covers the work."""

    line: str = Field(description='the id of the line exactly as it is listed, or "none"')


class Judge:
    """Asks a chat model about findings.

    Args:
        model: The model.
        team: Among whose roles.
    """

    def __init__(self, model: ChatModel, team: Team) -> None:
        self._model, self._team = model, team
        self._instructions = read_prompt("judge").filled()

    def judge(
        self,
        findings: Sequence[Finding],
        roles: Sequence[Sequence[str]],
        *,
        model: ChatModel | None = None,
        cached: bool = False,
    ) -> list[Finding]:
        """The findings with what the model says of them; as they were where it fails.

        Args:
            findings: What was found without it.
            roles: For each, the ids of the roles its person holds.
            model: The view of the model that is to be asked and to count it: of a session, of a batch.
            cached: Whether what it said of the same earlier will do.
        """
        asking = _Asking(model or self._model, cached)
        tasks = list(zip(findings, roles, strict=True))
        return in_parallel(lambda task: self._judge_one(task[0], task[1], asking), tasks, asking.model.most_at_a_time)

    def ask_ahead(
        self,
        findings: Sequence[Finding],
        *,
        roles: Sequence[Sequence[str]],
        model: ChatModel,
        tell: Tell,
        resume: Sequence[str] = (),
    ) -> None:
        """Have the model asked through its server's batches, so that `judge` finds what it says in the cache.

        Args:
            findings: As for `judge`.
            roles: As for `judge`.
            model: As for `judge`.
            tell: Told how far each batch has come.
            resume: The ids of batches that were started earlier.

        Raises:
            ModelError: If the server has no batches, or one fails.
        """
        questions = (self._question(finding, held) for finding, held in zip(findings, roles, strict=True))
        data = [question for question, _ in filter(None, questions)]
        model.ask_ahead(Choice, self._instructions, data, tell, resume)

    def _judge_one(self, finding: Finding, held: Sequence[str], asking: _Asking) -> Finding:
        question = self._question(finding, held)
        if question is None:
            return finding
        data, candidates = question
        choice = asking.ask(self._instructions, data)
        if choice is None:
            return finding
        chosen = choice.line.strip().strip('"')
        if chosen != _NONE and chosen not in candidates:
            log.warning(
                "the model %s named a line that wasn't offered; the finding stands without it", asking.model.name
            )
            return finding
        return _weigh(finding, held, candidates.get(chosen))

    def _question(self, finding: Finding, held: Sequence[str]) -> tuple[str, dict[str, Owner]] | None:
        """What the model is asked about a finding, and the owners it may choose from; None if it can't be asked."""
        if not finding.owners or not any(character.isalnum() for character in finding.activity):
            return None
        candidates = {owner.evidence.line.id: owner for owner in finding.owners[:_CANDIDATES]}
        lines = [
            {"id": line_id, "role": self._title(owner.role), "text": owner.evidence.line.text}
            for line_id, owner in candidates.items()
        ]
        asked = {"activity": finding.activity, "holds": list(held), "lines": lines}
        return json.dumps(asked, ensure_ascii=False), candidates

    def _title(self, role_id: str) -> str:
        role = self._team.role(role_id)
        return role.title if role else role_id


class _Asking:
    """One round of questions to a model; it ends early where the model can't be used at all."""

    def __init__(self, model: ChatModel, cached: bool) -> None:
        self.model, self._cached = model, cached
        self._changing = Lock()
        self._in_a_row = 0
        self._given_up = False

    def ask(self, instructions: str, data: str) -> Choice | None:
        """What the model chooses; None where it fails, which is said once for each cause that concerns them all."""
        if self._given_up:
            return None
        try:
            choice = self.model.ask(Choice, instructions, data, cached=self._cached)
        except ModelError as error:
            self._note(error)
            return None
        self._in_a_row = 0
        return choice

    def _note(self, error: ModelError) -> None:
        if error.kind in _OF_THIS_ONE:
            log.warning("%s; the finding stands without it", error)
            return
        with self._changing:
            self._in_a_row += 1
            if self._given_up or (error.kind in _PASSING and self._in_a_row < _ENOUGH):
                return
            self._given_up = True
        log.warning("%s; the findings stand without it", error)


def _weigh(finding: Finding, held: Sequence[str], chosen: Owner | None) -> Finding:
    """Both agree: that is the verdict. They don't: it is asked, with the model's role among the first three."""
    says: Verdict = "nobody" if chosen is None else "own" if chosen.role in held else "other"
    chances: dict[Verdict, float] = {"own": finding.p_own, "other": finding.p_other, "nobody": finding.p_nobody}
    leaning = max(chances, key=lambda name: chances[name])
    same_role = chosen is None or (finding.best is not None and chosen.role == finding.best.role)
    agree = says == leaning and same_role
    owners = finding.owners
    if chosen is not None and not same_role and chosen not in owners[:3]:
        owners = (*owners[:2], chosen, *(owner for owner in owners[2:] if owner is not chosen))
    judgement = Judgement(line=chosen.evidence.line.id if chosen else None, agrees=agree)
    # A limit that is exceeded excludes a claim, whoever makes it.
    verdict = says if agree and not finding.excluded else "ask"
    return finding.but(verdict=verdict, owners=owners, judgement=judgement)
