"""What is damaged: the sample articles, and small files of every other format that a reader takes, made here."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]
import zstandard

from flows.settings import share
from tests.ingest.packing import arc_of, http_of, page_of, streamed_zip_of, tar_of, warc_of, zip_of

# Of a long file of lines a few are enough: the time goes into more damages.
MOST_BYTES = 6_000
RECORDS = [
    {
        "id": f"hl-{number}",
        "url": f"https://harbour-lantern.example/{number}",
        "headline": f"Ferry {number} stays in port",
        "body": f"The ferry stayed in port on day {number}. “Nobody was told”, said a – tired – captain. " * 3,
        "pub_date": f"2024-03-{number + 1:02d}T10:15:00+01:00",
        "outlet": "Harbour Lantern",
    }
    for number in range(5)
]
ITEM = "<item><guid>{id}</guid><title>{headline}</title><link>{url}</link><description>{body}</description></item>"
ENTRY = "<entry><id>{id}</id><title>{headline}</title><link href='{url}'/><content>{body}</content></entry>"
PAGE = page_of("The ferry stayed in port on Monday, and nobody was told.")


def feeds() -> dict[str, bytes]:
    """One of each kind of feed."""
    items, entries = (
        "".join(form.format(**record) for record in RECORDS).replace("–", "&#8211;") for form in (ITEM, ENTRY)
    )
    head = "<title>Harbour Lantern</title>"
    rdf = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
    json_feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Lantern",
        "items": [
            {"id": record["id"], "content_html": f"<p>{record['body']}</p>", "date_published": record["pub_date"]}
            for record in RECORDS
        ],
    }
    return {
        "a.rss": f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode(),
        "a.atom": f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{entries}</feed>".encode(),
        "a.rdf": f"<rdf:RDF {rdf}><channel>{head}</channel>{items}</rdf:RDF>".encode(),
        "a.xml": f"<?xml version='1.0' encoding='iso-8859-1'?><rss>{items}</rss>".encode("latin-1", "replace"),
        "a.jsonfeed": json.dumps(json_feed).encode(),
    }


def tables() -> dict[str, bytes]:
    """One of each kind of table."""
    frame, made = pl.DataFrame(RECORDS), {}
    writers: dict[str, Callable[[io.BytesIO], object]] = {
        "a.parquet": frame.write_parquet,
        "a.arrow": frame.write_ipc,
        "a.arrows": frame.write_ipc_stream,
        "a.csv": frame.write_csv,
        "a.tsv": lambda file: frame.write_csv(file, separator="\t"),
    }
    for name, write in writers.items():
        file = io.BytesIO()
        write(file)
        made[name] = file.getvalue()
    made["b.csv"] = made["a.csv"].decode().replace(",", ";").encode("cp1252", "replace")
    made["c.csv"] = made["a.csv"].decode().encode("utf-16")
    return made | {"a.xlsx": workbook()}


def workbook() -> bytes:
    """An Excel file."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(RECORDS[0]))
        for number, record in enumerate(RECORDS, 1):
            sheet.write_row(number, 0, list(record.values()))
    return file.getvalue()


def documents() -> dict[str, bytes]:
    """JSON that is no lines, and pages."""
    mail = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
        "Content-Location: https://harbour-lantern.example/a\r\n\r\n" + PAGE.decode() + "\r\n--x--\r\n"
    )
    return {
        "a.json": json.dumps(RECORDS).encode(),
        "b.json": json.dumps({"data": {"articles": RECORDS}, "count": 5}, indent=1).encode(),
        "a.html": PAGE,
        "a.mht": mail.encode(),
        "a.xhtml": PAGE.replace(b"<!doctype html><html>", b"<html xmlns='http://www.w3.org/1999/xhtml'>"),
    }


def containers() -> dict[str, bytes]:
    """Archives and crawls."""
    page = http_of(gzip.compress(PAGE), content_type="text/html", content_encoding="gzip")
    chunked = http_of(
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), content_type="text/html", transfer_encoding="chunked"
    )
    files = {"news/a.txt": b"The port was closed on Monday.", "b.jsonl": json.dumps({"text": "Calm."}).encode()}
    records = [warc_of(page), warc_of(chunked, url="https://post.example/b"), warc_of(PAGE, kind="resource")]
    return {
        "a.zip": zip_of(files),
        "b.zip": streamed_zip_of(files),
        "c.zip": zip_of({"inner.tar": tar_of(files), "d.html": PAGE}, packing=zipfile.ZIP_STORED),
        "a.tar": tar_of(files),
        "a.tgz": gzip.compress(tar_of(files)),
        "a.tar.zst": zstandard.compress(tar_of(files)),
        "a.warc": b"".join(records),
        "a.warc.gz": b"".join(map(gzip.compress, records)),
        "a.arc": arc_of(b"1 0 C\n", url="filedesc://a.arc", media_type="text/plain") + arc_of(page) + arc_of(chunked),
    }


def seeds() -> dict[str, bytes]:
    """The sample articles; of long files of lines the beginning."""
    found = {path.name: path.read_bytes() for path in sorted(share("seeds", "articles").iterdir()) if path.is_file()}
    return {name: _shortened(name, data) for name, data in found.items()}


def _shortened(name: str, data: bytes) -> bytes:
    if len(data) <= MOST_BYTES or not name.endswith((".jsonl", ".ndjson")):
        return data
    return data[: data.rindex(b"\n", 0, MOST_BYTES) + 1]


SAMPLES = seeds() | feeds() | tables() | documents() | containers()
