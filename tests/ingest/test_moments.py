"""A date as people and machines write it has one spelling."""

import pytest

from flows.ingest.moments import AmbiguousDateError, moment_of


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025-03-04", "2025-03-04"),
        ("20250304", "2025-03-04"),
        ("2025/3/4", "2025-03-04"),
        ("04.03.2025", "2025-03-04"),
        ("13/04/2025", "2025-04-13"),
        ("04/13/2025", "2025-04-13"),
        ("04/04/2025", "2025-04-04"),
        ("March 4, 2025", "2025-03-04"),
        ("Tuesday, 4th March 2025", "2025-03-04"),
        ("04-Mar-2025", "2025-03-04"),
        ("2025-03-04T10:15Z", "2025-03-04T10:15:00+00:00"),
        ("2025-03-04t10:15z", "2025-03-04T10:15:00+00:00"),
        ("2025-03-04 10:15:00 +0000", "2025-03-04T10:15:00+00:00"),
        ("2025-03-04 10:15", "2025-03-04T10:15:00"),
        ("2025-03-04T10:15:00+01:00[Europe/Paris]", "2025-03-04T10:15:00+01:00"),
        ("20250304101500", "2025-03-04T10:15:00"),
        ("1741083300", "2025-03-04T10:15:00+00:00"),
        ("1741083300.0", "2025-03-04T10:15:00+00:00"),
        ("1741083300123", "2025-03-04T10:15:00.123000+00:00"),
        ("4 March 2025 10:15 GMT", "2025-03-04T10:15:00+00:00"),
        ("Mar. 4, 2025 at 3:05 p.m. EST", "2025-03-04T15:05:00-05:00"),
        ("12:30 AM EDT, Tue March 4, 2025", "2025-03-04T00:30:00-04:00"),
        ("Tue, 04 Mar 2025 10:15:00 +0300", "2025-03-04T10:15:00+03:00"),
        ("04 Mar 25 10:15:00 GMT", "2025-03-04T10:15:00+00:00"),
        ("Tue Mar 04 10:15:00 +0000 2025", "2025-03-04T10:15:00+00:00"),
        ("Tue Mar 4 2025 10:15:00 GMT+0200 (CEST)", "2025-03-04T10:15:00+02:00"),
    ],
)
def test_date_is_stated_as_iso(written: str, iso: str) -> None:
    moment = moment_of(written)
    assert moment is not None
    assert (moment.text, moment.day.isoformat()) == (iso, iso[:10])


NO_DAYS = ["yesterday", "2025", "2025-03", "March 4", "March 2025", "4/3/25", "2025-02-30", "Feb 30, 2025", "true", ""]
NO_TIMES = ["12345", "123456789012", "4 March 2025 25:00", "13 pm March 4, 2025", "2025-03-04 and later"]


@pytest.mark.parametrize("written", [*NO_DAYS, *NO_TIMES])
def test_what_states_no_full_day_is_no_date(written: str) -> None:
    assert moment_of(written) is None


@pytest.mark.parametrize("written", ["03/04/2025", "3-4-2025 10:15"])
def test_order_of_day_and_month_is_never_assumed(written: str) -> None:
    with pytest.raises(AmbiguousDateError):
        moment_of(written)
