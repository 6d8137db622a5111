import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ingest.stories import MAX_FIGURES, NEAR_WORDS, VALUES, minhash_of, sign_articles, sign_text, story_id_of
from flows.tables import ARTICLES, SIGNATURES, frame_of

DAY = date(2024, 3, 1)
# Invented, of 60 words and 4 figures.
TEXT = (
    "The harbour board of Portobasco put off the opening of its new grain terminal for a third time on Monday. "
    "The board said 14 of 62 cranes had failed their inspection, and that the builder would pay 2.5 million crowns "
    "a month until the last of them passes. Shippers who booked berths for the summer will be sent to Marrowby, "
    "forty miles up the coast."
)


def values_of(minhash: list[int]) -> list[int]:
    """The 16-bit values of a signature."""
    return [half for number in minhash for half in (number >> 16, number & 0xFFFF)]


def test_day_and_words_name_the_story() -> None:
    assert re.fullmatch(r"s[0-9a-f]{16}", story_id_of(TEXT, DAY))
    assert story_id_of(TEXT, DAY) != story_id_of(TEXT, date(2024, 3, 2))
    assert story_id_of(TEXT, DAY) != story_id_of(TEXT, None)
    assert story_id_of(TEXT, DAY) != story_id_of(TEXT.replace("Monday", "Tuesday"), DAY)


@pytest.mark.parametrize(
    "same",
    [
        TEXT.upper(),
        TEXT.replace(" ", "\n"),
        TEXT.replace(",", " –"),
        TEXT.replace("14", "fourteen").replace("62", "sixty-two"),
    ],
)
def test_case_punctuation_lines_and_numbers_in_letters_do_not_count(same: str) -> None:
    assert story_id_of(same, DAY) == story_id_of(TEXT, DAY)
    assert sign_text(same) == sign_text(TEXT)


def test_texts_without_words_are_told_apart_by_their_characters() -> None:
    assert story_id_of("...", DAY) != story_id_of("???", DAY)
    assert sign_text("...").words_hash != sign_text("???").words_hash


def test_short_text_has_words_only() -> None:
    short = " ".join(TEXT.split()[: NEAR_WORDS - 1])
    signature = sign_text(short)
    assert (signature.minhash, signature.figures, signature.is_table) == ([], [], False)
    assert sign_text(TEXT).minhash


def test_table_is_a_text_of_figures() -> None:
    table = "\n".join(f"Grade {grade} wheat {grade}.25 {grade}.75 steady" for grade in range(10))
    assert sign_text(table).is_table
    assert not sign_text(TEXT).is_table


def test_rates_are_compared_whole() -> None:
    rates = [sign_text(f"{TEXT} The rate is {rate} pct.").figures for rate in ("6-3/16", "6-5/16")]
    assert len(set(rates[0]) & set(rates[1])) == len(sign_text(TEXT).figures)


def test_of_many_figures_the_same_sample_is_kept() -> None:
    many = [str(number) for number in range(1000, 3000)]
    one, other = sign_text(" ".join(many)).figures, sign_text(" ".join(reversed(many))).figures
    assert one == other
    assert len(one) == MAX_FIGURES


def test_equal_values_estimate_the_share_of_common_runs() -> None:
    one, other = ({f"{prefix} {number}" for number in range(600)} for prefix in ("same", "other"))
    mixed = {run for run in one if not run.endswith(("7", "8", "9"))} | {run for run in other if run.endswith("7")}
    truth = len(one & mixed) / len(one | mixed)
    pairs = zip(values_of(minhash_of(one)), values_of(minhash_of(mixed)), strict=True)
    assert abs(sum(a == b for a, b in pairs) / VALUES - truth) < 0.13  # three standard errors


def test_stored_signatures_stay_comparable() -> None:
    """Fails when the library computes other values than databases hold: read decision 0007 before you renew it."""
    assert minhash_of({"a b c", "b c d", "c d e"})[:3] == [3800805359, 1145319407, 1296625666]
    assert story_id_of(TEXT, DAY) == "sf1442c30c91ce9e7"


@given(st.text())
def test_any_text_has_a_signature_that_fits_its_table(text: str) -> None:
    rows = [dict.fromkeys(ARTICLES) | {"article_id": "a", "content_hash": "h", "text": text}]
    frame = sign_articles(frame_of(rows, ARTICLES))
    assert frame.schema == SIGNATURES
    assert frame.rows() == sign_articles(frame_of(rows, ARTICLES)).rows()


def test_no_articles_have_no_signatures() -> None:
    assert sign_articles(frame_of([], ARTICLES)).schema == SIGNATURES
