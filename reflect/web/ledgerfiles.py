"""The list of handoffs as files, and a handoff as it travels: made when they are asked for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reflect.agreements.letter import letter_name, write_letter
from reflect.agreements.tables import ledger_files
from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.web.fragments import texts
from reflect.web.ledger import find, mine
from reflect.web.routes import as_file, asking, clearly
from reflect.web.signin import SignIn

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def ledger_routes(reflect: Reflect, signin: SignIn | None = None) -> list[Route]:
    """The addresses of what one person may take away: whoever signed in, else `?person=NAME`."""

    def ledger(request: Request) -> Response:
        kind = request.path_params["format"]
        if kind not in _TYPES:
            known = ", ".join(_TYPES)
            raise InputError(texts()["handoffs"]["no_format"].format(format=repr(kind), known=known))
        [(name, text)] = ledger_files(mine(reflect, _name(request, reflect, signin)), [kind], reflect.today()).items()
        return as_file(name, text.encode(), _TYPES[kind])

    def letter(request: Request) -> Response:
        name = _name(request, reflect, signin)
        agreement = find(reflect, name, request.path_params["agreement"])
        return as_file(letter_name(agreement), write_letter(agreement, name).encode(), _TYPES["json"])

    return [
        Route("/download/ledger/{format}", clearly(ledger)),
        Route("/download/letter/{agreement}", clearly(letter)),
    ]


def _name(request: Request, reflect: Reflect, signin: SignIn | None) -> str:
    person = asking(request, reflect, signin)
    if person is None:
        given = request.query_params.get("person", "")
        raise InputError(texts()["handoffs"]["nobody"].format(team=reflect.team.name, name=repr(given)))
    return person.name
