"""An archive of one batch: everything that somebody needs in thirty years, without this program (Annex 11 17, Part IV).

    README.md                  what this is, in plain words, and how to begin
    SHA256SUMS                 SHA-256 of every other file, as `sha256sum -c` and `shasum -c` read it
    archive.json               the same facts for programs, form "ebr archive/1"
    executed-record.pdf        the batch report, sealed, with its entries inside
    master-record.pdf          the master record that it was made by, sealed; and further papers where they exist
    record/                    the export of the batch (`ebr.reports.export`): entries, both checkers, form, schemas
    regulator/                 the papers once more as a regulator's set, in the folders of eCTD section 3.2.R

The texts are English, whatever the station speaks, because the reader may be anybody. The papers of the regulator's
set are the same bytes as those above: another copy would have no seal.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from string import Template
from typing import Final

from ebr import paths
from ebr.reports.export.contents import File
from ebr.reports.export.reading import RECORD

FORM: Final = "ebr archive/1"
SUMS: Final = "SHA256SUMS"
SECTION: Final = "3.2.R"
REGULATOR: Final = "regulator"
PLACE: Final = f"{REGULATOR}/m3/32-body-data/32r-reg-info"
"""Where ICH M8 puts regional information of module 3."""
LONGEST_NAME: Final = 64
"""Letters of a file's name in an eCTD, its ending too."""
COLUMNS: Final = ("section", "folder", "file", "leaf title", "operation", "md5", "sha256", "bytes", "pages")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its name in the archive, what it is in words, the leaf's title and name, and its bytes."""

    name: str
    what: str
    leaf: str
    file: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Archived:
    """What an archive says of itself. `status` and `keep` in words; `head` is the last entry's hash, hexadecimal."""

    batch: str
    product: str
    mbr: str
    version: str
    status: str
    site: str
    station: str
    profile: str
    fingerprint: str
    head: str
    made: str
    keep: str


def leaf_name(kind: str, *ids: str) -> str:
    """Return a name as an eCTD wants it: a-z, 0-9 and hyphens, at most 64 letters with its ending."""
    plain = unicodedata.normalize("NFKD", "-".join((kind, *ids))).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f"{slug[: LONGEST_NAME - len('.pdf')].rstrip('-')}.pdf"


def contents(about: Archived, papers: Sequence[Paper], record: Iterable[File]) -> Iterator[File]:
    """Yield name and chunks of every file of an archive; the list of sums is the last."""
    told = _distinct(papers)
    yield from _summed(_files(about, told, record))


def _files(about: Archived, papers: Sequence[Paper], record: Iterable[File]) -> Iterator[File]:
    yield "README.md", [_readme(about, papers)]
    yield "archive.json", [_facts(about, papers)]
    yield from ((paper.name, [paper.data]) for paper in papers)
    yield from ((f"{RECORD}/{name}", chunks) for name, chunks in record)
    yield from ((f"{PLACE}/{paper.file}", [paper.data]) for paper in papers)
    yield f"{REGULATOR}/index.csv", [_index(papers)]


def _summed(files: Iterable[File]) -> Iterator[File]:
    """Yield the files, and behind them the list of what went by; each is read whole before the next is asked for."""
    found: list[tuple[str, str]] = []
    for name, chunks in files:
        total = hashlib.sha256()
        yield name, _counted(chunks, total)
        found.append((name, total.hexdigest()))
    yield SUMS, ["".join(f"{sum_}  {name}\n" for name, sum_ in sorted(found)).encode()]


def _counted(chunks: Iterable[bytes], total: hashlib._Hash) -> Iterator[bytes]:
    for chunk in chunks:
        total.update(chunk)
        yield chunk


def _distinct(papers: Sequence[Paper]) -> list[Paper]:
    """Give papers whose names came out alike a number: two identifiers can differ in what a name cannot say."""
    seen: set[str] = set()
    told = []
    for paper in papers:
        name, number = paper.file, 1
        while name in seen:
            number += 1
            name = f"{paper.file.removesuffix('.pdf')[: LONGEST_NAME - 8]}-{number}.pdf"
        seen.add(name)
        told.append(replace(paper, file=name))
    return told


def _readme(about: Archived, papers: Sequence[Paper]) -> bytes:
    rows = [f"| `{paper.name}` | {paper.what} |" for paper in papers]
    text = Template((paths.resources() / "archive" / "README.md").read_text(encoding="utf-8"))
    fields = {name: _cell(str(getattr(about, name))) for name in Archived.__slots__}
    return text.substitute(fields, papers="\n".join(rows), place=PLACE).encode()


def _cell(text: str) -> str:
    """A name that somebody typed cannot end a line or a cell of the README."""
    return "".join(letter if letter.isprintable() else " " for letter in text).replace("|", "/")


def _facts(about: Archived, papers: Sequence[Paper]) -> bytes:
    facts = {name: getattr(about, name) for name in Archived.__slots__}
    files = {paper.name: {"sha256": _sha256(paper), "what": paper.what} for paper in papers}
    return json.dumps({"form": FORM, **facts, "papers": files}, indent=1, ensure_ascii=False).encode() + b"\n"


def _sha256(paper: Paper) -> str:
    return hashlib.sha256(paper.data).hexdigest()


def _index(papers: Sequence[Paper]) -> bytes:
    """The table that somebody compiling a submission types from: MD5 because index.xml of an eCTD asks for it."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for paper in papers:
        md5 = hashlib.md5(paper.data, usedforsecurity=False).hexdigest()
        folder = PLACE.removeprefix(f"{REGULATOR}/")
        size, pages = len(paper.data), _pages(paper.data)
        table.writerow((SECTION, folder, paper.file, _leaf(paper), "new", md5, _sha256(paper), size, pages))
    return out.getvalue().encode("utf-8")


def _leaf(paper: Paper) -> str:
    """A spreadsheet takes a cell that begins so for a formula; every title begins with a word of ours."""
    return _cell(paper.leaf)


def _pages(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)
