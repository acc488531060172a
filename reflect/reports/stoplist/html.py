"""Stop lists and roll-ups as HTML that stands alone: no script, nothing loaded from anywhere, good to print."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reflect.reports.stoplist.person import PersonView
from reflect.reports.stoplist.team import TeamView
from reflect.reports.stoplist.wording import hours_text
from reflect.stoplist.words import words

_TEMPLATES = Path(__file__).parent / "templates"


def person_html(view: PersonView) -> str:
    """A person's list."""
    return _page("person", view=view, says=words()["person"])


def team_html(view: TeamView) -> str:
    """A team's roll-up."""
    return _page("team", view=view, says=words()["team"])


def _page(name: str, **values: object) -> str:
    template = _environment().get_template(f"{name}.html.j2")
    return (
        template.render(css=_part(f"{name}.css"), base=_part("base.css"), symbols=_part("symbols.svg"), **values) + "\n"
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    environment.filters["hours"] = hours_text
    return environment


@cache
def _part(name: str) -> Markup:
    # These are files of this folder: nothing of anybody's is in them.
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704
