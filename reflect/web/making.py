"""From a person's files to their list, and to the roll-up of everybody the same files tell of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.records import Person, Progress, StopList
from reflect.shelf import Filed
from reflect.stoplist.gathering import gather
from reflect.stoplist.groups import FLOOR
from reflect.stoplist.listing import Period
from reflect.stoplist.words import words
from reflect.web.fragments import texts
from reflect.web.uploads import Reading, read_uploads

Tell = Callable[[Progress], None]


def make_list(reflect: Reflect, person: Person, paths: Sequence[Path], reading: Reading, tell: Tell) -> Filed:
    """A person's list. Of everybody else in the files nothing is left but what the roll-up says.

    Args:
        reflect: The team's assistant.
        person: Whose list it is.
        paths: The files.
        reading: How to read them.
        tell: Told how far it is; what it raises ends the work.

    Raises:
        InputError: If nothing in the files is the person's.
    """
    log = read_uploads(paths, reflect.team, person, reflect.today(), reading, tell)
    gathered = gather(log.activities, reflect.team)
    if person.name not in gathered.work:
        raise InputError(texts()["stoplist"]["nothing_of_yours"].format(name=person.name))
    others = len(gathered.work) - 1
    if others + 1 < FLOOR:
        gathered.work = {person.name: gathered.work[person.name]}
    own: list[StopList] = []

    def watched(lists: Iterator[StopList]) -> Iterator[StopList]:
        for one in lists:
            if one.person == person.name:
                own.append(one)
            yield one

    step = words()["run"]["finding"]
    period = Period(made=reflect.today(), weeks=log.weeks or None, since=log.since, until=log.until)
    lists = watched(
        reflect.stop_lists(gathered, period, tell=lambda done, total: tell(Progress(step=step, done=done, total=total)))
    )
    rollup = reflect.roll_up(lists) if others + 1 >= FLOOR else None
    if rollup is None:
        for _ in lists:
            pass
    return Filed(made=own[0], files=log.files, rollup=rollup, others=others)
