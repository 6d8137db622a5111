"""Lexicon and reference files: what is wrong with a wrong one, by file and entry."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from flows import settings
from flows.errors import LexiconError
from flows.extract.lexicon import digest_of, lexicon_files, read_lexicon, read_reference


class Cue(BaseModel):
    """A stand-in for a layer's own model."""

    word: str
    weight: int


class Cues(BaseModel):
    """A whole file of them."""

    cues: list[Cue]


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A seeds folder of the test's own."""
    monkeypatch.setattr(settings, "checkout", lambda: tmp_path)
    for name in ("lexicon", "reference"):
        (tmp_path / "seeds" / name).mkdir(parents=True)
    return tmp_path / "seeds"


def test_files_are_read_as_their_models(seeds: Path) -> None:
    (seeds / "lexicon" / "cues.toml").write_text('[[cues]]\nword = "may"\nweight = 2\n')
    (seeds / "reference" / "cues.csv").write_text("word,weight,note\nmay,2,\n")
    assert read_lexicon("cues", Cues).cues == read_reference("cues", Cue) == [Cue(word="may", weight=2)]


def test_wrong_entry_is_named_by_file_and_place(seeds: Path) -> None:
    (seeds / "lexicon" / "cues.toml").write_text('[[cues]]\nword = "may"\nweight = "much"\n')
    with pytest.raises(LexiconError, match=r"cues\.toml, cues\.0\.weight"):
        read_lexicon("cues", Cues)


def test_broken_toml_is_named_by_file_and_line(seeds: Path) -> None:
    (seeds / "lexicon" / "cues.toml").write_text("[[cues]\n")
    with pytest.raises(LexiconError, match=r"cues\.toml, syntax: .*line 1"):
        read_lexicon("cues", Cues)


def test_wrong_cell_is_named_by_file_and_line(seeds: Path) -> None:
    (seeds / "reference" / "cues.csv").write_text("word,weight\nmay,2\nmight,much\n")
    with pytest.raises(LexiconError, match=r"cues\.csv, line 3 weight"):
        read_reference("cues", Cue)


def test_another_lexicon_is_another_extractor(seeds: Path) -> None:
    file = seeds / "lexicon" / "cues.toml"
    file.write_text("")
    before = digest_of(lexicon_files())
    file.write_text("# more")
    assert digest_of(lexicon_files()) != before
