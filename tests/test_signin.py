"""Signing in to the page: who gets in, and that everybody gets their own and nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from reflect.accounts import Account, add_account, hash_password, is_password, read_accounts
from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.settings import Settings
from reflect.web.signin import SignIn, open_signin
from reflect.web.talk import TalkTab

from .conftest import talk
from .served import served

DANA, LUIS = "Dana Reyes", "Luis Prado"
SECRET = "four plain words here"  # noqa: S105


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(SECRET)


@pytest.fixture
def accounts(tmp_path: Path, hashed: str) -> Path:
    path = tmp_path / "accounts.yaml"
    for user, person in (("dana", DANA), ("luis", LUIS), ("gone", "Nobody Here")):
        add_account(path, user, Account(person=person, password=hashed))
    return path


def test_a_password_fits_its_own_hash_and_no_other(hashed: str) -> None:
    assert is_password(SECRET, hashed)
    assert not is_password(f"{SECRET} ", hashed)
    assert not is_password(SECRET, "")
    assert not is_password("", "")
    assert SECRET not in hashed
    assert hash_password(SECRET) != hashed


def test_a_short_password_is_refused() -> None:
    with pytest.raises(InputError, match="at least 12 characters"):
        hash_password("short")


def test_nobody_else_on_the_machine_can_read_the_accounts(accounts: Path) -> None:
    assert os.stat(accounts).st_mode & 0o077 == 0
    assert read_accounts(accounts)["dana"].person == DANA


def test_a_file_that_holds_no_accounts_says_so(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- dana\n")
    with pytest.raises(InputError, match=r"USER: \{person"):
        read_accounts(path)
    with pytest.raises(InputError, match="reflect account add"):
        read_accounts(tmp_path / "none.yaml")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "reflect.example"])  # noqa: S104
def test_the_page_is_not_opened_to_a_network_without_a_sign_in(host: str) -> None:
    with pytest.raises(InputError, match="reflect account add"):
        open_signin(Settings(host=host))


def test_on_this_computer_nobody_signs_in() -> None:
    assert open_signin(Settings(host="localhost")) is None


def test_after_five_wrong_passwords_not_even_the_right_one_is_looked_at(accounts: Path) -> None:
    signin = SignIn(accounts, None, ())

    async def tries() -> list[bool]:
        wrong = [await signin.admits("dana", "wrong") for _ in range(5)]
        return [*wrong, await signin.admits("dana", SECRET), await signin.admits("luis", SECRET)]

    assert asyncio.run(tries()) == [False] * 6 + [True]


def test_an_account_without_a_password_is_for_a_proxy_only(tmp_path: Path) -> None:
    path = tmp_path / "accounts.yaml"
    add_account(path, "dana", Account(person=DANA))
    signin = SignIn(path, None, ())
    assert not asyncio.run(signin.admits("dana", ""))
    assert not asyncio.run(signin.admits("dana", "nobody has this password"))


def test_who_is_taken_out_of_the_file_is_nobody_at_once(accounts: Path, harbor: Reflect) -> None:
    signin = SignIn(accounts, None, ())
    assert signin.person("dana", harbor.team) is not None
    accounts.write_text("luis: {person: Luis Prado}\n")
    os.utime(accounts, (1, 1))
    assert signin.person("dana", harbor.team) is None


def test_an_account_is_added_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "accounts.yaml"
    command = [
        sys.executable,
        "-m",
        "reflect",
        "account",
        "add",
        "dana",
        "-p",
        "Dana",
        "-t",
        "harbor",
        "--to",
        str(path),
    ]
    environment = os.environ | {"REFLECT_HOME": str(tmp_path)}
    told = subprocess.run(command, input=SECRET, capture_output=True, text=True, env=environment, check=False)
    assert told.returncode == 0, told.stderr
    assert SECRET not in path.read_text() + told.stdout + told.stderr
    assert is_password(SECRET, read_accounts(path)["dana"].password)


# ---- served


@pytest.fixture
def sign_in() -> Iterator[Callable[..., httpx.Client]]:
    """A browser of somebody's: who they sign in as, and with what; without a user nobody."""
    with ExitStack() as stack:

        def opener(address: str, user: str = "", password: str = SECRET) -> httpx.Client:
            client = stack.enter_context(httpx.Client(base_url=address, timeout=60))
            if user:
                client.post("/login", data={"username": user, "password": password})
            return client

        yield opener


def call(client: httpx.Client, name: str, given: list[Any]) -> list[Any]:
    """The outputs of one of the page's handlers, as a browser would get them."""
    config = client.get("/config").json()
    number = next(one["id"] for one in config["dependencies"] if one["api_name"] == name)
    body = {"data": given, "fn_index": number, "session_hash": "abc123"}
    client.post("/gradio_api/queue/join", json=body).raise_for_status()
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": "abc123"}) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:") and (told := json.loads(line[5:]))["msg"] == "process_completed":
                assert told["success"], told
                return list(told["output"]["data"])
    raise AssertionError("no answer")


def test_each_gets_their_own_sessions_and_nobody_elses(
    home: Path, tmp_path: Path, harbor: Reflect, accounts: Path, sign_in: Callable[..., httpx.Client]
) -> None:
    mine, others = (talk(harbor, name, ["the Friday slides, two hours, nobody reads them"]) for name in (DANA, LUIS))
    with served("harbor", home, tmp_path / "reflect.sqlite", REFLECT_AUTH=str(accounts)) as address:
        stranger, wrong = sign_in(address), sign_in(address, "dana", "not her password")
        for client in (stranger, wrong):
            assert client.get("/config").status_code == 401
            assert client.get(f"/download/{mine.id}/talk").status_code == 404
        dana = sign_in(address, "dana")
        assert "Friday slides" in dana.get(f"/download/{mine.id}/talk").text
        theirs, none = (dana.get(f"/download/{one}/talk") for one in (others.id, "none"))
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert theirs.text.replace(others.id, "") == none.text.replace("none", "")
        assert dana.get(f"/download/{others.id}/handoffs").status_code == 404
        # Whatever the browser says, the page is hers.
        known = {"session": others.id, "person": LUIS, "practice": "stop-list", "team": "Harbor"}
        opened = json.dumps(call(dana, "begin", [None, "stop-list", known]))
        assert DANA in opened
        assert LUIS not in opened
        assert "Friday" not in opened
        known = {"session": mine.id, "person": DANA, "practice": "stop-list", "team": "Harbor"}
        assert "Friday" in json.dumps(call(dana, "begin", [None, "stop-list", known]))
        # The page takes her name, and no other, from then on.
        assert "Friday" in json.dumps(call(dana, "toggle", [False, DANA, None]))
        with pytest.raises(AssertionError, match="not in the list of choices"):
            call(dana, "toggle", [False, LUIS, None])
        assert sign_in(address, "gone").get(f"/download/{mine.id}/talk").status_code == 404


def test_the_header_counts_only_from_a_trusted_proxy(home: Path, tmp_path: Path, harbor: Reflect) -> None:
    mine = talk(harbor, DANA, ["the Friday slides, two hours, nobody reads them"])
    header = {"X-Forwarded-User": DANA}
    place = f"/download/{mine.id}/talk"
    with served("harbor", home, tmp_path / "reflect.sqlite", REFLECT_AUTH_HEADER="X-Forwarded-User") as address:
        assert httpx.get(f"{address}config", timeout=60).status_code == 401
        assert httpx.get(f"{address}config", headers=header, timeout=60).status_code == 200
        assert httpx.get(f"{address}{place[1:]}", headers=header, timeout=60).status_code == 200
        assert httpx.get(f"{address}{place[1:]}", headers={"X-Forwarded-User": LUIS}, timeout=60).status_code == 404
    trusted = {"REFLECT_AUTH_HEADER": "X-Forwarded-User", "REFLECT_TRUSTED_PROXY": "10.0.0.0/8"}
    with served("harbor", home, tmp_path / "reflect.sqlite", **trusted) as address:
        spoofed = header | {"X-Forwarded-For": "10.0.0.5"}
        assert httpx.get(f"{address}config", headers=spoofed, timeout=60).status_code == 401
        assert httpx.get(f"{address}{place[1:]}", headers=spoofed, timeout=60).status_code == 404


def test_a_handler_without_a_sign_in_is_nobodys(open_reflect: Callable[..., Reflect], accounts: Path) -> None:
    from reflect.web.frame import Frame

    frame = Frame(open_reflect("harbor", auth=accounts))
    assert frame.person(DANA) is None
    assert frame.people == []
    with pytest.raises(InputError, match="no session"):
        frame.conversation("any", DANA)
    with pytest.warns(UserWarning, match="belongs to nobody"):
        assert TalkTab(frame).begin(DANA, "stop-list", None)[3] == []
