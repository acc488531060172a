"""From what people do to their lists, a person at a time, in the order of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reflect.records import Person, Settled, StopList, Team
from reflect.stoplist.gathering import Gathered
from reflect.stoplist.kept import Kept
from reflect.stoplist.listing import Lister, Period
from reflect.stoplist.placing import Asked, Judge, Piece, Placed, Whose, cut, in_pairs, place
from reflect.stoplist.runner import LocalRunner, Runner

# How many titles are placed, of how many.
Tell = Callable[[int, int], None]
Said = Callable[[Person], Mapping[str, Settled]]


def make_lists(
    gathered: Gathered,
    team: Team,
    period: Period,
    whose: Whose,
    *,
    said: Said,
    judge: Judge | None = None,
    salt: str = "",
    runner: Runner | None = None,
    kept: Kept | None = None,
    tell: Tell | None = None,
) -> Iterator[StopList]:
    """The list of each person who does anything.

    Args:
        gathered: What they do.
        team: The team.
        period: Of which time.
        whose: Finds whose work activities are; a runner may take it to other computers.
        said: What a person said earlier, by the activity in lower case.
        judge: Has a chat model's say in the findings, here and nowhere else: its key and its budget stay.
        salt: What else a finding depends on, so that kept ones of another team aren't used.
        runner: Who looks up; by default this computer.
        kept: Where findings are kept as they come, and those of an earlier run lie.
        tell: Is told how far the looking up has come.
    """
    people = {person.name: person for person in team.people}
    names = sorted(gathered.work)
    pieces = cut(gathered.work, {name: people[name].roles for name in names}, salt)
    found = _placings(pieces, whose, judge, runner or LocalRunner(), kept, tell)
    placed: dict[Asked, Placed] = dict(in_pairs(pieces, found))
    lister = Lister(team, period)
    for name in names:
        person, work = people[name], gathered.work[name]
        own = {one.text: placed[one.text, person.roles] for one in work.values()}
        yield lister.make(person, work, own, said(person))


def _placings(
    pieces: Sequence[Piece],
    whose: Whose,
    judge: Judge | None,
    runner: Runner,
    kept: Kept | None,
    tell: Tell | None,
) -> Iterator[list[Placed]]:
    known = kept.known if kept else {}
    fresh = runner.run([piece for piece in pieces if piece.id not in known], whose)
    done, total = 0, sum(len(piece.asked) for piece in pieces)
    for piece in pieces:
        if piece.id in known:
            placed = known[piece.id]
        else:
            findings = next(fresh)
            placed = place(piece, judge(findings, [held for _, held in piece.asked]) if judge else findings)
            # What the model had no say in, since it was gone for a while, is asked again by the run that goes on.
            if kept and (judge is None or all(one.judged or not one.choices for one in placed)):
                kept.add(piece, placed)
        done += len(piece.asked)
        if tell:
            tell(done, total)
        yield placed
