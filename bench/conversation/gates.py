"""The gates: what is counted over all talks, what was aimed at, and every fault with the turn it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from figures import Gate
from obedience import measure_obedience
from piles import measure_piles
from repeats import measure_repeats
from simulate import Talk
from turns import measure_turns
from written import measure_written


def measure(talks: Sequence[Talk]) -> list[Gate]:
    """Every gate, over these talks."""
    parts = (measure_turns, measure_repeats, measure_obedience, measure_piles, measure_written)
    return [gate for compute in parts for gate in compute(talks)]
