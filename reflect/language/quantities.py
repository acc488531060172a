"""How much of a week something takes, read from ordinary words.

"a day a week", "100 people x 15 min every other week", "most of my mornings", "five or six", "20% of my time".
A working day counts as 8 hours, a week as 5 days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reflect.language.counting import NUMBERS, Piece, Word, at, number, numbers, single, split_words
from reflect.language.durations import HOURS, HOURS_A_DAY, duration, share, weekday_of
from reflect.language.rhythms import WEEKDAY, days_in_round, frequency, is_vague, rhythm_of_name

_UNIT = r"(?:h|hrs?|hours?|mins?|minutes?|days?|weeks?)"
_DENIED = re.compile(
    rf"\b(?:not|isn't|aren't|never)\s+(?:really\s+|about\s+)?(?:\d[\d.,]*|{'|'.join(list(NUMBERS)[1:20])})(?:\s*{_UNIT}\b)?"
    r"(?:\s+an?\s+\w+)?",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"\b(?:no,? wait|wait,? no|no,|actually|i mean|call it|make (?:it|that)|more like|rather|scratch that|sorry,?)\s",
    re.IGNORECASE,
)
# "It used to be two hours, it's four now".
_FORMERLY = re.compile(
    r"\b(?:used to be|was|were)\b[^.;]*?[,.;…–—-]+\s*(?=[^.;]*\bnow\b)(?:(?:and|but|so)\s+)?(?:(?:it'?s|it is|"
    r"that's|now|is|are)[\s,]+)*",
    re.IGNORECASE,
)
_PLUS = re.compile(r"\s(?:plus|and then|and another|on top of that|and)\s|\s\+\s", re.IGNORECASE)
_AT_TIMES = ("sometimes", "occasionally", "rarely", "worst")
_ONLY_ANSWER = 4
_A_ONE = frozenset("no any the this that every each another which".split())
_LEADING = frozenset("before after for with on in of at to".split())
_SMALL = frozenset("of with for and on in to at i".split())
# What a time is said to be each of, where nothing is counted: "two hours a go".
_ROUNDS = frozenset("go time times round turn of one bit lot few couple week month".split())
_NOT_HOURS_BEFORE = frozenset("since in at by until till version number".split())
_NOT_HOURS_AFTER = frozenset("st nd rd th of people men women am pm o'clock percent % : /".split())
_NO_THINGS = frozenset("always sometimes perhaps plus unless across minus less besides its depends this".split())
_MOST_HOURS = 168


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


def read_amount(text: str, *, bare_number: bool = False, each: bool = False) -> Amount | None:
    """The time that the text says something takes, or None. What is denied or corrected in it doesn't count.

    Args:
        text: What was said.
        bare_number: Whether a number without a unit means hours, as in the answer to "how many hours?".
        each: Whether the time of one ("an hour per visit") counts, though it isn't said how many there are.
    """
    text = _DENIED.sub(lambda match: " " * len(match.group()), text)
    if (formerly := _FORMERLY.search(text)) and _read(formerly.group(), bare_number=True, each=False):
        now = " " * formerly.end() + text[formerly.end() :]
        if (amount := _read(now, bare_number=True, each=each)) is not None:
            return amount
    if correction := list(_CORRECTION.finditer(text)):
        start = correction[-1].end()
        if (amount := _read(" " * start + text[start:], bare_number=True, each=each)) is not None:
            return amount
    return (_sum(text) if bare_number else None) or _read(text, bare_number=bare_number, each=each)


def _sum(text: str) -> Amount | None:
    """ "An hour a day plus two hours on Fridays"; what "and" joins is a sum where each has its own rhythm."""
    for between in _PLUS.finditer(text):
        plain_and = between.group().strip().lower() == "and"
        first = _read(text[: between.start()], bare_number=not plain_and, each=False)
        rest = " " * between.end() + text[between.end() :]
        second = _sum(rest) or _read(rest, bare_number=not plain_and, each=False) if first else None
        if first is None or second is None or (plain_and and None in (first.times_a_week, second.times_a_week)):
            continue
        spans = first.spans + second.spans
        quote = text[spans[0][0] : max(end for _, end in spans)]
        if first.times_a_week is None:
            # "Two hours plus half an hour of notes, monthly": the rhythm of both.
            return Amount(first.hours + second.hours, second.times_a_week, quote, second.rhythm, spans)
        return Amount(first.hours_a_week + second.hours_a_week, 1.0, quote, "", spans)
    return None


def _read(text: str, *, bare_number: bool, each: bool) -> Amount | None:
    words = split_words(text)
    shares = (share(words, place) for place in range(len(words)))
    if found := next((piece for piece in shares if piece and (bare_number or not piece.loose)), None):
        return _amount(text, words, found, Piece(1.0, found.first, found.after), 1)
    if (total := _by_weekday(words)) and (bare_number or not total.loose):
        return _amount(text, words, total, None, 1)
    durations, frequencies = _stretches(words)
    if not bare_number and len(words) > _ONLY_ANSWER:
        durations = [piece for piece in durations if not piece.loose]
    if not durations and bare_number:
        taken = _covered(frequencies)
        free = [piece for piece in numbers(words) if piece.first not in taken]
        # After a number of something else only a conclusion counts: "three people, so six".
        free = free[:1] + [piece for piece in free[1:] if at(words, piece.first - 1) in ("so", "say")]
        durations = [piece for piece in free if _may_be_hours(words, piece)][:1]
    if not durations:
        return _amount_of_mornings(text, words, frequencies)
    if not frequencies and is_vague(text):
        return None
    length, rhythm = _pair(words, durations, frequencies)
    rhythm = rhythm or (None if frequencies else rhythm_of_name(words))
    count = _count(words, length, _covered([*durations, *frequencies]))
    if count is None and rhythm is None and not each:
        return None
    return _amount(text, words, length, rhythm, count or 1.0)


# ---- what the words say --------------------------------------------------------------------------------------------


def _stretches(words: list[Word]) -> tuple[list[Piece], list[Piece]]:
    """The durations and the frequencies, from left to right.

    "a day" can be either: after a duration ("ten minutes a day") or things counted ("two calls a day") it says how
    often, else how long ("a day a week").
    """
    durations: list[Piece] = []
    frequencies: list[Piece] = []
    place = 0
    while place < len(words):
        often, long = frequency(words, place), duration(words, place)
        beside = bool(durations) and place == durations[-1].after
        first = beside or long is None or words[place].text in ("each", "every", "per", "most", "all")
        if often and (first or _things_before(words, place)):
            frequencies.append(often)
            place = often.after
        elif long:
            durations.append(long)
            place = long.after
        else:
            skipped = number(words, place)
            place = skipped.after if skipped else place + 1
    return _days_as_rhythm(words, durations, frequencies)


def _days_as_rhythm(
    words: list[Word], durations: list[Piece], frequencies: list[Piece]
) -> tuple[list[Piece], list[Piece]]:
    """ "An hour, four days a week": the days say how often, since the hour says how long."""
    for days in durations:
        rhythm = days_in_round(words, days.first)
        if rhythm and any(other.value < days.value and other != days for other in durations):
            rest = [piece for piece in frequencies if not rhythm.first <= piece.first < rhythm.after]
            return [piece for piece in durations if piece != days], [rhythm, *rest]
    return durations, frequencies


def _things_before(words: list[Word], place: int) -> bool:
    """Whether things are counted just before: "two new services", "60 tickets"."""
    thing = at(words, place - 1)
    counts = (single(words, place - back) for back in (2, 3))
    return thing.endswith("s") and thing not in HOURS and any(count and count.after < place for count in counts)


def _by_weekday(words: list[Word]) -> Piece | None:
    """The sum of "2h Mon, 1h Wed, 1h Fri", "an hour on Monday and two on Thursday"."""
    if led := _led_by_weekdays(words):
        return led
    found: list[tuple[str, Piece]] = []
    unit, place = 0.0, 0
    while place < len(words):
        long, count = duration(words, place), number(words, place)
        if long:
            unit = HOURS.get(at(words, long.after - 1), 0.0)
        elif count:
            long = Piece(count.value * unit, count.first, count.after)
        if long and long.value and (day := weekday_of(words, long)):
            after = max(day + 1, long.after)
            found.append((at(words, day)[:3], Piece(long.value, long.first, after, loose=long.loose)))
            place = day
        place = max(place + 1, long.after if long else 0)
    if len(found) < 2 or len({day for day, _ in found}) < len(found):
        return None
    pieces = [piece for _, piece in found]
    loose = any(piece.loose for piece in pieces)
    return Piece(sum(piece.value for piece in pieces), pieces[0].first, pieces[-1].after, times=1.0, loose=loose)


def _led_by_weekdays(words: list[Word]) -> Piece | None:
    """The sum of "Monday 2 hours and Thursday an hour": each with its day before it."""
    found: list[Piece] = []
    place = 0
    while place < len(words):
        long = duration(words, place) if not WEEKDAY.match(at(words, place)) else None
        if long:
            found.append(long)
        place = long.after if long else place + 1
    days = [at(words, piece.first - 1)[:3] for piece in found if WEEKDAY.match(at(words, piece.first - 1))]
    if len(found) < 2 or len(set(days)) < len(found):
        return None
    return Piece(sum(piece.value for piece in found), found[0].first, found[-1].after, times=1.0)


def _may_be_hours(words: list[Word], piece: Piece) -> bool:
    """Whether a bare number can answer "how many hours?": not "40 invoices", "since 2019", "2 to 3 on Fridays"."""
    before, after = at(words, piece.first - 1), at(words, piece.after)
    if (
        piece.value > _MOST_HOURS
        or before in _NOT_HOURS_BEFORE
        or (at(words, piece.first) == "one" and before in _A_ONE)
    ):
        return False
    ranged = any(at(words, place) in ("to", "-", "–") for place in range(piece.first, piece.after))
    if ranged and (frequency(words, piece.after) or frequency(words, piece.after + 1)) and "a" != after != "per":
        # They may be times of day.
        return False
    if not after or words[piece.after].apart:
        return True
    thing = after.endswith("s") and len(after) > 3 and after not in _NO_THINGS and not WEEKDAY.match(after)
    return after not in _NOT_HOURS_AFTER and not thing


def _amount_of_mornings(text: str, words: list[Word], frequencies: list[Piece]) -> Amount | None:
    """ "every Monday morning", "most mornings": the part of the day is the duration."""
    for often in frequencies:
        for place in (often.after, often.after - 1):
            if HOURS.get(at(words, place)) == HOURS_A_DAY / 2:
                covered = Piece(HOURS_A_DAY / 2, often.first, max(place + 1, often.after))
                return _amount(text, words, covered, often, 1)
    return None


# ---- putting it together -------------------------------------------------------------------------------------------


def _pair(words: list[Word], durations: list[Piece], frequencies: list[Piece]) -> tuple[Piece, Piece | None]:
    """The duration that a frequency stands beside ("a day a week"), else the last one with any frequency."""
    for length in durations:
        for often in frequencies:
            if 0 <= often.first - length.after <= 1 or 0 <= length.first - often.after <= 1:
                return length, often
    usual = [piece for piece in durations if at(words, piece.first - 1) not in _AT_TIMES] or durations
    return usual[-1], frequencies[0] if frequencies else None


def _covered(pieces: list[Piece]) -> set[int]:
    return {place for piece in pieces for place in range(piece.first, piece.after)}


def _count(words: list[Word], length: Piece, taken: set[int]) -> float | None:
    """How many times the duration is spent each round: "100 people x 15 min", "20 minutes a head, twelve people".

    None where it is the time of one, and nobody said how many there are.
    """
    one = at(words, length.after - 1)
    before = [] if words[length.first].apart else [single(words, length.first - back) for back in (1, 2)]
    halved = at(words, length.first) == "half" and length.after - length.first == 2
    compound = halved or (not one.endswith("s") and at(words, length.after).endswith("s"))
    if compound and (said := next((piece for piece in before if piece and piece.after == length.first), None)):
        # "Four 12-hour shifts", "two half days".
        return said.value
    of_one = _of_one(words, length, taken)
    if at(words, length.first - 1) == "at" and (things := _counted_before(words, length.first - 1)):
        return things
    if at(words, length.first - 1) not in ("x", "×", "times") and of_one is None:
        return 1.0
    counts = [piece.value for piece in numbers(words) if piece.first not in taken and 1 < piece.value <= 1000]
    return counts[0] if counts else None if of_one else 1.0


def _counted_before(words: list[Word], place: int) -> float | None:
    """How many things stand just before: "ten calls at twelve minutes"."""
    if not at(words, place - 1).endswith("s") or at(words, place - 1) in HOURS:
        return None
    counted = (single(words, place - back) for back in (2, 3))
    return next((piece.value for piece in counted if piece and piece.value > 1), None)


def _of_one(words: list[Word], length: Piece, taken: set[int]) -> str | None:
    """What the duration is said to be for each of: "visit", "head"; empty for "each" and "a go", None for nothing."""
    for place in range(length.after, length.after + 6):
        word, thing = at(words, place), at(words, place + 1)
        if word in ("x", "×", "apiece") or (word == "each" and not thing.isalpha()):
            return ""
        if place in taken or not thing.isalpha():
            continue
        close = place == length.after or place - 1 in taken or at(words, place - 1) in _LEADING
        if word == "each" and (words[place + 1].apart or thing in _SMALL):
            return ""
        if word == "per" or (close and word in ("each", "every", "another")):
            return "" if thing in _ROUNDS or thing in HOURS else thing
        if word in ("a", "an") and (place == length.after or place - 1 in taken) and not words[place].apart:
            return "" if thing in _ROUNDS else thing
    return None


def _amount(text: str, words: list[Word], length: Piece, often: Piece | None, count: float) -> Amount:
    pieces = [length] if often is None else [length, often]
    spans = tuple((words[piece.first].start, words[piece.after - 1].end) for piece in pieces)
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    rhythm = "" if often is None else text[slice(*spans[1])]
    times = length.times if often is None else often.value
    hours = length.value * count
    if often and WEEKDAY.match(words[often.first].text) and hours * often.value > HOURS_A_DAY:
        # "Tuesdays and Thursdays, about six hours": so much can only be all of it together.
        hours /= often.value
    return Amount(hours, times, text[start:end], rhythm, spans)
