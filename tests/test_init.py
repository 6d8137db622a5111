"""`dateline init`: a file to begin with, and a look at the one that is there."""

import re
import tomllib
from pathlib import Path

import pytest

from flows.config.load import read_config
from flows.config.models import Config
from flows.config.write import TEMPLATE, describe_config, write_config
from flows.errors import UsageError
from tests.test_cli import dateline

ON = re.compile(r"^# (?=\[|[a-z_]+ = )", re.MULTILINE)


def test_the_file_that_is_written_fits(tmp_path: Path) -> None:
    path = write_config(tmp_path / "dateline.toml")
    assert describe_config(path) == f"{path}: fits; 0 inputs, 1 profile, 1 digest"


def test_every_line_that_is_off_fits_when_it_is_switched_on(tmp_path: Path) -> None:
    path = tmp_path / "dateline.toml"
    path.write_text(ON.sub("", TEMPLATE.read_text(encoding="utf-8")), encoding="utf-8")
    config = read_config(path)
    assert len(config.inputs) == 2
    assert config.smtp is not None
    assert config.digests["russia-weekly"].cron == "0 7 * * 1"
    assert not config.schedules.health.enabled


def test_the_file_that_is_written_names_every_table() -> None:
    tables = tomllib.loads(ON.sub("", TEMPLATE.read_text(encoding="utf-8")))
    assert set(tables) == set(Config.model_fields)


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "dateline.toml"
    path.write_text("# mine")
    with pytest.raises(UsageError, match="--force replaces it"):
        write_config(path)
    assert path.read_text() == "# mine"
    write_config(path, force=True)
    assert path.read_text() == TEMPLATE.read_text(encoding="utf-8")


def test_the_command_writes_checks_and_names_the_first_mistake(tmp_path: Path) -> None:
    none = {"DATELINE_CONFIG": "dateline.toml"}
    assert dateline("init", folder=tmp_path, **none).stdout.startswith("dateline.toml: written")
    assert dateline("init", folder=tmp_path, **none).returncode == 2
    assert "fits" in dateline("init", "--check", folder=tmp_path, **none).stdout
    path = tmp_path / "dateline.toml"
    path.write_text(path.read_text().replace("countries =", "countris ="))
    for command in (["init", "--check"], ["report", "--list"], ["sql", "select 1"]):
        done = dateline(*command, folder=tmp_path, **none)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith("profiles.russia-energy.countris: unknown key; did you mean countries?\n")
