"""Steps that are timed give what they gave before."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from flows.runners import ThreadHands, TimedHands


def double(number: int) -> int:
    sleep(0.01)
    return 2 * number


def test_a_timed_step_gives_its_result_and_its_seconds_add_up() -> None:
    with ThreadPoolExecutor(1) as threads:
        hands = TimedHands(ThreadHands(threads, is_inline=True))
        assert hands.call(double, 2) == 4
        assert hands.start(double, 3).result() == 6
    wall, processor = hands.seconds["double"]
    assert wall >= 0.02
    assert 0 <= processor < wall


def test_a_step_that_fails_is_timed_as_well() -> None:
    with ThreadPoolExecutor(1) as threads:
        hands = TimedHands(ThreadHands(threads, is_inline=True))
        with pytest.raises(ZeroDivisionError):
            hands.call(divmod, 1, 0)
    assert "divmod" in hands.seconds
