"""How often something comes round: "every other week", "Mondays", "at month end", "three mornings a week"."""

from __future__ import annotations

import re

from reflect.language.counting import ORDINALS, WHOLES, Piece, Word, at, number, out_of
from reflect.language.english import MONTHS

DAYS_A_WEEK = 5.0
WEEKS_A_MONTH = 52 / 12

_PERIODS = {
    DAYS_A_WEEK: "day days weekday weekdays workday workdays morning afternoon evening night",
    1.0: "week wk weeks weekend weekends",
    1 / 2: "fortnight",
    1 / WEEKS_A_MONTH: "month months mo mth",
    1 / 13: "quarter quarters qtr season",
    1 / 52: f"year years yr summer winter spring autumn christmas easter {' '.join(MONTHS)}",
}
_ADVERBIAL = {
    "daily": DAYS_A_WEEK, "nightly": DAYS_A_WEEK, "weekdays": DAYS_A_WEEK, "weekly": 1.0, "weekends": 1.0,
    "fortnightly": 1 / 2, "biweekly": 1 / 2, "monthly": 1 / WEEKS_A_MONTH, "quarterly": 1 / 13, "yearly": 1 / 52,
    "annually": 1 / 52,
}  # fmt: skip
A_WEEK = {word: times for times, words in _PERIODS.items() for word in words.split()}
_ROUNDS = frozenset("day week wk month mth quarter qtr year yr fortnight".split())
_DAYS = frozenset("days mornings afternoons evenings nights weekdays workdays".split())
WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?$")
_VAGUELY = re.compile(
    r"\b(?:here and there|now and (?:then|again)|once in a while|on and off|every so often|every now and|"
    r"from time to time|only (?:when|if|in|for)|here\b.*\bthere|"
    r"in an? (?:bad|busy|heavy|good|quiet) (?:month|quarter|year)|"
    r"(?:when|if|as)(?:ever)? (?:needed|required|necessary))\b",
    re.IGNORECASE,
)
# "More at quarter end" says nothing of how often the rest is done.
_LEADING = frozenset("at around every each come towards before after for".split())
_UNLIKE = frozenset("more less busier worse longer double extra except especially particularly not unless".split())


def is_vague(text: str) -> bool:
    """Whether it is only said that something happens at times: "now and then"."""
    return bool(_VAGUELY.search(text))


def frequency(words: list[Word], place: int) -> Piece | None:
    """How often, in times a week: "twice a month", "every Friday", "Tuesdays and Thursdays"."""
    times, after = 1.0, place
    if at(words, place) in ("once", "twice", "thrice"):
        times, after = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[words[place].text], place + 1
    elif (count := number(words, place)) and at(words, count.after) in ("times", "x"):
        times, after = count.value, count.after + 1
    if found := _but_for_days(words, every(words, after)):
        return Piece(times * found.value, place, found.after)
    return None if after != place else _of_days(words, place)


def _but_for_days(words: list[Word], found: Piece | None) -> Piece | None:
    """The round without the days it leaves out: "every day except Wednesday"."""
    if found is None or found.value != DAYS_A_WEEK or at(words, found.after) not in ("except", "but", "bar"):
        return found
    place = found.after + 1 + (at(words, found.after + 1) in ("on", "for"))
    if not WEEKDAY.match(at(words, place)):
        return found
    without = _weekdays(words, found.first, place)
    return Piece(DAYS_A_WEEK - without.value, found.first, without.after)


def every(words: list[Word], place: int) -> Piece | None:
    """The round itself: "a week", "/month", "every other Friday", "daily", "at quarter end"."""
    head, after = at(words, place), place + 1
    if head in _ADVERBIAL and not _is_adjective(words, place):
        return Piece(_ADVERBIAL[head], place, after)
    if head in WHOLES and at(words, after) in _DAYS:
        return Piece(WHOLES[head] * DAYS_A_WEEK, place, after + 1)
    if head == "/" and at(words, after) in A_WEEK:
        return Piece(A_WEEK[words[after].text], place, after + 1)
    if head in ("a", "per", "an") and at(words, after) in _ROUNDS:
        return Piece(A_WEEK[words[after].text], place, after + 1)
    if head == "morning" and at(words, after) == "and" and at(words, after + 1) in ("evening", "night", "afternoon"):
        return Piece(2 * DAYS_A_WEEK, place, after + 2)
    if head in ("every", "each") and (found := _each(words, place)):
        return found
    return _at_its_end(words, place) or _nth_of(words, place) or _in_month(words, place)


def _each(words: list[Word], place: int) -> Piece | None:
    after = place + 1
    if nth := _ordinal(words, after):
        if at(words, nth.after) in A_WEEK:
            return Piece(A_WEEK[words[nth.after].text] / nth.value, place, nth.after + 1)
        if WEEKDAY.match(at(words, nth.after)):
            return Piece(1 / nth.value, place, nth.after + 1)
    if (count := number(words, after)) and count.value and at(words, count.after) in A_WEEK:
        times = A_WEEK[words[count.after].text]
        # "Every ten days" counts the days of the calendar, "every two days" those one works.
        times = 7.0 if times == DAYS_A_WEEK and count.value > DAYS_A_WEEK else times
        return Piece(times / count.value, place, count.after + 1)
    after += at(words, after) == "single"
    if at(words, after) in A_WEEK and at(words, after + 1).strip("'s") != "end":
        return Piece(A_WEEK[words[after].text], place, after + 1)
    return _weekdays(words, place, after) if WEEKDAY.match(at(words, after)) else None


def _ordinal(words: list[Word], place: int) -> Piece | None:
    """ "other", "third", "3rd"."""
    text = at(words, place)
    if text == "other" or ORDINALS.get(text, 0) > 1:
        return Piece(ORDINALS.get(text, 2.0), place, place + 1)
    if text.isdigit() and float(text) and at(words, place + 1) in ("nd", "rd", "th"):
        return Piece(float(text), place, place + 2)
    return None


def _at_its_end(words: list[Word], place: int) -> Piece | None:
    """ "at month end", "at the end of each quarter", "around year-end"."""
    if at(words, place - 1) in _UNLIKE | _LEADING:
        return None
    led = at(words, place) in _LEADING
    after = place + led
    after += led and at(words, after) in ("the", "every", "each")
    if at(words, after) in ("end", "start", "beginning", "close") and at(words, after + 1) == "of":
        after += 2
        after += at(words, after) in ("the", "a", "every", "each")
        period = at(words, after)
    else:
        period = at(words, after).removesuffix("'s")
        after += 1 + (at(words, after + 1) == "-")
        if at(words, after) not in ("end", "close") or not (led or _ends(words, after + 1)):
            return None
    return Piece(A_WEEK[period], place, after + 1) if period in ("month", "quarter", "year") else None


def _ends(words: list[Word], place: int) -> bool:
    return place >= len(words) or bool(words[place].apart)


def _nth_of(words: list[Word], place: int) -> Piece | None:
    """ "the first Monday of the month", "the 15th of every month", "last Friday of the quarter"."""
    after = place + (at(words, place) == "the")
    if at(words, after).isdigit() and at(words, after + 1) in ("st", "nd", "rd", "th"):
        after += 2
    elif at(words, after) in ORDINALS or at(words, after) == "last":
        after += 1
    else:
        return None
    after += bool(WEEKDAY.match(at(words, after))) or at(words, after) in ("day", "week", "weekend", "workday")
    if at(words, after) not in ("of", "in") or at(words, after + 1) not in ("the", "a", "every", "each"):
        return None
    period = at(words, after + 2)
    return Piece(A_WEEK[period], place, after + 3) if period in ("month", "quarter", "year") else None


def _in_month(words: list[Word], place: int) -> Piece | None:
    """ "Two days in August", once a year; hours may be those of each of its weeks."""
    named = at(words, place) in ("in", "during") and at(words, place + 1) in MONTHS
    return (
        Piece(1 / 52, place, place + 2) if named and at(words, place - 1) in ("day", "days", "week", "weeks") else None
    )


def _of_days(words: list[Word], place: int) -> Piece | None:
    """Days as a rhythm: "Mondays", "two Fridays a month", "one Friday in three"."""
    if count := number(words, place):
        if not WEEKDAY.match(at(words, count.after)):
            return None
        if total := out_of(words, count.after + 1):
            return Piece(count.value / total.value, place, total.after)
        found = every(words, count.after + 1)
        return Piece(count.value * found.value, place, found.after) if found else None
    text = at(words, place)
    if text == "both" and WEEKDAY.match(at(words, place + 1)):
        return _weekdays(words, place, place + 1)
    return _weekdays(words, place, place) if WEEKDAY.match(text) and text.endswith("s") and len(text) > 4 else None


def days_in_round(words: list[Word], place: int) -> Piece | None:
    """ "four days a week", "three mornings a month", as often as they are counted."""
    count = number(words, place)
    found = every(words, count.after + 1) if count and at(words, count.after).rstrip("s") + "s" in _DAYS else None
    return Piece(count.value * found.value, place, found.after) if count and found and found.value < 2 else None


def rhythm_of_name(words: list[Word]) -> Piece | None:
    """The rhythm in the name of what is done: "the monthly deck, four hours" is four hours a month."""
    named = next((place for place in range(len(words)) if at(words, place) in _ADVERBIAL), None)
    return None if named is None else Piece(_ADVERBIAL[words[named].text], named, named + 1)


def _is_adjective(words: list[Word], place: int) -> bool:
    """ "the weekly report", "my monthly call": the word belongs to a name and says nothing about how often."""
    return at(words, place - 1) in ("the", "my", "our", "a", "every", "each", "their", "this", "that", "per")


def _weekdays(words: list[Word], start: int, place: int) -> Piece:
    """ "Tuesdays and Thursdays", "every Friday morning"."""
    times, after = 1.0, place + 1
    while at(words, after) in ("and", "or") and WEEKDAY.match(at(words, after + 1)):
        times, after = times + 1, after + 2
    return Piece(times, start, after)
