"""The sample articles are what seeds/README.md says, and the broken inputs are broken.

Read with the standard library and PyYAML alone: what a reader of the program makes of them is tested with the reader.
"""

import calendar
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml

from tests.ingest.helpers import articles_of

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "seeds" / "articles"
README = ROOT / "seeds" / "README.md"
BAD = ROOT / "tests" / "data" / "bad"
SEED = ARTICLES / "2025-03-04-russia-us-sanctions.txt"
SEED_SHA256 = "8756cc3f3d880656666b7fb7d8c1fde55fd5d25c49572172c488b0f3d3856d64"
CORRECTED_ID = "PF-2022-0312-1"
CORRECTED_URL = "https://portobasco-freight.example/2022/italy-seizes-sailing-yacht-a/"
# What is read here; other formats are for the program's readers.
PLAIN = (".txt", ".md", ".jsonl", ".ndjson", ".jsonl.gz")
FIELDS = {"id", "url", "title", "source", "author", "published", "updated", "language", "text"}

Article = dict[str, object]


def read_file(path: Path) -> Iterator[Article]:
    """The articles of one file, each with the file's name and the day it is of, if any."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8")
    if path.suffix in (".txt", ".md"):
        yield {**split_front_matter(text), "file": path.name}
    else:
        yield from ({**json.loads(line), "file": path.name} for line in text.splitlines())


def split_front_matter(text: str) -> Article:
    """The fields of the YAML block, if there is one, and the text behind it."""
    if not text.startswith("---\n"):
        return {"text": text}
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    return {**yaml.safe_load(head), "text": body}


def day_of(article: Article) -> date | None:
    """From `published`, else from the file's name."""
    if given := article.get("published"):
        return datetime.fromisoformat(str(given)).date()
    in_name = re.search(r"\d{4}-\d\d-\d\d", str(article["file"]))
    return date.fromisoformat(in_name[0]) if in_name else None


def words_of(article: Article) -> int:
    return len(str(article["text"]).split())


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    plain = (path for path in sorted(ARTICLES.iterdir()) if path.name.endswith(PLAIN))
    return [article for path in plain for article in read_file(path)]


@pytest.fixture(scope="module")
def made(articles: list[Article]) -> list[Article]:
    """All but the user's article."""
    return [article for article in articles if article["file"] != SEED.name]


def test_the_users_article_is_kept_byte_for_byte() -> None:
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == SEED_SHA256


def test_there_are_enough_articles_from_enough_outlets(made: list[Article]) -> None:
    assert len(made) >= 105
    assert len({article["source"] for article in made}) >= 8


def test_articles_are_short(made: list[Article]) -> None:
    assert {str(article["title"]): words_of(article) for article in made if not 60 <= words_of(article) <= 220} == {}
    assert words_of(next(read_file(SEED))) < 450


def test_fields_are_those_of_an_input_record(made: list[Article]) -> None:
    for article in made:
        assert article.keys() - {"file"} <= FIELDS, article["title"]
        assert all(article[name] for name in ("title", "source", "url", "text")), article["title"]
        assert article.get("language", "en") == "en"


def test_addresses_end_in_example(made: list[Article]) -> None:
    hosts = {str(article["url"]).split("/")[2] for article in made}
    assert [host for host in hosts if not host.endswith(".example")] == []


def test_two_articles_are_undated_and_the_others_of_2014_to_2025(articles: list[Article]) -> None:
    days = [day_of(article) for article in articles]
    assert days.count(None) == 2
    assert {day.year for day in days if day} == set(range(2014, 2026))


def test_some_are_dated_by_their_file_name_only(made: list[Article]) -> None:
    assert [article["file"] for article in made if day_of(article) and not article.get("published")]


def test_the_years_of_most_sanctions_have_most_articles(made: list[Article]) -> None:
    years = Counter(day.year for article in made if (day := day_of(article)))
    assert years[2022] >= 2 * years[2019]
    assert years[2018] > years[2017]
    assert sum(count for year, count in years.items() if year >= 2021) > sum(years.values()) / 2


def test_a_wire_storys_dateline_names_its_day(made: list[Article]) -> None:
    for article in made:
        day = day_of(article)
        if day and article["source"] == "Northquay Wire":
            dateline = re.match(r"[A-Z ]+, (\w+) (\d+) \(Northquay Wire\) - ", str(article["text"]))
            assert dateline, article["title"]
            assert (day.strftime("%B")[:3], day.day) == (dateline[1][:3], int(dateline[2])), article["title"]


def test_weekdays_fit_the_day_of_publication(made: list[Article]) -> None:
    """Whoever names weekdays names the day itself, one of the two before or the next; the weekly looks further back."""
    dailies = [article for article in made if article["source"] != "Drumesker Review"]
    assert [article["title"] for article in dailies if not has_near_weekday(article)] == []


def has_near_weekday(article: Article) -> bool:
    day = day_of(article)
    named = set(re.findall("|".join(calendar.day_name), str(article["text"])))
    near = {calendar.day_name[(day.weekday() + shift) % 7] for shift in (-2, -1, 0, 1)} if day else set()
    return day is None or not named or bool(named & near)


def test_ids_and_addresses_repeat_only_in_the_correction(made: list[Article]) -> None:
    for name, corrected in (("id", CORRECTED_ID), ("url", CORRECTED_URL)):
        keys = Counter((article["source"], article[name]) for article in made if article.get(name) is not None)
        assert [key for key, count in keys.items() if count > 1] == [("Portobasco Freight", corrected)]


def test_the_correction_is_later_and_says_something_else(made: list[Article]) -> None:
    first, second = (article for article in made if article["url"] == CORRECTED_URL)
    assert "updated" not in first
    assert datetime.fromisoformat(str(second["updated"])) > datetime.fromisoformat(str(first["published"]))
    assert first["published"] == second["published"]
    assert "Genoa" in str(first["text"])
    assert "Genoa" not in str(second["text"])


def test_two_texts_stand_word_for_word_under_two_outlets(made: list[Article]) -> None:
    outlets: dict[str, set[object]] = {}
    for article in made:
        outlets.setdefault(str(article["text"]), set()).add(article["source"])
    assert [len(sources) for sources in outlets.values() if len(sources) > 1] == [2, 2]


def test_four_to_six_texts_are_near_copies_of_another_outlets(made: list[Article]) -> None:
    near = [
        (one["title"], two["title"])
        for n, one in enumerate(made)
        for two in made[n + 1 :]
        if one["source"] != two["source"] and one["text"] != two["text"] and is_near(one, two)
    ]
    assert 4 <= len(near) <= 7, near  # three versions of one story are three pairs


def is_near(one: Article, two: Article) -> bool:
    """Two days apart at most and nearly the same words."""
    days = [day_of(one), day_of(two)]
    if days[0] is None or days[1] is None or abs((days[0] - days[1]).days) > 2:
        return False
    words = [str(article["text"]).split() for article in (one, two)]
    return SequenceMatcher(None, words[0], words[1], autojunk=False).ratio() > 0.7


def test_nobody_is_quoted(made: list[Article]) -> None:
    """A quotation would be an invented one."""
    marks = re.compile(r"[\"“”„«»]")
    assert [article["title"] for article in made if marks.search(f"{article['title']} {article['text']}")] == []


def test_enough_articles_use_the_words_without_meaning_sanctions(made: list[Article]) -> None:
    decoys = [article for article in made if article["source"] == "Marrowby Evening Post"]
    assert len(decoys) >= 10
    assert sum("sanction" in str(article["text"]) for article in decoys) >= 6


def test_the_gzip_file_carries_no_time_of_its_making() -> None:
    head = (ARTICLES / "pellworth-broadcasting.jsonl.gz").read_bytes()[:10]
    assert (head[:2], head[3], head[4:8]) == (b"\x1f\x8b", 0, b"\0\0\0\0")


def test_readme_names_every_outlet_and_counts_its_articles(made: list[Article]) -> None:
    rows = re.findall(r"^\| `[^|]+` \| ([^|,]+)[^|]* \| (\d+) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    others = articles_of(*(path for path in ARTICLES.iterdir() if not path.name.endswith(PLAIN)))
    counted = Counter(str(article["source"]) for article in [*made, *others]) + Counter({"Reuters": 1})
    told = sum((Counter({name: int(count)}) for name, count in rows), Counter[str]())
    assert told == counted


def test_readme_says_that_outlets_are_invented_and_events_are_real() -> None:
    page = README.read_text(encoding="utf-8")
    for phrase in ("invented", "public record", "published by Reuters", "supplied by the user"):
        assert phrase in page


# ---- broken inputs: what is wrong with each is wrong indeed


def bad_lines(name: str) -> list[str]:
    return (BAD / name).read_text(encoding="utf-8").splitlines()


def test_latin_1_is_not_utf_8() -> None:
    with pytest.raises(UnicodeDecodeError):
        (BAD / "latin-1.txt").read_text(encoding="utf-8")


def test_truncated_gzip_breaks_off_in_the_middle() -> None:
    with gzip.open(BAD / "truncated.jsonl.gz") as file:
        assert json.loads(file.readline())["id"] == "truncated-1"
        with pytest.raises(EOFError):
            file.read()


def test_line_17_and_no_other_is_broken() -> None:
    lines = bad_lines("broken-line-17.jsonl")
    with pytest.raises(json.JSONDecodeError):
        json.loads(lines[16])
    assert len([json.loads(line) for n, line in enumerate(lines) if n != 16]) == 19


@pytest.mark.parametrize(
    ("name", "usable"),
    [
        ("no-text.jsonl", [True, False, True]),
        ("empty-text.jsonl", [True, False, False, False, True]),
        ("not-an-object.jsonl", [True, False, False]),
        ("nul-in-text.jsonl", [False, True]),
    ],
)
def test_some_records_have_no_usable_text(name: str, usable: list[bool]) -> None:
    assert [is_usable(json.loads(line)) for line in bad_lines(name)] == usable


def is_usable(record: object) -> bool:
    text = record.get("text") if isinstance(record, dict) else None
    return isinstance(text, str) and bool(text.strip()) and "\0" not in text


def test_some_dates_are_impossible() -> None:
    dates = [json.loads(line)["published"] for line in bad_lines("impossible-dates.jsonl")]
    assert dates == ["0001-11-30", "2050-09-30", "last Tuesday", "2024-02-30", "2024-05-06"]


def test_broken_front_matter_is_no_yaml() -> None:
    head = (BAD / "broken-front-matter.md").read_text(encoding="utf-8").split("---\n")[1]
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(head)


def test_the_other_broken_files_are_what_their_names_say() -> None:
    assert b"\0" in (BAD / "nul-bytes.txt").read_bytes()
    assert [(BAD / name).stat().st_size for name in ("empty.txt", "empty.jsonl")] == [0, 0]
    assert "\n---\n" not in (BAD / "unclosed-front-matter.md").read_text(encoding="utf-8")
    assert (BAD / "folder.txt").is_dir()
    assert (BAD / "unknown-suffix.xyz").is_file()
