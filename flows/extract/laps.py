"""In extraction: processor seconds by layer, as far as this process has read: what `dateline run --profile` prints.

A lap is read off after each layer; eleven looks at the clock an article cost less than a thousandth of its time.
"""

from collections import defaultdict
from time import process_time

# Of the whole process, since it began.
SECONDS: defaultdict[str, float] = defaultdict(float)


class Laps:
    """A stopwatch that runs from layer to layer."""

    def __init__(self) -> None:
        self._at = process_time()

    def __call__(self, layer: str) -> None:
        """The seconds since the last lap are the layer's."""
        now = process_time()
        SECONDS[layer] += now - self._at
        self._at = now

    def restart(self) -> None:
        """What has passed since the last lap is nobody's."""
        self._at = process_time()
