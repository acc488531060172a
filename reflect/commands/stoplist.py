"""`reflect stop-list`: what people do, read from their files; a list for each of them, a roll-up for the team."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reflect.commands.worklog import ColumnOption, DayFirstOption, WeeksOption, read_columns, show_progress
from reflect.errors import InputError
from reflect.terminal import print_shown as print

if TYPE_CHECKING:
    from reflect.assistant import Reflect
    from reflect.conversation import Conversation
    from reflect.records import Rollup, StopList, Team, WorkLog
    from reflect.stoplist.gathering import Gathered
    from reflect.stoplist.runner import Runner

# So many names of people nobody knows are named.
_MOST_NAMES = 5
_SUMMARY = "summary.json"


def stop_list(
    source: Annotated[
        list[Path] | None,
        typer.Option("--from", help="A file of what people do, or a folder of them; may be given several times."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The folder for the lists.")] = None,
    team: Annotated[str | None, typer.Option("--team", "-t", help="A team file, or the name of an example.")] = None,
    weeks: WeeksOption = None,
    column: ColumnOption = None,
    day_first: DayFirstOption = None,
    shared: Annotated[
        list[str] | None, typer.Option(help="Somebody who shares by name what goes; may be given several times.")
    ] = None,
    runner: Annotated[
        str, typer.Option(help="Who does the work: local (this computer), or ray (a cluster).")
    ] = "local",
    ray_address: Annotated[
        str | None,
        typer.Option(help="The Ray cluster, such as 10.0.0.5:6379 or auto; by default RAY_ADDRESS, or one made here."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was cut off.")] = False,
    settle: Annotated[
        Path | None, typer.Option(help="Write one list (DIR/people/NAME.json) anew after a talk about it.")
    ] = None,
) -> None:
    """What everybody's week is made of: a stop list for each person, a roll-up for the team."""
    from reflect.assistant import Reflect

    if settle is not None:
        for path in settle_list(Reflect.open(team), settle):
            print(path)
        return
    if not source or out is None:
        raise typer.BadParameter("give --from FILE (or a folder) and --out FOLDER, or --settle a list")
    if runner not in ("local", "ray"):
        raise typer.BadParameter("there are: local, ray", param_hint="--runner")
    if ray_address and runner != "ray":
        raise typer.BadParameter("it goes with --runner ray", param_hint="--ray-address")
    try:
        reading = {"weeks": weeks, "columns": read_columns(column), "day_first": day_first}
        who = _ray(ray_address) if runner == "ray" else None
        reflect = Reflect.open(team)
        if team is None and "team" not in reflect.settings.model_fields_set:
            _warn(_says()["sample_team"].format(team=reflect.team.name))
        _make(reflect, source, out, reading=reading, shared=shared or [], runner=who, resume=resume)
    except KeyboardInterrupt:
        from reflect.stoplist.kept import holds_findings

        _warn(_says()["cut_off" if holds_findings(out) else "cut_off_early"].format(folder=out))
        sys.exit(130)


def talk_about(reflect: Reflect, path: Path, talk: Callable[[Conversation], int]) -> int:
    """A talk about what is under Ask on a list; the list is written anew after it. What the talk left with."""
    from reflect.records import Pile
    from reflect.reports.stoplist.files import read_list

    listed = read_list(path)
    if not listed.pile(Pile.ASK):
        raise InputError(_says()["nothing_to_ask"].format(file=path))
    left = talk(reflect.session("stop-list", person=listed.person, listed=listed))
    for one in settle_list(reflect, path):
        print(one, file=sys.stderr)
    return left


def settle_list(reflect: Reflect, path: Path) -> list[Path]:
    """Write a person's list anew, with what they said of it in their talks; the files written."""
    from reflect.reports.stoplist.files import person_files, read_list, write_whole

    settled = reflect.settle(read_list(path))
    return write_whole(path.parent, person_files(settled, reflect.team, host=reflect.model_host), private=True)


def _ray(address: str | None) -> Runner:
    from reflect.stoplist.cluster import RayRunner

    runner = RayRunner(address)
    if runner.elsewhere:
        _warn(_says()["ray_goes"].format(address=runner.address))
    return runner


def _make(
    reflect: Reflect,
    source: Sequence[Path],
    out: Path,
    *,
    reading: Mapping[str, Any],
    shared: Sequence[str],
    runner: Runner | None,
    resume: bool,
) -> None:
    from reflect.records import Progress
    from reflect.reports.stoplist.files import PEOPLE, make_private, person_files, team_files, write_whole
    from reflect.stoplist.gathering import gather
    from reflect.stoplist.kept import Kept
    from reflect.stoplist.listing import Period
    from reflect.team import find_person
    from reflect.worklog import read_worklog

    says = _says()
    shares = [find_person(reflect.team, name).name for name in shared]
    write_whole(out, {})
    make_private(out / PEOPLE)
    kept = Kept(out, resume=resume, today=reflect.today())
    if resume:
        _warn(says["gone_on" if kept.goes_on else "no_run"].format(day=kept.day.isoformat(), folder=out))
    with show_progress() as tell:
        log = read_worklog(source, reflect.team, today=kept.day, tell=tell, **reading)
        gathered = gather(log.activities, reflect.team)
        period = Period(made=kept.day, weeks=log.weeks or None, since=log.since, until=log.until)
        people: list[dict[str, Any]] = []

        def write(lists: Iterator[StopList]) -> Iterator[StopList]:
            for one in lists:
                write_whole(out / PEOPLE, person_files(one, reflect.team, host=reflect.model_host), private=True)
                people.append(_told(one, reflect.team))
                yield one

        lists = reflect.stop_lists(
            gathered,
            period,
            runner=runner,
            kept=kept,
            tell=lambda some, all_of: tell(Progress(step=says["finding"], done=some, total=all_of)),
        )
        rollup = reflect.roll_up(write(lists), shared=shares, made=kept.day)
        # A roll-up of nobody says nothing, and would take the place of an earlier one that does.
        if people:
            write_whole(out, team_files(rollup, reflect.team))
        write_whole(out, {_SUMMARY: _summary(log, gathered, people, rollup)})
        kept.remove()
    _tell_end(log, gathered, people, rollup, reflect.team.name, out)


def _told(stop_list: StopList, team: Team) -> dict[str, Any]:
    """What the summary says of a list: that there is one. What is on it is its person's business."""
    from reflect.reports.stoplist.names import file_name

    return {"person": stop_list.person, "file": file_name(stop_list.person, team), "activities": len(stop_list.items)}


def _summary(log: WorkLog, gathered: Gathered, people: list[dict[str, Any]], rollup: Rollup) -> bytes:
    data = {
        "since": log.since.isoformat() if log.since else None,
        "until": log.until.isoformat() if log.until else None,
        "weeks": log.weeks,
        "files": [file.model_dump(mode="json") for file in sorted(log.files, key=lambda one: one.file)],
        "activities": {
            "read": gathered.read,
            "used": gathered.read - sum(gathered.nobodys.values()),
            "of_nobody_in_the_team": dict(sorted(gathered.nobodys.items())),
        },
        "people": people,
        "roll_up": {"people": rollup.took_part, "floor": rollup.floor, "withheld": rollup.withheld},
    }
    return json.dumps(data, indent=2, ensure_ascii=True).encode() + b"\n"


def _tell_end(
    log: WorkLog, gathered: Gathered, people: list[dict[str, Any]], rollup: Rollup, team: str, out: Path
) -> None:
    """What happened, to stderr; where the lists are, to stdout. Leaves with 1 if a file couldn't be read."""
    from reflect.reports.stoplist.wording import counted

    says = _says()
    bad = [file for file in log.files if file.error]
    for file in log.files:
        if file.error:
            _warn(says["bad_file"].format(file=file.file, error=file.error))
        for one in file.skipped:
            _warn(counted(says["skipped"], one.count, file=one.file, reason=one.reason))
    if gathered.nobodys:
        names = sorted(gathered.nobodys, key=lambda name: (-gathered.nobodys[name], name))
        shown = [name or "?" for name in names[:_MOST_NAMES]] + (["..."] if len(names) > _MOST_NAMES else [])
        _warn(counted(says["unmatched"], sum(gathered.nobodys.values()), names=", ".join(shown)))
    if not people:
        raise InputError(says["nobody"].format(team=team))
    if rollup.withheld:
        _warn(says["withheld"].format(count=rollup.took_part, floor=rollup.floor))
    print(counted(says["done"], len(people), folder=out))
    if bad:
        sys.exit(1)


def _warn(text: str) -> None:
    print(f"reflect: {text}", file=sys.stderr)


def _says() -> dict[str, Any]:
    from reflect.stoplist.words import words

    return dict(words()["run"])
