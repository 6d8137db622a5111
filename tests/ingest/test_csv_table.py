"""CSV and TSV: forms, encodings, broken rows."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.ingest.drafts import Limits
from tests.ingest.helpers import LIMITS, articles_of, batches_of, counts_of, rejects_of


def write(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def texts_of(path: Path, limits: Limits = LIMITS) -> list[object]:
    return [row["text"] for row in articles_of(path, limits=limits)]


def notes_of(path: Path) -> list[str]:
    return [note.removeprefix(f"{path}: ") for batch in batches_of(path) for note in batch.notes]


CELL = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(CELL.filter(str.strip), min_size=1, max_size=5, unique=True))
def test_text_is_never_altered(tmp_path: Path, texts: list[str]) -> None:
    rows = ['"{}",n\r\n'.format(text.replace('"', '""')) for text in texts]
    assert texts_of(write(tmp_path / "a.csv", "text,note\r\n" + "".join(rows))) == texts


def test_columns_are_guessed_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Headline,Body,PubDate,Publication,n\nCalm,All was calm.,2024-05-01,Quay Post,7\n")
    (row,) = articles_of(path)
    assert (row["title"], row["text"], row["published"], row["source"], row["extra"]) == (
        "Calm",
        "All was calm.",
        "2024-05-01",
        "Quay Post",
        '{"n":"7"}',
    )
    assert notes_of(path) == ["columns: title=Headline, source=Publication, published=PubDate, text=Body; not used: n"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_delimiter_is_told_from_the_rows(tmp_path: Path, delimiter: str, name: str) -> None:
    rows = [["title", "text"], ["A", '"One, two; three | four"'], ["B", '"Five\nsix, ""seven"""']]
    path = write(tmp_path / name, "".join(f"{delimiter.join(row)}\n" for row in rows))
    assert texts_of(path) == ["One, two; three | four", 'Five\nsix, "seven"']


def test_line_that_tells_the_delimiter_is_believed(tmp_path: Path) -> None:
    assert texts_of(write(tmp_path / "a.csv", "sep=|\ntitle|text\nA|One, two\n")) == ["One, two"]


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    assert texts_of(write(tmp_path / "a.csv", "text\nOne, two\nThree; four\n")) == ["One, two", "Three; four"]


def test_quotation_marks_of_a_file_that_does_not_quote_are_text(tmp_path: Path) -> None:
    rows = 'title\ttext\nA\t"Never" is the word\nB\t"Always\nC\tFine\n'
    assert texts_of(write(tmp_path / "a.tsv", rows)) == ['"Never" is the word', '"Always', "Fine"]


def test_backslash_may_escape_quotation_marks(tmp_path: Path) -> None:
    assert texts_of(write(tmp_path / "a.csv", 'title,text\nA,"He wrote \\"no\\", twice"\n')) == ['He wrote "no", twice']


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.csv", "title,text\nA,Müller in Malmö\nB,Señor Núñez\n", encoding=encoding)
    assert texts_of(path) == ["Müller in Malmö", "Señor Núñez"]


def test_other_alphabets_are_detected(tmp_path: Path) -> None:
    text = "Президент подписал указ о санкциях против нескольких компаний. Об этом сообщили в среду в Москве."
    assert texts_of(write(tmp_path / "a.csv", f"title,text\nA,{text}\n", encoding="cp1251")) == [text]


def test_first_strange_byte_may_come_late(tmp_path: Path) -> None:
    rows = "".join(f"{number},plain words\n" for number in range(20_000))
    path = write(tmp_path / "a.csv", f"id,text\n{rows}x,Müller\n", encoding="cp1252")
    assert texts_of(path)[-1] == "Müller"


def test_bytes_that_are_no_text_cost_their_row_only(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        "text\nMüller, Söhne, Käufer für Öl, Süd, Höhe, Größe, Tür\n".encode() + b"caf\xe9\nfine\n"
    )
    assert rejects_of(tmp_path / "a.csv") == [(2, "bad_encoding")]


def test_ragged_row_is_one_reject(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "title,text\nA,One\nB\nC,Two,three\nD,Four,,\n,\nE,Five\n")
    assert rejects_of(path) == [(2, "ragged_row"), (3, "ragged_row")]
    assert [(row["input_record"], row["text"]) for row in articles_of(path)] == [(1, "One"), (4, "Four"), (6, "Five")]


def test_cell_that_is_never_closed_costs_its_row_only(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'title,text\nA,"One\nB,Two\nC,"Three"\nD,"Four\n')
    assert rejects_of(path) == [(1, "bad_csv"), (4, "bad_csv")]
    assert texts_of(path) == ["Two", "Three"]


def test_row_beyond_the_limit_is_one_reject(tmp_path: Path) -> None:
    limits = Limits(article_chars=1_000, record_bytes=10_000)
    long, many = "x" * 50_000, "word\n" * 3_000
    path = write(tmp_path / "a.csv", f"title,text\nA,One\nB,{long}\nC,Two\nD,{'x' * 2_000}\nE,Three\n")
    assert rejects_of(path, limits=limits) == [(2, "bad_csv"), (4, "text_too_long")]
    assert texts_of(path, limits) == ["One", "Two", "Three"]
    path = write(tmp_path / "b.csv", f'title,text\nA,One\nB,"{many}"\nC,Two\n')
    assert texts_of(path, limits) == ["One", "Two"]


def test_lines_above_the_header_are_passed_over_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Export of 1 May 2024\n\nHeadline,Body,Date\nA,One,2024-01-01\n")
    assert texts_of(path) == ["One"]
    assert notes_of(path)[0] == "the header is row 3"


def test_data_that_reads_like_a_header_is_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "kind,words\nstory,One\n")
    assert rejects_of(path) == [(1, "no_text_column")]


@pytest.mark.parametrize(
    ("data", "rejects"),
    [
        ("", [(1, "empty_input")]),
        ("text\n", [(1, "empty_input")]),
        ("a,b\n1,2\n3,4\n", [(1, "no_text_column")]),
        ("title,text\nA,\nB, \n", [(1, "empty_text"), (2, "empty_text")]),
        ("title,text\nA,b\0c\n", [(1, "bad_characters")]),
        ('"', [(1, "no_text_column")]),
    ],
)
def test_every_file_leaves_a_reject_that_says_why(tmp_path: Path, data: str, rejects: list[tuple[int, str]]) -> None:
    path = write(tmp_path / "a.csv", data)
    assert rejects_of(path) == rejects
    assert counts_of(batches_of(path))["read"] == len(rejects)


def test_column_given_by_hand_is_taken_whatever_its_case(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Kop,Inhoud,text\nA,One,no\n")
    (row,) = articles_of(path, limits=Limits(1_000, 1_000, {"text": "inhoud", "title": "Kop"}))
    assert (row["text"], row["title"], row["extra"]) == ("One", "A", '{"text":"no"}')


def test_ambiguous_dates_are_passed_on_as_they_stand(tmp_path: Path) -> None:
    (row,) = articles_of(write(tmp_path / "a.csv", "text,date\nOne,03/04/2025\n"))
    assert (row["published"], bool(row["published_problem"])) == (None, True)
