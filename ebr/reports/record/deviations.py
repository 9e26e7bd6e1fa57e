"""Deviations that name the batch, behind its exceptions: where each stood when the report was made (211.192)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState
from ebr.domain.deviation.state import DeviationState, Mark
from ebr.reports import document as d
from ebr.reports.record.context import Context
from ebr.wording import meaning_words, role_word, severity_word
from ebr.wording.deviations import deviation_word, history_word, method_word, section_word, title_words
from ebr.words import ntr, tr


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield the deviations; nothing where the batch was told of none, so records from before stay what they are."""
    if not state.deviations:
        return
    count = len(state.deviations)
    yield d.Heading(2, "", tr("Deviations"), ntr("{n} deviation", "{n} deviations", count))
    for number in state.deviations:
        found = context.facts.get(subjects.deviation(number))
        if isinstance(found, DeviationState) and found.known:
            yield from _told(context, found)
        else:
            told = state.deviations[number]
            yield d.Paragraph(tr("{deviation}: {title}", deviation=number, title=title_words(told.rule, told.title)))


def _told(context: Context, found: DeviationState) -> Iterator[d.Block]:
    title = title_words("" if found.described else found.rule, found.title)
    yield d.Heading(3, "", tr("{deviation}: {title}", deviation=found.number, title=title), deviation_word(found.life))
    yield d.Facts(tuple(_facts(found)))
    for mark in found.signatures:
        yield _signature(context, mark)


def _facts(found: DeviationState) -> Iterator[d.Fact]:
    yield d.Fact(tr("Class"), severity_word(found.severity))
    yield d.Fact(tr("Exceptions"), ", ".join(f"{batch} {number}" for batch, number in found.exceptions), code=True)
    for name in found.written:
        event = found.written[name].event
        text = getattr(event, "text", "") or getattr(event, "corrective", "")
        method = getattr(event, "method", "")
        said = tr("{method}: {text}", method=method_word(method), text=text) if method else text
        yield d.Fact(section_word(name), said)
        if reference := getattr(event, "reference", ""):
            yield d.Fact(tr("Reference of the action"), reference, code=True)
    if found.closure is not None:
        yield d.Fact(section_word("conclusion"), found.closure.text)


def _signature(context: Context, mark: Mark) -> d.Signature:
    covers = history_word(mark.what)
    return d.Signature(
        mark.name, mark.by, role_word(mark.role), meaning_words(mark.meaning), context.at(mark.stamp), covers
    )
