"""The freed hours over time, as a stair that goes down: an SVG by hand, and bars for a terminal.

Ink and one colour, as everywhere: the line is the plan, filled is what was said, pale what nobody spoke of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from math import ceil
from typing import TYPE_CHECKING

from reflect.agreements.hours import freed
from reflect.agreements.words import say, words
from reflect.language.controls import show_controls
from reflect.language.dates import say_day
from reflect.language.numerals import say_hours
from reflect.records import Week

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

_TOP, _BASE, _HEIGHT = 44, 222, 292
# More labels than this run into each other on a page, and fewer on a phone.
_LABELS, _NARROW_LABELS = 9, 4
_BAR_CELLS = 32

_LIGHT = "--r-ground:#F6F4EE;--r-ink:#1E2827;--r-ink2:#4F5653;--r-fill:#2F74C4;--r-pale:#E3EDF8"
_DARK = "--r-ground:#141918;--r-ink:#ECEAE4;--r-ink2:#B0B7B4;--r-fill:#5AA9EE;--r-pale:#1C3247"
_STYLE = f"""
.reflect-hours{{{_LIGHT}}}
@media (prefers-color-scheme:dark){{.reflect-hours{{{_DARK}}}}}
.dark .reflect-hours{{{_DARK}}}
.reflect-hours text{{font-family:"Source Sans Pro",system-ui,"Segoe UI",Roboto,sans-serif;font-size:15px}}
.reflect-hours text{{fill:var(--r-ink);text-anchor:middle}}
.reflect-hours .n{{font-weight:700;font-size:17px}}
.reflect-hours .s{{fill:var(--r-ink2)}}
.reflect-hours .c{{fill:var(--r-ink2);text-anchor:start}}
.reflect-hours .first{{text-anchor:start}}
.reflect-hours .last{{text-anchor:end}}
.reflect-hours .g{{fill:var(--r-ground)}}
.reflect-hours .f{{fill:var(--r-fill)}}
.reflect-hours .p{{fill:var(--r-pale);stroke:var(--r-fill);stroke-width:1.5}}
.reflect-hours line{{stroke:var(--r-ink);stroke-width:2.5;stroke-linecap:square}}
.reflect-hours .base{{stroke-width:1.5}}
.reflect-hours .narrow{{display:none}}
@media (max-width:760px){{.reflect-hours .wide{{display:none}}.reflect-hours .narrow{{display:inline}}}}
"""


def lead(weeks: Sequence[Week], today: date, person: str | None = None) -> str:
    """How many hours a week are free again, against the plan; of one person, or of all."""
    if not weeks:
        return say("hours", "lead_none")
    really, planned = freed(weeks, today)
    if max(really, planned) <= 0:
        starts = next((week.starts for week in weeks if week.planned < weeks[0].planned), weeks[-1].starts)
        return say("hours", "lead_soon", day=say_day(starts))
    even = "_even" if abs(really - planned) < 0.1 else ""
    key = f"lead{'' if person else '_all'}{even}"
    return say("hours", key, freed=say_hours(max(0.0, really)), planned=say_hours(planned))


def draw(weeks: Sequence[Week], today: date, person: str | None = None) -> str:
    """The picture, as an SVG of full width; its text keeps its size whatever the width."""
    if not weeks:
        weeks = [Week(starts=today - timedelta(days=today.weekday()), planned=0.0, spent=0.0)]
    tallest = max([1e-9, *(max(week.planned, week.spent or 0.0) for week in weeks)])
    wide = 100 / len(weeks)
    shapes = [shape for place, week in enumerate(weeks) for shape in _column(week, place, wide, tallest, weeks, today)]
    heading = say("hours", "title_person", person=person) if person else say("hours", "title")
    told = "; ".join(_told(week) for week in weeks)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="reflect-hours" width="100%" height="{_HEIGHT}" role="img" '
            'aria-labelledby="reflect-hours-title reflect-hours-desc">',
            f'<title id="reflect-hours-title">{_safe(heading)}</title>',
            f'<desc id="reflect-hours-desc">{_safe(f"{lead(weeks, today, person)} {told}.")}</desc>',
            f"<style>{_STYLE}</style>",
            '<rect class="g" width="100%" height="100%"/>',
            *shapes,
            f'<line class="base" x1="0" x2="100%" y1="{_BASE}" y2="{_BASE}"/>',
            f'<text class="c wide" x="0.5%" y="278">{_safe(say("hours", "caption"))}</text>',
            f'<text class="c narrow" x="0.5%" y="278">{_safe(say("hours", "caption_narrow"))}</text>',
            "</svg>",
            "",
        ]
    )


def chart(weeks: Sequence[Week], today: date) -> Table:
    """The same as bars for a terminal: filled as in the picture, and the plan beside it."""
    from rich.table import Table
    from rich.text import Text

    names = words()["hours"]["columns"]
    table = Table(box=None, padding=(0, 1), pad_edge=False)
    table.add_column(names["week"], no_wrap=True)
    table.add_column("", width=_BAR_CELLS, no_wrap=True)
    table.add_column(names["planned"], justify="right", no_wrap=True)
    table.add_column(names["spent"], justify="right", no_wrap=True)
    tallest = max([1e-9, *(max(week.planned, week.spent or 0.0) for week in weeks)])
    for place, week in enumerate(weeks):
        table.add_row(
            _label(week, place, weeks, today),
            _bar(week, tallest),
            say_hours(week.planned),
            Text("" if week.spent is None else say_hours(week.spent), style="bold" if week.said else "dim"),
        )
    return table


def _bar(week: Week, tallest: float) -> Text:
    from rich.text import Text

    plan = round(week.planned / tallest * (_BAR_CELLS - 1))
    spent = round((week.spent or 0.0) / tallest * (_BAR_CELLS - 1))
    cells = [("█" if week.said else "▒") if cell < spent else " " for cell in range(_BAR_CELLS)]
    cells[plan] = "┃"
    bar = Text("".join(cells), style="blue")
    bar.stylize("default", plan, plan + 1)
    return bar


def _column(week: Week, place: int, wide: float, tallest: float, weeks: Sequence[Week], today: date) -> list[str]:
    """One week: its bar, its step of the plan, its labels."""
    left, middle = place * wide, (place + 0.5) * wide
    plan = _y(week.planned, tallest)
    shapes = []
    if week.spent is not None:
        top, gap = _y(week.spent, tallest), min(0.5, wide / 12)
        shapes.append(
            f'<rect class="{"f" if week.said else "p"}" x="{left + gap:.2f}%" width="{wide - 2 * gap:.2f}%" '
            f'y="{top:.1f}" height="{_BASE - top:.1f}"/>'
        )
    shapes.append(_line(left, left + wide, plan, plan))
    if place + 1 < len(weeks) and weeks[place + 1].planned != week.planned:
        shapes.append(_line(left + wide, left + wide, plan, _y(weeks[place + 1].planned, tallest)))
    if (size := _size(place, len(weeks))) is None:
        return shapes
    shown = week.planned if week.spent is None else week.spent
    # Where bars are narrower than their labels, a label stands above the neighbours it reaches over as well.
    reach = ceil(len(weeks) / _LABELS) if len(weeks) > _LABELS else 0
    near = weeks[max(0, place - reach) : place + reach + 1]
    top = min(_y(max(one.planned, one.spent or 0.0), tallest) for one in near)
    off = not reach and week.spent is not None and abs(week.spent - week.planned) >= 0.1
    if reach and place in (0, len(weeks) - 1):
        size, middle = f"{size} {'first' if place == 0 else 'last'}", left if place == 0 else left + wide
    shapes.append(_text(f"n{size}", middle, top - (27 if off else 9), say_hours(shown)))
    if off:
        shapes.append(
            _text(f"s{size or ' wide'}", middle, top - 9, say("hours", "planned", hours=say_hours(week.planned)))
        )
    shapes.append(_text(f"s{size}", middle, 244, _label(week, place, weeks, today)))
    return shapes


def _size(place: int, count: int) -> str | None:
    """Whether a week has labels: "" always, " wide" where there is room, None never."""
    if place % ceil(count / _LABELS):
        return None
    return "" if place % (ceil(count / _LABELS) * ceil(min(count, _LABELS) / _NARROW_LABELS)) == 0 else " wide"


def _label(week: Week, place: int, weeks: Sequence[Week], today: date) -> str:
    if week.starts <= today < week.starts + timedelta(days=7):
        return say("hours", "now")
    if place == 0 and len(weeks) > 1:
        return say("hours", "before")
    day, month = say_day(week.starts).split()
    return f"{day} {month[:3]}"


def _told(week: Week) -> str:
    planned, day = say_hours(week.planned), say_day(week.starts)
    if week.spent is None:
        return say("hours", "coming", week=day, planned=planned)
    return say("hours", "week", week=day, planned=planned, spent=say_hours(week.spent))


def _y(hours: float, tallest: float) -> float:
    return _BASE - hours / tallest * (_BASE - _TOP)


def _line(x1: float, x2: float, y1: float, y2: float) -> str:
    return f'<line x1="{x1:.2f}%" x2="{x2:.2f}%" y1="{y1:.1f}" y2="{y2:.1f}"/>'


def _text(style: str, x: float, y: float, text: str) -> str:
    return f'<text class="{style}" x="{x:.2f}%" y="{y:.1f}">{_safe(text)}</text>'


def _safe(text: str) -> str:
    return escape(show_controls(text))
