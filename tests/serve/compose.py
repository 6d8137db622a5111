"""The part of the Compose specification that our file uses, strictly: a key that is not here is a mistake.

After https://github.com/compose-spec/compose-spec, 2026-11; no engine is needed to check it.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Duration = Annotated[str, Field(pattern=r"^(\d+(ms|h|m|s))+$")]
# [host address:][host port:]container port; a number without quotes may be read in base 60.
Port = Annotated[str, Field(pattern=r"^((\d+\.){3}\d+:)?\d+:\d+$")]
# source:target[:mode]
Mount = Annotated[str, Field(pattern=r"^[\w./-]+:/[\w./-]+(:ro|:rw)?$")]


class Strict(BaseModel):
    """A table without unknown keys, and without a number where the specification wants a text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Build(Strict):
    context: str
    dockerfile: str


class HealthCheck(Strict):
    test: Annotated[list[str], Field(min_length=2)]
    interval: Duration
    timeout: Duration
    retries: int
    start_period: Duration


class DependsOn(Strict):
    condition: Literal["service_started", "service_healthy", "service_completed_successfully"]


class EnvFile(Strict):
    path: str
    required: bool


class Service(Strict):
    image: str
    build: Build
    command: list[str]
    restart: Literal["no", "always", "on-failure", "unless-stopped"]
    environment: dict[str, str]
    volumes: list[Mount]
    init: bool = False
    hostname: str | None = None
    stop_grace_period: Duration | None = None
    ports: list[Port] = []
    healthcheck: HealthCheck | None = None
    depends_on: dict[str, DependsOn] = {}
    env_file: list[EnvFile] = []


class Compose(Strict):
    name: str
    services: dict[str, Service]
    volumes: dict[str, None]
