"""Plain text and Markdown: a file is an article, with optional YAML front matter between two lines of `---`.

Front matter may name its fields as tables do: `date`, `pubDate`, `lang` (seeds/reference/columns.toml).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import yaml

from flows.errors import RecordError
from flows.ingest.clean import clean_text
from flows.ingest.columns import guess_columns
from flows.ingest.drafts import Draft, Limits, Origin, Reject, draft_of, reject_of
from flows.ingest.encoding import mended, text_of_bytes

SUFFIXES = (".txt", ".md")

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class FrontMatter(yaml.BaseLoader):
    """YAML of plain texts, lists and maps. Aliases are refused: ten lines of them fill any memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next node, unless it is an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias (*name) is not front matter")
        return super().compose_node(parent, index)


def read(stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Draft | Reject]:
    """The file's one draft, or its one reject."""
    try:
        yield _draft(stream.read(limits.record_bytes + 1), origin, limits)
    except RecordError as error:
        yield reject_of(1, error)


def _draft(data: bytes, origin: Origin, limits: Limits) -> Draft:
    if len(data) > limits.record_bytes:
        detail = f"more than {limits.record_bytes:,} bytes (DATELINE_MAX_RECORD_BYTES)"
        raise RecordError("record_too_long", detail, sample=data[:200].decode("utf-8", "replace"))
    fields, body = split_front_matter(mended(text_of_bytes(data, charset=origin.charset)))
    names = dict(guess_columns(list(fields), given=limits.columns).names)
    names["text"] = limits.columns.get("text", "text")
    fields[names["text"]] = clean_text(body)
    is_dated = bool(fields.get(names.get("published", "published")))
    return draft_of(
        1,
        fields,
        limits=replace(limits, columns=names),
        published_method="front_matter" if is_dated else "none",
    )


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The front matter's fields and the text below it; no front matter gives no fields. Raises RecordError.

    >>> split_front_matter("---\\ntitle: Calm\\n---\\nNothing happened.")
    ({'title': 'Calm'}, 'Nothing happened.')
    """
    match = FRONT_MATTER.match(text)
    if not match:
        return {}, text
    try:
        # FrontMatter keeps every value as it is written: dates are read by our own rules, and 007 stays 007.
        fields = yaml.load(match["yaml"], Loader=FrontMatter) or {}
    except (yaml.YAMLError, RecursionError) as error:
        raise RecordError("bad_front_matter", " ".join(str(error).split()), sample=match["yaml"]) from error
    if not isinstance(fields, dict):
        raise RecordError("bad_front_matter", "not `name: value` lines", sample=match["yaml"])
    return {str(key): value for key, value in fields.items()}, text[match.end() :]
