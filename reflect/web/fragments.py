"""Pieces of the page as HTML. Everything that people, teams or models wrote is escaped by the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reflect.assistant import Reflect
from reflect.chatmodel import Usage
from reflect.drafts import sections_of
from reflect.language.clauses import upper_first
from reflect.language.controls import show_controls
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.language.numerals import say_hours
from reflect.language.phrases import name_activity
from reflect.records import Citation, Handoff, Line, Mark, Part, Person, Pile, PileEntry, SessionInfo
from reflect.reports.sheet import BLANK, held_titles, labels, taper_rows
from reflect.yamlfile import read_yaml

_HERE = Path(__file__).parent
_ORDER = (Pile.KEEP, Pile.HAND_OFF, Pile.FIND_OWNER, Pile.STOP, Pile.ASK)


@cache
def texts() -> Mapping[str, Any]:
    """The page's strings; those of a tab under its name."""
    files = sorted((_HERE / "texts").glob("*.yaml"))
    named = {path.stem: read_yaml(path).data for path in files}
    return {**named.pop("page"), **named}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: show_controls(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"hours": say_hours, "day": say_day, "upper_first": upper_first}
    environment.globals |= {"t": texts(), "taper_rows": taper_rows, "blank": BLANK}
    return environment


def render(template: str, **values: Any) -> str:
    """A template, filled."""
    return _environment().get_template(template).render(**values)


def role_line(reflect: Reflect, person: Person | None) -> str:
    """What a person is in which team; with a way out where they signed in here."""
    titles = join(reflect.team.titles(list(person.roles))) if person else ""
    signed_in = reflect.settings.auth is not None and reflect.settings.auth_header is None
    return render("role.html", titles=titles, team=reflect.team.name, signed_in=signed_in)


def top_bar(reflect: Reflect, _person: Person | None) -> str:
    """Which engine speaks, and where words go."""
    elsewhere, t = reflect.settings.elsewhere, texts()
    engine = t["engine"]["resting" if reflect.model_rests else reflect.settings.speaks]
    where = t["engine_elsewhere"].format(elsewhere=elsewhere) if elsewhere else t["engine_where"]
    return render("top.html", where=where, engine=engine)


def piles_board(
    entries: Sequence[PileEntry],
    reflect: Reflect,
    here: str | None,
    reasons: Mapping[str, Sequence[str]] = MappingProxyType({}),
    moved: Mapping[str, str] | None = None,
) -> str:
    """The piles, each with its activities.

    Args:
        entries: The activities and where they stand.
        reflect: Whose team it is.
        here: The activity being talked of.
        reasons: By activity, what speaks for its owner.
        moved: By activity, why it was put by hand where it is; None where nothing can be moved.
    """
    piles = [
        {
            "name": pile.value,
            "hours": sum(entry.hours_per_week or 0 for entry in entries if entry.pile is pile),
            "cards": [
                {
                    "entry": entry,
                    "owners": join(reflect.team.titles(list(entry.owners)[:3])),
                    "here": entry.activity == here,
                    "reasons": reasons.get(entry.activity, ()),
                    "moved": (moved or {}).get(entry.activity),
                }
                for entry in entries
                if entry.pile is pile
            ],
        }
        for pile in _ORDER
    ]
    return render("piles.html", piles=piles, count=len(entries), movable=moved is not None)


def hours_stair(
    entries: Sequence[PileEntry], handoffs: Sequence[Handoff], reflect: Reflect, person: Person | None
) -> str:
    """The hours leaving the week: solid is now, outlined is the plan of the drafts, or the usual four weeks."""
    from reflect.handoff import DEFAULT_WEEKS, step_back

    going = [entry for entry in entries if entry.pile in (Pile.HAND_OFF, Pile.STOP) and entry.hours_per_week]
    total = sum(entry.hours_per_week or 0 for entry in going)
    if not total:
        return render("stair.html", bars=[], total=0, label="", date=None)
    starts = next((draft.starts for draft in handoffs if draft.starts), None) or reflect.next_monday()
    planned = {draft.title.casefold(): draft.taper for draft in handoffs}
    weeks: list[float] = []
    for entry in going:
        hours = entry.hours_per_week or 0.0
        taper = planned.get(entry.activity.casefold()) or step_back("doing", hours, DEFAULT_WEEKS, starts)
        left = [step.hours or 0.0 for step in taper] if entry.pile is Pile.HAND_OFF else [0.0]
        weeks += [0.0] * (len(left) - len(weeks))
        weeks = [spent + (left[week] if week < len(left) else 0.0) for week, spent in enumerate(weeks)]
    weeks = weeks[: 1 + next((n for n, spent in enumerate(weeks) if spent == 0), len(weeks))][:8]
    days = [starts.fromordinal(starts.toordinal() + 7 * week) for week in range(len(weeks))]
    bars = _bars(going, total, weeks, [f"{day.day} {say_day(day).split()[1][:3]}" for day in days])
    said = ", ".join(
        [
            f"{say_hours(total)} {texts()['now'].lower()}",
            *(f"{say_hours(hours)} {say_day(day)}" for hours, day in zip(weeks, days, strict=True)),
        ]
    )
    label = texts()["freed_label"].format(name=person.first_name if person else "you", list=said)
    return render("stair.html", bars=bars, total=total, label=label, date=say_day(days[-1]))


_TOP, _FLOOR = 30.0, 222.0


def _bars(
    going: Sequence[PileEntry], total: float, weeks: Sequence[float], days: Sequence[str]
) -> list[dict[str, Any]]:
    """Where each bar of the stair stands: x and width in percent, y in pixels."""
    width = 100 / (len(weeks) + 1)
    scale = (_FLOOR - _TOP) / total
    blocks, y = [], _FLOOR
    for entry in sorted(going, key=lambda entry: (entry.pile is Pile.STOP, -(entry.hours_per_week or 0))):
        height = (entry.hours_per_week or 0) * scale
        y -= height
        phrase = name_activity(entry.activity)
        name = (phrase.thing if phrase else None) or entry.activity.split()[-1]
        blocks.append(
            {
                "y": y + 1,
                "height": max(height - 2, 1),
                "pile": entry.pile.value,
                "name": name,
                "hours": entry.hours_per_week,
            }
        )
    bars: list[dict[str, Any]] = [
        {"x": 0.0, "width": width, "day": texts()["now"], "hours": total, "y": _TOP, "blocks": blocks, "free": 0}
    ]
    for number, (hours, day) in enumerate(zip(weeks, days, strict=True), 1):
        bars.append(
            {
                "x": number * width,
                "width": width,
                "day": day,
                "hours": hours,
                "y": _FLOOR - hours * scale,
                "blocks": [],
                "free": total - hours,
            }
        )
    return bars


def handoff_paper(handoffs: Sequence[Handoff], reflect: Reflect, session: str | None = None) -> str:
    """The drafts as they grow, each on its own sheet; with the id of their session they can be written over."""
    return render("handoff.html", papers=_papers(handoffs, reflect), called=labels(), session=session)


def handoff_sheet(draft: Handoff, reflect: Reflect) -> str:
    """A draft as a page of its own: what would be sent, and nothing else."""
    style = (_HERE / "style" / "page.css").read_text(encoding="utf-8")
    [paper] = _papers([draft.but(notes=())], reflect)
    return render("sent.html", paper=paper, called=labels(), style=style)


def _papers(handoffs: Sequence[Handoff], reflect: Reflect) -> list[dict[str, Any]]:
    return [
        {
            "draft": draft,
            "giver_titles": join(reflect.team.titles(list(draft.giver_roles))),
            "owner_titles": join(held_titles(draft, reflect.team)),
            "to": join(draft.owners[:6]),
            "written": sum(part.written for part in draft.parts),
            "theirs": [part.id for part in draft.parts if _is_theirs(part, draft)],
            "sections": sections_of(draft),
        }
        for draft in handoffs
    ]


def _is_theirs(part: Part, draft: Handoff) -> bool:
    """Whether something is left to fill in, and none of it by the giver alone."""
    return bool(part.blanks) and draft.giver.split()[0] not in [blank.who for blank in part.blanks]


def download_buttons(session: str | None, drafts: int, usage: Usage | None = None) -> str:
    """Buttons to take away the drafts and the talk of a session; none before anything is said.

    Args:
        session: Its id.
        drafts: How many drafts it has.
        usage: What a chat model was used for in it, where there is one.
    """
    used = texts()["used"].format(calls=usage.calls, tokens=usage.tokens) if usage and usage.calls else ""
    return render("downloads.html", session=session, drafts=drafts, used=used)


def turn_tools(number: int, mark: Mark | None) -> str:
    """What one can do with a turn: say whether it helped, and why; say the message before it anew."""
    return render("turn.html", number=number, mark=mark)


def talk_list(infos: Sequence[SessionInfo], current: str | None, titles: Mapping[str, str]) -> str:
    """The talks of a person, to be gone on with, renamed, exported and deleted.

    Args:
        infos: The talks, the last first.
        current: The id of the one that is open.
        titles: What the practices are called.
    """
    return render("talks.html", infos=infos, current=current, titles=titles)


def citation_chips(citations: Sequence[Citation], reflect: Reflect) -> str:
    """The quotes of a turn as chips that open their source with the line marked."""
    return render(
        "citations.html", sources=[source for citation in citations if (source := _source(citation, reflect))]
    )


def _source(citation: Citation, reflect: Reflect) -> dict[str, Any] | None:
    if "#" in citation.source:
        passage = reflect.passage(citation.source)
        if passage is None or citation.quote not in passage.text:
            return {"label": texts()["not_found"], "lines": [], "heading": "", "foot": "", "text": None}
        before, _, after = passage.text.partition(citation.quote)
        author = next((article.about.author for article in reflect.articles if article.name == passage.article), "")
        return {
            "label": passage.title, "heading": passage.heading, "lines": [], "text": (before, citation.quote, after),
            "foot": texts()["from_digest"].format(title=passage.title, author=author),
        }  # fmt: skip
    role = reflect.team.role(citation.source.rsplit(".", 1)[0])
    line: Line | None = next((line for line in role.lines if line.id == citation.source), None) if role else None
    if role is None or line is None or line.text != citation.quote:
        return {"label": texts()["not_found"], "lines": [], "heading": "", "foot": "", "text": None}
    return {
        "label": texts()["line_of"].format(title=role.title, label=line.label),
        "heading": texts()["accountabilities"].format(title=role.title),
        "lines": [{"text": other.text, "marked": other.id == line.id, "label": other.label} for other in role.lines],
        "text": None,
        "foot": texts()["from_team"].format(team=reflect.team.name),
    }
