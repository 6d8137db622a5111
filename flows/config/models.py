"""The tables of `dateline.toml` as checked values; what each key means stands in docs/config.md."""

from collections.abc import Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, create_model
from pydantic import model_validator as whole

from flows.config.words import (
    ACTIONS,
    EVENT_TYPES,
    MODALITIES,
    check_code,
    check_cron,
    check_time_zone,
    check_word,
    or_meant,
)
from flows.settings import Settings

Period = Literal["day", "week", "month"]
Words = tuple[str, ...]


def _as_list(value: object) -> object:
    """One word may stand without brackets."""
    return [value] if isinstance(value, str) else value


def _slug(name: str) -> str:
    if not name or not all(part.isalnum() and part == part.lower() for part in name.split("-")) or not name.isascii():
        raise ValueError(f"{name!r} becomes part of file names: small letters, digits and single hyphens only")
    return name


def check_address(text: str) -> str:
    """A mail address, alone or behind a name: `Desk <desk@example.org>`. Raises ValueError."""
    name, spec = parseaddr(text)
    try:
        if not spec or any(ord(char) < 32 for char in text):
            raise ValueError
        address = Address(name, addr_spec=spec)
        if not address.username or not address.domain:
            raise ValueError
    except (ValueError, HeaderParseError) as error:
        raise ValueError(f"{text!r} is no mail address; write desk@example.org or Desk <desk@example.org>") from error
    return str(address)


def _one_line(text: str) -> str:
    if any(ord(char) < 32 for char in text):
        raise ValueError("a subject is one line")
    return text


def _format(text: str) -> str:
    """A subject whose places in braces are known ones."""
    try:
        found = [(name, spec, change) for _, name, spec, change in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise ValueError(f"{text!r}: a brace is not closed; the places are {_places()}") from error
    if any(name not in SUBJECT_PLACES or spec or change for name, spec, change in found):
        raise ValueError(f"{text!r}: the places are {_places()}")
    return text


def _places() -> str:
    return ", ".join(f"{{{place}}}" for place in SUBJECT_PLACES)


SUBJECT_PLACES = ("title", "period", "statements", "headline")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
Slug = Annotated[str, AfterValidator(_slug)]
Cron = Annotated[str, AfterValidator(check_cron)]
MailAddress = Annotated[str, AfterValidator(check_address)]
Code = Annotated[str, AfterValidator(check_code)]
Action = Annotated[str, AfterValidator(lambda word: check_word(word, ACTIONS, kind="action"))]
Modality = Annotated[str, AfterValidator(lambda word: check_word(word, MODALITIES, kind="modality"))]
EventType = Annotated[str, AfterValidator(lambda word: check_word(word, EVENT_TYPES, kind="event type"))]


class Table(BaseModel):
    """A table of the file: no other keys than its own, and not to be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Profile(Table):
    """What an analyst follows. An empty list filters nothing."""

    title: Text | None = None
    countries: Annotated[tuple[Code, ...], BeforeValidator(_as_list)] = ()
    entities: Texts = ()
    actions: Annotated[tuple[Action, ...], BeforeValidator(_as_list)] = ()
    modalities: Annotated[tuple[Modality, ...], BeforeValidator(_as_list)] = ()
    event_types: Annotated[tuple[EventType, ...], BeforeValidator(_as_list)] = ()
    sources: Texts = ()
    words: Texts = ()


class Input(Table):
    """Something to read at every scheduled run: files, folders, patterns, feeds, addresses."""

    name: Text
    read: Texts
    columns: dict[str, str] = {}
    records: str | None = None
    enabled: bool = True

    @whole(mode="after")
    def _reads_something(self) -> "Input":
        if not self.read:
            raise ValueError(f"the input {self.name!r} reads nothing: read = [a file, folder, pattern or address]")
        return self


class Schedule(Table):
    """When a job runs, in the file's time zone."""

    cron: Cron
    enabled: bool = True


class Schedules(Table):
    """When each job runs; digests bear their own."""

    daily: Schedule = Schedule(cron="30 5 * * *")
    reports_weekly: Schedule = Schedule(cron="0 7 * * 1")
    reports_monthly: Schedule = Schedule(cron="30 7 1 * *")
    stale: Schedule = Schedule(cron="0 1 * * *")
    health: Schedule = Schedule(cron="0 8 * * *")


class Health(Table):
    """When the health job speaks up."""

    silent_after_days: int = Field(default=7, ge=1)
    # Source -> days; a monthly is not silent after a week.
    sources: dict[str, Annotated[int, Field(ge=1)]] = {}
    reject_share: float = Field(default=0.2, gt=0, le=1)
    # Prefect blocks that notify, such as custom-webhook/desk.
    notify: Texts = ()


class Digest(Table):
    """A mail that is made of a period. Without a profile it is about everything."""

    profile: str | None = None
    period: Period = "week"
    recipients: Annotated[tuple[MailAddress, ...], BeforeValidator(_as_list)] = ()
    subject: Annotated[str, AfterValidator(_one_line), AfterValidator(_format)] | None = None
    cron: Cron | None = None


class Smtp(Table):
    """The mail server. The password is never in the file: `password_env` names the variable that holds it."""

    host: Text
    port: int = Field(default=0, ge=0, le=65535)
    security: Literal["none", "starttls", "ssl"] = "starttls"
    user: Text | None = None
    password_env: Text | None = None
    sender: MailAddress
    # Certificates to trust beside the system's: a server of one's own.
    ca_file: Text | None = None
    timeout: float = Field(default=30, gt=0, le=600)
    tries: int = Field(default=3, ge=1, le=10)

    @property
    def effective_port(self) -> int:
        """The port, else the usual one of the kind of connection."""
        return self.port or {"none": 25, "starttls": 587, "ssl": 465}[self.security]

    @whole(mode="after")
    def _keeps_the_password(self) -> "Smtp":
        if (self.user is None) != (self.password_env is None):
            raise ValueError("user and password_env go together: password_env names the variable with the password")
        if self.user and self.security == "none" and not _is_loopback(self.host):
            raise ValueError('a password would be sent in the open: security = "starttls" or "ssl"')
        return self


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# The same names and bounds as flows.settings, all of them optional: the file stands below environment and flags.
FileSettings: type[BaseModel] = create_model(  # type: ignore[call-overload]
    "FileSettings",
    __base__=Table,
    **{name: (field.annotation, field) for name, field in Settings.model_fields.items()},
)


class Config(Table):
    """The whole file; every table is optional."""

    time_zone: Annotated[str, AfterValidator(check_time_zone)] = "UTC"
    settings: FileSettings = Field(default_factory=FileSettings)
    profiles: dict[Slug, Profile] = {}
    inputs: tuple[Input, ...] = ()
    schedules: Schedules = Schedules()
    health: Health = Health()
    # Articles that the stale job extracts again in a night: an hour on one core.
    stale_portion: int = Field(default=5_000, ge=1)
    digests: dict[Slug, Digest] = {}
    smtp: Smtp | None = None

    @whole(mode="after")
    def _fits_together(self) -> "Config":
        for name, digest in self.digests.items():
            if digest.profile is not None and digest.profile not in self.profiles:
                known = or_meant(digest.profile, self.profiles) if self.profiles else "the file has no [profiles.NAME]"
                raise ValueError(f"digests.{name}.profile: there is no profile {digest.profile!r}; {known}")
            if digest.recipients and self.smtp is None:
                raise ValueError(
                    f"digests.{name}.recipients: sending needs a mail server; add [smtp] with host, sender"
                )
        if twice := _twice([one.name for one in self.inputs]):
            raise ValueError(f"inputs: two are called {twice!r}; give each a name of its own")
        return self


def _twice(names: Sequence[str]) -> str | None:
    return next((name for name in names if names.count(name) > 1), None)


def filters_of(profile: Profile, name: str) -> dict[str, Any]:
    """The profile as reports take it: its name and seven lists, in the order of the contract."""
    keys = ("countries", "entities", "actions", "modalities", "event_types", "sources", "words")
    return {"name": name, **{key: list(getattr(profile, key)) for key in keys}}
