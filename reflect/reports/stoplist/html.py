"""Stop lists and roll-ups as HTML that stands alone: no script, nothing loaded from anywhere, good to print."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

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
    return _environment().get_template(f"{name}.html.j2").render(**values) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters["hours"] = hours_text
    return environment
