"""The command line. Results go to stdout, everything else to stderr; 0 done, 1 a clear error, 2 wrong usage."""

from __future__ import annotations

import json
import logging
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from reflect import __version__
from reflect.commands import (
    JsonOption,
    OnlyTeamOption,
    PersonOption,
    TeamOption,
    accounts,
    ledger,
    one_line,
    open_archive,
    sending,
)
from reflect.commands.backup import backup
from reflect.commands.handoffs import handoff_app
from reflect.commands.mcp import mcp
from reflect.commands.roles import team_import
from reflect.commands.stoplist import stop_list, talk_about
from reflect.commands.worklog import worklog
from reflect.errors import InputError, ReflectError
from reflect.language.controls import show_controls

# Whatever is printed here goes through this, so that no name and no message can do anything to a terminal.
from reflect.terminal import print_shown as print
from reflect.terminal import to_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from reflect.assistant import Reflect
    from reflect.chatmodel import Progress, Usage
    from reflect.conversation import Conversation
    from reflect.doctor import Check
    from reflect.records import Finding, Turn

app = typer.Typer(
    name="reflect",
    help="Whose work is it? Ask, look up, hand over.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
session_app = typer.Typer(help="Sessions: list, show, rename, undo, export, delete.", no_args_is_help=True)
team_app = typer.Typer(help="Team files: check and explain, propose what they could say.", no_args_is_help=True)
corpus_app = typer.Typer(help="The articles: list and search.", no_args_is_help=True)
for name, group in (("session", session_app), ("team", team_app), ("corpus", corpus_app), ("handoff", handoff_app)):
    app.add_typer(group, name=name, rich_help_panel=None)
app.add_typer(ledger.app, name="ledger", rich_help_panel=None)
team_app.command("propose")(ledger.team_propose)
handoff_app.command("send")(sending.handoff_send)
handoff_app.command("open")(sending.handoff_open)
handoff_app.command("answer")(sending.handoff_answer)

account_app = typer.Typer(help="Accounts: who may sign in to the page.", no_args_is_help=True)
app.add_typer(account_app, name="account", rich_help_panel=None)
account_app.command("add")(accounts.account_add)

app.command("stop-list")(stop_list)
app.command()(backup)
app.command()(worklog)
app.command()(mcp)
team_app.command("import")(team_import)
_BATCH = 512


class _Shown(logging.Formatter):
    """Warnings name people and quote servers; nothing of that does anything to a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return show_controls(super().format(record))


def main() -> None:
    """Run the command line; errors a person can mend are one line on stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Shown("reflect: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    # A byte that isn't UTF-8 spoils its own line only, which then says so.
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        app()
    except ReflectError as error:
        print(f"reflect: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(__version__)
        raise typer.Exit


@app.command()
def chat(
    team: TeamOption = None,
    host: Annotated[str | None, typer.Option(help="Where to listen.")] = None,
    port: Annotated[int | None, typer.Option(help="On which port.")] = None,
    auth: Annotated[Path | None, typer.Option(help="Sign in with the accounts of this file.")] = None,
    auth_header: Annotated[str | None, typer.Option(help="Sign in by this header of a trusted proxy.")] = None,
    trusted_proxy: Annotated[str | None, typer.Option(help="From which addresses that header counts.")] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
) -> None:
    """Open the page; beyond this computer only with a sign-in."""
    from reflect.web import launch

    given = {"host": host, "port": port, "auth": auth, "auth_header": auth_header, "trusted_proxy": trusted_proxy}
    launch(
        _open(team, **{name: value for name, value in given.items() if value is not None}), open_browser=open_browser
    )


@app.command()
def whose(
    text: Annotated[str | None, typer.Argument(help="What is done.")] = None,
    team: TeamOption = None,
    person: PersonOption = None,
    role: Annotated[str | None, typer.Option("--role", "-r", help="The id of the role it is done in.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read a JSON object a line from stdin, write one a line.")
    ] = False,
    as_json: JsonOption = False,
    explained: Annotated[bool, typer.Option("--explain", help="Say what counted, in words.")] = False,
    batch: Annotated[
        bool, typer.Option("--batch", help="With --jsonl: ask the model through its provider's batches.")
    ] = False,
    resume: Annotated[
        list[str] | None, typer.Option(help="With --jsonl: take up a batch again, with the same lines on stdin.")
    ] = None,
) -> None:
    """Whose work is it? For one activity, or with --jsonl for as many as come on stdin."""
    if jsonl == (text is not None):
        raise typer.BadParameter("give one activity, or --jsonl and many on stdin")
    if (batch or resume) and not jsonl:
        raise typer.BadParameter("--batch and --resume need --jsonl and many activities on stdin")
    reflect = _open(team)
    if jsonl:
        lines: Iterable[tuple[int, str]] = enumerate(sys.stdin, 1)
        if batch or resume:
            lines = list(lines)
            _judge_ahead(reflect, lines, resume or [])
        sys.exit(_whose_lines(reflect, lines))
    if not (text or "").strip():
        raise InputError('there is nothing to look up; say what is done: reflect whose --team T "check the quotes"')
    finding = reflect.whose(text or "", person=person, role=role)
    reasons = reflect.explain(finding, person=person, role=role) if explained else []
    if as_json:
        print(to_json(_finding_json(finding) | ({"reasons": reasons} if explained else {})))
    else:
        known = person is not None or role is not None
        print("\n".join([_finding_text(finding, reflect, known=known), *(f"- {reason}" for reason in reasons)]))


@app.command()
def talk(
    team: TeamOption = None,
    person: PersonOption = None,
    practice: Annotated[str, typer.Option(help="Which practice.")] = "stop-list",
    engine: Annotated[
        Literal["guided", "model"] | None, typer.Option(help="Who listens and speaks; the model where one is set.")
    ] = None,
    resume: Annotated[str | None, typer.Option(help="Go on with this session.")] = None,
    listed: Annotated[
        Path | None, typer.Option("--from", help="Settle what is under Ask on this list (DIR/people/NAME.json).")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Write each turn as a line of JSON.")] = False,
) -> None:
    """Talk in the terminal, a line of input a turn."""
    from reflect.settings import read_settings

    chosen: dict[str, Any] = {"engine": engine} if engine else {}
    if engine == "model" and read_settings().model is None:
        raise InputError("no model is set; say which in REFLECT_MODEL (see the README), or leave out --engine model")
    if listed:
        sys.exit(talk_about(_open(team, **chosen), listed, lambda conversation: _talk(conversation, jsonl)))
    if resume:
        conversation = open_archive(team, **chosen).open(resume)
    elif person:
        conversation = _open(team, **chosen).session(practice, person=person)
    else:
        raise typer.BadParameter("who is speaking? give --person, or --resume a session", param_hint="--person")
    sys.exit(_talk(conversation, jsonl))


@app.command()
def doctor(team: TeamOption = None, as_json: JsonOption = False) -> None:
    """Try each part for real; say what works, what doesn't and what to do, and where words go."""
    from reflect.doctor import examine, summarise
    from reflect.settings import read_settings

    logging.disable(logging.WARNING)  # what is logged is what is printed, in other words
    checks = []
    screen = _screen()
    with screen.status(""):
        for check in examine(read_settings(), team):
            checks.append(check)
            if not as_json:
                screen.print(_check_table(check))
    failed = any(check.state == "failed" for check in checks)
    if as_json:
        print(json.dumps({"ok": not failed, "checks": [check.model_dump() for check in checks]}, ensure_ascii=False))
    else:
        screen.print(f"\n{summarise(checks)}", markup=False, highlight=False)
    sys.exit(1 if failed else 0)


@session_app.command("list")
def session_list(person: PersonOption = None, team: OnlyTeamOption = None, as_json: JsonOption = False) -> None:
    """List the sessions, the last changed first."""
    infos = open_archive(team).sessions(person)
    if as_json:
        print(to_json([info.model_dump(mode="json") for info in infos]))
        return
    for info in infos:
        when, turns = f"{info.changed:%Y-%m-%d %H:%M}", f"{info.turns:3} turns"
        print(f"{info.id}  {when}  {info.practice:12} {one_line(info.person):24} {turns}  {one_line(info.title)}")


@session_app.command("show")
def session_show(session: str, team: OnlyTeamOption = None, as_json: JsonOption = False) -> None:
    """Show everything that was said in a session, and the piles."""
    archive = open_archive(team)
    if as_json:
        _, exchanges = archive.read(session)
        print(to_json([exchange.model_dump(mode="json") for exchange in exchanges]))
        return
    print(archive.transcript(session), end="")


@session_app.command("export")
def session_export(
    session: str, to: Annotated[Path, typer.Option(help="Into which folder.")] = Path(), team: OnlyTeamOption = None
) -> None:
    """Write a session's transcript, state and handoffs into a folder."""
    for path in open_archive(team).export(session, to):
        print(path)


@session_app.command("rename")
def session_rename(session: str, name: str, team: OnlyTeamOption = None) -> None:
    """Give a session a name; an empty one takes it back."""
    archive = open_archive(team)
    archive.read(session)
    archive.ledger.notes.rename(session, name)


@session_app.command("undo")
def session_undo(session: str, team: OnlyTeamOption = None) -> None:
    """Take back the last turn of a session; the message that it answered."""
    print(open_archive(team).open(session).undo())


@session_app.command("delete")
def session_delete(session: str, team: OnlyTeamOption = None) -> None:
    """Delete a session with its drafts."""
    open_archive(team).delete(session)
    print(f"deleted {session}", file=sys.stderr)


@team_app.command("check")
def team_check(file: str, as_json: JsonOption = False) -> None:
    """Check a team file and say what it holds and leaves open."""
    from reflect.team import explain_team, read_team

    team = read_team(file)
    if as_json:
        print(to_json(team.model_dump(mode="json")))
        return
    for line in explain_team(team):
        print(line)


@corpus_app.command("list")
def corpus_list(as_json: JsonOption = False) -> None:
    """List the articles and their passages."""
    from reflect.corpus import read_articles

    articles = read_articles()
    if as_json:
        print(to_json([article.model_dump(mode="json") for article in articles]))
        return
    for article in articles:
        print(f"{article.about.title} ({article.about.author})")
        for passage in article.passages:
            print(f"  {passage.id}  {passage.heading}")


@corpus_app.command("search")
def corpus_search(
    query: str, count: Annotated[int, typer.Option(help="How many.")] = 5, as_json: JsonOption = False
) -> None:
    """Find the passages nearest in meaning."""
    found = _open(None).search(query, count)
    if as_json:
        print(to_json([{**p.model_dump(mode="json"), "score": s} for p, s in found]))
        return
    for passage, score in found:
        print(f"{score:.2f}  {passage.id}  {passage.title}: {passage.heading}\n      {passage.text}\n")


# ---- printing and reading ------------------------------------------------------------------------------------------


def _open(team: str | None, **settings: Any) -> Reflect:
    from reflect.assistant import Reflect

    return Reflect.open(team, **settings)


def _screen() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _check_table(check: Check) -> Table:
    """A line of what `reflect doctor` prints: a mark, the part, what it says; below it what to do."""
    from rich.table import Table
    from rich.text import Text

    from reflect.doctor import part_names

    mark, style = {"ok": ("✓", "green"), "failed": ("✗", "bold red"), "off": ("–", "dim")}[check.state]
    says = Text(check.says, style="" if check.state != "off" else "dim")
    if check.cure:
        says.append(f"\n→ {check.cure}", style="yellow")
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(width=12)
    table.add_column()
    table.add_row(Text(mark, style=style), Text(part_names()[check.part], style="bold"), says)
    return table


def _talk(conversation: Conversation, jsonl: bool) -> int:
    """Say the lines of stdin, a turn each; 1 if some couldn't be said."""
    wrong = 0
    _print_turn(conversation.last, jsonl)
    for number, line in enumerate(_messages(), 1):
        try:
            before = conversation.last
            _print_turn(conversation.say(line), jsonl, before)
        except ReflectError as error:
            wrong += 1
            print(f"reflect: stdin, line {number}: {error}", file=sys.stderr)
    if conversation.usage is not None and conversation.usage.calls:
        _print_usage("the language model", conversation.usage)
    return 1 if wrong else 0


def _messages() -> Iterator[str]:
    """The lines of stdin; at a terminal with a prompt, until it ends."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\r\n") for line in sys.stdin)
        return
    while True:
        try:
            yield input("> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return


def _print_turn(turn: Turn, jsonl: bool, before: Turn | None = None) -> None:
    """The turn; a draft that is new with the command that shows it."""
    if jsonl:
        print(to_json(turn.model_dump(mode="json")), flush=True)
        return
    print(f"\n{_wrapped(turn.text)}")
    for number, option in enumerate(turn.options, 1):
        print(_wrapped(f"  {number}  {option}", indent=5))
    for handoff in turn.handoffs:
        if before is None or handoff not in before.handoffs:
            print(f"  The draft: reflect handoff show {handoff}")
    print(flush=True)


def _wrapped(text: str, *, indent: int = 0) -> str:
    """The text with no word broken at the edge of a terminal; elsewhere a paragraph stays one line."""
    if not sys.stdout.isatty():
        return text
    columns = shutil.get_terminal_size().columns
    return "\n".join(
        textwrap.fill(
            line, columns, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False,
        )
        for line in text.split("\n")
    )  # fmt: skip


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "verdict": finding.verdict,
        "owners": [
            {
                "role": owner.role,
                "probability": round(owner.probability, 4),
                "evidence": {"accountability": owner.evidence.line.text, "score": round(owner.evidence.score, 4)},
            }
            for owner in finding.owners
        ],
        "p_own": round(finding.p_own, 4),
        "p_other": round(finding.p_other, 4),
        "p_nobody": round(finding.p_nobody, 4),
    }


_VERDICTS = {
    "own": "It's theirs by the definitions.",
    "other": "It belongs to somebody else.",
    "nobody": "No role lists it.",
    "ask": "The definitions don't settle it; ask. The nearest:",
}
_LISTED = "A role lists it:"


def _finding_text(finding: Finding, reflect: Reflect, *, known: bool) -> str:
    lines = [_VERDICTS[finding.verdict] if known or finding.verdict != "other" else _LISTED]
    for owner in finding.owners[:3]:
        role = reflect.team.role(owner.role)
        line = owner.evidence.line
        lines.append(f"  {role.title if role else owner.role}, {line.label}: “{line.text}”")
    return "\n".join(lines)


def _judge_ahead(reflect: Reflect, lines: Sequence[tuple[int, str]], resume: list[str]) -> None:
    """Have the model asked about the JSON lines through batches; how far they have come goes to stderr."""
    asked = [_asked(number, line, reflect) for number, line in lines if line.strip()]
    good = [one for one in asked if "error" not in one]
    said: set[Progress] = set()

    def tell(progress: Progress) -> None:
        if progress not in said:
            again = "" if said else f" (take it up again with --resume {progress.id})"
            done = f"{progress.done:,} of {progress.total:,}"
            print(f"reflect: batch {progress.id}: {progress.status}, {done}{again}", file=sys.stderr)
            said.add(progress)

    reflect.judge_ahead([one["activity"] for one in good], [one["roles"] for one in good], tell, resume)


def _whose_lines(reflect: Reflect, lines: Iterable[tuple[int, str]]) -> int:
    """Findings for JSON lines with their numbers, in order; 1 if some lines couldn't be read."""
    wrong = 0
    for batch in _batches(lines):
        asked = [_asked(number, line, reflect) for number, line in batch]
        good = [one for one in asked if "error" not in one]
        findings = iter(reflect.whose_many([one["activity"] for one in good], [one["roles"] for one in good]))
        for one in asked:
            if "error" in one:
                wrong += 1
                print(f"reflect: stdin, line {one['line']}: {one['error']}", file=sys.stderr)
                answer = {"id": one["id"], "error": one["error"]}
            else:
                answer = {"id": one["id"], **_finding_json(next(findings))}
            print(_json_line(answer))
        sys.stdout.flush()
    if reflect.batch_model is not None:
        _print_usage(reflect.batch_model.name, reflect.batch_model.usage)
    return 1 if wrong else 0


def _print_usage(name: str, usage: Usage) -> None:
    """What the model was used for; to stderr."""
    about, money = "about " if usage.estimated else "", "" if usage.money is None else f", {usage.money:.2f} in money"
    told = f"{usage.calls:,} calls, {about}{usage.tokens_in:,} tokens in and {usage.tokens_out:,} out{money}"
    known = f"; {usage.remembered:,} answers were known" if usage.remembered else ""
    print(f"reflect: {name}: {told}{known}", file=sys.stderr)


def _asked(number: int, line: str, reflect: Reflect) -> dict[str, Any]:
    from reflect.conversation import check_text

    try:
        data = json.loads(line)
        if not isinstance(data, dict) or not isinstance(data.get("activity"), str):
            raise ValueError("a line is an object with id, activity, and person or role")
        if not all(isinstance(data.get(key), str | None) for key in ("person", "role")):
            raise ValueError("person and role are texts: a name, and the id of a role")
        check_text(data["activity"])
        roles = reflect.held_roles(data.get("person"), data.get("role"))
    except (ValueError, ReflectError) as error:
        given = data.get("id") if isinstance(data := _loads(line), dict) else None
        unreadable = isinstance(error, json.JSONDecodeError)
        told = "isn't JSON; a line is an object with id, activity, and person or role" if unreadable else str(error)
        return {"id": given, "line": number, "error": told}
    return {"id": data.get("id"), "activity": data["activity"], "roles": roles}


def _json_line(answer: dict[str, Any]) -> str:
    """The answer as one line; an id that isn't text goes back as it came, escaped."""
    line = to_json(answer)
    try:
        line.encode()
    except UnicodeEncodeError:
        return to_json(answer, ascii_only=True)
    return line


def _loads(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _batches(lines: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    iterator = iter(lines)
    while batch := list(islice(iterator, _BATCH)):
        yield [(number, line) for number, line in batch if line.strip()]


if __name__ == "__main__":
    main()
