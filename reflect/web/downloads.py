"""What can be downloaded from the page: made when it is asked for, so that no copy of a talk lies on the disk."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import InputError
from reflect.records import Handoff
from reflect.reports.formats import FORMATS, read_formats, write_drafts
from reflect.web.fragments import handoff_sheet
from reflect.web.frame import own_conversation
from reflect.web.routes import as_file, asking, clearly
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
        return own_conversation(reflect, session, asking(request, reflect, signin))

    def handoffs(request: Request) -> Response:
        conversation = opened(request)
        [kind] = read_formats(request.path_params.get("format", "md"))
        wanted = request.query_params.get("draft")
        drafts = conversation.handoffs() if wanted is None else [_draft(conversation, wanted)]
        data = write_drafts(drafts, reflect.team, kind, reflect.settings.timezone)
        return as_file(f"handoff-{wanted or conversation.id}.{kind}", data, FORMATS[kind])

    def sheet(request: Request) -> Response:
        conversation = opened(request)
        draft = _draft(conversation, request.path_params["draft"])
        return HTMLResponse(handoff_sheet(draft, reflect), headers=_NOTHING_ELSE)

    def talk(request: Request) -> Response:
        conversation = opened(request)
        return as_file(f"talk-{conversation.id}.md", conversation.transcript().encode(), FORMATS["md"])

    address = "/download/{session}"
    return [
        Route(f"{address}/handoffs", clearly(handoffs)),
        Route(f"{address}/handoffs/{{format:str}}", clearly(handoffs)),
        Route(f"{address}/sheet/{{draft:str}}", clearly(sheet)),
        Route(f"{address}/talk", clearly(talk)),
    ]


def _draft(conversation: Conversation, wanted: str) -> Handoff:
    for draft in conversation.handoffs():
        if draft.id == wanted:
            return draft
    raise InputError(f"the draft {wanted!r} no longer stands, since where its work goes has changed")
