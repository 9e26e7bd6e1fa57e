"""The certificate of analysis from a station: asked from the record, noted in it, sealed and written whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.station.answered import Answer
from ebr.station.answers.releases import release
from ebr.station.answers.samples import of_batch
from ebr.station.questions.releases import ReleaseAnswer, ReleaseQuestion
from ebr.station.questions.samples import BatchSamples, SampleAnswer
from ebr.station.sealed_papers import printed_now, write_sealed
from ebr.wording import moment_words
from ebr.wording.samples import sample_word
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.reports.analysis import Analysed, Drawn, Other
    from ebr.station.inside import Inside

OF_QUALITY = ("reviewed", "certified")


def print_analysis(station: Inside, batch: str, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the print in the record, then write the sealed certificate of analysis; the answer names the file.

    Raises `Refusal` batch_unknown.
    """
    from ebr.reports.analysis import analysis_paper
    from ebr.reports.pdf.recall import draw_recall

    found, samples = release(station, ReleaseQuestion(batch)), of_batch(station, BatchSamples(batch))
    printed = printed_now(station, by)
    paper = analysis_paper(analysed(found, samples), printed)
    what = f"print of the certificate of analysis of {batch}"
    return write_sealed(station, what, lambda: draw_recall(paper), printed, target, by, command_id, len(found.results))


def analysed(found: ReleaseAnswer, samples: Sequence[SampleAnswer]) -> Analysed:
    """Return what a certificate of analysis says of a batch: what stands in it, and what else its samples tell."""
    from ebr.reports.analysis import Analysed, Specified
    from ebr.reports.certificate import Signer

    times = {one.address: one.at for sample in samples for one in sample.results if one.stands and not one.number}
    results = [
        Specified(
            one.label,
            one.samples,
            one.limits,
            one.value,
            one.verdict,
            times.get(one.address, ""),
            one.by,
            one.checked_by,
        )
        for one in found.results
    ]
    standing = {one.meaning: one for one in found.decided if one.valid and one.meaning in OF_QUALITY}
    return Analysed(
        found.batch,
        found.product,
        found.strength,
        found.form,
        found.size,
        found.mbr,
        found.version,
        found.mbr_hash,
        found.identifiers,
        tuple(results),
        tuple(other for sample in samples for other in _others(sample)),
        tuple(_drawn(sample) for sample in samples),
        tuple(Signer(one.meaning, one.name, one.person, one.role, one.at) for one in standing.values()),
    )


def _others(sample: SampleAnswer) -> Iterator[Other]:
    from ebr.reports.analysis import Other

    for one in sample.results:
        if one.number or not one.stands:
            yield Other(
                one.label,
                sample.row.sample,
                one.value,
                one.verdict,
                one.at,
                one.analyst,
                one.checked_by,
                one.number,
                one.invalid,
                one.invalid_why,
            )


def _drawn(sample: SampleAnswer) -> Drawn:
    from ebr.reports.analysis import Drawn

    received = ", ".join(text for text in (moment_words(sample.received_at), sample.received_by) if text)
    return Drawn(
        sample.row.sample,
        sample.row.label,
        sample.quantity,
        f"{moment_words(sample.row.taken_at)}, {sample.taken_by}",
        received if sample.received_at else "",
        sample_word(sample.row.status),
        ", ".join(_exposed(sample)),
    )


def _exposed(sample: SampleAnswer) -> Iterator[str]:
    for one in sample.exposures:
        if one.ended:
            said = {"place": one.place, "minutes": str(one.minutes), "began": moment_words(one.began)}
            yield tr("open at {place} from {began} for {minutes} minutes", **said)
