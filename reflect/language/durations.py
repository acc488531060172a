"""How long something takes, read from words: "an hour and a half", "most of Friday", "9 to 11", "20% of my time"."""

from __future__ import annotations

from reflect.language.counting import NUMBERS, Piece, Word, at, number, out_of, part, single
from reflect.language.rhythms import DAYS_A_WEEK, WEEKDAY, WEEKS_A_MONTH, every, frequency

HOURS_A_DAY = 8.0
HOURS_A_WEEK = HOURS_A_DAY * DAYS_A_WEEK
_HALF_DAY = 4.0
_UNITS = {
    1 / 60: "min mins minute minutes m",
    1.0: "h hr hrs hour hours",
    _HALF_DAY: "morning mornings afternoon afternoons evening evenings night nights",
    HOURS_A_DAY: "day days workday workdays",
    HOURS_A_WEEK: "week weeks wk wks workweek",
    HOURS_A_WEEK * 2: "fortnight",
    HOURS_A_WEEK * WEEKS_A_MONTH: "month months",
}
HOURS = {word: hours for hours, words in _UNITS.items() for word in words.split()}
_ALL_MINE = frozenset("time week workweek hours".split())
_DETERMINERS = frozenset("a an the my our each every one".split())
_CLOCK_WORDS = {"noon": 12.0, "midday": 12.0, "midnight": 24.0}
_PAST = {"half": 1 / 2, "quarter": 1 / 4}
_TILL = ("to", "till", "until", "-", "–")


def duration(words: list[Word], place: int) -> Piece | None:
    """A stretch of time at this place, in hours."""
    found = clock(words, place) or _days_in(words, place) or _part_of_time(words, place)
    return found or _units(words, place)


def share(words: list[Word], place: int) -> Piece | None:
    """A part of all one's time, in hours a week: "half my week", "20% of my time"; "like 70%" alone is one too."""
    piece = part(words, place)
    if piece is None:
        return None
    after = piece.after
    after += at(words, after) == "of"
    mine = at(words, after) in ("my", "the", "our")
    after += mine + (at(words, after + mine) in ("working", "work", "whole"))
    percent = at(words, piece.after - 1) in ("%", "percent", "pct", "cent")
    if mine and at(words, after) in (_ALL_MINE | {"job", "role", "day"} if percent else _ALL_MINE):
        return Piece(piece.value * HOURS_A_WEEK, place, after + 1, times=1.0)
    if percent and at(words, piece.after) == "of" and at(words, after) in _ALL_MINE:
        return Piece(piece.value * HOURS_A_WEEK, place, piece.after, times=1.0)
    if percent and len(words) <= 4 and at(words, place - 1) not in _TILL:
        return Piece(piece.value * HOURS_A_WEEK, place, piece.after, times=1.0, loose=True)
    return None


# ---- numbers of units ----------------------------------------------------------------------------------------------


def _units(words: list[Word], place: int) -> Piece | None:
    """ "two hours", "a solid day", "1h30", "an hour or two", "hour and a half"."""
    count = number(words, place)
    if count is None and at(words, place) in ("a", "an", "one", "per", "whole", "full"):
        count = Piece(1.0, place, place + 1)
    if count is None:
        halved = at(words, place) in ("hour", "day") and _words_at(words, place + 1, 3) == ["and", "a", "half"]
        return Piece(1.5 * HOURS[words[place].text], place, place + 4) if halved else None
    after = count.after
    after += at(words, after) in ("-", "solid", "full", "whole", "good", "working", "or")
    unit = HOURS.get(at(words, after))
    if unit is None or (unit >= HOURS_A_WEEK and not _comes_round(words, place, after + 1, unit)):
        return None
    return _with_more(words, Piece(count.value * unit, place, after + 1), unit)


def _comes_round(words: list[Word], place: int, after: int, unit: float) -> bool:
    """ "The last two weeks" says when; "two weeks every quarter", "a month a year" say how long."""
    found = every(words, after)
    return found is not None and at(words, place) != "per" and unit * found.value < HOURS_A_WEEK


def _with_more(words: list[Word], piece: Piece, unit: float) -> Piece:
    """The units with what is said after them: "1h30", "two hours ten minutes", "a day and a half", "an hour or two"."""
    hours, after = piece.value, piece.after
    if unit == 1.0 and at(words, after).isdigit() and words[after].start == words[after - 1].end:
        hours, after = hours + float(words[after].text) / 60, after + 1
    elif unit == 1.0 and (minutes := number(words, after)) and HOURS.get(at(words, minutes.after)) == 1 / 60:
        hours, after = hours + minutes.value / 60, minutes.after + 1
    elif _words_at(words, after, 3) == ["and", "a", "half"]:
        hours, after = hours + unit / 2, after + 3
    elif at(words, after) == "or" and (more := number(words, after + 1)) and HOURS.get(at(words, more.after)) is None:
        hours, after = (hours + more.value * unit) / 2, more.after
    return Piece(hours, piece.first, after)


def _words_at(words: list[Word], place: int, count: int) -> list[str]:
    return [at(words, place + step) for step in range(count)]


# ---- parts of a time -----------------------------------------------------------------------------------------------


def _part_of_time(words: list[Word], place: int) -> Piece | None:
    """ "half an hour", "a third of a day", "most of my mornings", "half my Mondays", "my whole Friday"."""
    piece = part(words, place)
    if piece is None:
        return None
    after = piece.after
    of = at(words, after) == "of"
    after += of or at(words, after) == "-"
    determiner = at(words, after) if at(words, after) in _DETERMINERS else ""
    after += bool(determiner)
    word = at(words, after)
    if at(words, place) == "all" and not (of or determiner) and word in ("day", "morning", "afternoon", "evening"):
        return _all_day(words, Piece(HOURS[word], place, after + 1))
    if WEEKDAY.match(word):
        return _part_of_weekday(words, piece, determiner, after)
    unit = HOURS.get(word)
    if unit is None or unit > HOURS_A_WEEK or (unit == HOURS_A_WEEK and not (of or determiner)):
        return None
    hours, own = piece.value * unit, determiner in ("my", "the")
    if word.endswith("s") and unit in (_HALF_DAY, HOURS_A_DAY) and (of or own):
        return Piece(hours * DAYS_A_WEEK, place, after + 1)
    if unit == HOURS_A_DAY and own:
        # A part of "my day" is one of every day.
        return Piece(hours, place, after + 1, times=DAYS_A_WEEK, loose=determiner == "the")
    if word.endswith("s") and at(words, place + 1) in ("in", "out") and unit == HOURS_A_DAY:
        return Piece(piece.value * HOURS_A_WEEK, place, after + 1, times=1.0)
    return Piece(hours, place, after + 1)


def _part_of_weekday(words: list[Word], piece: Piece, determiner: str, place: int) -> Piece:
    """A weekday as a stretch of time: of "Mondays" every week, of one "Friday" only where it is asked for."""
    regular = words[place].text.endswith("days") or determiner in ("every", "each")
    in_parts = HOURS.get(at(words, place + 1)) == _HALF_DAY
    hours = _HALF_DAY if in_parts else HOURS_A_DAY
    return Piece(piece.value * hours, piece.first, place + 1 + in_parts, times=1.0, loose=not regular)


def weekday_of(words: list[Word], piece: Piece) -> int:
    """Where the weekday stands that a duration is said for: "an hour on Monday", "half of Tuesday"; 0 for none."""
    inside = (place for place in range(piece.first + 1, piece.after) if WEEKDAY.match(at(words, place)))
    behind = piece.after + (at(words, piece.after) == "on")
    return next(inside, behind if WEEKDAY.match(at(words, behind)) else 0)


def _all_day(words: list[Word], piece: Piece) -> Piece | None:
    """ "All day Monday", "Fridays, all afternoon"; "triaging it all day" isn't meant by the clock."""
    after = piece.after + (at(words, piece.after) in ("on", "every", "each", "of"))
    if WEEKDAY.match(at(words, after)) or WEEKDAY.match(at(words, piece.first - 1)):
        return piece
    rounds = [
        frequency(words, piece.after),
        *(frequency(words, start) for start in range(max(0, piece.first - 6), piece.first)),
    ]
    return piece if any(found and found.value < DAYS_A_WEEK - 1 for found in rounds) else None


def _days_in(words: list[Word], place: int) -> Piece | None:
    """ "One day in ten", "two days out of five", "one week in four": a share of all of them."""
    count = single(words, place)
    unit = HOURS.get(at(words, count.after)) if count else None
    total = out_of(words, count.after + 1) if count and unit and unit <= HOURS_A_WEEK else None
    if not count or not unit or not total or not count.value < total.value:
        return None
    if HOURS.get(at(words, total.after)) not in (None, unit):
        return None
    of_all = _HALF_DAY * DAYS_A_WEEK if unit == _HALF_DAY else HOURS_A_WEEK
    same = HOURS.get(at(words, total.after)) == unit
    return Piece(count.value / total.value * of_all, place, total.after + same, times=1.0)


# ---- between two times of day --------------------------------------------------------------------------------------


def clock(words: list[Word], place: int) -> Piece | None:
    """ "five till nine", "9:00-10:30", "from 8 to 9", and "9 to 11" beside a day."""
    led = at(words, place) in ("from", "between")
    start = _time_of_day(words, place + led)
    if start is None:
        return None
    till = at(words, start.after)
    if till not in _TILL and not (till == "and" and at(words, place) == "between"):
        return None
    end = _past_it(words, start) or _time_of_day(words, start.after + 1)
    if end is None:
        return None
    told = start.loose or end.loose or till in ("till", "until")
    if not told and not _is_clock(words, Piece(start.value, place, end.after), end.value):
        return None
    return Piece(_between(words, start, end), place, end.after)


def _time_of_day(words: list[Word], place: int) -> Piece | None:
    """A time such as "9", "nine", "9:30am", "half past nine", "noon"; loose where it can't be a plain number."""
    text, after = at(words, place), place + 1
    if text in _CLOCK_WORDS:
        return Piece(_CLOCK_WORDS[text], place, after, loose=True)
    if text in _PAST and at(words, after) in ("past", "to") and (hour := NUMBERS.get(at(words, after + 1))):
        return Piece(
            hour + (_PAST[text] if words[after].text == "past" else -_PAST[text]), place, after + 2, loose=True
        )
    if text == "half" and (hour := NUMBERS.get(at(words, after))):
        # "Half nine" is half past nine.
        return Piece(hour + 1 / 2, place, after + 1, loose=True)
    value = float(text) if text.isdigit() else NUMBERS.get(text)
    if value is None or value > 24:
        return None
    told = at(words, after) == ":" and at(words, after + 1).isdigit() and float(words[after + 1].text) < 60
    if told:
        value, after = value + float(words[after + 1].text) / 60, after + 2
    half = at(words, after) in ("am", "pm", "o'clock")
    return Piece(value, place, after + half, loose=told or half)


def _past_it(words: list[Word], start: Piece) -> Piece | None:
    """The end of "seven till half past": of the same hour."""
    after = start.after + 1
    if at(words, after) not in _PAST or at(words, after + 1) != "past" or at(words, after + 2) in NUMBERS:
        return None
    return Piece(start.value // 1 + _PAST[words[after].text], after, after + 2, loose=True)


def _between(words: list[Word], start: Piece, end: Piece) -> float:
    halves = [at(words, piece.after - 1) for piece in (start, end)]
    if all(half in ("am", "pm") for half in halves):
        first, last = (piece.value % 12 + 12 * (half == "pm") for piece, half in zip((start, end), halves, strict=True))
        return (last - first) % 24 or 24.0
    if max(start.value, end.value) >= 13:
        return (end.value - start.value) % 24 or 24.0
    return (end.value - start.value) % 12 or 12.0


def _is_clock(words: list[Word], piece: Piece, end: float) -> bool:
    """Whether "9 to 11" are times: after "from" with nothing counted, or beside a day that can't hold so much."""
    day = _day_beside(words, piece)
    behind = at(words, piece.after)
    if behind in HOURS or behind == "%" or max(piece.value, end) > 24:
        return False
    if at(words, piece.first) == "from" and (day or _stands_alone(words, piece.after)):
        return True
    # "2 to 3 on Fridays" may be hours.
    return bool(day) and (end < piece.value or end > day)


def _stands_alone(words: list[Word], place: int) -> bool:
    return place >= len(words) or bool(words[place].apart) or at(words, place) in ("in", "on", "and")


def _day_beside(words: list[Word], piece: Piece) -> float:
    """The hours of the day, or of the morning, that stands beside a pair of times; 0 where none does."""
    after = piece.after + (at(words, piece.after) in ("on", "in", "most", "all", "every", "each", "the"))
    after += at(words, after) in ("the", "single")
    for word in (at(words, after), at(words, piece.first - 1), at(words, piece.first - 2) if after else ""):
        if HOURS.get(word) == _HALF_DAY:
            return _HALF_DAY
        if WEEKDAY.match(word) or word in ("day", "days", "daily", "weekday", "weekdays"):
            return HOURS_A_DAY
    return 0.0
