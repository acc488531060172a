"""Tries each part for real, and says what works, what doesn't, why, and what to do."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

from reflect.errors import ModelError, ReflectError
from reflect.prompts import read_prompt
from reflect.records import Record, Team
from reflect.resources import resource_path
from reflect.settings import Settings
from reflect.yamlfile import read_yaml

if TYPE_CHECKING:
    from reflect.chatmodel import ChatModel

# About as much as is told to a model when it listens: what to do, the team's lines, what was said so far.
_LISTENING_TOKENS = 3000
_CHARACTERS_A_TOKEN = 5
# English words have fewer tokens than the estimate says; with less than this share of it something was cut off.
_LEAST_READ = 0.5


_NOBODY = Team(name="", roles=(), people=())


class Check(Record):
    """What came of trying one part.

    `failed` is something that is set up and doesn't work; `off` something that isn't set up, or couldn't be tried.
    """

    part: str
    state: Literal["ok", "failed", "off"]
    says: str
    cure: str = ""


class _FaultError(Exception):
    """Something that a trial found out; a key of prompts/doctor.yaml with `what` and `cure`."""

    def __init__(self, name: str, **slots: Any) -> None:
        words = _words()[name]
        self.what, self.cure = words["what"].format(**slots), words["cure"].format(**slots)
        super().__init__(self.what)


class Word(BaseModel):
    """A word and its length."""

    word: str
    letters: int = Field(description="how many letters it has")


class Words(BaseModel):
    """The words of the message."""

    words: list[Word]


def examine(settings: Settings, team: str | None = None) -> Iterator[Check]:
    """Each part, as soon as it was tried.

    Args:
        settings: What is set up.
        team: A team file or the name of an example, instead of the one that is set up.
    """
    yield _tried("folder", lambda: _try_folder(settings))
    yield _tried("database", lambda: _try_database(settings))
    read: list[Team] = []
    yield _tried("team", lambda: _try_team(team or settings.team, read))
    yield _tried("practices", lambda: _try_practices(settings))
    yield _tried("embeddings", lambda: _try_embeddings(settings))
    if read:
        yield _tried("index", lambda: _try_index(settings, read[0]))
    yield from _examine_model(settings)
    places = settings.elsewhere
    yield _ok("words", _say("words_go", places=places) if places else _say("words_stay"))


def part_names() -> Mapping[str, str]:
    """What each part is called."""
    names: Mapping[str, str] = _words()["parts"]
    return names


def summarise(checks: list[Check]) -> str:
    """All of it, in a sentence."""
    failed = ", ".join(part_names()[check.part] for check in checks if check.state == "failed")
    return _say("summary_failed", failed=failed) if failed else _say("summary_ok")


# ---- the parts -----------------------------------------------------------------------------------------------------


def _try_folder(settings: Settings) -> str:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home) as file:
            file.write(b"trial")
    except OSError as error:
        raise _FaultError("folder_failed", path=settings.home, cause=error.strerror or error) from error
    return _say("folder", path=settings.home)


def _try_database(settings: Settings) -> str:
    from reflect.ledger import Ledger, place_of

    ledger = Ledger(settings.database_url)
    try:
        sessions = ledger.try_out()
    finally:
        ledger.close()
    return _say("database", place=place_of(settings.database_url), sessions=_count(sessions, "session"))


def _try_team(name: str, read: list[Team]) -> str:
    from reflect.team import explain_team, read_team

    read.append(read_team(name))
    return _say("team", told=explain_team(read[0])[0])


def _try_practices(settings: Settings) -> str:
    from reflect.practices import load_practices

    practices = load_practices(settings.practices)
    return _say("practices", count=len(practices), ids=", ".join(practices))


def _try_embeddings(settings: Settings) -> str:
    from reflect.embedding import open_embeddings

    embedder = open_embeddings(settings.embeddings)
    vectors = embedder.embed(["whose work is it?"])
    return _say("embeddings", name=embedder.name, numbers=vectors.shape[1], where=_where(settings.embeddings_host))


def _try_index(settings: Settings, team: Team) -> str:
    from reflect.ownership import Ownership

    Ownership(team, settings.index_folder, settings.chroma).find(["chase an approval"], [()])
    if not settings.chroma and not any(settings.index_folder.glob("*/*")):
        raise _FaultError("index_in_memory", path=settings.index_folder)
    return _say("index", lines=_count(len(team.lines), "line"), where=_where(settings.chroma))


def _examine_model(settings: Settings) -> Iterator[Check]:
    if settings.model is None:
        yield Check(part="model", state="off", says=_say("model_off"))
        return
    from reflect.chatmodel import open_chat_model

    opened: list[ChatModel] = []

    def talk() -> str:
        opened.append(open_chat_model(settings))
        return _try_talk(opened[0])

    first = _tried("model", talk)
    yield first
    if first.state == "failed":
        yield from (Check(part=part, state="off", says=_say("not_tried")) for part in ("shape", "context", "listening"))
        return
    model = opened[0]
    shape = _tried("shape", lambda: _try_shape(model))
    yield shape
    yield _tried("context", lambda: _try_context(model))
    if settings.speaks == "guided":
        yield Check(part="listening", state="off", says=_say("listening_off"))
    elif shape.state == "failed":
        yield Check(part="listening", state="off", says=_say("listening_not_tried"))
    else:
        yield _tried("listening", lambda: _try_listening(model, settings))
    money = "" if model.usage.money is None else f", {model.usage.money:.4f}"
    calls, tokens = _count(model.usage.calls, "call"), f"{model.usage.tokens:,}"
    yield _ok("usage", _say("used", calls=calls, tokens=tokens, money=money))


def _try_talk(model: ChatModel) -> str:
    began = time.monotonic()
    first = 0.0
    pieces = 0
    for _ in model.stream(read_prompt("doctor").filled(), "Dana", most_tokens=100):
        first = first or time.monotonic() - began
        pieces += 1
    how = _say("streamed" if pieces > 1 else "in_one_piece")
    return _say("model", model=model.name, host=model.host, how=how, seconds=first)


def _try_shape(model: ChatModel) -> str:
    model.ask(Words, read_prompt("doctor-shape").filled(), "apple pear plum")
    return str(_words()["shape"][model.way])


def _try_context(model: ChatModel) -> str:
    line = "Hold a weekly one-to-one with each seller and write down what was agreed there. "
    data = line * (_LISTENING_TOKENS * _CHARACTERS_A_TOKEN // len(line))
    trial = model.for_session("doctor")
    try:
        for _ in trial.stream(read_prompt("doctor").filled(), data, most_tokens=16):
            pass
    except ModelError as error:
        if error.kind == "context":
            raise _FaultError("too_small", sent=_LISTENING_TOKENS) from error
        # What it says is of no matter here, nor whether it comes to an end.
        if error.kind not in ("half", "empty", "refused"):
            raise
    if trial.usage.estimated:
        return _say("context_unsaid", tokens=_LISTENING_TOKENS)
    if trial.usage.tokens_in < _LEAST_READ * _LISTENING_TOKENS:
        raise _FaultError("cut_short", sent=_LISTENING_TOKENS, read=trial.usage.tokens_in)
    return _say("context", tokens=trial.usage.tokens_in)


def _try_listening(model: ChatModel, settings: Settings) -> str:
    from reflect.assistant import Reflect
    from reflect.engines.model.trial import Trial

    # The result is remembered: what was found wanting earlier has its say again if it does better now.
    result = Trial(model, Reflect(_NOBODY, settings).guided, settings.home / "model").again()
    if not result.passed and settings.model_trial:
        raise _FaultError("misheard", model=model.name)
    if not result.passed:
        return _say("listening_all_the_same", right=result.right, of=result.of)
    return _say("listening", right=result.right, of=result.of)


# ---- how it is said ------------------------------------------------------------------------------------------------


def _tried(part: str, trial: Callable[[], str]) -> Check:
    try:
        return _ok(part, trial())
    except ModelError as error:
        # What was asked here is nobody's secret, so what came back may be shown.
        return _failed(part, f"{error.cause}: {error.detail}" if error.detail else error.cause, error.cure)
    except _FaultError as error:
        return _failed(part, error.what, error.cure)
    except ReflectError as error:
        return _failed(part, str(error), "")
    except Exception as error:
        fault = _FaultError("unforeseen", cause=f"{type(error).__name__}: {error}")
        return _failed(part, fault.what, fault.cure)


def _ok(part: str, says: str) -> Check:
    return Check(part=part, state="ok", says=says)


def _failed(part: str, what: str, cure: str) -> Check:
    return Check(part=part, state="failed", says=_sentence(what), cure=_sentence(cure[:1].upper() + cure[1:]))


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if not line or line.endswith((".", "?")) else f"{line}."


def _where(place: str | None) -> str:
    return _say("at", place=place) if place else _say("here")


def _say(sentence: str, **slots: Any) -> str:
    return str(_words()[sentence]).format(**slots)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@cache
def _words() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "doctor.yaml").data
    return data
