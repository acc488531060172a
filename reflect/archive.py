"""Every session that is kept, of whichever team: what the command line lists, shows, exports and deletes."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reflect.agreements.book import Book
from reflect.assistant import Reflect, now
from reflect.conversation import Conversation, open_each
from reflect.errors import InputError, ReflectError
from reflect.ledger import Ledger
from reflect.practices import find_practice
from reflect.records import Agreement, Exchange, Handoff, Session, SessionInfo, Team
from reflect.reports.files import handoff_files, session_files, write_files
from reflect.reports.markdown import transcript_markdown
from reflect.settings import read_settings
from reflect.team import is_called

log = logging.getLogger(__name__)


class Archive:
    """The sessions of one team, or of all; each is opened with the team it was held in.

    Listing, reading and deleting ask nothing of a team, so that they work when its file has changed or is gone.
    """

    def __init__(self, team: str | None = None, **settings: Any) -> None:
        """Open the ledger.

        Args:
            team: A team file, or the name of an example: only its sessions; None for all.
            **settings: Any field of `Settings`, in place of the environment.
        """
        self._given = settings
        self._settings = read_settings(**settings)
        self.ledger = Ledger(self._settings.database_url)
        self._teams: dict[str, Reflect] = {}
        self._only = self._open_team(team) if team else None

    def close(self) -> None:
        """Close the databases that were opened."""
        self.ledger.close()
        for reflect in self._teams.values():
            reflect.close()

    def sessions(self, person: str | None = None) -> list[SessionInfo]:
        """The sessions, the last changed first; `person` is a name or a part of it."""
        return [
            info
            for info in self.ledger.list()
            if (person is None or is_called(info.person, person))
            and (self._only is None or info.team == self._only.team.name)
        ]

    def read(self, session_id: str) -> tuple[Session, list[Exchange]]:
        """A session and everything said in it.

        Raises:
            InputError: If there is none, or it is another team's.
        """
        session, exchanges = self.ledger.load(session_id)
        if self._only is not None:
            self._only.check_team(session)
        return session, exchanges

    def transcript(self, session_id: str) -> str:
        """Everything that was said in a session, and the worksheet, as Markdown."""
        session, exchanges = self.read(session_id)
        return transcript_markdown(
            exchanges, session, self._title(session), self._team(session), self.ledger.notes.marks(session_id)
        )

    def open(self, session_id: str) -> Conversation:
        """A session, to go on with.

        Raises:
            InputError: If there is none, or its team, person or practice is gone.
        """
        session, _ = self.read(session_id)
        return (self._only or self._open_team(session.team_file)).resume(session_id)

    def handoffs(self, person: str | None = None) -> Iterator[Handoff]:
        """The drafts of every session that can be opened."""
        for conversation in open_each(self.sessions(person), self.open):
            yield from conversation.handoffs()

    def handoff(self, handoff_id: str) -> tuple[Handoff, Team]:
        """The draft with this id, and the team it was written in.

        Raises:
            InputError: If there is none.
        """
        if "-" in handoff_id:
            conversation = self.open(handoff_id.rpartition("-")[0])
            for draft in conversation.handoffs():
                if draft.id == handoff_id:
                    return draft, conversation.team
            if handoff_id.rpartition("-")[2] in map(str, (*conversation.state.drafted, *conversation.state.noted)):
                raise InputError(
                    f"the draft {handoff_id} no longer stands, since where its work goes has changed; "
                    f"`reflect talk --resume {conversation.id}` goes on with it"
                )
        raise InputError(f"there is no handoff {handoff_id!r}; `reflect handoff list` shows those there are")

    def export_handoff(self, draft: Handoff, team: Team, folder: Path, formats: Sequence[str]) -> list[Path]:
        """Write a draft in these formats into a folder; the files written.

        Raises:
            InputError: If a calendar alone was asked for and the draft has no day in it, there is no such time zone, or
                the folder can't be written.
        """
        files = handoff_files([draft], team, formats, self._settings.timezone)
        if not files:
            raise InputError(f"the draft {draft.id} has no day in it, and so no calendar; give another format")
        return write_files(folder, files)

    def export(self, session_id: str, folder: Path) -> list[Path]:
        """Write a session's transcript and state, and its drafts if its team can be opened; the files written."""
        session, exchanges = self.read(session_id)
        marks = self.ledger.notes.marks(session_id)
        files = session_files(session, exchanges, self._title(session), self._team(session), marks)
        try:
            conversation = self.open(session_id)
            files |= handoff_files(conversation.handoffs(), conversation.team)
        except ReflectError as error:
            log.warning("The handoffs of session %s are left out: %s", session_id, error)
        return write_files(folder, files)

    def delete(self, session_id: str) -> None:
        """Delete a session with its drafts.

        Raises:
            InputError: If there is none, or it is another team's.
        """
        if self._only is not None:
            self.read(session_id)
        if not self.ledger.delete(session_id):
            raise InputError(f"there is no session {session_id!r}")

    def home_of(self, handoff_id: str) -> Reflect:
        """The assistant of the team that a draft was written in.

        Raises:
            InputError: If there is no such session, or it is another team's.
        """
        session, _ = self.read(handoff_id.rpartition("-")[0])
        return self._only or self._open_team(session.team_file)

    def book(self, agreement_id: str | None = None) -> Book:
        """What was sent: with the team that one agreement was made in, else of the one team, or of all.

        Raises:
            InputError: If there is no such agreement, or its team is gone.
        """
        if self._only is not None:
            return self._only.agreements
        if agreement_id is not None and (home := self.ledger.agreements.load(agreement_id).team_file):
            return self._open_team(home).agreements
        return Book(self.ledger.agreements, now=now)

    def receive(self, brought: Agreement) -> Agreement:
        """Take up what came in a file, into the book of the team that it was sent in, if it was sent here.

        Raises:
            InputError: If it can't be what it says, or is another team's.
        """
        known = self.ledger.agreements.find(brought.id)
        return self.book(None if known is None else brought.id).receive(brought)

    def team_of(self, agreement: Agreement) -> Team:
        """The team that an agreement was made in; where it came from elsewhere, as much of it as the document says."""
        if self._only is not None:
            return self._only.team
        if agreement.team_file:
            return self._open_team(agreement.team_file).team
        return Team(name=agreement.team, roles=())

    # ---- inside

    def _open_team(self, reference: str) -> Reflect:
        if reference not in self._teams:
            self._teams[reference] = reflect = Reflect.open(reference or None, **self._given)
            reflect.ledger = self.ledger
        return self._teams[reference]

    def _team(self, session: Session) -> Team | None:
        """The team of a session; None if its file is gone."""
        try:
            return (self._only or self._open_team(session.team_file)).team
        except InputError:
            return None

    def _title(self, session: Session) -> str:
        try:
            return find_practice(session.practice, self._settings.practices).title
        except InputError:
            return session.practice
