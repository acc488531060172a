"""What can be downloaded from the page: made when it is asked for, so that no copy of a talk lies on the disk."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from reflect.assistant import Reflect
from reflect.errors import InputError, ReflectError
from reflect.reports.markdown import handoff_markdown


def download_routes(reflect: Reflect) -> list[Route]:
    """The addresses of a session's drafts and of its transcript, to be served beside the page."""

    def handoffs(request: Request) -> Response:
        conversation = reflect.resume(request.path_params["session"])
        drafts = [handoff_markdown(draft, reflect.team) for draft in conversation.handoffs()]
        return _file(f"handoff-{conversation.id}.md", "\n\n".join(drafts))

    def talk(request: Request) -> Response:
        conversation = reflect.resume(request.path_params["session"])
        return _file(f"talk-{conversation.id}.md", conversation.transcript())

    return [Route(f"/download/{{session}}/{one.__name__}", _clearly(one)) for one in (handoffs, talk)]


def _clearly(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The endpoint, with the one line of an error in place of a traceback."""

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except ReflectError as error:
            return PlainTextResponse(str(error), status_code=404 if isinstance(error, InputError) else 503)

    return answer


def _file(name: str, text: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)
