"""The certificate of a batch as data: what was made, its results against the specification, who certified (Annex 16).

One paper for three things, each of which says plainly what it is: a certificate, a conditional release that names the
results still pending, and a statement of supply out of specification, which is no certificate (Part IV 11.53). The
paper carries a hash of what it says, so two papers with one hash say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.reports.said import batch_facts, product_words, said_hash
from ebr.wording import meaning_words, moment_words, role_word, severity_word, status_word
from ebr.wording.deviations import deviation_word
from ebr.wording.releases import statement_words, supply_word, verdict_word
from ebr.words import ntr, tr


@dataclass(frozen=True, slots=True)
class Result:
    """One result against its limits; texts ready to read, `verdict` a code, `samples` where it is found."""

    label: str
    limits: str
    value: str
    verdict: str
    by: str
    checked_by: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature on the batch that stands; `at` with its offset (21 CFR 11.50)."""

    meaning: str
    name: str
    person: str
    role: str
    at: str


@dataclass(frozen=True, slots=True)
class Dated:
    """One of the five entries of a supply."""

    name: str
    dated: str
    person: str
    text: str
    reference: str
    by: str


@dataclass(frozen=True, slots=True)
class Departed:
    """One exception: what it was and where, in words; its class and what was decided ("" while open), as codes."""

    number: str
    severity: str
    decision: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Certified:
    """Everything the certificate says. `status`: "certified", "conditional" or "supplied"."""

    batch: str
    product: str
    strength: str
    form: str
    profile: str
    size: str
    mbr: str
    version: str
    mbr_hash: str
    status: str
    identifiers: tuple[tuple[str, str], ...]
    issued_at: str
    completed_at: str
    comment: str
    results: tuple[Result, ...]
    exceptions: tuple[Departed, ...]
    signers: tuple[Signer, ...]
    supply: tuple[Dated, ...] = ()
    sponsor_waits: bool = False
    deviations: tuple[tuple[str, str, str, str], ...] = ()
    """Number, title, class and status of each deviation."""
    sponsor_comment: str = ""
    """What the sponsor remarked; of a batch without such a remark the hash is what it was before there was this."""


def certificate_paper(said: Certified, printed: Printed) -> RecallPaper:
    """Return the paper; nothing on it depends on anything but the record and the moment of printing."""
    return RecallPaper(
        title=title_of(said.status),
        about=said.batch,
        words=product_words(said),
        hash=said_hash(astuple(said) if said.sponsor_comment else astuple(said)[:-1]),
        printed=printed,
        facts=tuple(_facts(said)),
        remarks=tuple(_remarks(said)),
        blocks=tuple(_blocks(said)),
    )


def title_of(status: str) -> str:
    """Return what the paper is called."""
    titles = {
        "conditional": tr("Conditional release, results pending"),
        "supplied": tr("Supply out of specification, no certificate"),
    }
    return titles.get(status, tr("Batch certificate and certificate of analysis"))


def _facts(said: Certified) -> Iterator[d.Fact]:
    yield from batch_facts(said, tr("Master batch record"))
    yield d.Fact(tr("Issued"), moment_words(said.issued_at))
    if said.completed_at:
        yield d.Fact(tr("Production complete"), moment_words(said.completed_at))
    yield d.Fact(tr("State"), status_word(said.status))


def _remarks(said: Certified) -> Iterator[str]:
    pending = sum(one.verdict == "pending" for one in said.results)
    if said.status == "supplied":
        yield tr(
            "Supplied out of specification, not certified, for one patient on the request of the treating physician."
        )
    if said.status == "conditional":
        some = ntr("{n} result is still pending", "{n} results are still pending", pending)
        yield tr("{some}: this is no final certification.", some=some)
    if said.sponsor_waits:
        yield tr("The sponsor has not released this batch for the trial yet.")


def _blocks(said: Certified) -> Iterator[d.Block]:
    yield d.Heading(1, "", tr("Results against the specification"), conforming(said.results))
    if said.results:
        yield d.Table(_columns(), [_row(one) for one in said.results])
    else:
        yield d.Paragraph(tr("The master batch record asks for no result of the laboratory."))
    yield from _pending(said)
    yield from _exceptions(said)
    if said.deviations:
        yield from _deviations(said)
    if said.supply:
        yield from _supply(said)
    yield from _statement(said)


def _pending(said: Certified) -> Iterator[d.Block]:
    """Name what a conditional release still waits for, test by test, with the sample that it is waited for from."""
    found = [one for one in said.results if one.verdict == "pending"]
    if said.status == "conditional" and found:
        columns = (d.Column(tr("Test"), 2.0), d.Column(tr("Sample"), 2.4, code=True), d.Column(tr("Limits"), 1.6))
        yield d.Heading(2, "", tr("Samples whose results are pending"), str(len(found)))
        yield d.Table(columns, [(one.label, ", ".join(one.samples), one.limits) for one in found])


def _exceptions(said: Certified) -> Iterator[d.Block]:
    yield d.Heading(2, "", tr("Exceptions"), str(len(said.exceptions)))
    if not said.exceptions:
        yield d.Paragraph(tr("Nothing departed from the instructions."))
        return
    columns = (
        d.Column(tr("Number"), 0, code=True),
        d.Column(tr("What departed"), 3.2),
        d.Column(tr("Where"), 2.0),
        d.Column(tr("Class"), 0.8),
        d.Column(tr("Decision"), 0.9),
    )
    words = {"accepted": tr("Accepted"), "rejected": tr("Rejected"), "": tr("Open")}
    yield d.Table(
        columns, [(o.number, o.what, o.where, severity_word(o.severity), words[o.decision]) for o in said.exceptions]
    )


def _deviations(said: Certified) -> Iterator[d.Block]:
    yield d.Heading(2, "", tr("Deviations"), str(len(said.deviations)))
    columns = (
        d.Column(tr("Number"), 1.2, code=True),
        d.Column(tr("What departed"), 2.6),
        d.Column(tr("Class"), 0.8),
        d.Column(tr("State"), 1.2),
    )
    rows = [
        (number, title, severity_word(severity), deviation_word(status))
        for number, title, severity, status in said.deviations
    ]
    yield d.Table(columns, rows)


def conforming(results: Sequence[Result]) -> str:
    """Return how many results conform of those that are compared with something; a value without limits does not.

    Where nothing was compared, nothing is said to conform.
    """
    judged = [one.verdict for one in results if one.verdict]
    good, recorded = sum(verdict in ("in", "alert") for verdict in judged), len(results) - len(judged)
    said = tr("{good} of {all} conform", good=good, all=len(judged)) if judged else ""
    more = ntr("{n} recorded without limits", "{n} recorded without limits", recorded) if recorded else ""
    return "; ".join(part for part in (said, more) if part) or tr("no results")


def _columns() -> tuple[d.Column, ...]:
    return (
        d.Column(tr("Test"), 2.2),
        d.Column(tr("Limits"), 1.6),
        d.Column(tr("Result"), 1.5),
        d.Column(tr("Verdict"), 1.1),
        d.Column(tr("Tested by"), 1.3),
        d.Column(tr("Checked by"), 1.3),
    )


def _row(one: Result) -> tuple[str | d.Cell, ...]:
    tone: d.Tone = "critical" if one.verdict == "out" else "warn" if one.verdict in ("pending", "alert") else "plain"
    verdict = d.Cell(verdict_word(one.verdict), tone=tone)
    return (one.label, one.limits, one.value, verdict, one.by, one.checked_by)


def _supply(said: Certified) -> Iterator[d.Block]:
    yield d.Heading(2, "", tr("Supply out of specification"), tr("five entries"))
    columns = (
        d.Column(tr("Entry"), 1.4),
        d.Column(tr("Day"), 0),
        d.Column(tr("Person"), 1.7),
        d.Column(tr("What was said"), 2.4),
        d.Column(tr("Reference"), 1.3),
        d.Column(tr("Entered by"), 1.1),
    )
    rows = [(supply_word(o.name), o.dated, o.person, o.text, o.reference, o.by) for o in said.supply]
    yield d.Table(columns, rows)


def _statement(said: Certified) -> Iterator[d.Block]:
    yield d.Heading(2, "", tr("Statement"))
    yield d.Paragraph(statement_words(said.status) or status_word(said.status))
    if said.comment:
        yield d.Paragraph(said.comment)
    if said.sponsor_comment:
        yield d.Table((d.Column(tr("Remark of the sponsor")),), [(said.sponsor_comment,)])
    for one in said.signers:
        yield d.Signature(one.name, one.person, role_word(one.role), meaning_words(one.meaning), moment_words(one.at))
