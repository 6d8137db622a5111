"""What every test may use: the spaCy pipeline, loaded once, and an environment free of the user's own settings."""

import os

# Prefect reads these when it is imported.
os.environ |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}

import pytest
from spacy.language import Language

from flows.extract.nlp import load_nlp
from flows.settings import Settings


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The real pipeline; loading takes two seconds, so once a session."""
    return load_nlp(str(Settings.model_fields["model"].default))


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """DATELINE_* variables of the person who runs the tests change nothing."""
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    # Nor does a dateline.toml in the folder where they stand.
    monkeypatch.setenv("DATELINE_CONFIG", "")
