"""One Prefect server for all tests of the package."""

from collections.abc import Iterator

import pytest
from prefect.testing.utilities import prefect_test_harness


@pytest.fixture(scope="package")
def prefect_server() -> Iterator[None]:
    """A server of the tests' own; it took 38 s to start on a loaded machine."""
    with prefect_test_harness(server_startup_timeout=200):
        yield
