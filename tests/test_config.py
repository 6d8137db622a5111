"""`dateline.toml`: what is read, and what is said about a mistake."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from flows.config.load import find_profile, load_config, profile_filters, read_config
from flows.config.models import Config, Digest, Health, Input, Profile, Schedule, Schedules, Smtp
from flows.config.words import ACTIONS, EVENT_TYPES, MODALITIES, check_cron, check_time_zone, code_names
from flows.errors import UsageError
from flows.settings import Settings, config_file, load_settings
from flows.sqlfile import PROFILE_KEYS, make_profile
from tests.report.digest.desk import build_desk
from tests.test_cli import dateline

SMTP = '[smtp]\nhost = "mail.example.org"\nsender = "desk@example.org"\n'


def read(tmp_path: Path, text: str) -> Config:
    """The configuration of a file with this text."""
    path = tmp_path / "dateline.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def use(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with this text, as the one that DATELINE_CONFIG names."""
    path = tmp_path / "desk.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("DATELINE_CONFIG", str(path))
    return path


def test_an_empty_file_is_a_configuration(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Config()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[profiles.x]\ncountris = ["RUS"]', "profiles.x.countris: unknown key; did you mean countries?"),
        ('[profiles.x]\ncountries = ["USA", "RUZ"]', "profiles.x.countries.2: .*'RUZ'; did you mean RUS"),
        ('[profiles.x]\ncountries = "Iran"', r"profiles.x.countries.1: .*did you mean IRN \(Iran\)"),
        ('[profiles.x]\ncountries = "Rusia"', "did you mean RUS"),
        ('[profiles.x]\ncountries = "Q"', "ISO 3166-1 alpha-3"),
        (
            '[profiles.x]\nactions = ["tigthen"]',
            "profiles.x.actions.1: there is no action 'tigthen'; did you mean tighten",
        ),
        ('[profiles.x]\nactions = ["zzz"]', "possible are impose, tighten"),
        ('[profiles.x]\nmodalities = ["thretened"]', "did you mean threatened"),
        ('[profiles.x]\nevent_types = ["sanction"]', "did you mean SANCTION"),
        ('[profiles.x]\nwords = [""]', "profiles.x.words.1"),
        ("[profiles.x]\nwords = 3", 'profiles.x.words: is a list: \\["one"'),
        ('[profiles."Russia & oil"]', "small letters, digits and single hyphens"),
        ("profiles = 3", "profiles: is a table of named tables"),
        ('[profile.x]\nwords = ["oil"]', "profile: unknown key; did you mean profiles?"),
        ("[settings]\nworkrs = 2", "settings.workrs: unknown key; did you mean workers?"),
        ("[settings]\nworkers = 0", "settings.workers: .*greater than or equal to 1"),
        ('time_zone = "Vienna"', "time_zone: .*did you mean Europe/Vienna"),
        ('[[inputs]]\nname = "a"\nraed = "x"', "inputs.1.raed: unknown key; did you mean read"),
        ('[[inputs]]\nname = "a"', "inputs.1.read: is missing"),
        ('[[inputs]]\nname = "a"\nread = []', "inputs.1: the input 'a' reads nothing"),
        ('[[inputs]]\nname = "a"\nread = "x"\n[[inputs]]\nname = "a"\nread = "y"', "inputs: two are called 'a'"),
        ('[schedules]\ndayly = { cron = "0 1 * * *" }', "schedules.dayly: unknown key; did you mean daily"),
        ('[schedules.daily]\ncron = "0 25 * * *"', "schedules.daily.cron: .*'25' is no hour"),
        ('[digests.x]\nperiod = "year"', "digests.x.period: .*'day', 'week' or 'month'"),
        ('[digests.x]\nprofile = "oil"', r"digests.x.profile: .*'oil'; the file has no \[profiles.NAME\]"),
        ('[profiles.oils]\n[digests.x]\nprofile = "oil"', "digests.x.profile: .*did you mean oils"),
        ('[digests.x]\nrecipients = "desk"', "digests.x.recipients.1: 'desk' is no mail address"),
        ('[digests.x]\nrecipients = "desk@example.org"', r"digests.x.recipients: .*add \[smtp\]"),
        ('[digests.x]\nsubject = "{tittle}"', r"digests.x.subject: .*the places are \{title\}"),
        ('[digests.x]\nsubject = "{title.__class__}"', "digests.x.subject"),
        ('[digests.x]\nsubject = "{title"', "digests.x.subject: .*not closed"),
        ('[digests.x]\nsubject = "a\\nBcc: x@example.org"', "digests.x.subject: a subject is one line"),
        (SMTP + 'password = "x"', "smtp.password: a password does not belong in a file; password_env"),
        (SMTP + 'user = "x"', "smtp: user and password_env go together"),
        (SMTP + 'user = "x"\npassword_env = "P"\nsecurity = "none"', "smtp: a password would be sent in the open"),
        ('[smtp]\nhost = "h"\nsender = "a@example.org\\nBcc: x@example.org"', "smtp.sender: .*is no mail address"),
        ("x = = 1", "not TOML: .*line 1"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_remedy(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        read(tmp_path, text)
    assert "dateline.toml: " in str(error.value)
    assert str(error.value).count("\n") <= 1


def test_several_mistakes_are_counted(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\(1 more\)"):
        read(tmp_path, '[profiles.x]\nactions = ["a", "b"]')


def test_a_file_that_is_not_there_leads_to_init(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no\.toml: cannot be read: No such file.*dateline init"):
        read_config(tmp_path / "no.toml")


def test_a_single_word_may_stand_without_brackets(tmp_path: Path) -> None:
    profile = read(tmp_path, '[profiles.x]\ncountries = "EUU"\nwords = "oil"').profiles["x"]
    assert (profile.countries, profile.words) == (("EUU",), ("oil",))


def test_a_profile_reaches_reports_as_its_name_and_seven_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(tmp_path, '[profiles.gulf-oil]\ncountries = ["IRN", "GRP:Gulf states"]\nwords = "oil"', monkeypatch)
    filters = profile_filters("gulf-oil")
    assert filters is not None
    assert (filters["name"], filters["countries"], filters["words"]) == (
        "gulf-oil",
        ["IRN", "GRP:Gulf states"],
        ["oil"],
    )
    assert list(filters)[1:] == list(PROFILE_KEYS)
    assert make_profile(filters)["countries"] == ["IRN", "GRP:Gulf states"]


def test_an_unknown_profile_is_told_with_the_near_miss() -> None:
    config = Config.model_validate({"profiles": {"gulf-oil": {}}})
    with pytest.raises(UsageError, match="--profile gulf_oil: there is none; did you mean gulf-oil"):
        find_profile(config, "gulf_oil")
    with pytest.raises(UsageError, match=r"write \[profiles.gulf-oil\]"):
        find_profile(Config(), "gulf-oil")


def test_every_word_is_one_that_extraction_writes() -> None:
    from flows.extract.modality import Modality

    assert set(MODALITIES) == set(get_args(Modality))


def test_the_words_are_those_that_the_data_checks_know() -> None:
    from flows.settings import share

    known = share("sql", "checks", "words_are_known.sql").read_text(encoding="utf-8")
    assert f"('sanctions.action', '{' '.join(ACTIONS)}')" in known
    assert f"'{' '.join(MODALITIES)}'" in known
    assert " ".join(EVENT_TYPES) in " ".join(known.replace("' ", "").replace("|| '", "").replace("'", "").split())


def test_codes_have_names() -> None:
    names = code_names()
    assert (names["RUS"], names["EUU"], names["GRP:West"]) == ("Russia", "European Union", "West")


@pytest.mark.parametrize("line", ["* * * * *", "*/15 0-6 1,15 jan-mar mon-fri", "0 7 * * 7", "5-55/10 * * * sun"])
def test_a_cron_line_is_taken(line: str) -> None:
    assert check_cron(line) == line


@pytest.mark.parametrize("line", ["60 * * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *", "5-1 * * * *"])
def test_a_cron_line_out_of_bounds_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="is no "):
        check_cron(line)


@pytest.mark.parametrize("line", ["*/15 0-6 1,15 jan-mar mon-fri", "0 7 * * 7", "5-55/10 * * * sun"])
def test_prefect_takes_the_cron_lines_that_we_take(line: str) -> None:
    from prefect.client.schemas.schedules import CronSchedule

    assert CronSchedule(cron=check_cron(line), timezone=check_time_zone("Europe/Vienna")).cron == line


def test_the_environment_wins_over_the_file_and_the_command_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(tmp_path, '[settings]\nworkers = 3\nmodel = "a"\nquiet = true', monkeypatch)
    monkeypatch.setenv("DATELINE_MODEL", "b")
    settings = load_settings(quiet=False)
    assert (settings.workers, settings.model, settings.quiet) == (3, "b", False)


def test_paths_in_the_file_count_from_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = use(tmp_path, '[settings]\ndb = "data/news.duckdb"\nout = "/srv/out"', monkeypatch)
    settings = load_settings()
    assert (settings.db, settings.out) == (path.parent / "data/news.duckdb", Path("/srv/out"))


def test_the_file_in_the_working_directory_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_CONFIG")
    assert config_file() is None
    (tmp_path / "dateline.toml").write_text('time_zone = "Europe/Vienna"\n[settings]\nworkers = 7')
    assert (load_config().time_zone, Settings().workers) == ("Europe/Vienna", 7)


def test_a_variable_that_names_no_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CONFIG", "no/such.toml")
    with pytest.raises(UsageError, match=r"no/such\.toml: no such configuration"):
        load_config()


def test_the_documentation_names_every_key_and_its_example_fits(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "config.md").read_text(encoding="utf-8")
    assert len(read(tmp_path, page.partition("```toml\n")[2].partition("```")[0]).profiles) == 1
    tables: list[type[BaseModel]] = [Config, Profile, Input, Schedule, Schedules, Health, Digest, Smtp]
    keys = {key for table in tables for key in table.model_fields} - {"settings", "health"}
    assert not {key for key in keys if not re.search(rf"`(\[+)?{key}[`.\]]", page)}


def test_a_report_takes_a_profile_by_name(tmp_path: Path) -> None:
    build_desk(tmp_path)
    (tmp_path / "desk.toml").write_text('[profiles.courier]\nsources = "Courier"\n')
    asked = ("report", "sanctions_mentions", "--config", "desk.toml", "--format", "json", "--grain", "year")
    done = dateline(*asked, "--profile", "courier", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads((tmp_path / done.stdout.strip()).read_text(encoding="utf-8"))["rows"]
    assert [row["article_count"] for row in rows if row["period_date"]] == [1]
    unknown = dateline(*asked, "--profile", "courrier", folder=tmp_path)
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    assert "did you mean courier?" in unknown.stderr
