"""What a person can take away besides their talks: the stop list, and all of it. Made when it is asked for.

An address holds a key that only the page gives out, and only to the person: names can be guessed.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from reflect.assistant import Reflect
from reflect.belongings import pack_belongings
from reflect.errors import InputError, ReflectError
from reflect.records import Person
from reflect.reports.stoplist.files import person_files, team_files
from reflect.reports.stoplist.names import file_name
from reflect.shelf import Filed, Shelf
from reflect.web.fragments import texts
from reflect.web.routes import as_file, asking
from reflect.web.signin import SignIn

# A new one each time the program starts.
_SECRET = secrets.token_bytes(32)
_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def key_of(reflect: Reflect, person: Person) -> str:
    """The key of a person's addresses, as long as the program runs."""
    return hmac.new(_SECRET, f"{reflect.team.name}\n{person.name}".encode(), "sha256").hexdigest()[:32]


def takeaway_routes(reflect: Reflect, signin: SignIn | None = None) -> list[Route]:
    """The addresses of a person's stop list, of its roll-up, and of all that is theirs; served beside the page."""

    def stop_list(person: Person) -> tuple[str, Mapping[str, bytes]]:
        listed = reflect.settle(_filed(reflect, person).made)
        return file_name(person.name, reflect.team), person_files(listed, reflect.team, host=reflect.model_host)

    def roll_up(person: Person) -> tuple[str, Mapping[str, bytes]]:
        rollup = _filed(reflect, person).rollup
        if rollup is None:
            raise InputError(texts()["stoplist"]["no_list"])
        return "team", team_files(rollup, reflect.team)

    def everything(person: Person) -> tuple[str, Mapping[str, bytes]]:
        return "reflect", {"reflect.zip": pack_belongings(reflect, person)}

    return [
        Route("/download/{key}/stoplist/{format:str}", _served(reflect, signin, stop_list)),
        Route("/download/{key}/rollup/{format:str}", _served(reflect, signin, roll_up)),
        Route("/download/{key}/mine/{format:str}", _served(reflect, signin, everything)),
    ]


def _filed(reflect: Reflect, person: Person) -> Filed:
    filed = Shelf(reflect.settings.home).find(reflect.team.name, person.name)
    if filed is None:
        raise InputError(texts()["stoplist"]["no_list"])
    return filed


def _served(
    reflect: Reflect, signin: SignIn | None, make: Callable[[Person], tuple[str, Mapping[str, bytes]]]
) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        key, kind = request.path_params["key"], request.path_params["format"]
        person = next((one for one in reflect.team.people if hmac.compare_digest(key_of(reflect, one), key)), None)
        if signin is not None and asking(request, reflect, signin) != person:
            person = None
        if person is None or kind not in _TYPES:
            return PlainTextResponse(texts()["stoplist"]["old_address"], status_code=404)
        try:
            name, files = make(person)
            data = files[f"{name}.{kind}"]
        except (InputError, KeyError) as error:
            return PlainTextResponse(str(error), status_code=404)
        except ReflectError as error:
            return PlainTextResponse(str(error), status_code=503)
        # A name may hold what no header can.
        plain = name if name in ("team", "reflect") else "stop-list"
        return as_file(f"{plain}.{kind}", data, _TYPES[kind])

    return answer
