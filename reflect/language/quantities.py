"""How much of a week something takes, read from ordinary words.

"a day a week", "100 people x 15 min every other week", "most of my mornings", "five or six", "20% of my time".
A working day counts as 8 hours, a week as 5 days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HOURS_A_DAY = 8.0
DAYS_A_WEEK = 5.0
WEEKS_A_MONTH = 52 / 12

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = {
    word: 10.0 * tens for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_NUMBERS = {word: float(value) for value, word in enumerate(_ONES)} | _TENS
_VAGUE = {"couple": 2.0, "few": 3.0, "several": 4.0, "dozen": 12.0}
_FRACTIONS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "thirds": 1 / 3, "quarters": 1 / 4,
    "most": 3 / 4, "all": 1.0, "½": 1 / 2, "⅓": 1 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅔": 2 / 3,
}  # fmt: skip
_UNITS = {
    1 / 60: "min mins minute minutes m",
    1.0: "h hr hrs hour hours",
    4.0: "morning mornings afternoon afternoons evening evenings night nights",
    HOURS_A_DAY: "day days workday workdays",
    HOURS_A_DAY * DAYS_A_WEEK: "week weeks wk wks workweek",
}
_HOURS = {word: hours for hours, words in _UNITS.items() for word in words.split()}
_PERIODS = {
    DAYS_A_WEEK: "day days morning afternoon evening night",
    1.0: "week wk weeks",
    1 / 2: "fortnight",
    1 / WEEKS_A_MONTH: "month months mo",
    1 / 13: "quarter quarters",
    1 / 52: "year years",
}
_ADVERBIAL = {
    "daily": DAYS_A_WEEK, "weekly": 1.0, "fortnightly": 1 / 2, "biweekly": 1 / 2, "monthly": 1 / WEEKS_A_MONTH,
    "quarterly": 1 / 13, "yearly": 1 / 52, "annually": 1 / 52,
}  # fmt: skip
_A_WEEK = {word: times for times, words in _PERIODS.items() for word in words.split()}
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_WEEKDAYS = re.compile(rf"^{_WEEKDAY}$")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?=%)|\d+[.,]\d+|\d+|[a-zA-Z]+(?:['’][a-z]+)?|[½⅓¼¾⅔%×/:–-]")
_CLOCK = re.compile(
    r"\b(?:from\s+)?(?P<from>\d{1,2}|[a-z]+)(?::(?P<from_min>\d\d))?\s*(?:am|pm)?\s*(?:-|–|to|till|until)\s*"
    r"(?P<to>\d{1,2}|[a-z]+)(?::(?P<to_min>\d\d))?\s*(?P<half>am|pm|o'clock)?\b",
    re.IGNORECASE,
)

_UNIT = r"(?:h|hrs?|hours?|mins?|minutes?|days?|weeks?)"
_DENIED = re.compile(
    rf"\b(?:not|isn't|aren't|never)\s+(?:really\s+|about\s+)?(?:\d[\d.,]*|{'|'.join(_ONES[1:])})(?:\s*{_UNIT}\b)?(?:\s+an?\s+\w+)?",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"\b(?:no,? wait|wait,? no|no,|actually|i mean|call it|make (?:it|that)|more like|rather|scratch that|sorry,?)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """A stretch of time that was said.

    Attributes:
        hours: How long one time lasts, or all of it where only a total was given.
        times_a_week: How often it comes round; None where nothing was said about it.
        quote: The words it was read from.
        rhythm: The words about how often, such as "every two weeks"; empty where there were none.
    """

    hours: float
    times_a_week: float | None
    quote: str
    rhythm: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    """Where the words stand: of the duration, then of the rhythm."""

    @property
    def hours_a_week(self) -> float:
        """Hours a week, taking a bare duration as a weekly one, rounded to five minutes."""
        each_week = self.hours * (1.0 if self.times_a_week is None else self.times_a_week)
        return round(each_week * 12) / 12 if each_week < 10 else round(each_week * 2) / 2


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Piece:
    """A number, a duration or a frequency, and the words (first, after last) it covers."""

    value: float
    first: int
    after: int


def read_amount(text: str, *, bare_number: bool = False) -> Amount | None:
    """The time that the text says something takes, or None. What is denied or corrected in it doesn't count.

    Args:
        text: What was said.
        bare_number: Whether a number without a unit means hours, as in the answer to "how many hours?".
    """
    text = _DENIED.sub(lambda match: " " * len(match.group()), text)
    if correction := list(_CORRECTION.finditer(text)):
        start = correction[-1].end()
        if (amount := _read(" " * start + text[start:], bare_number=True)) is not None:
            return amount
    return _read(text, bare_number=bare_number)


def _read(text: str, *, bare_number: bool) -> Amount | None:
    words = [_Word(match.group().lower().replace("’", "'"), *match.span()) for match in _TOKEN.finditer(text)]
    if clock := _clock(text, words):
        return clock
    durations, frequencies = _stretches(words)
    taken = {place for piece in frequencies for place in range(piece.first, piece.after)}
    if share := _share(words):
        return _amount(text, words, share, _Piece(1.0, share.first, share.after), 1)
    if not durations and bare_number:
        durations = [piece for piece in _numbers(words) if piece.first not in taken][:1]
    if not durations:
        return _amount_of_mornings(text, words, frequencies)
    duration, frequency = _pair(durations, frequencies)
    return _amount(text, words, duration, frequency, _count(words, duration, taken))


def read_number(text: str) -> float | None:
    """The first number in the text, in digits or words ("two", "5", "a couple"), the middle of a range."""
    words = [_Word(match.group().lower(), *match.span()) for match in _TOKEN.finditer(text)]
    first = next(_numbers(words), None)
    return None if first is None else first.value


# ---- numbers -------------------------------------------------------------------------------------------------------


def _single(words: list[_Word], place: int) -> _Piece | None:
    """One number at this place: digits, words, "a couple of", "five and a half"."""
    if place >= len(words):
        return None
    text = words[place].text
    value: float | None = None
    after = place + 1
    if text[0].isdigit():
        value = float(text.replace(",", ".")) if not re.fullmatch(r"\d+,\d{3}", text) else float(text.replace(",", ""))
        if _at(words, after) == "/" and _at(words, after + 1).isdigit() and value < 10 and float(words[after + 1].text):
            value, after = value / float(words[after + 1].text), after + 2
    elif text in _NUMBERS:
        value = _NUMBERS[text]
        if text in _TENS:
            step = after + (_at(words, after) == "-")
            if 0 < _NUMBERS.get(_at(words, step), 0) < 10:
                value, after = value + _NUMBERS[words[step].text], step + 1
    elif text in _VAGUE or (text in ("a", "an") and _at(words, after) in _VAGUE):
        after = place + 1 + (text not in _VAGUE)
        value = _VAGUE[words[after - 1].text]
        after += _at(words, after) == "of"
    elif text in ("a", "an") and _at(words, after) == "hundred":
        value = 1.0
    return None if value is None else _scaled(words, _Piece(value, place, after))


def _scaled(words: list[_Word], piece: _Piece) -> _Piece:
    """The number with what multiplies it or adds a part to it: "two hundred", "five and a half", "2½"."""
    value, after = piece.value, piece.after
    if _at(words, after) in ("hundred", "thousand"):
        value, after = value * (100 if words[after].text == "hundred" else 1000), after + 1
    if [_at(words, after + step) for step in range(3)] == ["and", "a", "half"]:
        value, after = value + 0.5, after + 3
    elif _at(words, after) in "½⅓¼¾⅔" and _at(words, after):
        value, after = value + _FRACTIONS[words[after].text], after + 1
    return _Piece(value, piece.first, after)


def _number(words: list[_Word], place: int) -> _Piece | None:
    """A number or the middle of a range: "5 or 6", "five to six", "2-3", "ten, twelve"."""
    first = _single(words, place)
    if first is None:
        return None
    if _at(words, first.after) in ("or", "to", "-", "–"):
        second = _single(words, first.after + 1)
    else:
        joined = first.after < len(words) and words[first.after].start - words[first.after - 1].end == 2
        second = _single(words, first.after) if joined else None
    if second and first.value < second.value <= 4 * first.value + 2:
        return _Piece((first.value + second.value) / 2, place, second.after)
    return first


def _numbers(words: list[_Word]) -> Iterator[_Piece]:
    place = 0
    while place < len(words):
        piece = _number(words, place)
        if piece:
            yield piece
        place = piece.after if piece else place + 1


def _at(words: list[_Word], place: int) -> str:
    return words[place].text if 0 <= place < len(words) else ""


# ---- durations -----------------------------------------------------------------------------------------------------


def _stretches(words: list[_Word]) -> tuple[list[_Piece], list[_Piece]]:
    """The durations and the frequencies, from left to right.

    "a day" can be either: after a duration ("ten minutes a day") it says how often, else how long ("a day a week").
    """
    durations: list[_Piece] = []
    frequencies: list[_Piece] = []
    place = 0
    while place < len(words):
        frequency, duration = _frequency(words, place), _duration(words, place)
        beside = bool(durations) and place == durations[-1].after
        if frequency and (beside or duration is None or words[place].text in ("each", "every", "per", "most")):
            frequencies.append(frequency)
            place = frequency.after
        elif duration:
            durations.append(duration)
            place = duration.after
        else:
            number = _number(words, place)
            place = number.after if number else place + 1
    return durations, frequencies


def _duration(words: list[_Word], place: int) -> _Piece | None:
    if piece := _fraction_of_unit(words, place):
        return piece
    number = _number(words, place)
    if number is None and _at(words, place) in ("a", "an", "one", "per", "whole", "full"):
        number = _Piece(1.0, place, place + 1)
    if number is None:
        return None
    after = number.after
    after += _at(words, after) in ("-", "solid", "full", "whole", "good", "working", "or")
    unit = _HOURS.get(_at(words, after))
    if unit is None or (unit == 40 and (_at(words, place) in ("a", "per") or _every(words, after + 1) is None)):
        # "the last two weeks" says when; "two weeks every quarter" says how long.
        return None
    hours, after = number.value * unit, after + 1
    if unit == 1.0 and _at(words, after).isdigit() and words[after].start == words[after - 1].end:
        # "1h30"
        hours, after = hours + float(words[after].text) / 60, after + 1
    elif unit == 1.0 and (minutes := _number(words, after)) and _HOURS.get(_at(words, minutes.after)) == 1 / 60:
        hours, after = hours + minutes.value / 60, minutes.after + 1
    elif [_at(words, after + step) for step in range(3)] == ["and", "a", "half"]:
        hours, after = hours + unit / 2, after + 3
    elif (
        _at(words, after) == "or" and (more := _number(words, after + 1)) and _HOURS.get(_at(words, more.after)) is None
    ):
        # "an hour or two"
        hours, after = (hours + more.value * unit) / 2, more.after
    return _Piece(hours, place, after)


def _fraction_of_unit(words: list[_Word], place: int) -> _Piece | None:
    """ "half an hour", "a third of a day", "most of the morning", "two thirds of a day"."""
    start, factor = place, 1.0
    if (number := _single(words, place)) and _at(words, number.after) in ("thirds", "quarters"):
        start, factor = number.after, number.value
    elif _at(words, place) in ("a", "one"):
        start += 1
    fraction = _FRACTIONS.get(_at(words, start))
    if fraction is None:
        return None
    after = start + 1
    after += _at(words, after) == "of"
    after += _at(words, after) in ("a", "an", "the", "my", "each", "every", "one")
    unit = _HOURS.get(_at(words, after))
    if unit is None:
        return None
    if _at(words, place) == "all" and not _WEEKDAYS.match(_at(words, after + 1)):
        # "triaging it all day" isn't meant by the clock.
        return None
    plural = words[after].text.endswith("s") and unit in (4.0, HOURS_A_DAY)
    return _Piece(factor * fraction * unit * (DAYS_A_WEEK if plural else 1), place, after + 1)


def _share(words: list[_Word]) -> _Piece | None:
    """ "20% of my time", "half my week"."""
    for place, word in enumerate(words):
        if word.text == "%" and (number := _single(words, place - 1)) and _is_of_time(words, place + 1):
            return _Piece(number.value / 100 * HOURS_A_DAY * DAYS_A_WEEK, place - 1, place + 1)
        if word.text in _FRACTIONS:
            after = place + 1
            after += _at(words, after) == "of"
            if _at(words, after) in ("my", "the") and _at(words, after + 1) in ("time", "week", "working"):
                return _Piece(_FRACTIONS[word.text] * HOURS_A_DAY * DAYS_A_WEEK, place, after + 2)
    return None


def _is_of_time(words: list[_Word], place: int) -> bool:
    """Whether a percentage is one of the working time ("20% of my week"), or stands alone as an answer ("like 70%")."""
    of_time = _at(words, place) == "of" and {"time", "week", "day", "job"} & {
        _at(words, place + 1),
        _at(words, place + 2),
    }
    return bool(of_time) or len(words) <= 4


# ---- how often -----------------------------------------------------------------------------------------------------


def _frequency(words: list[_Word], place: int) -> _Piece | None:
    times, after = 1.0, place
    if _at(words, place) in ("once", "twice", "thrice"):
        times, after = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[words[place].text], place + 1
    elif (number := _number(words, place)) and _at(words, number.after) in ("times", "x"):
        times, after = number.value, number.after + 1
    every = _every(words, after)
    if every:
        return _Piece(times * every.value, place, every.after)
    if (
        after == place
        and _WEEKDAYS.match(_at(words, place))
        and words[place].text.endswith("s")
        and len(words[place].text) > 4
    ):
        return _weekdays(words, place, place)
    return None


def _every(words: list[_Word], place: int) -> _Piece | None:
    head, after = _at(words, place), place + 1
    if head in _ADVERBIAL and not _is_adjective(words, place):
        return _Piece(_ADVERBIAL[head], place, after)
    if head in ("most", "all") and _at(words, after) in ("mornings", "days", "afternoons", "evenings"):
        return _Piece(_FRACTIONS[head] * DAYS_A_WEEK, place, after + 1)
    if head == "/" and _at(words, after) in _A_WEEK:
        return _Piece(_A_WEEK[words[after].text], place, after + 1)
    if head in ("a", "per", "an") and _at(words, after) in (
        "day",
        "week",
        "wk",
        "month",
        "quarter",
        "year",
        "fortnight",
    ):
        return _Piece(_A_WEEK[words[after].text], place, after + 1)
    if head not in ("every", "each"):
        return None
    if _at(words, after) in ("other", "second") and _at(words, after + 1) in _A_WEEK:
        return _Piece(_A_WEEK[words[after + 1].text] / 2, place, after + 2)
    if _at(words, after) in ("other", "second") and _WEEKDAYS.match(_at(words, after + 1)):
        return _Piece(1 / 2, place, after + 2)
    if (number := _number(words, after)) and number.value and _at(words, number.after) in _A_WEEK:
        return _Piece(_A_WEEK[words[number.after].text] / number.value, place, number.after + 1)
    after += _at(words, after) == "single"
    if _at(words, after) in _A_WEEK:
        return _Piece(_A_WEEK[words[after].text], place, after + 1)
    if _WEEKDAYS.match(_at(words, after)):
        return _weekdays(words, place, after)
    return None


def _is_adjective(words: list[_Word], place: int) -> bool:
    """ "the weekly report", "my monthly call": the word belongs to a name and says nothing about how often."""
    return _at(words, place - 1) in ("the", "my", "our", "a", "every", "each", "their", "this", "that", "per")


def _weekdays(words: list[_Word], start: int, place: int) -> _Piece:
    """ "Tuesdays and Thursdays", "every Friday morning"."""
    times, after = 1.0, place + 1
    while _at(words, after) in ("and", "or") and _WEEKDAYS.match(_at(words, after + 1)):
        times, after = times + 1, after + 2
    return _Piece(times, start, after)


def _amount_of_mornings(text: str, words: list[_Word], frequencies: list[_Piece]) -> Amount | None:
    """ "every Monday morning", "most mornings": the part of the day is the duration."""
    for frequency in frequencies:
        for place in (frequency.after, frequency.after - 1):
            if _HOURS.get(_at(words, place)) == 4.0:
                covered = _Piece(4.0, frequency.first, max(place + 1, frequency.after))
                return _amount(text, words, covered, frequency, 1)
    return None


# ---- putting it together -------------------------------------------------------------------------------------------


def _pair(durations: list[_Piece], frequencies: list[_Piece]) -> tuple[_Piece, _Piece | None]:
    """The duration that a frequency stands beside ("a day a week"), else the last one with any frequency."""
    for duration in durations:
        for frequency in frequencies:
            if 0 <= frequency.first - duration.after <= 1 or 0 <= duration.first - frequency.after <= 1:
                return duration, frequency
    return durations[-1], frequencies[0] if frequencies else None


def _count(words: list[_Word], duration: _Piece, taken: set[int]) -> float:
    """How many times the duration is spent each round: "100 people x 15 min", "twenty minutes each, ten of them"."""
    before, behind = _at(words, duration.first - 1), [_at(words, duration.after + step) for step in range(2)]
    if before not in ("x", "×", "times") and not {"each", "apiece", "every", "x", "×"} & set(behind):
        return 1.0
    inside = set(range(duration.first, duration.after)) | taken
    counts = [piece.value for piece in _numbers(words) if piece.first not in inside]
    return counts[0] if counts and 1 < counts[0] <= 1000 else 1.0


def _amount(text: str, words: list[_Word], duration: _Piece, frequency: _Piece | None, count: float) -> Amount:
    pieces = [duration] if frequency is None else [duration, frequency]
    spans = tuple((words[piece.first].start, words[piece.after - 1].end) for piece in pieces)
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    rhythm = "" if frequency is None else text[slice(*spans[1])]
    times = None if frequency is None else frequency.value
    hours = duration.value * count
    if frequency and _WEEKDAYS.match(words[frequency.first].text) and hours * frequency.value > HOURS_A_DAY:
        # "Tuesdays and Thursdays, about six hours": so much can only be all of it together.
        hours /= frequency.value
    return Amount(hours, times, text[start:end], rhythm, spans)


def _clock(text: str, words: list[_Word]) -> Amount | None:
    """ "five till nine", "9:00-10:30": a stretch between two times of day."""
    for match in _CLOCK.finditer(text):
        separator = text[match.end("from") : match.start("to")]
        said = re.search(r"till|until|am|pm|:", separator + (match["half"] or ""))
        if not said and not match["from_min"] and not match["to_min"]:
            continue
        start, end = (_hour(match[name], match[f"{name}_min"]) for name in ("from", "to"))
        if start is None or end is None:
            continue
        hours = (end - start) % 12 or 12.0
        frequencies = _stretches(words)[1]
        return Amount(hours, frequencies[0].value if frequencies else None, match.group(), "", (match.span(),))
    return None


def _hour(number: str, minutes: str | None) -> float | None:
    value = float(number) if number.isdigit() else _NUMBERS.get(number.lower())
    return None if value is None or value > 24 else value + float(minutes or 0) / 60
