"""The table of all kills, as Markdown: how each run ran, where it was killed, what readers then saw, and how many of
these kills the next run made good.

    pytest -m "slow or not slow" -o junit_family=xunit1 --junitxml kills.xml tests/crash/test_kill.py
    python -m tests.crash.table kills.xml
"""

import sys
from collections import Counter
from xml.etree import ElementTree


def main(paths: list[str]) -> None:
    """The table on standard output; several files are put together."""
    kills, good = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for path in paths:
        for case in ElementTree.parse(path).iter("testcase"):
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
