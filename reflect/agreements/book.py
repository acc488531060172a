"""The book of agreements: what is done with them, each written to the ledger before it is answered for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reflect.agreements.cautions import Likeness, cautions
from reflect.agreements.due import list_due, next_week
from reflect.agreements.hours import is_agreed, weeks_of
from reflect.agreements.letter import first_news, is_to_come, news, replay
from reflect.agreements.plan import read_plan
from reflect.agreements.status import OF_RECEIVER, check, people_of, who_is
from reflect.agreements.words import say, words
from reflect.errors import InputError
from reflect.language.english import join
from reflect.language.mentions import NameFinder
from reflect.records import Agreement, Due, Event, EventKind, Handoff, Person, Team, Week
from reflect.team import is_called

if TYPE_CHECKING:
    from reflect.agreements.checkin import CheckIn, Told
    from reflect.ledger.agreements import AgreementTable


class Book:
    """The agreements of one team, or of all where no team is given."""

    def __init__(
        self,
        table: AgreementTable,
        team: Team | None = None,
        *,
        now: Callable[[], datetime],
        team_file: str = "",
        likeness: Likeness | None = None,
    ) -> None:
        self._table, self._team, self._team_file = table, team, team_file
        self._now, self._likeness = now, likeness

    def today(self) -> date:
        """The day that all of it is counted from."""
        return self._now().astimezone().date()

    def list(self, person: str | None = None) -> Sequence[Agreement]:
        """The agreements, of one person (a name or part of it), given or received, or of all; the first sent first."""
        mine = [one for one in self._table.all() if self._team is None or one.team == self._team.name]
        return mine if person is None else [one for one in mine if _concerns(one, person)]

    def load(self, agreement_id: str) -> Agreement:
        """The agreement with this id.

        Raises:
            InputError: If there is none, or it is another team's.
        """
        return self._ours(self._table.load(agreement_id))

    def cautions(self, document: Handoff) -> Sequence[str]:
        """What is worth saying before a document is sent."""
        assert self._team is not None  # noqa: S101 - what is sent is sent in a team
        likeness = self._likeness or (lambda one, other: float(one.casefold() == other.casefold()))
        return cautions(document, self._team, self.list(), self.today(), likeness)

    def send(self, document: Handoff) -> Agreement:
        """Freeze a document and note that it was sent; once more, if it was asked back, declined or withdrawn.

        Raises:
            InputError: If it's a page, or stands in the ledger and can't be sent again now.
        """
        if document.kind == "page":
            raise InputError(say("refused", "page", title=f"“{document.title}”"))
        # The notes are for the giver's eyes.
        event = self._event("sent", document.giver).but(document=document.but(notes=()))
        known = self._table.find(document.id)
        if known is not None and not known.received:
            return self._note(self._ours(known), event)
        if known is not None:
            # What is drafted here is ours, whatever a file had under its name.
            self._table.delete(known.id)
        assert self._team is not None  # noqa: S101 - what is sent is sent in a team
        return self._table.begin(
            Agreement(id=document.id, team=self._team.name, team_file=self._team_file, events=(event,))
        )

    def receive(self, brought: Agreement) -> Agreement:
        """Take up a file: a handoff that came, or one that comes back with its receivers' answers.

        Raises:
            InputError: If it isn't the one in the ledger, is another team's, or says what only somebody here could.
        """
        if is_to_come(brought, self.today()):
            raise InputError(say("refused", "file", cause=say("refused.causes", "future")))
        kept = self._table.find(brought.id)
        if kept is None:
            return self._table.begin(self._ours(first_news(brought)).but(team_file=self._team_file))
        fresh = news(self._ours(kept), brought, self._team)
        return self._table.append(kept, fresh) if fresh else kept

    def open(self, agreement_id: str, by: str | None = None) -> Agreement:
        """An agreement; noted that its receiver has opened it, the first time that they say who they are.

        Raises:
            InputError: If there is none, or it wasn't sent to them.
        """
        agreement = self.load(agreement_id)
        if by is None:
            return agreement
        name = who_is(agreement, by, self._team)
        seen = any(event.by == name and event.kind == "opened" for event in agreement.current)
        return agreement if seen or name == agreement.giver else self._note(agreement, self._event("opened", name))

    def who(self, agreement_id: str, by: str) -> str:
        """The whole name of one of those an agreement is between.

        Raises:
            InputError: If there is no such agreement, or nobody or more than one person fits.
        """
        return who_is(self.load(agreement_id), by, self._team)

    def answer(
        self,
        agreement_id: str,
        by: str,
        kind: EventKind | None,
        words: str = "",
        plan: Mapping[str, object] | None = None,
    ) -> Agreement:
        """A receiver's answer, with their plan; a plan can also come alone (`kind` None).

        Raises:
            InputError: If it isn't theirs to answer, or the plan has unknown keys.
        """
        agreement = self.load(agreement_id)
        name = who_is(agreement, by, self._team)
        events = [] if plan is None else [self._event("planned", name, plan=read_plan(plan))]
        if kind is not None:
            events.append(self._event(kind, name, words))
        return self._note(agreement, *events)

    def mark(self, agreement_id: str, kind: EventKind, by: str | None = None, words: str = "") -> Agreement:
        """Note that the one-to-one was held, that it is done, or withdrawn; by default the giver says so.

        Raises:
            InputError: If it can't happen now, or isn't theirs to say.
        """
        agreement = self.load(agreement_id)
        name = agreement.giver if by is None else who_is(agreement, by, self._team)
        return self._note(agreement, self._event(kind, name, words))

    def check_in(self, agreement_id: str, week: int | None = None) -> CheckIn:
        """A check-in on the week that has come, or on another.

        Raises:
            InputError: If nothing was agreed yet, or it is over, or it has no such week.
        """
        from reflect.agreements.checkin import CheckIn
        from reflect.embedding import local_embeddings

        agreement = self.load(agreement_id)
        now = next_week(agreement, self.today())
        about = now if week is None else week
        # Of a week still to come nothing can be said; and those before it would never be asked about.
        if not 1 <= about <= now:
            cause = say("refused.causes", "to_come" if about > now else "no_week", week=about)
            raise InputError(say("refused", "week", id=agreement_id, cause=cause, now=now))
        self._check_ours(agreement, "checked", agreement.giver)
        check(agreement, self._event("checked", agreement.giver), self.today())
        team = self._team or Team(name=agreement.team, roles=())
        # Who has left the team is still one of those it is between.
        known = {one.name for one in team.people}
        gone = [name for name in people_of(agreement) if name not in known]
        names = NameFinder(team.but(people=(*team.people, *(Person(name=name) for name in gone))))

        def keep(told: Told, over: float | None) -> Agreement:
            said = {"week": about, "ran": told.ran, "missed": told.missed, "hours": told.hours}
            events = [self._event("checked", agreement.giver, told.drew, **said)]
            if over is not None:
                events.append(self._event("drifted", agreement.giver, told.drew, week=about, hours=over))
            if told.held:
                events.append(self._event("done", agreement.giver))
            return self._note(agreement, *events)

        return CheckIn(agreement, about, self.today(), names, local_embeddings(), keep)

    def due(self, on: date | None = None, person: str | None = None) -> Sequence[Due]:
        """What is due, what waits from before, and what comes in the next two weeks."""
        return list_due(self.list(person), on or self.today())

    def weeks(self, person: str | None = None) -> Sequence[Week]:
        """The hours of all that was agreed, week by week: of what one person gave, or of everybody."""
        return weeks_of(self._given(person), self.today())

    def givers(self, person: str) -> Sequence[str]:
        """Whose hours `weeks` counts for a name or a part of it, by their whole names; as it was said, if nobody's."""
        return list(dict.fromkeys(one.giver for one in self._given(person))) or [person]

    def unhoured(self, person: str | None = None) -> Sequence[str]:
        """What was agreed without hours, as a sentence; none if there is nothing of it."""
        today = self.today()
        left = [one for one in self._given(person) if is_agreed(one, today) and one.document.hours_before is None]
        titles = join(f"“{one.document.title}”" for one in left)
        return [say("hours", "unhoured", titles=titles)] if left else []

    def delete(self, agreement_id: str) -> None:
        """Delete an agreement, its document and its events.

        Raises:
            InputError: If there is none, or it is another team's.
        """
        if self._team is not None:
            self.load(agreement_id)
        if not self._table.delete(agreement_id):
            self._table.load(agreement_id)

    # ---- inside

    def _given(self, person: str | None) -> Sequence[Agreement]:
        return [one for one in self.list() if person is None or is_called(one.giver, person)]

    def _ours(self, agreement: Agreement) -> Agreement:
        """The same agreement, if it is of the team whose book this is."""
        if self._team is not None and agreement.team != self._team.name:
            raise InputError(say("refused", "team", id=agreement.id, other=agreement.team, team=self._team.name))
        return agreement

    def _event(self, kind: EventKind, by: str, said: str = "", **more: Any) -> Event:
        return Event(kind=kind, by=by, at=self._now(), words=" ".join(said.split()), **more)

    def _check_ours(self, agreement: Agreement, kind: EventKind, by: str) -> None:
        """Refuse what the giver of something that came in a file would have to say, which is kept elsewhere."""
        if agreement.received and by == agreement.giver and kind not in OF_RECEIVER:
            raise InputError(
                say(
                    "refused", "elsewhere", title=f"“{agreement.document.title}”", giver=agreement.giver,
                    event=words()["verbs"][kind],
                )
            )  # fmt: skip

    def _note(self, agreement: Agreement, *events: Event) -> Agreement:
        for event in events:
            self._check_ours(agreement, event.kind, event.by)
        after = replay(agreement, events)
        return self._table.append(agreement, after.events[len(agreement.events) :]) if events else agreement


def _concerns(agreement: Agreement, person: str) -> bool:
    return any(is_called(name, person) for name in people_of(agreement))
