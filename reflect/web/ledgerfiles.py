"""The list of handoffs as files, and a handoff as it travels: made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from reflect.agreements.letter import letter_name, write_letter
from reflect.agreements.tables import ledger_files
from reflect.assistant import Reflect
from reflect.errors import InputError, ReflectError
from reflect.web.fragments import texts
from reflect.web.ledger import find, mine

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def ledger_routes(reflect: Reflect) -> list[Route]:
    """The addresses of what one person (`?person=NAME`) may take away, to be served beside the page."""

    def ledger(request: Request) -> Response:
        kind = request.path_params["format"]
        if kind not in _TYPES:
            known = ", ".join(_TYPES)
            raise InputError(texts()["handoffs"]["no_format"].format(format=repr(kind), known=known))
        [(name, text)] = ledger_files(mine(reflect, _person(reflect, request)), [kind], reflect.today()).items()
        return _file(name, text, _TYPES[kind])

    def letter(request: Request) -> Response:
        name = _person(reflect, request)
        agreement = find(reflect, name, request.path_params["agreement"])
        return _file(letter_name(agreement), write_letter(agreement, name), _TYPES["json"])

    return [
        Route("/download/ledger/{format}", _clearly(ledger)),
        Route("/download/letter/{agreement}", _clearly(letter)),
    ]


def _person(reflect: Reflect, request: Request) -> str:
    name = request.query_params.get("person", "")
    person = reflect.team.person(name)
    if person is None:
        raise InputError(texts()["handoffs"]["nobody"].format(team=reflect.team.name, name=repr(name)))
    return person.name


def _clearly(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The endpoint, with the one line of an error in place of a traceback."""

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except ReflectError as error:
            return PlainTextResponse(str(error), status_code=404 if isinstance(error, InputError) else 503)

    return answer


def _file(name: str, text: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text.encode(), media_type=kind, headers=headers)
