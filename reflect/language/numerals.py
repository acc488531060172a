"""Hours and numbers as they are written ("2.5 h") and as they are said ("two and a half hours")."""

from __future__ import annotations

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty"}


def say_hours(hours: float) -> str:
    """Hours as one would write them: "8 h", "2.5 h", "20 min"."""
    if 0 < hours < 1 and abs(hours - 0.5) > 0.01:
        return f"{round(hours * 60)} min"
    return f"{_trim(hours)} h"


def spell_hours(hours: float) -> str:
    """Hours as one would say them: "five and a half hours", "half an hour", "twenty minutes"."""
    minutes = round(hours * 60)
    if minutes < 60:
        return {15: "a quarter of an hour", 30: "half an hour", 45: "three quarters of an hour"}.get(
            minutes, f"{spell_number(minutes)} minutes"
        )
    whole, part = int(hours), hours - int(hours)
    if abs(part - 0.5) < 0.01:
        return "an hour and a half" if whole == 1 else f"{spell_number(whole)} and a half hours"
    if abs(part - 0.25) < 0.01 or abs(part - 0.75) < 0.01:
        quarters = "a quarter" if part < 0.5 else "three quarters"
        return f"an hour and {quarters}" if whole == 1 else f"{spell_number(whole)} and {quarters} hours"
    if part < 0.05 or part > 0.95:
        return "an hour" if round(hours) == 1 else f"{spell_number(round(hours))} hours"
    if all(abs(hours * parts - round(hours * parts)) > 0.01 for parts in (4, 10)):
        # Worked out ("most mornings"), not said: nobody would say 1.83.
        return f"about {spell_hours(round(hours * 2) / 2)}"
    return f"{_trim(hours)} hours"


def spell_number(number: float) -> str:
    """A whole number up to twelve (and the tens) in words, anything else in digits."""
    if number == int(number):
        whole = int(number)
        if whole <= 12:
            return _ONES[whole]
        return _TENS.get(whole, str(whole))
    return _trim(number)


def _trim(number: float) -> str:
    return (
        f"{number:.2f}".rstrip("0").rstrip(".")
        if abs(number * 4 - round(number * 4)) < 0.01
        else f"{number:.1f}".rstrip("0").rstrip(".")
    )
