"""Reflect: the one object that the page, the command line and other tools use."""

from __future__ import annotations

import logging
import shlex
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.conversation import Conversation, check_text, open_each
from reflect.corpus import Article, read_articles, read_own_articles
from reflect.engines.protocol import Engine, Scene
from reflect.errors import InputError
from reflect.handoff import next_monday
from reflect.language.clauses import gerund
from reflect.language.mentions import NameFinder
from reflect.practices import find_practice, load_practices
from reflect.records import (
    Activity,
    Agreement,
    Due,
    Finding,
    Handoff,
    Passage,
    Person,
    Rollup,
    Session,
    SessionInfo,
    Settled,
    StopList,
    Team,
)
from reflect.redefinition import catch_up
from reflect.settings import Settings, read_settings
from reflect.team import find_person, find_role, find_team, read_team, team_reference

if TYPE_CHECKING:
    from reflect.agreements.book import Book
    from reflect.agreements.checkin import CheckIn
    from reflect.chatmodel import ChatModel, Tell
    from reflect.definitions import Proposal
    from reflect.embedding import Embedder
    from reflect.engines.guided.engine import GuidedEngine
    from reflect.engines.model.trial import Trial
    from reflect.engines.model.trust import Trust
    from reflect.ledger import Ledger
    from reflect.ownership import Ownership
    from reflect.ownership.judge import Judge
    from reflect.stoplist.gathering import Gathered
    from reflect.stoplist.kept import Kept
    from reflect.stoplist.listing import Period
    from reflect.stoplist.making import Tell as TellPlaced
    from reflect.stoplist.runner import Runner

log = logging.getLogger(__name__)

# So many seconds a model's trial is waited for where nobody sits and waits.
_BATCH_WAITS = 120.0
# So many owners are ranked where nobody looks at them all.
_RANKED = 5


class Reflect:
    """Whose work is it? Findings, guided sessions and handoffs for one team.

    Made by `Reflect.open`. Everything that takes time to load is loaded at its first use, the modules that do it
    included. Safe to use from several threads.
    """

    def __init__(self, team: Team, settings: Settings, *, today: date | None = None, team_file: str = "") -> None:
        self.team, self.settings, self.team_file = team, settings, team_file
        self._today = today

    @classmethod
    def open(cls, team: str | Path | Team | None = None, *, today: date | None = None, **settings: Any) -> Reflect:
        """A team's assistant.

        Args:
            team: A team file, the name of an example ("harbor"), or a team; by default REFLECT_TEAM.
            today: The day to count from, for tests and for looking ahead.
            **settings: Any field of `Settings`, in place of the environment.

        Raises:
            InputError: If the team file or a setting can't be used.
        """
        chosen = read_settings(**settings)
        if isinstance(team, Team):
            return cls(team, chosen, today=today)
        given = team or chosen.team
        return cls(read_team(given), chosen, today=today, team_file=team_reference(given))

    # ---- parts, each loaded when it is first used

    @cached_property
    def embedder(self) -> Embedder:
        """Texts to vectors, to search the articles."""
        from reflect.embedding import open_embeddings

        return open_embeddings(self.settings.embeddings)

    @cached_property
    def ownership(self) -> Ownership:
        """Whose work is it, in this team."""
        from reflect.ownership import Ownership

        return Ownership(self.team, self.settings.index_folder, self.settings.chroma)

    @cached_property
    def articles(self) -> list[Article]:
        """The articles that can be cited: those that come with reflect, and those that were added."""
        own, troubles = read_own_articles(self.settings.articles_folder)
        for trouble in troubles:
            log.warning("An article is left out: %s", trouble)
        return [*read_articles(), *own]

    def reread_articles(self) -> None:
        """Take up what was added or removed; only what is new is indexed."""
        for name in ("articles", "_passages", "_passage_index"):
            vars(self).pop(name, None)

    @cached_property
    def ledger(self) -> Ledger:
        """Where sessions are kept."""
        from reflect.ledger import Ledger

        return Ledger(self.settings.database_url)

    @cached_property
    def agreements(self) -> Book:
        """What was sent, and what became of it."""
        from reflect.agreements.book import Book

        return Book(self.ledger.agreements, self.team, now=self._now, team_file=self.team_file, likeness=self._likeness)

    @cached_property
    def guided(self) -> GuidedEngine:
        """The engine that needs no model, and stands behind one."""
        from reflect.embedding import RecentEmbeddings, local_embeddings
        from reflect.engines.guided.engine import GuidedEngine

        practices = load_practices(self.settings.practices)
        facts = {name: spec for practice in practices.values() for name, spec in practice.facts.items()}
        # What it learnt, it learnt from the local model's vectors.
        return GuidedEngine(facts, RecentEmbeddings(local_embeddings()), self.settings.index_folder)

    @cached_property
    def engine(self) -> Engine:
        """Who listens and speaks."""
        if self.model is None or self.settings.speaks == "guided":
            return self.guided
        from reflect.engines.model.engine import ModelEngine

        return ModelEngine(self.model, self.guided, self.trust)

    @cached_property
    def trial(self) -> Trial | None:
        """Whether the model, where there is one, hears well enough to be believed; None takes it at its word."""
        from reflect.engines.model.trial import Trial

        tried = self.model is not None and self.settings.model_trial
        return Trial(self.model, self.guided, self.settings.home / "model") if self.model and tried else None

    @cached_property
    def trust(self) -> Trust:
        """Whether the model may be asked just now; the same for all that asks it."""
        from reflect.engines.model.trust import Trust

        return Trust(self.trial)

    @property
    def model_rests(self) -> bool:
        """Whether the model that should speak has no part in the talk just now, as far as is known by now."""
        # To open `trust` would begin the trial.
        asked = self.settings.speaks == "model" and "trust" in vars(self)
        return asked and self.trust.doubt("speak", 0) is not None

    @cached_property
    def model(self) -> ChatModel | None:
        """The chat model, where one is configured."""
        if self.settings.model is None:
            return None
        from reflect.chatmodel import open_chat_model

        return open_chat_model(self.settings)

    @cached_property
    def batch_model(self) -> ChatModel | None:
        """The same for everything that is looked up outside a talk: patient, with a budget for all of it."""
        return self.model.for_batch() if self.model else None

    @cached_property
    def judge(self) -> Judge | None:
        """The chat model's say in whose work it is, where a model is configured."""
        from reflect.ownership.judge import Judge

        return Judge(self.model, self.team) if self.model else None

    def _find_in(self, session_id: str, activities: Sequence[str], roles: Sequence[Sequence[str]]) -> list[Finding]:
        # In a session every role is ranked, since the person may name any of them as the owner.
        findings = self.ownership.find(activities, roles, most=len(self.team.roles))
        if self.judge is None or self.model is None or self.trust.doubt("judge") is not None:
            return findings
        return self.judge.judge(findings, roles, model=self.model.for_session(session_id))

    @cached_property
    def _names(self) -> NameFinder:
        return NameFinder(self.team)

    @cached_property
    def _passages(self) -> dict[str, Passage]:
        return {passage.id: passage for article in self.articles for passage in article.passages}

    @cached_property
    def _passage_index(self) -> Any:
        from reflect.index import Entry, open_index

        entries = [
            Entry(id=passage.id, text=f"{passage.title}. {passage.heading}. {passage.text}")
            for passage in self._passages.values()
        ]
        return open_index("articles", entries, self.embedder, self.settings.index_folder, self.settings.chroma)

    def close(self) -> None:
        """Close the database, if it was opened; it is opened again when it is needed."""
        if "ledger" in vars(self):
            self.ledger.close()

    def warm_up(self) -> None:
        """Load everything that the first message would wait for."""
        from reflect.language.tongues import load_identifier

        load_identifier()
        self.ownership.find(["-"], [()])
        self.search("-", 1)
        _ = self.engine, self.ledger
        gerund("begin")  # reads its dictionary at the first word

    # ---- what it does

    def whose(self, activity: str, *, person: str | None = None, role: str | None = None) -> Finding:
        """Whose work an activity is.

        Args:
            activity: What is done, in any words.
            person: Who does it; their roles count as likely owners.
            role: The id of the role it is done in, instead of a person.

        Raises:
            InputError: If the team has no such person or role.
        """
        return self.whose_many([activity], [self.held_roles(person, role)])[0]

    def whose_many(self, activities: Sequence[str], roles: Sequence[Sequence[str]]) -> list[Finding]:
        """A finding for each activity, in order; `roles` are those its person holds.

        Raises:
            InputError: If an activity isn't text.
        """
        for activity in activities:
            check_text(activity)
        return self._judged(self.ownership.find(activities, roles, most=_RANKED), roles)

    def _judged(self, findings: Sequence[Finding], roles: Sequence[Sequence[str]]) -> list[Finding]:
        if self.judge is None or self.trust.doubt("judge", _BATCH_WAITS) is not None:
            return list(findings)
        return self.judge.judge(findings, roles, model=self.batch_model, cached=True)

    def judge_ahead(
        self, activities: Sequence[str], roles: Sequence[Sequence[str]], tell: Tell, resume: Sequence[str] = ()
    ) -> None:
        """Have the model asked about many activities through its server's batches; `whose_many` then finds the answers.

        Args:
            activities: As for `whose_many`.
            roles: As for `whose_many`.
            tell: Told how far each batch has come.
            resume: The ids of batches that were started earlier with the same activities.

        Raises:
            ModelError: If the server has no batches, or one fails.
            InputError: If no model is set.
        """
        if self.judge is None or self.batch_model is None:
            raise InputError("no model is set that a batch could go to; say which in REFLECT_MODEL (see the README)")
        if self.trust.doubt("judge", _BATCH_WAITS) is not None:
            return
        findings = self.ownership.find(activities, roles, most=_RANKED)
        self.judge.ask_ahead(findings, roles=roles, model=self.batch_model, tell=tell, resume=resume)

    def stop_list(self, activities: Iterable[Activity]) -> list[StopList]:
        """The stop list of each person of the team who does any of these activities, by name."""
        from reflect.stoplist.gathering import gather
        from reflect.stoplist.listing import Period

        return list(self.stop_lists(gather(activities, self.team), Period(made=self.today())))

    def stop_lists(
        self,
        gathered: Gathered,
        period: Period,
        *,
        runner: Runner | None = None,
        kept: Kept | None = None,
        tell: TellPlaced | None = None,
    ) -> Iterator[StopList]:
        """The same, one after the other, from activities that were added up (reflect/stoplist/making.py)."""
        from reflect.stoplist.making import make_lists

        judges = self.judge is not None and self.trust.doubt("judge", _BATCH_WAITS) is None
        return make_lists(
            gathered, self.team, period, partial(self.ownership.find, most=_RANKED),
            said=self.settled, judge=self._judged if judges else None, salt=f"{self._found_by}\n{judges}",
            runner=runner, kept=kept, tell=tell,
        )  # fmt: skip

    def roll_up(self, lists: Iterable[StopList], *, shared: Iterable[str] = (), made: date | None = None) -> Rollup:
        """What stop lists come to; about no fewer than five people, and without names but for those who share.

        Raises:
            InputError: If one of `shared` is nobody of the team.
        """
        from reflect.stoplist.rollup import Adder

        adder = Adder(self.team, self.lines_embedder.embed, [find_person(self.team, name).name for name in shared])
        for stop_list in lists:
            adder.add(stop_list)
        return adder.rollup(made or self.today())

    @cached_property
    def lines_embedder(self) -> Embedder:
        """Texts to vectors, to see what says the same; always on this machine."""
        from reflect.embedding import local_embeddings

        return local_embeddings()

    def settled(self, person: Person) -> Mapping[str, Settled]:
        """What a person said their activities are, in the talks that are kept; by the activity in lower case."""
        from reflect.stoplist.settled import settled_in

        infos = [info for info in self.ledger.list(person.name) if info.team == self.team.name]
        return settled_in(self.ledger.load(info.id) for info in reversed(infos))

    def settle(self, stop_list: StopList) -> StopList:
        """A person's list with what they said of it in the talks that are kept.

        Raises:
            InputError: If its person isn't in the team.
        """
        from reflect.stoplist.listing import Lister, Period

        person = find_person(self.team, stop_list.person)
        said = self.settled(person)
        return Lister(self.team, Period(made=self.today())).settle_all(stop_list, person, said)

    @property
    def model_host(self) -> str | None:
        """Where the chat model is that has a say in findings, if there is one."""
        return self.settings.model_host if self.model is not None else None

    @property
    def _found_by(self) -> str:
        """What a finding depends on besides the activity and its person's roles."""
        from reflect import __version__
        from reflect.ownership.encoder import ENCODER

        model = f"{self.settings.model} {self.settings.model_url}"
        return "\n".join((__version__, ENCODER.sha256, model, self.team.model_dump_json()))

    def explain(self, finding: Finding, *, person: str | None = None, role: str | None = None) -> list[str]:
        """What counted for a finding, in words: the closest line, who holds it, what spoke for it, what is near."""
        from reflect.ownership.explain import explain

        who = find_person(self.team, person).name if person else ""
        return explain(finding, self.team, name=who, held=self.held_roles(person, role))

    def held_roles(self, person: str | None, role: str | None = None) -> tuple[str, ...]:
        """The roles of a person, or the one role.

        Raises:
            InputError: If the team has no such person or role.
        """
        if role is not None:
            return (find_role(self.team, role).id,)
        return find_person(self.team, person).roles if person else ()

    def search(self, query: str, count: int = 5) -> list[tuple[Passage, float]]:
        """The passages nearest in meaning, nearest first, with their similarity (0 to 1).

        Raises:
            InputError: If the query isn't text, or none are asked for.
        """
        if count < 1:
            raise InputError(f"{count} passages can't be found; ask for one or more")
        check_text(query)
        found = [(self.passage(hit.entry.id), hit.score) for hit in self._passage_index.search(query, count)]
        # An article may have been taken away in the meantime.
        return [(passage, score) for passage, score in found if passage is not None]

    def session(self, practice: str = "stop-list", *, person: str, listed: StopList | None = None) -> Conversation:
        """A new session of a person, with its opening said.

        Args:
            practice: Which practice.
            person: Who is speaking.
            listed: Their stop list, to settle what is under Ask on it.

        Raises:
            InputError: If there is no such practice or person.
        """
        who = find_person(self.team, person)
        chosen = find_practice(practice, self.settings.practices)
        session = Session(
            id=uuid.uuid4().hex[:12], practice=chosen.id, team=self.team.name, person=who.name,
            engine=self.engine.name, started=datetime.now(UTC), team_file=self.team_file,
        )  # fmt: skip
        if listed is not None:
            from reflect.stoplist.settled import take_along

            session = session.but(items=take_along(listed))
        conversation = Conversation(self, self._scene(who, chosen.id, session.id), session, [])
        conversation.open()
        return conversation

    def resume(self, session_id: str) -> Conversation:
        """A session that was begun earlier, as it was left; what the role definitions no longer hold is open again.

        Raises:
            InputError: If there is none, it belongs to another team, or its person or practice is gone.
        """
        session, exchanges = self.ledger.load(session_id)
        self.check_team(session)
        session = session.but(engine=self.engine.name)
        scene = self._scene(find_person(self.team, session.person), session.practice, session.id)
        return Conversation(self, scene, catch_up(session, scene), exchanges)

    def sessions(self, person: str | None = None) -> list[SessionInfo]:
        """The sessions that are kept, the last changed first."""
        return self.ledger.list(find_person(self.team, person).name if person else None)

    def handoffs(self, person: str | None = None) -> list[Handoff]:
        """Every draft of this team's, of one person or of all, newest session first."""
        infos = (info for info in self.sessions(person) if info.team == self.team.name)
        return [draft for talk in open_each(infos, self.resume) for draft in talk.handoffs()]

    def handoff(self, handoff_id: str) -> Handoff:
        """The draft with this id.

        Raises:
            InputError: If there is none.
        """
        drafts = self.resume(handoff_id.rpartition("-")[0]).handoffs() if "-" in handoff_id else []
        for draft in drafts:
            if draft.id == handoff_id:
                return draft
        raise InputError(f"there is no handoff {handoff_id!r}; `reflect handoff list` shows those there are")

    def draft(self, activity: str, *, person: str, owner: str | None = None, **known: Any) -> Handoff:
        """The handoff of an activity as it could be sent, without a talk; nothing is kept.

        Args:
            activity: What is handed over, in any words.
            person: Who hands it over.
            owner: The role or person who takes it; by default the likeliest by the role definitions.
            **known: What else is known, by the names of the handoff practice's facts: hours (a week), why, good,
                stays (texts), cause (its option's name), weeks. None is unknown.

        Raises:
            InputError: If there is no such person or role, the words name no work, or a value can't be used.
        """
        from reflect.drafting import PRACTICE, draft_known
        from reflect.engines.guided.activities import describe_activity

        check_text(activity)
        scene = self._scene(find_person(self.team, person), PRACTICE)
        new = describe_activity(activity, activity, self.guided.meanings)
        if new is None:
            raise InputError(f"{activity!r} names no work that could be handed over; say what is done")
        facts = {name: value for name, value in known.items() if value is not None}
        if unknown := set(facts) - set(scene.practice.facts):
            raise InputError(f"there is no fact {min(unknown)!r} in a handoff")
        return draft_known(new, facts | self._takes(owner), scene)

    def _takes(self, owner: str | None) -> dict[str, object]:
        """Who takes a handoff over, as a fact: a person by name, a role by its id."""
        if owner is None:
            return {}
        named = self.team.person(owner)
        return {"owner": [named.name if named else find_role(self.team, owner).id]}

    def delete_session(self, session_id: str) -> bool:
        """Delete a session, its turns and its drafts; whether there was one."""
        return self.ledger.delete(session_id)

    def send(self, handoff_id: str) -> Agreement:
        """Send a draft: from now on it is in the ledger, frozen; `agreements.cautions` says what to look at before.

        Raises:
            InputError: If there is no such draft, or it can't be sent now.
        """
        return self.agreements.send(self.handoff(handoff_id))

    def check_in(self, agreement_id: str, week: int | None = None) -> CheckIn:
        """A short talk about one week of a handoff: say what it asks until its last turn is `done`.

        Raises:
            InputError: If it wasn't agreed, is over, or has no such week.
        """
        return self.agreements.check_in(agreement_id, week)

    def due(self, on: date | None = None, *, person: str | None = None) -> Sequence[Due]:
        """What is due with what was sent, on a day, and in the two weeks after it."""
        return self.agreements.due(on, person)

    def definitions(self, *, person: str | None = None) -> Proposal:
        """How the team file could say what was agreed; nothing is written.

        Args:
            person: Whose talks count too: where they named another owner than the definitions do. What a person said
                in a talk is theirs, so that without a name only what was sent counts.

        Raises:
            InputError: If the team was not read from a file.
        """
        from reflect.definitions import from_agreements, from_sessions, propose

        if not self.team_file:
            raise InputError("this team wasn't read from a file, so there is none to propose a change to")
        changes = list(from_agreements(self.agreements.list(), self.team, self.today(), self._listed))
        if person is not None:
            mine = (info for info in self.sessions(person) if info.team == self.team.name)
            talks = open_each(mine, self.resume)
            changes += from_sessions((talk.state for talk in talks), self.team, self._listed)
        return propose(find_team(self.team_file), self.team, changes)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with this id."""
        return self._passages.get(passage_id)

    def today(self) -> date:
        """The day that dates are counted from."""
        return self._today or datetime.now().astimezone().date()

    def _now(self) -> datetime:
        return now() if self._today is None else datetime.combine(self._today, time(12)).astimezone()

    def _likeness(self, one: str, other: str) -> float:
        """How alike two activities are to whom they belong to, from 0 to 1."""
        from reflect.ownership.encoder import ownership_embeddings

        first, second = ownership_embeddings().embed([one, other])
        return float(first @ second)

    def _listed(self, activity: str) -> dict[str, float]:
        """How probably an activity is each role's by the definitions alone, whoever does it."""
        [finding] = self.ownership.find([activity], [()], most=len(self.team.roles))
        return {owner.role: owner.probability * (1 - finding.p_nobody) for owner in finding.owners}

    def next_monday(self) -> date:
        """The first Monday after today, when things start."""
        return next_monday(self.today())

    @property
    def warning(self) -> str | None:
        """What the person should know: that nothing can be saved, for example."""
        return self.ledger.warning

    def check_team(self, session: Session) -> None:
        """Refuse a session that another team held.

        Raises:
            InputError: Naming its team, and how to open it.
        """
        if session.team == self.team.name or (session.team_file and session.team_file == self.team_file):
            return
        how = f"--team {shlex.quote(session.team_file)}" if session.team_file else "its own team file"
        raise InputError(
            f"session {session.id} belongs to the team {session.team}, not to {self.team.name}; open it with {how}"
        )

    def _scene(self, person: Person, practice: str, session_id: str = "") -> Scene:
        return Scene(
            team=self.team,
            person=person,
            practice=find_practice(practice, self.settings.practices),
            names=self._names,
            whose=lambda activities, roles: self._find_in(session_id, activities, roles),
            search=self.search,
            today=self.today,
            elsewhere=self.settings.elsewhere,
            judged=self.settings.model is not None,
        )


def now() -> datetime:
    """This moment, in this machine's time."""
    return datetime.now().astimezone()
