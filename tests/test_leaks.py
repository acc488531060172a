"""Under a sign-in nobody gets a word of anybody else's, whatever address, id or file they ask for.

Every address that the app has is asked: the list is taken from the app itself, so that a new one is asked too.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from reflect.accounts import Account, add_account, hash_password
from reflect.assistant import Reflect
from reflect.records import Activity
from reflect.shelf import Filed, Shelf

from .conftest import TODAY, talk
from .served import served

DANA, LUIS = "Dana Reyes", "Luis Prado"
PASSWORD = "four plain words here"  # noqa: S105
# What stands in what is Luis's, and nowhere else.
WORDS = ("zanzibari", "quokkafish")
# Of the addresses without a sign-in: what a browser needs to show where one signs in, and what Gradio says of itself;
# none of them says anything of anybody.
PUBLIC = re.compile(
    r"/(?:|user/?|login/?|logout|app_id/?|token/?|static/.*|svelte/.*|assets/.*|favicon\.ico|theme\.css|robots\.txt|"
    r"manifest\.json|pwa_icon.*|custom_component/.*|startup-events|login_check/?|heartbeat/.*|openapi\.json|docs.*|redoc|reset/?|"
    # It ends an event that whoever asks knows the id of.
    r"cancel)$"
)


@dataclass(frozen=True)
class Stage:
    """A page that is served, two people of the team, and the ids of what is Luis's."""

    address: str
    folder: Path
    dana: httpx.Client
    luis: httpx.Client
    stranger: httpx.Client
    session: str
    draft: str

    @property
    def ids(self) -> tuple[str, ...]:
        """What somebody else could try."""
        return LUIS, self.session, self.draft


@pytest.fixture(scope="module")
def stage(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    accounts, database = folder / "accounts.yaml", folder / "reflect.sqlite"
    hashed = hash_password(PASSWORD)
    for user, person in (("dana", DANA), ("luis", LUIS)):
        add_account(accounts, user, Account(person=person, password=hashed))
    reflect = Reflect.open("harbor", today=TODAY, home=home, database=f"sqlite:///{database}")
    lines = [f"I approve every {WORDS[0]} discount, 4 hours, that's sales ops'", "they have no time", "just draft it"]
    conversation = talk(reflect, LUIS, lines)
    [draft, *_] = conversation.handoffs()
    # To nobody by name, so that it is between Luis and himself.
    reflect.agreements.send(draft.but(owners=()))
    [made] = reflect.stop_list([Activity(text=f"{WORDS[1]} slides", person=LUIS, hours=1.0)])
    shelf = Shelf(home)
    shelf.keep(Filed(made=made))
    reflect.close()
    temporary = folder / "temporary"
    temporary.mkdir()
    places = {"TMPDIR": str(temporary), "GRADIO_TEMP_DIR": str(temporary / "gradio"), "REFLECT_AUTH": str(accounts)}
    with served("harbor", home, database, **places) as address:
        clients = [httpx.Client(base_url=address, timeout=120) for _ in range(3)]
        for client, user in zip(clients, ("dana", "luis"), strict=False):
            client.post("/login", data={"username": user, "password": PASSWORD}).raise_for_status()
        yield Stage(address, folder, clients[0], clients[1], clients[2], conversation.id, draft.id)
        for client in clients:
            client.close()
    shelf.remove("Harbor", LUIS)


# In a process of its own, since an app leaves an event loop behind.
_PROGRAM = """
import json, sys
from gradio.routes import App
from reflect.assistant import Reflect
from reflect.web.page import _ROUTES, build_page

def pairs(route):
    if hasattr(route, "path"):
        return [(method, route.path) for method in getattr(route, "methods", None) or ("GET",) if method != "HEAD"]
    inner = getattr(route, "original_router", route)
    return [pair for one in getattr(inner, "routes", []) for pair in pairs(one)]

reflect = Reflect.open("harbor", home=sys.argv[1], database="sqlite://")
routes = [route for make in _ROUTES for route in make(reflect)]
app = App.create_app(build_page(reflect), app_kwargs={"routes": routes})
print(json.dumps(sorted({pair for route in app.routes for pair in pairs(route)})))
"""


@pytest.fixture(scope="module")
def addresses(home: Path) -> list[tuple[str, str]]:
    """Every method and path that the app has."""
    command = [sys.executable, "-c", _PROGRAM, str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    return [(method, path) for method, path in json.loads(done.stdout.splitlines()[-1])]


def _filled(path: str, value: str) -> str:
    return re.sub(r"\{[^}]*\}", value, path)


def _ask(client: httpx.Client, method: str, path: str, value: str) -> httpx.Response | None:
    """What is answered; None where it goes on without end, as a heartbeat does, or Gradio breaks it off."""
    body = {"data": [value] * 4, "session_hash": value, "event_id": value, "fn_index": 0} if method == "POST" else None
    query = {"person": value, "session_hash": "abc", "draft": value, "upload_id": value}
    try:
        return client.request(method, path, json=body, params=query, timeout=10)
    except httpx.TransportError:
        return None


def test_the_app_has_the_addresses_that_are_tried(addresses: list[tuple[str, str]]) -> None:
    paths = {path for _, path in addresses}
    assert {"/download/{session}/talk", "/download/ledger/{format}", "/download/letter/{agreement}"} <= paths
    assert any("file=" in path for path in paths), sorted(paths)
    assert any("queue/join" in path for path in paths)


def test_what_is_luiss_can_be_had_by_luis(stage: Stage) -> None:
    assert WORDS[0] in stage.luis.get(f"/download/{stage.session}/talk").text
    assert WORDS[0] in stage.luis.get("/download/ledger/csv").text
    assert stage.luis.get(f"/download/letter/{stage.draft}").status_code == 200


def test_no_address_gives_anybody_a_word_of_anothers(stage: Stage, addresses: list[tuple[str, str]]) -> None:
    leaks, opened = [], []
    for method, template in addresses:
        if "logout" in template:
            continue
        for value in stage.ids:
            path = _filled(template, value)
            for who, client in (("dana", stage.dana), ("nobody", stage.stranger)):
                answer = _ask(client, method, path, value)
                if answer is None:
                    continue
                if any(word in answer.text for word in WORDS):
                    leaks.append((who, method, path))
                inside = re.sub("^/gradio_api", "", template)
                if who == "nobody" and answer.status_code < 400 and not PUBLIC.match(inside):
                    opened.append((method, path, answer.status_code))
    assert leaks == []
    assert sorted(set(opened)) == []


def test_another_persons_downloads_are_answered_like_those_that_there_are_not(stage: Stage) -> None:
    for kind in ("talk", "handoffs", "handoffs/docx", f"sheet/{stage.draft}"):
        theirs = stage.dana.get(f"/download/{stage.session}/{kind}")
        none = stage.dana.get(f"/download/none/{kind}")
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert theirs.text.replace(stage.session, "none") == none.text
    letter = stage.dana.get(f"/download/letter/{stage.draft}")
    assert letter.status_code == 404
    assert "Luis" not in letter.text
    for kind in ("csv", "ics", "json"):
        assert not any(word in stage.dana.get(f"/download/ledger/{kind}?person={LUIS}").text for word in WORDS)


def test_whoever_signed_in_takes_away_their_own_whatever_name_they_give(stage: Stage) -> None:
    for kind in ("mine", "stoplist/md", "stoplist/json", "rollup/html"):
        asked = f"/download/{kind}?person=Luis%20Prado"
        assert stage.stranger.get(asked).status_code == 404
        theirs, own = stage.dana.get(asked), stage.dana.get(f"/download/{kind}")
        assert theirs.status_code == own.status_code
        assert not any(word.encode() in _unpacked(theirs.content) for word in WORDS)


def _unpacked(data: bytes) -> bytes:
    """The files of an archive one after the other; of anything else, itself."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def _call(client: httpx.Client, handler: Any, given: list[Any], event: Any = None) -> str:
    """Everything that one of the page's handlers tells a browser, its errors too."""
    body = {"data": given, "fn_index": handler["id"], "session_hash": f"leak{handler['id']}", "event_data": event}
    joined = client.post("/gradio_api/queue/join", json=body)
    if joined.status_code != 200:
        return joined.text
    told = []
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": body["session_hash"]}) as stream:
        for line in stream.iter_lines():
            told.append(line)
            if "process_completed" in line or "close_stream" in line or "unexpected_error" in line:
                break
    return "\n".join(told)


def test_no_handler_of_the_page_tells_anybody_a_word_of_anothers(stage: Stage) -> None:
    config = stage.dana.get("/config").json()
    handlers = [one for one in config["dependencies"] if one["backend_fn"]]
    assert len(handlers) > 20
    leaks = []
    for handler in handlers:
        for value in stage.ids:
            known = {"session": stage.session, "person": LUIS, "practice": "stop-list", "team": "Harbor"}
            event = {key: value for key in ("id", "session", "value", "draft", "agreement", "open", "act", "name")}
            for given in ([value] * len(handler["inputs"]), [known] * len(handler["inputs"])):
                told = _call(stage.dana, handler, given, event)
                leaks += [(handler["api_name"], value, word) for word in WORDS if word in told]
    assert leaks == []


def test_no_handler_of_the_page_is_described_to_programs(stage: Stage) -> None:
    described = stage.dana.get("/gradio_api/info").json()
    assert set(described["named_endpoints"]) == {
        "/whose_work_is_it", "/draft_handoff", "/stop_list", "/search_articles",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["dana", "stranger"])
def test_no_file_of_the_machine_is_served(stage: Stage, home: Path, who: str) -> None:
    client: httpx.Client = getattr(stage, who)
    secret = [stage.folder / "reflect.sqlite", stage.folder / "accounts.yaml", *(home / "lists").glob("*")]
    assert all(path.is_file() for path in secret)
    wanted = [*map(str, secret), "/etc/passwd", str(Path(__file__))]
    for path in wanted:
        up = "../" * 12 + path.lstrip("/")
        coded = up.replace("../", "%2e%2e%2f")
        for way in (path, up, coded, f"file://{path}", f"/{path}", path.replace("/", "\\"), f"{path}%00.png"):
            for place in ("/gradio_api/file=", "/file=", "/gradio_api/file/", "/static/", "/assets/", "/svelte/",
                          "/proxy=", "/gradio_api/proxy=", "/custom_component/1/a/b/", "/download/"):  # fmt: skip
                try:
                    answer = client.get(f"{place}{way}")
                except (httpx.InvalidURL, httpx.TransportError):
                    # No address at all, or one that Gradio breaks off at.
                    continue
                held = answer.content
                assert b"SQLite format" not in held, f"{place}{way}"
                assert b"root:" not in held, f"{place}{way}"
                assert b"scrypt" not in held, f"{place}{way}"
                assert not any(word.encode() in held for word in WORDS), f"{place}{way}"


def test_only_who_signed_in_can_upload_and_not_without_end_and_not_elsewhere(stage: Stage) -> None:
    def upload(client: httpx.Client, name: str, size: int) -> httpx.Response:
        return client.post("/gradio_api/upload", files={"files": (name, b"x" * size)})

    assert upload(stage.stranger, "a.txt", 10).status_code == 401
    assert upload(stage.dana, "a.txt", 21_000_000).status_code == 413
    brought = upload(stage.dana, "../../../../evil.txt", 10)
    assert brought.status_code < 500
    assert not [path for path in stage.folder.rglob("evil.txt") if "gradio" not in path.parts]
    if brought.status_code == 200:
        [place] = brought.json()
        assert Path(place).is_relative_to(stage.folder / "temporary" / "gradio")
        assert stage.stranger.get(f"/gradio_api/file={place}").status_code == 401
    assert json.dumps(brought.json())
