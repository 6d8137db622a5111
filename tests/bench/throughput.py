"""Words a second of `dateline extract`, end to end, against plain spaCy, side by side on the same articles.

    uv run python tests/bench/throughput.py CORPUS.jsonl[.gz] [--articles 1000] [--workers N] [--rounds 3]

Plain spaCy is `spacy.load(MODEL)` with its default components and backend, `nlp.pipe(texts, n_process=N)`, start-up
and reading of the file included on both sides, as a user waits for both. Machines are noisy: the rounds alternate,
and the median ratio is what counts.
"""

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from time import perf_counter

from flows.settings import Settings, core_count

MODEL = str(Settings.model_fields["model"].default)

# Without batch_size spaCy gives the first process a thousand texts before the second gets any.
PLAIN = """
import json, sys, spacy
path, workers = sys.argv[1], int(sys.argv[2])
if __name__ == "__main__":
    nlp = spacy.load(%r)
    texts = (json.loads(line)["text"] for line in open(path, encoding="utf-8"))
    count = sum(len(doc.ents) for doc in nlp.pipe(texts, n_process=workers, batch_size=32))
    print(count)
"""


def cut_sample(corpus: Path, count: int, folder: Path) -> tuple[Path, int]:
    """The corpus' first `count` articles as a plain file, and their words."""
    sample, words = folder / "sample.jsonl", 0
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines, sample.open("w", encoding="utf-8") as out:
        for line in islice(lines, count):
            words += len(json.loads(line)["text"].split())
            out.write(line)
    return sample, words


def seconds_of(command: list[str]) -> float:
    """Wall seconds of a command that must succeed."""
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - start


def main() -> None:
    """Print a line a round, then medians."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path)
    ask.add_argument("--articles", type=int, default=1000)
    ask.add_argument("--workers", type=int, default=core_count())
    ask.add_argument("--rounds", type=int, default=3)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample, words = cut_sample(given.corpus, given.articles, folder)
        script = folder / "plain.py"
        script.write_text(PLAIN % MODEL, encoding="utf-8")
        plain = [sys.executable, str(script), str(sample), str(given.workers)]
        ours = [sys.executable, "-m", "flows.cli", "extract", str(sample), "--workers", str(given.workers), "--quiet"]
        print(f"{given.articles} articles, {words:,} words, {given.workers} processes", flush=True)
        rounds = []
        for number in range(given.rounds):
            rounds.append((words / seconds_of(ours), words / seconds_of(plain)))
            print(
                f"round {number + 1}: dateline {rounds[-1][0]:,.0f}, plain spaCy {rounds[-1][1]:,.0f} words/s",
                flush=True,
            )
    ratio = statistics.median(ours / plain for ours, plain in rounds)
    print(f"median: dateline {statistics.median(r[0] for r in rounds):,.0f} words/s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
