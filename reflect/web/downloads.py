"""What can be downloaded from the page: made when it is asked for, so that no copy of a talk lies on the disk."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from reflect.assistant import Reflect
from reflect.errors import InputError, ReflectError
from reflect.reports.formats import FORMATS, read_formats, write_drafts


def download_routes(reflect: Reflect) -> list[Route]:
    """The addresses of a session's drafts and of its transcript, to be served beside the page."""

    def handoffs(request: Request) -> Response:
        conversation = reflect.resume(request.path_params["session"])
        [kind] = read_formats(request.path_params.get("format", "md"))
        drafts = conversation.handoffs()
        data = write_drafts(drafts, reflect.team, kind, reflect.settings.timezone)
        return _file(f"handoff-{conversation.id}.{kind}", data, kind)

    def talk(request: Request) -> Response:
        conversation = reflect.resume(request.path_params["session"])
        return _file(f"talk-{conversation.id}.md", conversation.transcript().encode(), "md")

    address = "/download/{session}"
    return [
        Route(f"{address}/handoffs", _clearly(handoffs)),
        Route(f"{address}/handoffs/{{format:str}}", _clearly(handoffs)),
        Route(f"{address}/talk", _clearly(talk)),
    ]


def _clearly(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The endpoint, with the one line of an error in place of a traceback."""

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except ReflectError as error:
            return PlainTextResponse(str(error), status_code=404 if isinstance(error, InputError) else 503)

    return answer


def _file(name: str, data: bytes, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=FORMATS[kind], headers=headers)
