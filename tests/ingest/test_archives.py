import gzip
import io
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
import zstandard

from tests.ingest.helpers import LIMITS, articles_of, batches_of, counts_of, rejects_of
from tests.ingest.packing import NEWS, streamed_zip_of, tar_of, tar_with, zip_of

TEXTS = ["The port was closed on Monday.", "Ships waited outside."]


def texts_of(*inputs: Path) -> list[object]:
    return [row["text"] for row in articles_of(*inputs)]


def skips_of(path: Path) -> dict[str, int]:
    rows = [row for batch in batches_of(path) for row in batch.skips.to_dicts()]
    return {str(row["reason"]): int(row["record_count"]) for row in rows}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zip_of()),
        ("stored.zip", zip_of(packing=zipfile.ZIP_STORED)),
        ("lzma.zip", zip_of(packing=zipfile.ZIP_LZMA)),
        ("piped.zip", streamed_zip_of()),
        ("packed-again.zip.gz", gzip.compress(zip_of())),
        ("a.tar", tar_of()),
        ("a.tar.gz", gzip.compress(tar_of())),
        ("a.TGZ", gzip.compress(tar_of())),
        ("a.tar.zst", zstandard.compress(tar_of())),
        ("zip-without-ending", zip_of()),
        ("tar-without-ending", tar_of()),
        ("packed-tar-without-ending", gzip.compress(tar_of())),
        ("zip.in.zip", zip_of({"inner.zip": zip_of()})),
        ("zip.in.tar", tar_of({"inner.zip": zip_of()})),
        ("packed-members.zip", zip_of({f"{name}.gz": gzip.compress(data) for name, data in NEWS.items()})),
    ],
)
def test_articles_of_an_archive_are_read_in_place(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert (texts_of(path), rejects_of(path)) == (TEXTS, [])
    assert list(tmp_path.iterdir()) == [path]


def test_member_is_named_by_archive_and_path(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    path.write_bytes(zip_of({"2024/inner.tar": tar_of()}))
    assert [(row["input_uri"], row["input_record"]) for row in articles_of(path)] == [
        (f"{path}!/2024/inner.tar!/2024/a.txt", 1),
        (f"{path}!/2024/inner.tar!/b.jsonl", 1),
    ]


@pytest.mark.parametrize("data", [zip_of(), tar_of(), gzip.compress(tar_of()), zstandard.compress(tar_of())])
def test_archive_is_read_from_standard_input(data: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from tests.ingest.test_archives import print_stdin; print_stdin()"],
        input=data,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines() == [str(TEXTS)]


def print_stdin() -> None:
    """For the child process of the test above."""
    print(texts_of(Path("-")))


@pytest.mark.parametrize("pack", [zip_of, tar_of])
@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_path_that_leads_elsewhere_is_a_reject(pack: Callable[..., bytes], name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(pack({name: b"Evil news.", "good.txt": b"Good news."}))
    assert (rejects_of(path), texts_of(path)) == ([(1, "unsafe_path")], ["Good news."])


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_link_or_device_in_a_tar_is_a_reject(kind: bytes, tmp_path: Path) -> None:
    info = tarfile.TarInfo("passwd.txt")
    info.type, info.linkname = kind, "/etc/passwd"
    path = tmp_path / "a.tar"
    path.write_bytes(tar_with(info))
    assert (rejects_of(path), texts_of(path)) == ([(1, "not_a_file")], ["Calm."])


def test_link_in_a_zip_is_a_reject(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("passwd.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert rejects_of(tmp_path / "a.zip") == [(1, "not_a_file")]


def test_encrypted_member_is_a_reject(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.txt": b"Secret news.", "b.txt": b"Open news."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    assert (rejects_of(tmp_path / "a.zip"), texts_of(tmp_path / "a.zip")) == ([(1, "encrypted")], ["Open news."])


def test_what_is_no_article_is_passed_over_and_counted(tmp_path: Path) -> None:
    names = ("__MACOSX/._a.txt", ".DS_Store", "x/.hidden/a.txt", "Thumbs.db", "img/map.png", "paper.doc", "./a.txt")
    (tmp_path / "a.zip").write_bytes(zip_of(dict.fromkeys(names, b"What lies there.")))
    assert skips_of(tmp_path / "a.zip") == {"system_file": 4, "no_text_format": 2}
    assert counts_of(batches_of(tmp_path / "a.zip")) == {"read": 7, "skipped": 6, "new": 1}


def test_folders_are_no_records_and_an_archive_of_them_is_empty(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.mkdir("2024")
    assert rejects_of(tmp_path / "a.zip") == [(1, "empty_input")]


def test_empty_member_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip_of({"a.jsonl": b"", "b.txt": b"News."}))
    assert (rejects_of(tmp_path / "a.zip"), len(articles_of(tmp_path / "a.zip"))) == ([(1, "empty_input")], 1)


def test_document_of_an_office_program_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(zip_of({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert rejects_of(tmp_path / "a.docx") == [(1, "unknown_format")]


class TestBombs:
    def test_member_larger_than_allowed_is_refused_by_its_claim(self, tmp_path: Path) -> None:
        for pack in (zip_of, tar_of):
            (tmp_path / "a.bin").write_bytes(pack({"a.txt": b"x" * 2_000, "b.txt": b"News."}))
            limits = replace(LIMITS, member_bytes=1_000)
            if pack is zip_of:
                limits = replace(LIMITS, member_bytes=1_500)
            assert rejects_of(tmp_path / "a.bin", limits=limits) == [(1, "too_large")]
            assert len(articles_of(tmp_path / "a.bin", limits=limits)) == 1

    def test_member_that_claims_less_than_it_holds_is_stopped(self, tmp_path: Path) -> None:
        data = bytearray(zip_of({"a.jsonl": b'{"text": "News."}\n' * 1_000}))
        at = data.index(b"PK\x01\x02")
        data[at + 24 : at + 28] = (100).to_bytes(4, "little")
        (tmp_path / "a.zip").write_bytes(data)
        counts = counts_of(batches_of(tmp_path / "a.zip"))
        assert (counts["rejected"], counts["read"] < 10) == (1, True)

    def test_packed_member_expands_only_so_many_times(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(zip_of({"a.txt": bytes(20_000_000), "b.txt": b"News."}))
        assert (rejects_of(tmp_path / "a.zip"), len(articles_of(tmp_path / "a.zip"))) == ([(1, "too_large")], 1)

    @pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
    def test_packed_tar_expands_only_so_many_times(self, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
        suffix = "gz" if pack is gzip.compress else "zst"
        (tmp_path / f"a.tar.{suffix}").write_bytes(pack(tar_of({"a.bin": bytes(20_000_000), "b.txt": b"News."})))
        assert [reason for _, reason in rejects_of(tmp_path / f"a.tar.{suffix}")] == ["too_large"]

    def test_archive_gives_no_more_than_allowed_in_all(self, tmp_path: Path) -> None:
        files = {f"{number}.jsonl": b'{"text": "News of day %d."}\n' % number * 50 for number in range(10)}
        for pack in (zip_of, tar_of):
            (tmp_path / "a.bin").write_bytes(pack(files))
            limits = replace(LIMITS, archive_bytes=7_000)
            assert "too_large" in [reason for _, reason in rejects_of(tmp_path / "a.bin", limits=limits)]
            assert 1 <= len(articles_of(tmp_path / "a.bin", limits=limits)) < 10

    @pytest.mark.parametrize(("pack", "kept"), [(zip_of, 0), (tar_of, 4)])
    def test_archive_has_no_more_members_than_allowed(
        self, pack: Callable[..., bytes], kept: int, tmp_path: Path
    ) -> None:
        (tmp_path / "a.bin").write_bytes(pack({f"{number}.txt": b"News %d." % number for number in range(10)}))
        limits = replace(LIMITS, archive_members=4)
        assert [reason for _, reason in rejects_of(tmp_path / "a.bin", limits=limits)] == ["too_large"]
        assert len(articles_of(tmp_path / "a.bin", limits=limits)) == kept

    def test_archives_nest_only_so_deep(self, tmp_path: Path) -> None:
        data = zip_of({"a.txt": b"News."})
        for _ in range(4):
            data = zip_of({"inner.zip": data})
        (tmp_path / "a.zip").write_bytes(data)
        assert [reason for _, reason in rejects_of(tmp_path / "a.zip")] == ["too_deep"]

    def test_archive_within_an_archive_is_read_only_up_to_a_size(self, tmp_path: Path) -> None:
        (tmp_path / "a.tar").write_bytes(tar_of({"a.zip": zip_of(packing=zipfile.ZIP_STORED)}))
        assert rejects_of(tmp_path / "a.tar", limits=replace(LIMITS, member_bytes=100)) == [(1, "too_large")]

    def test_header_of_a_tar_is_loaded_only_up_to_a_size(self, tmp_path: Path) -> None:
        info = tarfile.TarInfo("x")
        info.type, info.size = tarfile.XHDTYPE, 5_000_000
        (tmp_path / "a.tar").write_bytes(tar_of()[:-10_240] + info.tobuf() + bytes(6_000_000))
        assert [reason for _, reason in rejects_of(tmp_path / "a.tar")] == ["too_large"]


class TestDamage:
    MANY: ClassVar = {f"{number}.txt": b"News of day %d, and of the night before." % number for number in range(20)}

    @pytest.mark.parametrize(
        ("name", "whole"),
        [
            ("a.zip", zip_of(MANY)),
            ("b.zip", streamed_zip_of(MANY)),
            ("a.tar", tar_of(MANY)),
            ("a.tar.gz", gzip.compress(tar_of(MANY), 0)),
        ],
    )
    def test_archive_that_is_cut_off_gives_what_came_before_and_a_reject(
        self, name: str, whole: bytes, tmp_path: Path
    ) -> None:
        path = tmp_path / name
        kept = []
        for part in (0.3, 0.45, 0.6):
            path.write_bytes(whole[: int(len(whole) * part)])
            kept.append(len(articles_of(path)))
            assert 1 <= len(rejects_of(path)) <= 2
        assert 0 < kept[0] < kept[2] <= 20

    def test_zip_with_a_damaged_member_gives_the_others(self, tmp_path: Path) -> None:
        data = zip_of({"a.txt": b"First news.", "b.txt": b"Second news."}, packing=zipfile.ZIP_STORED)
        (tmp_path / "a.zip").write_bytes(data.replace(b"First", b"Worst"))
        assert texts_of(tmp_path / "a.zip") == ["Second news."]
        assert rejects_of(tmp_path / "a.zip") == [(1, "unreadable")]

    def test_tar_that_goes_on_after_its_end_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.tar").write_bytes(tar_of() + tar_of({"c.txt": b"More."}))
        assert (len(articles_of(tmp_path / "a.tar")), len(rejects_of(tmp_path / "a.tar"))) == (2, 1)

    @pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04", b"no archive at all" * 100, bytes(5_000)])
    @pytest.mark.parametrize("name", ["a.zip", "a.tar"])
    def test_what_is_no_archive_is_a_reject(self, name: str, data: bytes, tmp_path: Path) -> None:
        (tmp_path / name).write_bytes(data)
        assert [record for record, _ in rejects_of(tmp_path / name)] == [1]

    def test_odd_names_are_kept_on_one_line(self, tmp_path: Path) -> None:
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as archive:
            info = tarfile.TarInfo("new\nline-\udcff.txt")
            info.size = 5
            archive.addfile(info, io.BytesIO(b"Calm."))
        (tmp_path / "a.tar").write_bytes(made.getvalue())
        (row,) = articles_of(tmp_path / "a.tar")
        assert str(row["input_uri"]).endswith("a.tar!/new\\nline-\\udcff.txt")

    def test_member_without_a_name_is_a_reject(self, tmp_path: Path) -> None:
        data = bytearray(zip_of({"a": b"News.", "b.txt": b"More news."}))
        for at in (data.index(b"PK\x03\x04") + 26, data.index(b"PK\x01\x02") + 28):
            data[at : at + 4] = b"\0\0\1\0"  # the name has no length, its letter belongs to the field behind it
        (tmp_path / "a.zip").write_bytes(data)
        assert (rejects_of(tmp_path / "a.zip"), len(articles_of(tmp_path / "a.zip"))) == ([(1, "unsafe_path")], 1)
