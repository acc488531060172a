"""The addresses of a person's own documents: made when asked for, and of whoever signed in nobody else's."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from reflect.assistant import Reflect
from reflect.records import Person, Pile, Team
from reflect.settling import settle_item
from reflect.shelf import Filed, Shelf
from reflect.web.making import make_list
from reflect.web.takeaway import takeaway_routes
from reflect.web.uploads import Reading

WHO = "Tomas Brandt"
LIST = "Prospecting block, 3 hours every week\nFriday slides, 1 hour every week\n"


class SignedIn:
    """A sign-in in which everybody is the same person."""

    def user_of(self, request: Request) -> str:
        return WHO

    def person(self, user: str | None, team: Team) -> Person | None:
        return team.person(user or "")


def get(reflect: Reflect, path: str, who: str = WHO, signin: Any = None) -> Response:
    """What is served at a path."""
    query = urlencode({"person": who}).encode()
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": query, "root_path": ""}
    for route in takeaway_routes(reflect, signin):
        match, child = route.matches(scope)
        if match is Match.FULL:
            answer = child["endpoint"](Request(scope | child))
            return asyncio.run(answer) if asyncio.iscoroutine(answer) else answer
    raise AssertionError(f"nothing is served at {path}")


@pytest.fixture
def person(kittiwake: Reflect) -> Person:
    found = kittiwake.team.person(WHO)
    assert found is not None
    return found


@pytest.fixture
def filed(kittiwake: Reflect, person: Person, bring: Callable[..., str]) -> Filed:
    return make_list(kittiwake, person, [Path(bring("list.txt", LIST))], Reading(), lambda _: None)


def test_the_list_is_served_as_it_is_now_in_four_formats(kittiwake: Reflect, filed: Filed) -> None:
    assert get(kittiwake, "/download/stoplist/md").status_code == 404
    Shelf(kittiwake.settings.home).keep(settle_item(kittiwake, filed, "Friday slides", Pile.STOP))
    told = {kind: get(kittiwake, f"/download/stoplist/{kind}") for kind in ("md", "html", "json", "xlsx")}
    assert {answer.status_code for answer in told.values()} == {200}
    assert told["xlsx"].body.startswith(b"PK")
    piles = {item["activity"]: item["pile"] for item in json.loads(told["json"].body)["items"]}
    assert piles["Friday slides"] == "stop"
    assert told["md"].headers["content-disposition"] == 'attachment; filename="stop-list.md"'
    assert told["md"].headers["cache-control"] == "no-store"
    assert get(kittiwake, "/download/rollup/html").status_code == 404
    assert b"there are md, html, json, xlsx" in get(kittiwake, "/download/stoplist/exe").body


def test_nobody_and_somebody_else_get_nothing_of_it(kittiwake: Reflect, filed: Filed) -> None:
    Shelf(kittiwake.settings.home).keep(filed)
    for who in ("Kenji Mori", "Nobody Known", ""):
        answer = get(kittiwake, "/download/stoplist/md", who)
        assert answer.status_code == 404
        assert b"Prospecting" not in answer.body


def test_whoever_signed_in_gets_their_own_whatever_name_is_given(kittiwake: Reflect, filed: Filed) -> None:
    Shelf(kittiwake.settings.home).keep(filed)
    answer = get(kittiwake, "/download/stoplist/md", "Kenji Mori", SignedIn())
    assert "Tomas Brandt" in bytes(answer.body).decode()


def test_all_that_is_theirs_comes_as_one_archive(kittiwake: Reflect, filed: Filed) -> None:
    Shelf(kittiwake.settings.home).keep(filed)
    answer = get(kittiwake, "/download/mine")
    assert f"stop-list/{WHO}.md" in zipfile.ZipFile(io.BytesIO(answer.body)).namelist()
    assert get(kittiwake, "/download/mine", "Nobody Known").status_code == 404
