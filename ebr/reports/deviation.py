"""A deviation as data for other systems and as paper: JSON, CSV and the blocks of a PDF, all of the same facts.

The JSON has the form "ebr deviation/1" (`resources/schema/deviation-1.schema.json`, help page "Deviations"): codes stay
codes and times are ISO 8601 with offset, so that a quality management system reads it in any language. The CSV says the
same line by line, section, name, text. The paper is worded. Files are named by SHA-256 and not inside.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from io import StringIO
from typing import Any, Final

from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.reports.said import said_hash
from ebr.wording import meaning_words, moment_words, role_word, rule_words, severity_word, status_word
from ebr.wording.deviations import (
    description_words,
    deviation_word,
    history_word,
    method_word,
    section_word,
    title_words,
)
from ebr.words import ntr, tr

FORM: Final = "ebr deviation/1"
LAST: Final = 5
"""The number of the last section that every deviation has, written or not."""
COLUMNS: Final = ("section", "name", "text")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the start of a cell."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its words, who wrote it and when; all empty where nobody did."""

    text: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why it happened and how that was found."""

    method: str = ""
    text: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """What it means, and for which other batches."""

    text: str = ""
    affected: tuple[str, ...] = ()
    not_affected: tuple[str, ...] = ()
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Actions:
    """What is corrected and prevented."""

    corrective: str = ""
    preventive: str = ""
    reference: str = ""
    due: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """One exception: `rule` with `params` says what happened, as the record has it."""

    batch: str
    number: str
    where: str
    rule: str
    params: Mapping[str, str]
    severity: str
    open: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Named:
    """One batch that the deviation names."""

    batch: str
    product: str
    status: str
    affected: bool


@dataclass(frozen=True, slots=True)
class File:
    """One attached file."""

    name: str
    media: str
    size: str
    sha256: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature of the course: what was written with it, whose it is, its meaning (21 CFR 11.50)."""

    act: str
    text: str
    name: str
    person: str
    role: str
    meaning: str
    at: str
    zone: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    what: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Exported:
    """All that is said of a deviation. `status`: "open", "proposed", "closed"."""

    number: str
    title: str
    status: str
    severity: str
    rule: str
    discovered: str
    opened_by: str
    opened_at: str
    blocks_release: bool
    description: Part
    containment: Part
    cause: Cause
    impact: Impact
    actions: Actions
    exceptions: tuple[Covered, ...]
    batches: tuple[Named, ...]
    files: tuple[File, ...]
    signatures: tuple[Signed, ...]
    history: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of this station's log that an export knows of."""

    entry: int
    hash: str


def json_of(said: Exported, printed: Printed, head: Head) -> bytes:
    """Return the deviation as JSON of the form `FORM`."""
    whole = {"form": FORM, "made": _made(printed), "record": asdict(head), "deviation": asdict(said)}
    return json.dumps(whole, indent=1, ensure_ascii=False).encode() + b"\n"


def _made(printed: Printed) -> dict[str, str]:
    return {
        "at": printed.made,
        "by": printed.by,
        "site": printed.site,
        "station": printed.station,
        "profile": printed.profile,
        "fingerprint": printed.fingerprint,
    }


def csv_of(said: Exported) -> bytes:
    """Return the deviation as CSV: UTF-8 with its mark, a line of column names, a line for each fact."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([tuple(map(_cell, row)) for row in _lines("deviation", asdict(said))])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _lines(section: str, part: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - plain data of any depth
    for name, value in part.items():
        if isinstance(value, Mapping):
            yield from _lines(name if section == "deviation" else f"{section}.{name}", value)
        elif isinstance(value, tuple | list):
            yield from _list(section, name, value)
        else:
            yield section, name, str(value).lower() if isinstance(value, bool) else str(value)


def _list(section: str, name: str, values: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - plain data
    for at, value in enumerate(values, start=1):
        if isinstance(value, Mapping):
            yield from _lines(f"{name}.{at}", value)
        else:
            yield section, f"{name}.{at}", str(value)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def deviation_paper(said: Exported, printed: Printed) -> RecallPaper:
    """Return the paper; its hash is over the facts, so two papers with one hash say the same."""
    return RecallPaper(
        title=tr("Deviation"),
        about=said.number,
        words=title_words(said.rule, said.title),
        hash=said_hash(asdict(said)),
        printed=printed,
        facts=tuple(_facts(said)),
        remarks=tuple(_remarks(said)),
        blocks=tuple(_blocks(said)),
    )


def _facts(said: Exported) -> Iterator[d.Fact]:
    yield d.Fact(tr("State"), deviation_word(said.status))
    yield d.Fact(tr("Class"), severity_word(said.severity))
    yield d.Fact(tr("Discovered on"), said.discovered)
    yield d.Fact(tr("Opened"), moment_words(said.opened_at))
    yield d.Fact(tr("Opened by"), tr("{name}, by rule", name=said.opened_by) if said.rule else said.opened_by)
    yield d.Fact(tr("Batches"), str(len(said.batches)))
    yield d.Fact(tr("Exceptions"), str(len(said.exceptions)))
    if said.actions.reference:
        yield d.Fact(tr("Reference of the action"), said.actions.reference, code=True)


def _remarks(said: Exported) -> Iterator[str]:
    if said.blocks_release:
        yield tr("Open: the batches named here are not released before quality has closed it.")


def _blocks(said: Exported) -> Iterator[d.Block]:
    what = description_words(said.rule, said.title, said.description.text)
    yield from _section("1", section_word("description"), what, said.description)
    if said.exceptions:
        yield _exceptions(said)
    yield _batches(said) if said.batches else d.Paragraph(tr("No batch is named."), "quiet")
    yield from _section("2", section_word("contained"), said.containment.text, said.containment)
    method = (d.Fact(tr("How it was found"), method_word(said.cause.method)),) if said.cause.method else ()
    yield from _section("3", section_word("cause"), said.cause.text, said.cause, method)
    yield from _section("4", section_word("impact"), said.impact.text, said.impact, tuple(_judged(said.impact)))
    yield from _actions(said.actions)
    later = [part for part in (_files(said), _signatures(said), _history(said)) if part]
    for number, (heading, *blocks) in enumerate(later, LAST + 1):
        assert isinstance(heading, d.Heading)
        yield replace(heading, number=str(number))
        yield from blocks


def _section(
    number: str, title: str, text: str, part: Part | Cause | Impact | Actions, facts: tuple[d.Fact, ...] = ()
) -> Iterator[d.Block]:
    wrote = tr("{name}, {time}", name=part.by, time=moment_words(part.at)) if part.at else ""
    yield d.Heading(1 if number == "1" else 2, number, title, wrote)
    if not part.at:
        yield d.Paragraph(tr("Not written yet."), "quiet")
        return
    yield from (d.Paragraph(line) for line in text.split("\n") if line.strip())
    if facts:
        yield d.Facts(facts)


def _judged(impact: Impact) -> Iterator[d.Fact]:
    if impact.affected:
        yield d.Fact(tr("Batches affected"), ", ".join(impact.affected), code=True)
    if impact.not_affected:
        yield d.Fact(tr("Looked at, not affected"), ", ".join(impact.not_affected), code=True)


def _actions(said: Actions) -> Iterator[d.Block]:
    named = (
        (tr("Corrective action"), said.corrective, False),
        (tr("Preventive action"), said.preventive, False),
        (tr("Reference"), said.reference, True),
        (tr("Due on"), said.due, False),
    )
    facts = tuple(d.Fact(name, text, code=code) for name, text, code in named if text)
    yield from _section("5", section_word("actions"), "", said, facts)


def _exceptions(said: Exported) -> d.Table:
    columns = (
        d.Column(tr("Batch"), 1.1, code=True),
        d.Column(tr("Exception"), 0.8, code=True),
        d.Column(tr("What happened"), 2.6),
        d.Column(tr("Class"), 0.7),
        d.Column(tr("State"), 0.7),
    )
    rows = []
    for one in said.exceptions:
        what = said_of(one.rule, one.params, one.reason)
        state = tr("Open") if one.open else tr("Decided")
        rows.append((one.batch, one.number, what, severity_word(one.severity) if one.severity else "", state))
    return d.Table(columns, rows)


def said_of(rule: str, params: Mapping[str, str], reason: str) -> str:
    """Return what an exception says: the words of its rule, and a person's reason; one that is not here says so."""
    if not rule:
        return tr("Not on this station")
    return "\n".join(text for text in (rule_words(rule, params), reason) if text)


def _batches(said: Exported) -> d.Table:
    columns = (
        d.Column(tr("Batch"), 1.1, code=True),
        d.Column(tr("Product"), 2.0),
        d.Column(tr("Status"), 1.2),
        d.Column(tr("Why it is named"), 1.6),
    )
    rows = []
    for one in said.batches:
        why = tr("Found by the assessment") if one.affected else tr("Opened for it")
        rows.append((one.batch, one.product, status_word(one.status) if one.status else "", why))
    return d.Table(columns, rows)


def _files(said: Exported) -> list[d.Block]:
    if not said.files:
        return []
    columns = (d.Column(tr("File"), 1.4), d.Column(tr("What it shows"), 1.6), d.Column(tr("SHA-256"), 2.6, code=True))
    heading = d.Heading(2, "", tr("Files"), ntr("{n} file", "{n} files", len(said.files)))
    return [heading, d.Table(columns, [(one.name, one.text, one.sha256) for one in said.files])]


def _signatures(said: Exported) -> list[d.Block]:
    blocks: list[d.Block] = [d.Heading(2, "", tr("Signatures"))] if said.signatures else []
    for one in said.signatures:
        by = (one.name, one.person, role_word(one.role), meaning_words(one.meaning), moment_words(one.at))
        blocks += [d.Paragraph(tr("{act}: {text}", act=history_word(one.act), text=one.text)), d.Signature(*by)]
    return blocks


def _history(said: Exported) -> list[d.Block]:
    heading = d.Heading(2, "", tr("History"), ntr("{n} entry", "{n} entries", len(said.history)))
    columns = (d.Column(tr("When"), 1.4), d.Column(tr("What"), 1.5), d.Column(tr("Text"), 2.6), d.Column(tr("By"), 1.1))
    rows = [(moment_words(one.at), history_word(one.what), _told(said, one), one.by) for one in said.history]
    return [heading, d.Table(columns, rows, dense=True)]


def _told(said: Exported, one: Happened) -> str:
    if said.rule and one.what == "opened":
        return description_words(said.rule, said.title, one.text)
    return one.text
