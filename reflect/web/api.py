"""The page's addresses for other programs: the same functions as everywhere, typed, over HTTP and MCP."""

from __future__ import annotations

from typing import Any

import gradio as gr

from reflect.errors import ReflectError
from reflect.tools.offers import Offers
from reflect.web.frame import Frame


def offer_api(frame: Frame) -> None:
    """Make `/whose_work_is_it`, `/draft_handoff`, `/stop_list` and `/search_articles` of the page being built."""
    offers = Offers(frame.reflect)

    def whose_work_is_it(activity: str, person: str = "") -> dict[str, Any]:
        return _dumped(lambda: offers.whose_work_is_it(activity, person))

    def draft_handoff(
        activity: str, person: str, owner: str = "", hours: float = 0, why: str = "", good: str = "", stays: str = "",
        cause: str = "", weeks: int = -1,
    ) -> dict[str, Any]:  # fmt: skip
        return _dumped(lambda: offers.draft_handoff(activity, person, owner, hours, why, good, stays, cause, weeks))

    def stop_list(person: str, activities: list[str], hours: list[float] | None = None) -> list[dict[str, Any]]:
        # What somebody has settled in their talks shows in their list: where people sign in, only in their own.
        here = frame.person(person)
        if here is None:
            raise gr.Error(f"there is nobody called {person!r} to make a list for")
        return [one.model_dump(mode="json") for one in _clearly(lambda: offers.stop_list(here.name, activities, hours))]

    def search_articles(question: str, count: int = 3) -> list[dict[str, Any]]:
        return [one.model_dump(mode="json") for one in _clearly(lambda: offers.search_articles(question, count))]

    for function in (whose_work_is_it, draft_handoff, stop_list, search_articles):
        function.__doc__ = getattr(Offers, function.__name__).__doc__
        gr.api(function, api_name=function.__name__)


def _dumped(make: Any) -> dict[str, Any]:
    dumped: dict[str, Any] = _clearly(make).model_dump(mode="json")
    return dumped


def _clearly(make: Any) -> Any:
    try:
        return make()
    except ReflectError as error:
        raise gr.Error(str(error), print_exception=False) from error
