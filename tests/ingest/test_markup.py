"""Pieces of HTML as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ingest.markup import text_of_fragment


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("  plain  text\n\n\n\nin two ", "plain text\n\nin two"),
        ("Fish &amp; chips", "Fish & chips"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<div>One<div>Two</div>three</div>", "One\n\nTwo\n\nthree"),
        ("One<br>two<br/><br/>three", "One\ntwo\n\nthree"),
        ("a <b>bold</b>er <a href=x>link</a>, more", "a bolder link, more"),
        ("<ul><li>One<li>Two</ul>", "One\n\nTwo"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\n\nc"),
        ("<style>p {}</style><script>x()</script><p>One", "One"),
        ("<!-- nothing --><p>One", "One"),
        ("<?xml version='1.0' encoding='latin-1'?><p>Café", "Café"),
        ("<p>it isnâ€™t", "it isn’t"),
        ("<p>a\0b\ud800c", "abc"),
        ("&lt;p&gt;", "<p>"),
        ("<script>only", ""),
    ],
)
def test_fragment_becomes_its_text(html: str, text: str) -> None:
    assert text_of_fragment(html) == text


def test_very_long_text_is_not_lost() -> None:
    assert len(text_of_fragment("<p>" + "x" * 11_000_000)) == 11_000_000


@given(st.text(alphabet=st.sampled_from("<>/&;#p divbrscript\0\ud800é\n'\"!-="), max_size=200))
def test_any_text_is_read_and_can_be_stored(html: str) -> None:
    text = text_of_fragment(html)
    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text.strip()
