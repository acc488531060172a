"""What the addresses beside the page have in common: whose request it is, files as answers, errors in a line."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from reflect.assistant import Reflect
from reflect.errors import InputError, ReflectError
from reflect.records import Person
from reflect.web.signin import SignIn


def clearly(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The endpoint, with the one line of an error in place of a traceback."""

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except ReflectError as error:
            return PlainTextResponse(str(error), status_code=404 if isinstance(error, InputError) else 503)

    return answer


def asking(request: Request, reflect: Reflect, signin: SignIn | None) -> Person | None:
    """Whose request it is: whoever signed in, whatever name it gives; else whom `?person=` names."""
    if signin is not None:
        return signin.person(signin.user_of(request), reflect.team)
    return reflect.team.person(request.query_params.get("person", ""))


def as_file(name: str, data: bytes, kind: str) -> Response:
    """A file to be saved under this name; no copy of it is kept on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=kind, headers=headers)
