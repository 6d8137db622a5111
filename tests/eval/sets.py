"""The labelled sentences of this folder as gold records.

`python -m tests.eval.sets DIR` writes them as files for `dateline eval`.

metonyms.txt, traps.txt and references.txt hold one text a line with its labels in it; layers.toml the other layers.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
KINDS = {"P": "PERSON", "O": "ORG", "G": "GPE", "N": "NORP", "L": "LOC", "F": "FAC", "M": "MISC"}
SENSES = {"g": "government", "l": "literal"}
MARK = re.compile(r"\[([^]|]+)\|([^]]+)\]")

Record = dict[str, Any]


def gold_sets() -> dict[str, list[Record]]:
    """The gold records of each set, by its name."""
    return {
        "metonyms": [_marked(key, line, "mentions") for key, line in _lines("metonyms")],
        "traps": [_marked(key, line, "mentions") for key, line in _lines("traps")],
        "references": [_marked(key, line, "references") for key, line in _lines("references")],
        "layers": list(_of_layers()),
    }


def write_sets(folder: Path) -> dict[str, Path]:
    """Each set as a JSON Lines file in the folder."""
    paths = {}
    for name, records in gold_sets().items():
        paths[name] = folder / f"{name}.jsonl"
        paths[name].write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return paths


def _lines(name: str) -> Iterator[tuple[str, str]]:
    """The texts of a file, each with the number of its line as id."""
    for number, line in enumerate((FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield f"{name}-{number:03}", line.replace("\\n", "\n")


def _marked(key: str, line: str, layer: str) -> Record:
    """The text without its marks, and what they say."""
    text, after = "", 0
    rows: list[Record] = []
    for mark in MARK.finditer(line):
        text += line[after : mark.start()]
        rows.extend(_rows(layer, mark, len(text)))
        text += mark[1]
        after = mark.end()
    return {"id": key, "text": text + line[after:], layer: rows}


def _rows(layer: str, mark: re.Match[str], start: int) -> Iterator[Record]:
    span = {"start": start, "end": start + len(mark[1])}
    if layer == "references":
        yield from ({**span, "entity_id": entity_id} for entity_id in mark[2].split())
        return
    kind, code, sense = (*mark[2].split(), None, None)[:3]
    yield {**span, "label": KINDS[str(kind)], "code": code, "sense": SENSES.get(str(sense))}


def _of_layers() -> Iterator[Record]:
    rows = tomllib.loads((FOLDER / "layers.toml").read_text(encoding="utf-8"))["text"]
    for number, row in enumerate(rows, start=1):
        record = {"id": f"layers-{number:03}", **row}
        for layer in ("dates", "quotes"):
            if layer in row:
                record[layer] = [_placed(one, row["text"]) for one in row[layer]]
        yield record


def _placed(row: Record, text: str) -> Record:
    """The row with the characters of its words, and of its speaker's."""
    start = text.index(row["words"])
    placed = {**row, "start": start, "end": start + len(row["words"])}
    if speaker := row.get("speaker"):
        first = text.index(speaker)
        placed |= {"speaker_start": first, "speaker_end": first + len(speaker)}
    return placed


if __name__ == "__main__":
    for path in write_sets(Path(sys.argv[1])).values():
        print(path)
