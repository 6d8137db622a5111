"""The table of all kills: `pytest -m "slow or not slow" -o junit_family=xunit1 --junitxml kills.xml tests/crash`, then
`python -m tests.crash.table kills.xml` prints how each run ran, where it was killed, what readers then saw, and how many
of these kills the next run made good, as Markdown."""

import sys
from collections import Counter
from xml.etree import ElementTree


def main(paths: list[str]) -> None:
    """The table on standard output; several files are put together."""
    kills, good = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for path in paths:
        for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314 our own file
            noted = {found.get("name"): found.get("value") or "" for found in case.iter("property")}
            if "way" in noted:
                kind = noted["way"], noted["point"], noted["readers"]
                kills[kind] += 1
                good[kind] += case.find("failure") is None and case.find("error") is None
    print("| run | killed in | readers then see | kills | made good |\n|---|---|---|---:|---:|")
    for kind, count in sorted(kills.items()):
        print(f"| {' | '.join(kind)} | {count} | {good[kind]} |")
    print(f"| all | | | {kills.total()} | {good.total()} |")


if __name__ == "__main__":
    main(sys.argv[1:])
