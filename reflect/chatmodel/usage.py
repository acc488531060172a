"""What a model was used for, in calls, tokens and money, and how much of it is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

# Where a server doesn't say how many tokens a text was.
_CHARACTERS_A_TOKEN = 4
_A_MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost, in any currency."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: int, tokens_out: int) -> float:
        """What so many tokens cost."""
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / _A_MILLION


@dataclass(frozen=True)
class Budget:
    """How much may be used; None is as much as one likes."""

    tokens: int | None = None
    money: float | None = None


class BudgetSpentError(Exception):
    """A call would go beyond the budget; the message says beyond what."""


class Usage:
    """What was used so far. Safe to use from several threads; what a part uses, the whole uses too.

    Args:
        prices: What tokens cost, where that is known.
        whole: Of which usage this is a part.
    """

    def __init__(self, prices: Prices | None = None, whole: Usage | None = None) -> None:
        self.prices, self._whole = prices, whole
        self.calls = self.tokens_in = self.tokens_out = self.remembered = 0
        self.estimated = False
        self._under_way = 0
        self._changing = Lock()

    @property
    def tokens(self) -> int:
        """Tokens in and out."""
        return self.tokens_in + self.tokens_out

    @property
    def money(self) -> float | None:
        """What it cost; None where no prices are set."""
        return self.prices.of(self.tokens_in, self.tokens_out) if self.prices else None

    @contextmanager
    def call(self, texts: Sequence[str], budget: Budget) -> Iterator[Call]:
        """One call with these texts; what it used is counted when it ends, however it ends.

        Raises:
            BudgetSpentError: If there is no room for it, those under way included.
        """
        expected = estimate(*texts)
        with self._changing:
            self._check(expected, budget)
            self._under_way += expected
        call = Call(expected)
        try:
            yield call
        except TimeoutError:
            # Nobody listens any more, but it is read and answered all the same.
            if not call.tokens_in:
                call.used(None, "")
            raise
        finally:
            with self._changing:
                self._under_way -= expected
            self._add(call)

    def check(self, texts: Sequence[str], budget: Budget) -> None:
        """That there is room for these texts.

        Raises:
            BudgetSpentError: If there isn't.
        """
        with self._changing:
            self._check(estimate(*texts), budget)

    def remember(self) -> None:
        """Count an answer that needed no call."""
        with self._changing:
            self.remembered += 1
        if self._whole is not None:
            self._whole.remember()

    def _check(self, expected: int, budget: Budget) -> None:
        coming = self._under_way + expected
        if budget.tokens is not None and self.tokens + coming > budget.tokens:
            raise BudgetSpentError(f"{self.tokens:,} of {budget.tokens:,} tokens are used")
        if budget.money is not None and self.prices is not None:
            money = self.prices.of(self.tokens_in + coming, self.tokens_out)
            if money > budget.money:
                raise BudgetSpentError(f"{self.money or 0:.2f} of {budget.money:.2f} are spent")

    def _add(self, call: Call) -> None:
        with self._changing:
            self.calls += 1
            self.tokens_in += call.tokens_in
            self.tokens_out += call.tokens_out
            self.estimated |= call.estimated
        if self._whole is not None:
            self._whole._add(call)


class Call:
    """What one call used: what the server says, or an estimate. A call that failed used nothing."""

    def __init__(self, expected: int) -> None:
        self.tokens_in = self.tokens_out = 0
        self.estimated = False
        self._expected = expected

    def used(self, said: Mapping[str, Any] | None, text: str) -> None:
        """Count what the server says it used; where it says nothing, an estimate from the text."""
        said = said or {}
        self.estimated = not said.get("input_tokens")
        self.tokens_in = said.get("input_tokens") or self._expected
        self.tokens_out = said.get("output_tokens") or estimate(text)


def estimate(*texts: str) -> int:
    """About how many tokens texts have."""
    return sum(len(text) for text in texts) // _CHARACTERS_A_TOKEN + len(texts)
