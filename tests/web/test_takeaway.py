"""The addresses of a person's own documents: made when asked for, given to nobody who doesn't have the key."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from reflect.assistant import Reflect
from reflect.records import Pile
from reflect.settling import settle_item
from reflect.shelf import Shelf
from reflect.web.making import make_list
from reflect.web.takeaway import key_of, takeaway_routes
from reflect.web.uploads import Reading

WHO = "Tomas Brandt"
LIST = "Prospecting block, 3 hours every week\nFriday slides, 1 hour every week\n"


def get(reflect: Reflect, path: str) -> Response:
    """What is served at a path."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b"", "root_path": ""}
    for route in takeaway_routes(reflect):
        match, child = route.matches(scope)
        if match is Match.FULL:
            answer = child["endpoint"](Request(scope | child))
            return asyncio.run(answer) if asyncio.iscoroutine(answer) else answer
    raise AssertionError(f"nothing is served at {path}")


def test_the_list_is_served_as_it_is_now_in_four_formats(kittiwake: Reflect, bring: Callable[..., str]) -> None:
    person = kittiwake.team.person(WHO)
    assert person is not None
    filed = make_list(kittiwake, person, [Path(bring("list.txt", LIST))], Reading(), lambda _: None)
    shelf, key = Shelf(kittiwake.settings.home), key_of(kittiwake, person)
    assert get(kittiwake, f"/download/{key}/stoplist/md").status_code == 404
    shelf.keep(settle_item(kittiwake, filed, "Friday slides", Pile.STOP))
    told = {kind: get(kittiwake, f"/download/{key}/stoplist/{kind}") for kind in ("md", "html", "json", "xlsx")}
    assert {answer.status_code for answer in told.values()} == {200}
    assert told["xlsx"].body.startswith(b"PK")
    piles = {item["activity"]: item["pile"] for item in json.loads(told["json"].body)["items"]}
    assert piles["Friday slides"] == "stop"
    assert told["md"].headers["content-disposition"] == 'attachment; filename="stop-list.md"'
    assert told["md"].headers["cache-control"] == "no-store"
    assert get(kittiwake, f"/download/{key}/rollup/html").status_code == 404


def test_a_wrong_key_or_format_opens_nothing(kittiwake: Reflect, bring: Callable[..., str]) -> None:
    person, other = kittiwake.team.person(WHO), kittiwake.team.person("Kenji Mori")
    assert person is not None
    assert other is not None
    shelf = Shelf(kittiwake.settings.home)
    shelf.keep(make_list(kittiwake, person, [Path(bring("list.txt", LIST))], Reading(), lambda _: None))
    for path in (
        "/download/none/stoplist/md",
        f"/download/{key_of(kittiwake, other)}/stoplist/md",
        f"/download/{key_of(kittiwake, person)}/stoplist/exe",
        "/download/Tomas Brandt/stoplist/md",
    ):
        answer = get(kittiwake, path)
        assert answer.status_code == 404
        assert b"Prospecting" not in answer.body
