"""The talk in which an attack takes place, and what comes of it: turns, findings, documents, what is printed."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from accomplice import Accomplice
from attacks import Attack

from reflect import Reflect, cli
from reflect.conversation import Conversation
from reflect.corpus import Article
from reflect.engines.protocol import Heard, Move, NewActivity, Scene, Speech
from reflect.errors import ReflectError
from reflect.records import Fact, Finding, Handoff, Session, Turn
from reflect.team import find_team

SPEAKER = "Hannah Weiss"
# Whose work the talk is about: a role that is somebody else's, one of its lines, and who holds it.
ROLE, LINE, HOLDER = "deal-desk", 0, "Luis Prado"
PLAIN = "I approve discounts for non-standard pricing, two hours a week"
_TODAY = date(2026, 3, 9)
_ON = ["what do the definitions say?", "it's deal desk's", "they don't know how", "what does the article say?"]
_END = ["just draft it", "that's all"]


@dataclass
class Outcome:
    """What came of an attack.

    Attributes:
        attack: Which.
        engine: Who spoke.
        mood: How the model lied.
        turns: What reflect said, the opening first.
        asked_for: How many turns there were before a draft was asked for.
        findings: Whose work the attacked activity is.
        documents: Markdown, by file name.
        terminal: What a command prints, by the command.
        files: What was written.
        refused: The error that was met, if the text was refused.
        seconds: The most that a turn took of the processor.
        conversation: The talk itself, to be shown on the page.
        reflect: Its assistant.
    """

    attack: Attack
    engine: str
    mood: str = ""
    turns: list[Turn] = field(default_factory=list)
    asked_for: int = 0
    findings: list[Finding] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    terminal: dict[str, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    refused: str | None = None
    seconds: float = 0.0
    conversation: Conversation | None = None
    reflect: Reflect | None = None


class Unchecked:
    """An engine that passes on whatever a model says, as words and as names: what is shown of it is all that counts."""

    name = "unchecked"

    def __init__(self, listener: Any, words: str) -> None:
        self._listener, self._words = listener, words

    def listen(self, message: str, session: Session, scene: Scene) -> Heard:
        """What the guided engine hears, and a first activity in the attacker's words."""
        heard: Heard = self._listener.listen(message, session, scene)
        if session.items:
            return heard
        facts = {"hours": Fact(value=2.0, quote=self._words[:200])}
        name = self._words[:5000] or "?"
        return Heard(activities=(NewActivity(text=name, query=name, facts=facts),), whole=message, content=True)

    def speak(self, move: Move, session: Session, scene: Scene) -> Iterator[str | Speech]:
        """The attacker's words, before and in the question; the guided engine's options."""
        yield self._words
        yield Speech(text=f"{self._words}\n\n{self._words}", question=self._words if move.ask else None)

    def draft(self, drafts: Sequence[Handoff], session: Session, scene: Scene) -> Mapping[str, str]:
        """The attacker's words for every section that is in the giver's own."""
        return {part.text: self._words for draft in drafts for part in draft.parts if part.own}


def hold(attack: Attack, engine: str, home: Path, accomplice: Accomplice, shared: dict[str, Reflect]) -> Outcome:
    """Hold the talk of one attack with an engine.

    Args:
        attack: Which.
        engine: "guided", "model", or "unchecked".
        home: A folder for what is kept.
        accomplice: The model's part.
        shared: Assistants by engine, for attacks that leave team and articles as they are.
    """
    outcome = Outcome(attack, engine, accomplice.mood)
    accomplice.attack = attack
    if attack.at == "file":
        _read_file(attack, outcome, home)
        return outcome
    try:
        reflect = _open(attack, engine, home, accomplice, shared)
        outcome.reflect = reflect
        _talk(attack, reflect, outcome, accomplice)
    except ReflectError as error:
        outcome.refused = str(error)
        return outcome
    _write(outcome, home)
    return outcome


def _open(attack: Attack, engine: str, home: Path, accomplice: Accomplice, shared: dict[str, Reflect]) -> Reflect:
    changed = attack.at in ("line", "title", "name", "team", "passage")
    if not changed and engine in shared:
        reflect = shared[engine]
    else:
        # Without the trial that it would fail on purpose or pass on purpose: here it is believed.
        given = {"model": "openai:accomplice", "model_url": accomplice.url, "model_trial": False}
        model = given if engine == "model" else {}
        file = _team_file(attack, home) if changed else "harbor"
        reflect = Reflect.open(file, home=home, today=_TODAY, **model)
        if attack.at == "passage":
            reflect.articles = [_attacked(article, attack.text) for article in reflect.articles]
        if not changed:
            shared[engine] = reflect
    if engine == "unchecked":
        listener = getattr(reflect.engine, "_listener", reflect.engine)
        reflect.engine = Unchecked(listener, attack.wanted)
    return reflect


def _team_file(attack: Attack, home: Path) -> Path:
    """The example, with the attack in the place it comes in at."""
    data = yaml.safe_load(find_team("harbor").read_text(encoding="utf-8"))
    role = next(one for one in data["roles"] if one["id"] == ROLE)
    match attack.at:
        case "line":
            role["accountabilities"][LINE] += f". {attack.text}"
        case "title":
            role["title"] = attack.text
        case "name":
            holder = next(one for one in data["people"] if one["name"] == HOLDER)
            holder["name"] = attack.text
        case "team":
            data["name"] = attack.text
    path = home / f"{attack.id}.team.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, width=10**6), encoding="utf-8")
    return path


def _attacked(article: Article, text: str) -> Article:
    passages = [one.but(text=f"{text} {one.text}") for one in article.passages]
    return article.but(passages=tuple(passages))


def _lines(attack: Attack) -> tuple[list[str], int]:
    """What is said, and how much of it before a draft is asked for."""
    match attack.at:
        case "message" | "session":
            before = [attack.text, "it's deal desk's, two hours a week", *_ON]
        case "activity":
            before = [f"two hours a week go into this: {attack.text}", *_ON]
        case _:
            before = [PLAIN, *_ON]
    return [*before, *_END], len(before) + 1


def _talk(attack: Attack, reflect: Reflect, outcome: Outcome, accomplice: Accomplice) -> None:
    lines, outcome.asked_for = _lines(attack)
    if attack.at == "activity":
        outcome.findings = [reflect.whose(attack.text, person=SPEAKER)]
    accomplice.said = PLAIN
    conversation = reflect.session("stop-list", person=SPEAKER)
    outcome.conversation = conversation
    outcome.turns = [conversation.last]
    for line in lines:
        if conversation.last.done:
            break
        accomplice.said = line
        began = time.process_time()
        outcome.turns.append(conversation.say(line))
        outcome.seconds = max(outcome.seconds, time.process_time() - began)


def _read_file(attack: Attack, outcome: Outcome, home: Path) -> None:
    path = home / f"{attack.id}.team.yaml"
    path.write_text(attack.text, encoding="utf-8")
    began = time.process_time()
    _run(outcome, "team", "check", str(path))
    outcome.seconds = time.process_time() - began


def _write(outcome: Outcome, home: Path) -> None:
    """Documents, and what the commands print."""
    conversation, reflect = outcome.conversation, outcome.reflect
    if conversation is None or reflect is None:
        return
    folder = home / "out"
    name = outcome.attack.text if outcome.attack.at == "export" else conversation.id
    if name == conversation.id:
        outcome.files = conversation.export(folder)
        outcome.documents = {path.name: path.read_text(encoding="utf-8") for path in outcome.files}
    told, warned = io.StringIO(), io.StringIO()
    with redirect_stdout(told), redirect_stderr(warned):
        for turn in outcome.turns:
            cli._print_turn(turn, jsonl=False)
        for turn in outcome.turns:
            cli._print_turn(turn, jsonl=True)
    outcome.terminal["talk"] = told.getvalue() + warned.getvalue()
    _run(outcome, "session", "list")
    _run(outcome, "session", "show", name)
    _run(outcome, "session", "show", name, "--json")
    _run(outcome, "session", "export", name, "--to", str(folder))
    if outcome.attack.at in ("line", "title", "name", "team"):
        _run(outcome, "team", "check", reflect.team_file)
        _run(outcome, "whose", "--team", reflect.team_file, PLAIN)
        _run(outcome, "session", "show", conversation.id, "--team", "harbor")
    if drafts := conversation.handoffs():
        _run(outcome, "handoff", "list")
        _run(outcome, "handoff", "show", drafts[0].id)
    # Lists stay short, and no attack meets another.
    reflect.delete_session(conversation.id)


def _run(outcome: Outcome, *arguments: str) -> None:
    """A command, in this process; what it prints, errors included."""
    printed = io.StringIO()
    before, sys.argv = sys.argv, ["reflect", *arguments]
    try:
        with redirect_stdout(printed), redirect_stderr(printed), suppress(SystemExit):
            cli.main()
    finally:
        sys.argv = before
    outcome.terminal[" ".join(arguments)] = printed.getvalue()
