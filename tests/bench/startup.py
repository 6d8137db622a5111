"""Seconds until a small command is done: what a person waits for, most of it imports and the model.

    uv run python tests/bench/startup.py [--rounds 3] [--no-flow]

Measured: `dateline --help`, `extract` and `run --direct` of one article, `run` as a Prefect flow (the first one warms
the profile), and `run --direct` again over what is stored. Processor seconds stand beside wall seconds: on a machine
that others use only they can be compared.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

TEXT = "Kenya imposed sanctions on two tankers on 3 March 2025, its foreign ministry said.\n"


def seconds_of(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall and processor seconds of a command that must succeed, its children counted in."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | environment
    )
    wall, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def commands_in(folder: Path, *, with_flow: bool) -> dict[str, list[list[str]]]:
    """By name, commands to be run one after the other, of which the last is measured."""
    dateline = [sys.executable, "-m", "flows.cli"]
    article = str(folder / "2025-03-04-tankers.txt")
    direct = [*dateline, "run", article, "--direct", "--quiet", "--db"]
    found = {
        "help": [[*dateline, "--help"]],
        "extract, one article": [[*dateline, "extract", article, "--quiet"]],
        "run --direct, one article": [[*direct, str(folder / "NEW" / "one.duckdb")]],
        "run --direct, nothing new": [[*direct, str(folder / "known.duckdb")]] * 2,
    }
    if with_flow:
        flow = [*dateline, "run", article, "--quiet", "--db", str(folder / "NEW" / "flow.duckdb")]
        found["run as a flow, warm profile"] = [flow]
    return found


def measure(commands: list[list[str]], folder: Path, number: int) -> tuple[float, float]:
    """Seconds of the last command; NEW in a path is a folder of this round."""
    fresh = folder / f"round{number}"
    fresh.mkdir(exist_ok=True)
    environment = {"DATELINE_OUT": str(fresh / "out"), "PREFECT_HOME": str(folder / "prefect")}
    spent = (0.0, 0.0)
    for command in commands:
        spent = seconds_of([part.replace("/NEW/", f"/{fresh.name}/") for part in command], environment)
    return spent


def main() -> None:
    """Print medians, a line a command."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--no-flow", action="store_true")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "2025-03-04-tankers.txt").write_text(TEXT, encoding="utf-8")
        for what, commands in commands_in(folder, with_flow=not given.no_flow).items():
            # One round more, not counted: files are read into memory, Prefect makes its database.
            rounds = [measure(commands, folder, number) for number in range(given.rounds + 1)][1:]
            wall, processor = (statistics.median(values) for values in zip(*rounds, strict=True))
            print(f"{what:32}{wall:7.1f} s wall{processor:7.1f} s CPU", flush=True)


if __name__ == "__main__":
    main()
