"""docs/deploy: what it names exists, and fits together."""

import importlib.util
import re
import shlex
import tomllib
from configparser import RawConfigParser
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest
import yaml
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.settings import Settings as PrefectSettings
from prefect.settings.legacy import _get_valid_setting_names
from pydantic import ValidationError

from flows.cli import main
from flows.config.models import Config
from flows.serve.deployments import TAG, make_deployment, plan
from flows.settings import Settings, project
from tests.serve.compose import Compose

DEPLOY = project() / "docs" / "deploy"
UNITS = ("dateline.service", "prefect-server.service")

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def compose() -> Compose:
    return Compose.model_validate(yaml.safe_load((DEPLOY / "compose.yaml").read_text()))


def read_unit(name: str) -> RawConfigParser:
    """A unit file; keys are told apart by case, and the last of several wins."""
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way to keep the case
    unit.read_string((DEPLOY / name).read_text())
    return unit


def is_known(variable: str) -> bool:
    """Whether Prefect or we read this environment variable."""
    if variable.startswith("DATELINE_"):
        return variable == "DATELINE_CONFIG" or variable.removeprefix("DATELINE_").lower() in Settings.model_fields
    return variable == "DO_NOT_TRACK" or variable in _get_valid_setting_names(PrefectSettings)


def is_command(words: list[str]) -> bool:
    """Whether it is one of ours, or the start of Prefect's server."""
    program, *given = words
    return (Path(program).name == "dateline" and given[0] in main.commands) or (
        Path(program).name == "prefect" and given[:2] == ["server", "start"]
    )


def test_a_misspelt_key_of_the_compose_file_is_found() -> None:
    text = (DEPLOY / "compose.yaml").read_text().replace("depends_on:", "depend_on:")
    with pytest.raises(ValidationError, match="depend_on"):
        Compose.model_validate(yaml.safe_load(text))


def test_services_run_commands_with_variables_that_exist(compose: Compose) -> None:
    for service in compose.services.values():
        assert is_command(service.command)
        assert [name for name in service.environment if not is_known(name)] == []
        assert (DEPLOY / service.build.context / service.build.dockerfile).resolve().is_file()


def test_the_jobs_wait_for_the_server_and_find_it(compose: Compose) -> None:
    jobs, server = compose.services["dateline"], compose.services["server"]
    assert jobs.depends_on["server"].condition == "service_healthy"
    assert server.healthcheck is not None
    url = urlsplit(jobs.environment["PREFECT_API_URL"])
    assert (url.hostname, str(url.port), url.path) == ("server", server.command[-1], "/api")
    assert f":{url.port}/api/health" in server.healthcheck.test[-1]


def test_what_is_to_stay_lies_in_volumes_and_the_api_is_not_open(compose: Compose) -> None:
    mounts = [mount.split(":") for service in compose.services.values() for mount in service.volumes]
    assert {mount[0] for mount in mounts if not mount[0].startswith(".")} == set(compose.volumes)
    environment = compose.services["dateline"].environment
    targets = {mount[1] for mount in mounts}
    assert str(Path(environment["DATELINE_DB"]).parent) in targets
    assert {environment["DATELINE_OUT"], environment["DATELINE_CONFIG"]} <= targets
    assert all(port.startswith("127.0.0.1:") for service in compose.services.values() for port in service.ports)
    # The tag of a database's runs has the machine's name in it.
    assert compose.services["dateline"].hostname


def test_the_image_gets_all_that_the_wheel_needs() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    copied = {source for line in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE) for source in line.split()}
    allowed = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert copied == allowed
    assert [source for source in copied if not (project() / source).exists()] == []
    file = tomllib.loads((project() / "pyproject.toml").read_text())
    wheel = file["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*wheel["packages"], *wheel["force-include"], file["project"]["readme"], *file["project"]["license-files"]]
    assert [one for one in needed if not any(one == source or one.startswith(f"{source}/") for source in copied)] == []


@pytest.mark.parametrize("name", UNITS)
def test_units_start_what_exists(name: str) -> None:
    unit = read_unit(name)
    assert set(unit.sections()) == {"Unit", "Service", "Install"}
    assert is_command(shlex.split(unit["Service"]["ExecStart"]))
    given = re.findall(r"^Environment=(\w+)=", (DEPLOY / name).read_text(), re.MULTILINE)
    assert [variable for variable in given if not is_known(variable)] == []


def automations() -> ModuleType:
    """docs/deploy/automations.py, which is a script."""
    spec = importlib.util.spec_from_file_location("automations", DEPLOY / "automations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("prefect_server")
def test_the_server_takes_the_automations_and_has_them_once() -> None:
    config = Config.model_validate({"digests": {"oil": {"cron": "0 6 * * 1"}}})
    for planned in plan(config):
        if planned.name in ("health", "digest-oil"):
            make_deployment(planned, time_zone="UTC", tags=[TAG]).apply()
    CustomWebhookNotificationBlock(name="desk", url="http://127.0.0.1:9/hook").save("desk", overwrite=True)
    put = automations().put_automations
    with get_client(sync_client=True) as client:
        names = [put(client, "oil", "custom-webhook/desk") for _ in range(2)][-1]
        assert len(names) == 4
        found = [automation for name in names for automation in client.read_automations_by_name(name)]
    assert [automation.name for automation in found] == names
    assert all(automation.enabled for automation in found)
