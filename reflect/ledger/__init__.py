"""What is kept on disk: sessions, and beside them the agreements that came of them."""

from __future__ import annotations

from reflect.ledger.agreements import AgreementTable
from reflect.ledger.database import Database, place_of
from reflect.ledger.sessions import Sessions

__all__ = ["Ledger", "place_of"]


class Ledger(Sessions):
    """Sessions and agreements in one database. Safe to use from several threads and processes at once."""

    def __init__(self, url: str) -> None:
        """Open the database; where it can't be opened, `warning` says so and sessions are kept in memory.

        Args:
            url: An SQLAlchemy URL.
        """
        self.database = Database(url)
        super().__init__(self.database)
        self.agreements = AgreementTable(self.database)

    def close(self) -> None:
        """Close the database."""
        self.database.close()
