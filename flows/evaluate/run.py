"""A gold file and the predicted records of its articles -> figures a measure, and the errors behind them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.evaluate.dates import judge_dates
from flows.evaluate.events import judge_events
from flows.evaluate.judgement import Figures, Judgement, Record, figures_of, passage
from flows.evaluate.names import judge_mentions, judge_references
from flows.evaluate.quotes import judge_quotes
from flows.evaluate.sanctions import judge_sanctions

# A layer of the record and what judges it.
LAYERS: Mapping[str, Callable[[Record, Record], Iterator[Judgement]]] = {
    "mentions": judge_mentions,
    "references": judge_references,
    "dates": judge_dates,
    "quotes": judge_quotes,
    "events": judge_events,
    "sanctions": judge_sanctions,
}


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that was missed or spurious, with its article and the words around it."""

    record_id: str
    measure: str
    outcome: str
    what: str
    passage: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of each measure, the most frequent kinds of error first in `errors`, and what was compared."""

    articles: int
    absent: int
    figures: Mapping[str, Figures]
    errors: list[Error]


def evaluate(gold: Iterable[Record], predicted: Mapping[str, Record], *, layers: Iterable[str] = ()) -> Evaluation:
    """Every gold record against the predicted one of the same id; an article that is absent is missed in all.

    Only layers that the gold record holds are judged, and of them only `layers` when any are named.
    """
    asked = set(layers) or set(LAYERS)
    judged: list[Judgement] = []
    errors: list[Error] = []
    articles = absent = 0
    for record in gold:
        found = predicted.get(str(record["id"]))
        articles, absent = articles + 1, absent + (found is None)
        judgements = [
            judgement
            for name, judge in LAYERS.items()
            if name in asked and name in record
            for judgement in judge(record, found or {})
        ]
        judged += judgements
        errors += [_error(record, one) for one in judgements if one.outcome != "right"]
    return Evaluation(articles, absent, figures_of(judged), _by_frequency(errors))


def _error(record: Record, judgement: Judgement) -> Error:
    words = passage(str(record["text"]), judgement.start) or " ".join(str(record["text"]).split())[:180]
    return Error(str(record["id"]), judgement.measure, judgement.outcome, judgement.what, words)


def _by_frequency(errors: list[Error]) -> list[Error]:
    """The errors of the measure and kind that happens most often first; within it in the order of the articles."""
    counts = Counter((error.measure, error.outcome) for error in errors)
    return sorted(errors, key=lambda error: (-counts[error.measure, error.outcome], error.measure, error.outcome))
