"""Microseconds a date expression costs, without spaCy: `find_dates` over documents that are parsed already.

    uv run python tests/bench/dates.py CORPUS.jsonl[.gz] [--articles 200] [--rounds 5]

CORPUS is JSON Lines with `text` and `published`. The best of the rounds counts, in processor time: other work on the
machine only adds. The aim is 50 microseconds at most, the search for expressions in texts without any included.
"""

import argparse
import gzip
import json
from datetime import date
from itertools import islice
from pathlib import Path
from time import process_time
from typing import NamedTuple

from spacy.tokens import Doc

from flows.extract.dates import find_dates, load_dates
from flows.extract.nlp import load_nlp
from flows.settings import Settings

MODEL = str(Settings.model_fields["model"].default)


class Cost(NamedTuple):
    """Expressions and words found, and processor seconds of the best round."""

    expressions: int
    words: int
    seconds: float


def read_texts(corpus: Path, count: int) -> list[tuple[str, date | None]]:
    """The corpus' first `count` texts with their day of publication."""
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, count)]
    return [(row["text"], date.fromisoformat(row["published"][:10]) if row.get("published") else None) for row in rows]


def measure(docs: list[tuple[Doc, date | None]], *, rounds: int) -> Cost:
    """What the layer costs over the documents."""
    lexicon = load_dates()
    seconds = []
    for _ in range(rounds):
        began = process_time()
        found = sum(len(find_dates(doc, published=published, lexicon=lexicon)) for doc, published in docs)
        seconds.append(process_time() - began)
    return Cost(found, sum(len(doc.text.split()) for doc, _ in docs), min(seconds))


def main() -> None:
    parser = argparse.ArgumentParser(description="Microseconds a date expression costs.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    docs = list(load_nlp(MODEL).pipe(read_texts(args.corpus, args.articles), as_tuples=True, batch_size=48))
    cost = measure(docs, rounds=args.rounds)
    print(
        f"{len(docs)} texts, {cost.words:,} words, {cost.expressions:,} expressions: "
        f"{cost.seconds / cost.expressions * 1e6:.1f} microseconds an expression, "
        f"{cost.seconds / cost.words * 1e6:.2f} a word"
    )


if __name__ == "__main__":
    main()
