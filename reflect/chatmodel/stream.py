"""An answer that comes in pieces: what was said so far, whether that is all, and when it is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflect.chatmodel.failures import UnusableError
from reflect.chatmodel.ways import check_end, cleaned, end_of

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk

# Four times what so many tokens mostly are; and what is enough for anything said in a talk.
_CHARACTERS_A_TOKEN, _MOST_CHARACTERS = 16, 20_000


class Growing:
    """An answer that grows chunk by chunk.

    Args:
        most_tokens: How long the answer may be.
        says_end: Whether its protocol says of every answer how it ended.
    """

    def __init__(self, most_tokens: int | None, *, says_end: bool) -> None:
        self._most = _MOST_CHARACTERS if most_tokens is None else most_tokens * _CHARACTERS_A_TOKEN
        self._says_end = says_end
        self._metadata: dict[str, Any] = {}
        self._extra: dict[str, Any] = {}
        self._half = ""
        self.used: dict[str, Any] = {}
        self.text = ""

    @property
    def ended(self) -> bool:
        """Whether its end was said; how much it took may still follow."""
        return self._says_end and end_of(self._metadata) is not None

    def take(self, chunk: AIMessageChunk) -> str:
        """What a chunk adds to it.

        Raises:
            UnusableError: If it grows beyond what was asked for by far.
        """
        self._metadata.update(chunk.response_metadata)
        self._extra.update(chunk.additional_kwargs)
        self.used.update(chunk.usage_metadata or {})
        text = self._half + chunk.text
        # The first half of an emoji waits for the second.
        self._half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        text = str(cleaned(text.removesuffix(self._half)))
        self.text += text
        if len(self.text) > self._most:
            raise UnusableError("half", f"there is no end to it within {self._most:,} characters")
        return text

    def check(self) -> None:
        """That it is whole.

        Raises:
            UnusableError: If it isn't, or if there is nothing in it.
        """
        check_end(self._metadata, self._extra, ended=not self._says_end)
        if not self.text.strip():
            raise UnusableError("empty")
