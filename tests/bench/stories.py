"""How well and at what cost texts are grouped into stories; articles only, nothing is extracted.

    uv run python -m tests.bench.stories CORPUS.jsonl[.gz] ... [--taken 500] [--seed 1] [--only copies|cost|values]
        [--by rensa|datasketch]

copies  articles are taken from the corpora and each is copied in eight ways (tests/bench/copies.py), up to two days
        later; right pairs are those of an article and its copies, wrong ones all others of corpora and copies.
cost    seconds of signature and grouping for 5, 10 and 30 thousand articles, in order of time and shuffled, and for
        one more batch after them; the process's memory.
values  MinHash values by rensa and by datasketch: milliseconds an article, error of the Jaccard estimate.
"""

import argparse
import gzip
import json
import resource
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import comb
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from unittest.mock import patch

import numpy as np
import polars as pl

from flows.ingest import stories
from flows.ingest.identity import article_id_of
from flows.ingest.published import read_moment
from flows.store import load
from flows.store.database import Connection, open_writer
from flows.tables import ARTICLES, REJECTS, frame_of
from tests.bench.copies import make_copies

BATCH = 200
# Words of an article that is taken: cut to 40 %, a shorter one is a headline.
TAKEN_WORDS = 120
RUN_DAY = date(2030, 1, 1)
SIZES = (5_000, 10_000, 30_000)


@dataclass(frozen=True, slots=True)
class Item:
    """A text of a corpus or a copy. `family` numbers the taken article, None for all others."""

    key: str
    text: str
    published: str | None
    family: int | None = None
    kind: str = "corpus"

    @property
    def day(self) -> date | None:
        return moment.day if (moment := read_moment(self.published, run_day=RUN_DAY)[0]) else None

    def article(self) -> dict[str, object]:
        moment, _ = read_moment(self.published, run_day=RUN_DAY)
        day = moment.day if moment else None
        given: dict[str, object] = {
            "article_id": article_id_of(url=None, source=None, given_id=self.key, text=self.text),
            "record_id": self.key,
            "published_date": day,
            "published_at": moment.at if moment else None,
            "text": self.text,
            "word_count": len(self.text.split()),
            "content_hash": self.key,
            "story_id": stories.story_id_of(self.text, day),
        }
        return dict.fromkeys(ARTICLES) | given


def read_corpora(paths: Sequence[Path]) -> list[Item]:
    """Every text, keyed by file and line."""
    items = []
    for path in paths:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                record = json.loads(line)
                if record["text"].strip():
                    items.append(Item(f"{path.stem} {number}", record["text"], record.get("published")))
    return items


def take(items: list[Item], count: int, rng: Random) -> list[Item]:
    """The items with `count` of them made heads of families, and after them their copies."""
    long = [i for i, item in enumerate(items) if item.day and len(item.text.split()) >= TAKEN_WORDS]
    taken, made, copies = rng.sample(long, count), list(items), list[Item]()
    for family, i in enumerate(taken):
        head = made[i] = replace(items[i], family=family, kind="taken")
        assert head.day
        for kind, text in make_copies(head.text, items[rng.choice(long)].text, rng).items():
            day = head.day + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2)))
            copies.append(Item(f"{head.key} {kind}", text, day.isoformat(), family, kind))
    return made + copies


@contextmanager
def database() -> Iterator[Connection]:
    """A writer's connection in a folder of its own."""
    with tempfile.TemporaryDirectory() as name, open_writer(Path(name) / "x.duckdb", memory="800MB") as con:
        yield con


@dataclass(slots=True)
class Clock:
    """Processor seconds spent in a step: a shared machine's wall seconds say more of its other users."""

    seconds: float = 0.0

    def around(self, step: Callable[..., object]) -> Callable[..., object]:
        def timed(*args: object, **kwargs: object) -> object:
            start = process_time()
            result = step(*args, **kwargs)
            self.seconds += process_time() - start
            return result

        return timed


def store(con: Connection, items: Sequence[Item]) -> tuple[float, float]:
    """Seconds of signing and of grouping; the items are stored in batches."""
    signing, grouping = Clock(), Clock()
    with patch.object(load, "_find_stories", grouping.around(load._find_stories)):
        for first in range(0, len(items), BATCH):
            articles = frame_of([item.article() for item in items[first : first + BATCH]], ARTICLES)
            signatures = signing.around(stories.sign_articles)(articles)
            assert isinstance(signatures, pl.DataFrame)
            load.load_batch(
                con,
                run_id="r",
                extractor_version="x",
                articles=articles,
                signatures=signatures,
                layers={},
                rejects=frame_of([], REJECTS),
            )
    return signing.seconds, grouping.seconds


def stories_of(con: Connection) -> dict[str, str]:
    """The story of each item by its key."""
    return dict(con.sql("select record_id, story_id from articles").fetchall())


def measure_copies(items: list[Item], count: int, seed: int) -> None:
    """Print recall by kind, recall and precision of pairs."""
    made = take(items, count, Random(seed))
    with database() as con:
        store(con, made[: len(items)])
        before = stories_of(con)
        copies = made[len(items) :]
        Random(seed).shuffle(copies)
        store(con, copies)
        after = stories_of(con)
    print(f"\n{len(items):,} texts, {count} taken (seed {seed}), {len(copies):,} copies")
    _print_recall(made, after)
    _print_precision(made, before, after)


def _print_recall(made: list[Item], after: dict[str, str]) -> None:
    heads = {item.family: item for item in made if item.kind == "taken"}
    right, found = Counter[str](), Counter[str]()
    for item in made:
        if item.family is not None and item.kind != "taken":
            right[item.kind] += 1
            found[item.kind] += after[item.key] == after[heads[item.family].key]
    for kind, total in right.items():
        print(f"  {kind:30} {found[kind] / total:7.1%} in the story of their article")
    of_family = Counter(item.family for item in made if item.family is not None)
    together = Counter((item.family, after[item.key]) for item in made if item.family is not None)
    pairs = sum(comb(n, 2) for n in of_family.values())
    print(f"  recall of pairs                {sum(comb(n, 2) for n in together.values()) / pairs:7.1%} of {pairs:,}")


def _print_precision(made: list[Item], before: dict[str, str], after: dict[str, str]) -> None:
    """A corpus text stands for a family of its own; two that were one story before the copies came are apart."""
    members: dict[str, list[Item]] = {}
    for item in made:
        members.setdefault(after[item.key], []).append(item)
    right = wrong = old = corpus = 0
    for group in members.values():
        pairs = comb(len(group), 2)
        same = sum(comb(n, 2) for n in Counter(item.family for item in group if item.family is not None).values())
        plain = [item for item in group if item.family is None]
        known = _pairs_known(group, before)
        right, corpus, old = right + same, corpus + comb(len(plain), 2), old + known
        wrong += pairs - same - comb(len(plain), 2)
        if len({item.family for item in group if item.family is not None}) > 1:
            print("   families joined:", sorted({item.key for item in group if item.kind == "taken"}))
    print(f"  precision of pairs             {right / (right + wrong):7.2%} ({right:,} right, {wrong:,} wrong)")
    doubles = _doubles(made, before, after)
    print(f"  without {doubles:,} pairs with doubles of the taken in the corpora "
          f"{right / (right + wrong - doubles):7.2%}")  # fmt: skip
    print(f"  pairs of untouched texts in one story: {corpus:,}, before the copies {old:,}")


def _pairs_known(group: list[Item], before: dict[str, str]) -> int:
    plain = [item for item in group if item.family is None]
    return sum(comb(n, 2) for n in Counter(before[item.key] for item in plain).values())


def _doubles(made: list[Item], before: dict[str, str], after: dict[str, str]) -> int:
    """Pairs of a family's text and a corpus text that shared the story of the taken article before it was copied."""
    taken = {item.family: before[item.key] for item in made if item.kind == "taken"}
    doubles = {family: sum(before[item.key] == story for item in made if item.kind == "corpus")
               for family, story in taken.items()}  # fmt: skip
    heads = {item.family: after[item.key] for item in made if item.kind == "taken"}
    return sum(doubles[item.family] for item in made
               if item.family is not None and after[item.key] == heads[item.family])  # fmt: skip


def measure_cost(items: list[Item], seed: int) -> None:
    """Print milliseconds an article by corpus size, in order of time and shuffled."""
    shuffled = list(items)
    Random(seed).shuffle(shuffled)
    orders = {"in order of time": sorted(items, key=lambda item: item.day or date.min), "shuffled": shuffled}
    for name, order in orders.items():
        print(f"\n{name:18} articles  signing  grouping (ms an article)  one more batch  memory MB")
        for size in SIZES:
            with database() as con:
                # One more batch of what comes next, so all but the last batch stand.
                chosen = order[: size + BATCH] if len(order) >= size + BATCH else order
                signing, grouping = store(con, chosen[:-BATCH])
                _, more = store(con, chosen[-BATCH:])
            count = len(chosen) - BATCH
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{'':18} {count:8,} {1000 * signing / count:8.2f} {1000 * grouping / count:9.2f} "
                f"{1000 * more / BATCH:31.2f} {memory:10.0f}",
                flush=True,
            )


def measure_values(items: list[Item], seed: int) -> None:
    """Print time and error of both libraries on the same texts."""
    rng = Random(seed)
    long = [item.text for item in items if len(item.text.split()) >= TAKEN_WORDS]
    sets = [_shingles(text) for text in rng.sample(long, min(1000, len(long)))]
    mixed = [_cut_and_mixed(rng.choice(sets), rng.choice(sets), rng) for _ in range(1000)]
    print(f"\n{len(sets)} texts of {statistics.mean(map(len, sets)):.0f} distinct runs of three words")
    for name, make in LIBRARIES.items():
        start = perf_counter()
        for one in sets:
            make(one)
        spent = (perf_counter() - start) / len(sets)
        errors = [_estimate(make(a), make(b)) - len(a & b) / len(a | b) for a, b in mixed]
        print(f"  {name:11} {1000 * spent:6.3f} ms, error of Jaccard {np.mean(errors):+.4f} ± {np.std(errors):.4f}")


def by_datasketch(shingles: set[str]) -> list[int]:
    """What minhash_of gives, by the other library."""
    from datasketch import MinHash  # type: ignore[import-untyped]

    sketch = MinHash(num_perm=stories.VALUES, seed=stories.SEED)
    sketch.update_batch([shingle.encode() for shingle in shingles])
    values = [(int(value) ^ int(value) >> 16) & 0xFFFF for value in sketch.hashvalues]
    return [a << 16 | b for a, b in zip(values[::2], values[1::2], strict=True)]


LIBRARIES: dict[str, Callable[[set[str]], list[int]]] = {"rensa": stories.minhash_of, "datasketch": by_datasketch}


def _shingles(text: str) -> set[str]:
    words = stories.words_of(text)
    return {" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)}


def _cut_and_mixed(one: set[str], other: set[str], rng: Random) -> tuple[set[str], set[str]]:
    share = rng.random()
    kept = {shingle for shingle in sorted(one) if rng.random() < share}
    return one, kept | set(sorted(other)[: rng.randrange(200)])


def _estimate(a: list[int], b: list[int]) -> float:
    one, two = (np.array([half for value in values for half in (value >> 16, value & 0xFFFF)]) for values in (a, b))
    return float((one == two).mean())


def main() -> None:
    """Print what was asked for, or all of it."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpora", type=Path, nargs="+")
    ask.add_argument("--taken", type=int, default=500)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--only", choices=["copies", "cost", "values"])
    ask.add_argument("--by", choices=list(LIBRARIES), default="rensa")
    given = ask.parse_args()
    items = read_corpora(given.corpora)
    if given.only in (None, "values"):
        measure_values(items, given.seed)
    if given.only in (None, "copies"):
        with patch.object(stories, "minhash_of", LIBRARIES[given.by]):
            measure_copies(items, given.taken, given.seed)
    if given.only in (None, "cost"):
        measure_cost(items, given.seed)


if __name__ == "__main__":
    main()
