"""What can be set, from the environment (REFLECT_...) or a file .env; nothing needs to be."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from reflect.errors import InputError
from reflect.outgoing import HERE, OPENAI, host_of


class Settings(BaseSettings):
    """Every setting, with what holds if nobody sets it."""

    model_config = SettingsConfigDict(env_prefix="REFLECT_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("reflect"), description="where everything is kept")
    team: str = Field(default="harbor", description="the team file, or the name of an example")
    embeddings: str = Field(
        default="local", description="'local', or a LangChain name such as openai:text-embedding-3-small"
    )
    model: str | None = Field(default=None, description="a chat model, as LangChain calls it: openai:NAME")
    engine: Literal["guided", "model"] | None = Field(
        default=None, description="who listens and speaks: the model where there is one, unless this says 'guided'"
    )
    model_trial: bool = Field(
        default=True, description="whether a model is tried out before it may listen; off takes it at its word"
    )
    model_url: str | None = Field(
        default=None, pattern="^https?://", description="the base URL of a server that speaks OpenAI's protocol"
    )
    model_key: SecretStr | None = Field(default=None, description="the key for it; for OpenAI OPENAI_API_KEY also does")
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias="OPENAI_API_KEY", description="the key for OpenAI, and for nobody else"
    )
    model_proxy: str | None = Field(default=None, description="a proxy to go through; those of the system aren't used")
    model_seconds: float = Field(default=20, gt=0, description="how long an answer, or its first word, may take")
    model_calls: int = Field(default=8, ge=1, description="how many calls may be under way at a time")
    model_session_tokens: int | None = Field(default=1_000_000, ge=0, description="tokens for one session")
    model_session_money: float | None = Field(default=None, ge=0, description="money for one session")
    model_batch_tokens: int | None = Field(default=None, ge=0, description="tokens for one batch")
    model_batch_money: float | None = Field(default=None, ge=0, description="money for one batch")
    model_price_in: float | None = Field(default=None, ge=0, description="what a million tokens cost that are sent")
    model_price_out: float | None = Field(default=None, ge=0, description="what a million tokens cost that come back")
    chroma: str | None = Field(
        default=None, pattern=r"^([^:/\s]+(:\d{1,5})?)?$", description="a Chroma server, host:port, instead of files"
    )
    database: str | None = Field(default=None, description="a database URL instead of the SQLite file")
    practices: Path | None = Field(default=None, description="a folder with practices of your own")
    timezone: str | None = Field(
        default=None, description="the time zone of calendars, such as Europe/Berlin; by default this machine's"
    )
    host: str = Field(default="127.0.0.1", description="where the page listens")
    port: int = Field(default=7860, ge=0, le=65535, description="on which port the page listens")
    auth: Path | None = Field(default=None, description="the file of accounts that may sign in to the page")
    auth_header: str | None = Field(default=None, description="the header in which a trusted proxy names the user")
    trusted_proxy: str = Field(default="127.0.0.1, ::1", description="the addresses from which that header counts")

    @cached_property
    def index_folder(self) -> Path:
        """Where indexes are kept."""
        return self.home / "index"

    @property
    def articles_folder(self) -> Path:
        """Where articles of one's own are kept."""
        return self.home / "articles"

    @property
    def embeddings_host(self) -> str | None:
        """Where the articles and questions about them go to be embedded; None if they stay."""
        return None if self.embeddings == "local" else _host(self.embeddings)

    @property
    def model_host(self) -> str | None:
        """Where words go to the chat model; None without one."""
        if self.model is None:
            return None
        return host_of(self.model_url) if self.model_url else _host(self.model)

    @property
    def speaks(self) -> Literal["guided", "model"]:
        """Which engine listens and speaks."""
        return "model" if self.model is not None and self.engine != "guided" else "guided"

    @property
    def elsewhere(self) -> str | None:
        """Where words go besides this machine; None if they stay."""
        hosts = [self.embeddings_host, self.model_host]
        if self.chroma is not None:
            hosts.append(self.chroma.partition(":")[0])
        if self.database is not None:
            hosts.append(urlsplit(self.database).hostname)
        *places, last = dict.fromkeys(host for host in hosts if host not in (None, *HERE)) or [None]
        return f"{', '.join(map(str, places))} and {last}" if places else last

    @cached_property
    def database_url(self) -> str:
        """The database that is used."""
        return self.database or f"sqlite:///{self.home / 'reflect.sqlite'}"


def _host(name: str) -> str:
    """Where a LangChain name leads to: the host of OpenAI, or else the provider."""
    provider = name.split(":")[0]
    return host_of(OPENAI) if provider == "openai" else provider


def read_settings(**given: Any) -> Settings:
    """The settings of the environment, but for those that are given.

    Raises:
        InputError: For the first one that can't be used.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"]))
        raise InputError(
            f"the setting {name} (REFLECT_{name.upper()}) can't be {first['input']!r}: {first['msg'].lower()}"
        ) from error
