"""English, another language, or nobody can tell."""

import pytest

from flows.ingest.language import is_read, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Security Council met on Monday to discuss the new measures.", "en"),
        ("THE COUNCIL HAS EXTENDED ITS SANCTIONS ON MOSCOW", "en"),
        ("Der Sicherheitsrat hat am Montag über die neuen Maßnahmen beraten.", "de"),
        ("Le Conseil de sécurité s'est réuni lundi pour examiner les nouvelles mesures.", "fr"),
        ("Совет Безопасности собрался в понедельник, чтобы обсудить новые меры.", "ru"),
        ("Renault SA", "und"),
    ],
)
def test_language_is_told_only_when_it_is_likely(text: str, language: str) -> None:
    assert language_of(text) == language


def test_given_language_goes_before_a_guess() -> None:
    assert language_of("Bonjour", given="en-US") == "en"


def test_english_and_what_nobody_can_tell_are_read() -> None:
    assert [is_read(language) for language in ("en", "und", "de")] == [True, True, False]
