"""Laps: seconds go to the layer that ends them."""

from flows.extract.laps import SECONDS, Laps


def test_the_seconds_since_the_last_lap_are_the_layers() -> None:
    before = SECONDS["counting"]
    lap = Laps()
    sum(range(300_000))
    lap("counting")
    counted = SECONDS["counting"] - before
    assert counted > 0
    sum(range(300_000))
    lap.restart()
    lap("counting")
    assert SECONDS["counting"] - before < 2 * counted
