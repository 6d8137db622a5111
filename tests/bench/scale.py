"""Cost per article and peak memory of `dateline run` by the number of articles, and of a run that finds nothing new.

    uv run python tests/bench/scale.py CORPUS.jsonl[.gz] [--sizes 1000,5000,20000] [--extract] [--workers N]

The corpus is repeated with other ids, URLs and a first word of its own in each text until it is large enough. Without
--extract the articles say that they are in another language, and their layers stay empty: reading, identity, stories,
loading, checks, publication and reports are measured alone.
"""

import argparse
import gzip
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

import orjson


def read_lines(corpus: Path) -> list[bytes]:
    """The corpus' records with a text."""
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rb") as lines:
        return [line for line in lines if orjson.loads(line).get("text")]


def repeated(lines: list[bytes], *, is_read: bool) -> Iterator[bytes]:
    """The records without end, each time under other ids, addresses and texts."""
    number = 0
    while True:
        for line in lines:
            number += 1
            record = orjson.loads(line)
            record |= {"id": f"bench-{number}", "url": f"https://bench.example/{number}", "source": "Bench"}
            record["text"] = f"Copy{number}. {record['text']}"
            if not is_read:
                record["language"] = "de"
            yield orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def measure(sample: Path, db: Path, workers: int) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and the largest process' memory in MB of one run."""
    # In a process of its own: the peak of children is kept for good.
    watcher = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    watcher += "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_maxrss / 1024)"
    run = [sys.executable, "-m", "flows.cli", "run", str(sample), "--direct", "--quiet", "--db", str(db)]
    command = [sys.executable, "-c", watcher, *run, "--workers", str(workers)]
    environment = os.environ | {"DATELINE_OUT": str(db.parent / "out")}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    wall, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, float(done.stdout)


def main() -> None:
    """Print a line a size: the first run, then the same again."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path)
    ask.add_argument("--sizes", default="1000,5000,20000")
    ask.add_argument("--extract", action="store_true")
    ask.add_argument("--workers", type=int, default=1)
    given = ask.parse_args()
    lines = read_lines(given.corpus)
    print("  articles   wall s    CPU s  CPU ms an article  peak MB | again: wall s    CPU s")
    for size in map(int, given.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            sample, db = Path(name) / "sample.jsonl", Path(name) / "x.duckdb"
            with sample.open("wb") as out:
                out.writelines(islice(repeated(lines, is_read=given.extract), size))
            wall, processor, peak = measure(sample, db, given.workers)
            again = measure(sample, db, given.workers)
            print(
                f"{size:10,}{wall:9.1f}{processor:9.1f}{1000 * processor / size:19.2f}{peak:9.0f} |"
                f"{again[0]:14.1f}{again[1]:9.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
