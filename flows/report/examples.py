"""Room 4, the primer: docs/queries.md in, its questions and their queries out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.settings import share

# A question in bold, its query, and its answer on the sample articles.
EXAMPLE = re.compile(
    r"^\*\*(?P<question>[^\n]+)\*\*\n\n```sql\n(?P<query>.*?)\n```\n(?:\n```text\n(?P<answer>.*?)```\n)?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the query that answers it; `answer` as the page shows it, None where it shows none."""

    question: str
    query: str
    answer: str | None


def read_examples(page: Path | None = None) -> list[Example]:
    """The examples in the order of the page, docs/queries.md when none is given."""
    return list(_examples((page or share("docs", "queries.md")).read_text(encoding="utf-8")))


def _examples(text: str) -> Iterator[Example]:
    for match in EXAMPLE.finditer(text):
        yield Example(match["question"], match["query"], match["answer"])
