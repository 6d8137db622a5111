"""Extraction for one run: batches to the engine, and what to do about a batch that comes to grief.

An exception is some article's fault, and so is a worker that dies again when its batch is alone: the batch is halved
until the article is found. That one is given out without layers and named; no other is lost for it.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import polars as pl

from flows.errors import DatelineError, RunnerError, WorkerLostError
from flows.pipeline import Extracted, Failure
from flows.runners.engine import Engine, RunBatch, Work
from flows.runners.work import extract_frames, extract_lines
from flows.tables import FAILED, Frames

# More articles of one batch than this cannot be at fault: the program is, or its data, and must not go on.
MOST_FAILURES = 20


@dataclass(frozen=True, slots=True)
class Runner:
    """What the pipeline calls; steps may come from several threads."""

    engine: Engine
    quarantine: Lock = field(default_factory=Lock)

    @property
    def width(self) -> int:
        """How many batches are extracted at a time."""
        return self.engine.width

    def extract(self, articles: pl.DataFrame) -> Extracted[Frames]:
        """The layers of a batch, and the articles of it that could not be read."""
        parts, failures = self.carry(extract_frames, articles)
        return Extracted({name: pl.concat([part[name] for part in parts]) for name in parts[0]}, failures)

    def extract_json(self, articles: pl.DataFrame) -> Extracted[bytes]:
        """The records of a batch as JSON Lines, and the articles of it that could not be read."""
        parts, failures = self.carry(extract_lines, articles)
        return Extracted(b"".join(parts), failures)

    def carry(self, work: Work[Any], articles: pl.DataFrame) -> tuple[list[Any], list[Failure]]:
        """What the work gives for the batch, in one part or several, and the articles that it cannot be done on."""
        try:
            return [self.engine.run(work, articles)], []
        except WorkerLostError:
            pass  # perhaps of its neighbour's batch: once more, by itself
        except DatelineError:
            raise  # no model, a broken lexicon: no article's fault
        except Exception:  # noqa: BLE001  # whatever a rule raises, found out and told by _halved
            return self._checked(*_halved(self.engine.run, work, articles))
        with self.quarantine, self.engine.alone() as run:
            return self._checked(*_halved(run, work, articles))

    @staticmethod
    def _checked(parts: list[Any], failures: list[Failure]) -> tuple[list[Any], list[Failure]]:
        """The same. Raises RunnerError when so many articles fail that it cannot be theirs."""
        if len(failures) > MOST_FAILURES:
            raise RunnerError(
                f"{len(failures)} articles of one batch cannot be extracted, the first: {failures[0].detail}. "
                "The fault lies in the program or its lexicon; what is stored stays"
            )
        return parts, failures


def _halved(run: RunBatch, work: Work[Any], articles: pl.DataFrame) -> tuple[list[Any], list[Failure]]:
    """The results of the batch's parts in order, and its articles that fail by themselves."""
    try:
        return [run(work, articles)], []
    except Exception as error:
        if isinstance(error, DatelineError) and not isinstance(error, WorkerLostError):
            raise
        if articles.height == 1:
            return _given_up(run, work, articles, error)
    middle = articles.height // 2
    halves = [_halved(run, work, half) for half in (articles[:middle], articles[middle:])]
    return [part for parts, _ in halves for part in parts], [one for _, failures in halves for one in failures]


def _given_up(
    run: RunBatch, work: Work[Any], article: pl.DataFrame, error: Exception
) -> tuple[list[Any], list[Failure]]:
    """The article's result as if it had no text, and what is wrong with it."""
    said = str(error).partition("\n")[0][:300]
    detail = said if isinstance(error, WorkerLostError) else f"{type(error).__name__}: {said}"
    unread = article.with_columns(extraction_status=pl.lit(FAILED))
    return [run(work, unread)], [Failure(article["article_id"][0], detail)]
