"""What a person can take away besides talks and handoffs: the stop list, its roll-up, and all that is theirs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reflect.assistant import Reflect
from reflect.belongings import pack_belongings
from reflect.errors import InputError
from reflect.records import Person
from reflect.reports.stoplist.files import person_files, team_files
from reflect.reports.stoplist.names import file_name
from reflect.shelf import Filed, Shelf
from reflect.web.fragments import texts
from reflect.web.routes import as_file, asking, clearly
from reflect.web.signin import SignIn

_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def takeaway_routes(reflect: Reflect, signin: SignIn | None = None) -> list[Route]:
    """The addresses of what is one person's: whoever signed in, or `?person=NAME`; served beside the page."""

    def stop_list(request: Request) -> Response:
        person, kind = _person(request, reflect, signin), _kind(request)
        listed = reflect.settle(_filed(reflect, person).made)
        files = person_files(listed, reflect.team, host=reflect.model_host)
        # A person's name may hold what no header can.
        return as_file(f"stop-list.{kind}", files[f"{file_name(person.name, reflect.team)}.{kind}"], _TYPES[kind])

    def roll_up(request: Request) -> Response:
        rollup, kind = _filed(reflect, _person(request, reflect, signin)).rollup, _kind(request)
        files = team_files(rollup, reflect.team) if rollup else {}
        if f"team.{kind}" not in files:
            raise InputError(texts()["stoplist"]["no_list"])
        return as_file(f"team.{kind}", files[f"team.{kind}"], _TYPES[kind])

    def everything(request: Request) -> Response:
        packed = pack_belongings(reflect, _person(request, reflect, signin))
        return as_file("reflect.zip", packed, "application/zip")

    return [
        Route("/download/stoplist/{format:str}", clearly(stop_list)),
        Route("/download/rollup/{format:str}", clearly(roll_up)),
        Route("/download/mine", clearly(everything)),
    ]


def _person(request: Request, reflect: Reflect, signin: SignIn | None) -> Person:
    person = asking(request, reflect, signin)
    if person is None:
        raise InputError(texts()["stoplist"]["nobody"])
    return person


def _kind(request: Request) -> str:
    kind = str(request.path_params["format"])
    if kind not in _TYPES:
        raise InputError(texts()["stoplist"]["no_format"].format(format=repr(kind), known=", ".join(_TYPES)))
    return kind


def _filed(reflect: Reflect, person: Person) -> Filed:
    filed = Shelf(reflect.settings.home).find(reflect.team.name, person.name)
    if filed is None:
        raise InputError(texts()["stoplist"]["no_list"])
    return filed
