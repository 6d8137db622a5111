"""What is kept in the user's cache, and what is not believed of it."""

from pathlib import Path

import pytest

from flows.report.cache import cached_text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "dateline"


def never() -> str:
    raise AssertionError("made again")


def test_text_is_made_once_a_version(folder: Path) -> None:
    assert cached_text("vega", "1.0", make=lambda: "bündle") == "bündle"
    assert cached_text("vega", "1.0", make=never) == "bündle"
    assert cached_text("vega", "2.0", make=lambda: "newer") == "newer"
    assert len(list(folder.iterdir())) == 2


def test_file_that_was_changed_or_torn_is_not_believed(folder: Path) -> None:
    cached_text("vega", "1.0", make=lambda: "bundle")
    (kept,) = folder.iterdir()
    for content in (b"alert(1)", b"", b"\xff"):
        kept.write_bytes(content)
        assert cached_text("vega", "1.0", make=lambda: "bundle") == "bundle"
        assert kept.read_bytes() == b"bundle"


def test_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert cached_text("vega", "1.0", make=lambda: "bundle") == "bundle"
