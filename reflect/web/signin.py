"""Who is at the page: anybody on this computer, or whoever signed in with an account or through a trusted proxy."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request

from reflect.accounts import Account, hash_password, is_password, read_accounts
from reflect.errors import InputError
from reflect.outgoing import HERE
from reflect.records import Person, Team
from reflect.settings import Settings

# So many wrong passwords of one user within a minute, and the rest of it they aren't looked at.
_MOST_WRONG, _MINUTE = 5, 60.0
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SignIn:
    """How one signs in, and who somebody is who did."""

    def __init__(self, accounts: Path | None, header: str | None, proxies: tuple[Network, ...]) -> None:
        """Read the accounts, to see that they can be read.

        Raises:
            InputError: If they can't.
        """
        self._path, self._header, self._proxies = accounts, header, proxies
        self._wrong: defaultdict[str, list[float]] = defaultdict(list)
        # So that who has no account is turned away as slowly as who has one.
        self._nobody = hash_password("nobody has this password") if accounts and not header else ""
        self._read: tuple[int, Mapping[str, Account]] = (0, {})
        self._accounts()

    @property
    def options(self) -> dict[str, Any]:
        """What Gradio is to be told."""
        return {"auth_dependency": self.user_of} if self._header else {"auth": self.admits}

    async def admits(self, user: str, password: str) -> bool:
        """Whether a password is the user's; after several wrong ones in a row it isn't looked at for a while."""
        now = time.monotonic()
        self._wrong[user] = [at for at in self._wrong[user] if now - at < _MINUTE]
        if len(self._wrong[user]) >= _MOST_WRONG:
            return False
        self._wrong[user].append(now)
        account = self._accounts().get(user)
        hashed = account.password if account else ""
        if not await asyncio.to_thread(is_password, password, hashed or self._nobody) or not hashed:
            return False
        del self._wrong[user]
        return True

    def user_of(self, request: Request) -> str | None:
        """Who sent a request, by its cookie, or by the header of a proxy that is trusted; None for anybody else."""
        if self._header:
            trusted = request.client is not None and self._trusts(request.client.host)
            return (request.headers.get(self._header) or None) if trusted else None
        app = request.app
        for name in (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}"):
            if user := app.tokens.get(request.cookies.get(name)):
                return str(user)
        return None

    def person(self, user: str | None, team: Team) -> Person | None:
        """Who of the team a user is; None if their account is gone, or isn't of this team."""
        if user is None:
            return None
        if self._path is None:
            return team.person(user)
        account = self._accounts().get(user)
        return team.person(account.person) if account else None

    def _accounts(self) -> Mapping[str, Account]:
        """The accounts as the file has them now; who was taken out of it is nobody from then on."""
        if self._path is None:
            return {}
        try:
            changed = self._path.stat().st_mtime_ns
        except OSError:
            changed = 0
        if changed != self._read[0] or not changed:
            self._read = (changed, read_accounts(self._path))
        return self._read[1]

    def _trusts(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._proxies)


def open_signin(settings: Settings) -> SignIn | None:
    """How one signs in by these settings; None where the page is only for whoever is at this computer.

    Raises:
        InputError: If it would be open to the network without a sign-in, or the sign-in can't be used.
    """
    if settings.auth is None and settings.auth_header is None:
        if settings.host not in HERE:
            raise InputError(
                f"the page would be open to everybody who can reach {settings.host}; let people sign in "
                "(`reflect account add USER --person NAME`, then --auth FILE, or --auth-header NAME behind a proxy), "
                "or listen on 127.0.0.1"
            )
        return None
    return SignIn(settings.auth, settings.auth_header, _networks(settings.trusted_proxy))


def _networks(given: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in given.split(",") if one.strip())
    except ValueError as error:
        raise InputError(f"{given!r} isn't a list of addresses ({error}); write 10.0.0.5, or 10.0.0.0/24") from error
