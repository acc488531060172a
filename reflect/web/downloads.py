"""What can be downloaded from the page: made when it is asked for, so that no copy of a talk lies on the disk."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import InputError, ReflectError
from reflect.records import Handoff
from reflect.reports.formats import FORMATS, read_formats, write_drafts
from reflect.web.fragments import handoff_sheet
from reflect.web.frame import own_conversation
from reflect.web.signin import SignIn

# A sheet is words and their style; whatever else got into it wouldn't load or run.
_NOTHING_ELSE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
}


def download_routes(reflect: Reflect, signin: SignIn | None = None) -> list[Route]:
    """The addresses of a session's drafts and of its transcript, to be served beside the page.

    Args:
        reflect: Whose sessions.
        signin: Where people sign in: each gets their own sessions, and nobody else's.
    """

    def opened(request: Request) -> Conversation:
        session = request.path_params["session"]
        if signin is None:
            return reflect.resume(session)
        return own_conversation(reflect, session, signin.person(signin.user_of(request), reflect.team))

    def handoffs(request: Request) -> Response:
        conversation = opened(request)
        [kind] = read_formats(request.path_params.get("format", "md"))
        wanted = request.query_params.get("draft")
        drafts = conversation.handoffs() if wanted is None else [_draft(conversation, wanted)]
        data = write_drafts(drafts, reflect.team, kind, reflect.settings.timezone)
        return _file(f"handoff-{wanted or conversation.id}.{kind}", data, kind)

    def sheet(request: Request) -> Response:
        conversation = opened(request)
        draft = _draft(conversation, request.path_params["draft"])
        return HTMLResponse(handoff_sheet(draft, reflect), headers=_NOTHING_ELSE)

    def talk(request: Request) -> Response:
        conversation = opened(request)
        return _file(f"talk-{conversation.id}.md", conversation.transcript().encode(), "md")

    address = "/download/{session}"
    return [
        Route(f"{address}/handoffs", _clearly(handoffs)),
        Route(f"{address}/handoffs/{{format:str}}", _clearly(handoffs)),
        Route(f"{address}/sheet/{{draft:str}}", _clearly(sheet)),
        Route(f"{address}/talk", _clearly(talk)),
    ]


def _draft(conversation: Conversation, wanted: str) -> Handoff:
    for draft in conversation.handoffs():
        if draft.id == wanted:
            return draft
    raise InputError(f"the draft {wanted!r} no longer stands, since where its work goes has changed")


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
