"""`reflect handoff send`, `open` and `answer`: a handoff on its way, and the owner's side of it."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reflect.commands import JsonOption, OnlyTeamOption, open_archive
from reflect.errors import InputError
from reflect.terminal import print_shown as print
from reflect.terminal import to_json

if TYPE_CHECKING:
    from reflect.agreements.book import Book
    from reflect.records import Agreement, EventKind


def handoff_send(
    handoff: str,
    to: Annotated[Path, typer.Option(help="Into which folder the file for the receiver goes.")] = Path(),
    team: OnlyTeamOption = None,
) -> None:
    """Send a draft: it is frozen as it is, and written into a file for its receiver."""
    reflect = open_archive(team).home_of(handoff)
    draft = reflect.handoff(handoff)
    for caution in (*draft.notes, *reflect.agreements.cautions(draft)):
        print(f"reflect: {caution}", file=sys.stderr)
    write_for_other(reflect.agreements.send(draft), to, draft.giver)


def handoff_open(
    handoff: Annotated[str, typer.Argument(help="The file that came, or its id.")],
    by: Annotated[str | None, typer.Option("--by", help="Who opens it: its receiver.")] = None,
    team: OnlyTeamOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open a handoff that came, or one that came back; what its receivers said is noted."""
    from reflect.agreements.letter import read_letter
    from reflect.agreements.plan import with_plan
    from reflect.reports.markdown import handoff_markdown

    path = Path(handoff)
    archive = open_archive(team)
    if path.suffix == ".json" or path.exists():
        handoff = archive.receive(read_letter(path)).id
    book = archive.book(handoff)
    found = book.open(handoff, by)
    if as_json:
        print(to_json(found.model_dump(mode="json")))
        return
    paper = with_plan(found)
    if by is not None or found.received:
        # The message came with it; to its receiver it would be a draft of what they have read.
        paper = paper.but(message="")
    print(handoff_markdown(paper, archive.team_of(found)), end="")
    if by is not None:
        _say_answers(found, by, book)


def handoff_answer(
    handoff: str,
    by: Annotated[str, typer.Option("--by", help="Who answers; part of a name is enough.")],
    accept: Annotated[bool, typer.Option("--accept", help="Take it.")] = False,
    ask: Annotated[str | None, typer.Option(help="Ask back, with the question.")] = None,
    decline: Annotated[str | None, typer.Option(help="Decline, with the reason.")] = None,
    plan: Annotated[
        list[str] | None, typer.Option(help="Your plan: a YAML file, or key=text (preparation, running ...); repeat.")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Also write a file for the giver, into this folder.")] = None,
    team: OnlyTeamOption = None,
) -> None:
    """Answer a handoff: accept it, ask back, decline, write how you will do it."""
    said: list[tuple[EventKind, str]] = [("accepted", "")] if accept else []
    said += [("asked", ask)] if ask is not None else []
    said += [("declined", decline)] if decline is not None else []
    if len(said) > 1 or not (said or plan or to):
        raise typer.BadParameter("give one of --accept, --ask and --decline, or a --plan", param_hint="--accept")
    kind, words = said[0] if said else (None, "")
    book = open_archive(team).book(handoff)
    name = book.who(handoff, by)
    after = book.answer(handoff, name, kind, words, _plan(plan) if plan else None)
    if to is not None:
        write_for_other(after, to, name)
    if said or plan:
        _say_status(after)
    if to is None and after.received:
        _hint("send_back", giver=after.giver)


def _plan(given: list[str]) -> dict[str, Any]:
    from reflect.agreements.plan import find_key
    from reflect.yamlfile import read_yaml

    plan: dict[str, Any] = {}
    for one in given:
        key, is_text, text = one.partition("=")
        # Only what no key stands before can be a file; and not every text could be the name of one.
        if is_text and (find_key(key) or not os.path.exists(one)):
            plan[key] = text
            continue
        file = read_yaml(Path(one))
        if not isinstance(file.data, dict):
            raise file.error("a plan has keys and texts, such as preparation: ...")
        plan |= file.data
    return plan


def write_for_other(agreement: Agreement, folder: Path, by: str) -> None:
    """Write the file in which an agreement travels, with what one of its people says of it, and print its path."""
    from reflect.agreements.letter import letter_name, write_letter
    from reflect.reports.files import write_files

    try:
        [path] = write_files(folder, {letter_name(agreement): write_letter(agreement, by).encode()})
    except InputError as error:
        raise InputError(f"{error}; it is in the ledger all the same: reflect handoff open {agreement.id}") from error
    print(path)


def _say_answers(agreement: Agreement, by: str, book: Book) -> None:
    """To whom it was sent: how they answer, as long as they haven't."""
    from reflect.agreements.plan import is_planned, plan_keys
    from reflect.agreements.status import answers

    name = book.who(agreement.id, by)
    if name == agreement.giver or name in answers(agreement):
        return
    _hint("answer", id=agreement.id, name=shlex.quote(by))
    if not is_planned(agreement):
        _hint("plan", keys=", ".join(plan_keys()))
    if agreement.received:
        _hint("send_back", giver=agreement.giver)


def _hint(named: str, **slots: str) -> None:
    from reflect.agreements.words import say

    print(f"reflect: {say('receiving', named, **slots)}", file=sys.stderr)


def _say_status(agreement: Agreement) -> None:
    from reflect.agreements.tables import tell

    print(f"{agreement.events[-1].by} {tell(agreement.events[-1])}", file=sys.stderr)
