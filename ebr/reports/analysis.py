"""The certificate of analysis of a batch as data: its samples, each result with its limits, who found and checked it.

ICH Q7 11.4; 21 CFR 211.165, 211.194. It tells everything that was found: a retest stands beside the first result, and
what an investigation set aside is named with the number of the investigation. While a result is missing the paper says
so in its title. The paper carries a hash of what it says, so two papers with one hash say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from ebr.reports import document as d
from ebr.reports.certificate import Signer
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.reports.said import batch_facts, product_words, said_hash
from ebr.wording import meaning_words, moment_words, role_word
from ebr.wording.releases import verdict_word
from ebr.words import ntr, tr


@dataclass(frozen=True, slots=True)
class Specified:
    """The reported result of one test: what stands now. `verdict` "", "in", "alert", "out" or "pending"."""

    test: str
    samples: tuple[str, ...]
    limits: str
    value: str
    verdict: str
    at: str
    by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Other:
    """A result that is not the reported one, and why: a retest, one set aside, one replaced."""

    test: str
    sample: str
    value: str
    verdict: str
    at: str
    by: str
    checked_by: str
    number: int
    investigation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One sample; `exposed` are the plate's times in words, `status` where it stands in words."""

    number: str
    label: str
    quantity: str
    taken: str
    received: str
    status: str
    exposed: str


@dataclass(frozen=True, slots=True)
class Analysed:
    """Everything the certificate of analysis says."""

    batch: str
    product: str
    strength: str
    form: str
    size: str
    mbr: str
    version: str
    mbr_hash: str
    identifiers: tuple[tuple[str, str], ...]
    results: tuple[Specified, ...]
    others: tuple[Other, ...]
    samples: tuple[Drawn, ...]
    signers: tuple[Signer, ...]

    @property
    def pending(self) -> int:
        """How many results are missing."""
        return sum(one.verdict == "pending" for one in self.results)


def analysis_paper(said: Analysed, printed: Printed) -> RecallPaper:
    """Return the paper; nothing on it depends on anything but the record and the moment of printing."""
    return RecallPaper(
        title=tr("Results so far, no certificate of analysis") if said.pending else tr("Certificate of analysis"),
        about=said.batch,
        words=product_words(said),
        hash=said_hash(astuple(said)),
        printed=printed,
        facts=tuple(_facts(said)),
        remarks=tuple(_remarks(said)),
        blocks=tuple(_blocks(said)),
    )


def _facts(said: Analysed) -> Iterator[d.Fact]:
    yield from batch_facts(said, tr("Specification"))
    yield d.Fact(tr("Samples"), str(len(said.samples)))


def _remarks(said: Analysed) -> Iterator[str]:
    if said.pending:
        yield ntr("{n} result is still pending.", "{n} results are still pending.", said.pending)
    failed = sum(one.verdict == "out" for one in said.results)
    if failed:
        yield ntr("{n} result is out of its limits.", "{n} results are out of their limits.", failed)
    if not any(one.meaning == "reviewed" for one in said.signers):
        yield tr("Quality has not reviewed these results yet.")


def _blocks(said: Analysed) -> Iterator[d.Block]:
    yield d.Heading(1, "", tr("Results against the specification"), counted(said.results))
    if said.results:
        yield d.Table(_columns(), [_row(one) for one in said.results], dense=True)
    else:
        yield d.Paragraph(tr("The master batch record asks for no result."))
    if said.others:
        yield d.Heading(2, "", tr("Retests, and results set aside"), str(len(said.others)))
        yield d.Table(_other_columns(), [_other(one) for one in said.others], dense=True)
    yield d.Heading(2, "", tr("Samples"), str(len(said.samples)))
    if said.samples:
        yield d.Table(_sample_columns(), [_sample(one) for one in said.samples], dense=True)
    else:
        yield d.Paragraph(tr("No sample has a course in this record."))
    if said.signers:
        yield d.Heading(2, "", tr("Signatures on the batch"))
    for one in said.signers:
        yield d.Signature(one.name, one.person, role_word(one.role), meaning_words(one.meaning), moment_words(one.at))


def counted(results: Sequence[Specified]) -> str:
    """Return how many results conform, of those that are compared with something and here."""
    judged = [one.verdict for one in results if one.verdict]
    good = sum(verdict in ("in", "alert") for verdict in judged)
    return tr("{good} of {all} conform", good=good, all=len(judged)) if judged else ""


def _columns() -> tuple[d.Column, ...]:
    return (
        d.Column(tr("Test"), 1.9),
        d.Column(tr("Sample"), 3.0, code=True),
        d.Column(tr("Limits"), 1.5),
        d.Column(tr("Result"), 1.5),
        d.Column(tr("Verdict"), 0.9),
        d.Column(tr("Tested by"), 1.5),
        d.Column(tr("Checked by"), 1.1),
    )


def _row(one: Specified) -> tuple[str | d.Cell, ...]:
    tested = _tested(one.by, one.at)
    verdict = d.Cell(verdict_word(one.verdict), tone=_tone(one.verdict))
    return (one.test, ", ".join(one.samples), one.limits, one.value, verdict, tested, one.checked_by)


def _tested(by: str, at: str) -> str:
    """Return who tested and on which day; the hour stands in the record."""
    return ", ".join(text for text in (by, at[: len("2026-11-22")]) if text)


def _tone(verdict: str) -> d.Tone:
    return "critical" if verdict == "out" else "warn" if verdict in ("pending", "alert") else "plain"


def _other_columns() -> tuple[d.Column, ...]:
    return (
        d.Column(tr("Test"), 1.6),
        d.Column(tr("Sample"), 2.6, code=True),
        d.Column(tr("Result"), 1.2),
        d.Column(tr("Verdict"), 0.9),
        d.Column(tr("What it is"), 2.2),
        d.Column(tr("Tested by"), 1.5),
        d.Column(tr("Checked by"), 1.1),
    )


def _other(one: Other) -> tuple[str | d.Cell, ...]:
    verdict = d.Cell(verdict_word(one.verdict), tone=_tone(one.verdict))
    return (
        one.test,
        one.sample,
        one.value,
        verdict,
        _what(one),
        _tested(one.by, one.at),
        one.checked_by,
    )


def _what(one: Other) -> str:
    if one.investigation and one.number:
        said = {"number": str(one.number), "investigation": one.investigation, "reason": one.reason}
        return tr("Retest {number}, set aside by {investigation}: {reason}", **said)
    if one.investigation:
        return tr("Set aside by {investigation}: {reason}", investigation=one.investigation, reason=one.reason)
    if one.number:
        return tr("Retest {number}", number=str(one.number))
    return tr("Corrected")


def _sample_columns() -> tuple[d.Column, ...]:
    return (
        d.Column(tr("Sample"), 3.0, code=True),
        d.Column(tr("Name"), 1.8),
        d.Column(tr("Quantity"), 0.8),
        d.Column(tr("Taken"), 1.7),
        d.Column(tr("Received"), 1.7),
        d.Column(tr("State"), 2.0),
    )


def _sample(one: Drawn) -> tuple[str, ...]:
    state = f"{one.status}; {one.exposed}" if one.exposed else one.status
    return (one.number, one.label, one.quantity, one.taken, one.received, state)
