"""What a dry run reached, in words: points, faults, gaps, and why something was not reached.

The ids of `ebr.domain.mbr.coverage` are for programs; a person reads the number and title of the part and what was
done there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.mbr.coverage import Coverage, DeadEnd, Fault, Gap, Point
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.numbering import numbering
from ebr.wording.codes import meaning_words
from ebr.wording.parameters import shown
from ebr.wording.refusals import REFINED_BY, REFUSALS
from ebr.wording.sentences import refined, sentence, word
from ebr.words import mark, ntr, tr

KINDS: Final[Mapping[str, str]] = {
    "phase": mark("Steps"),
    "branch": mark("Conditions"),
    "choice": mark("Answers"),
    "limit": mark("Limits"),
    "timer": mark("Timers"),
    "loop": mark("Rounds"),
    "person": mark("Second persons and scribes"),
    "correction": mark("Corrections"),
    "floor": mark("Events on the floor"),
    "fault": mark("Seeded faults"),
}
"""Kinds of what can be reached, as headings."""

WAYS: Final[Mapping[str, str]] = {
    "phase.performed": mark("performed"),
    "branch.yes": mark("condition is met"),
    "branch.no": mark("condition is not met"),
    "choice.yes": mark("answered yes"),
    "choice.no": mark("answered no"),
    "choice.na": mark("answered not applicable"),
    "timer.early": mark("stopped too early"),
    "timer.least": mark("stopped at the minimum"),
    "timer.within": mark("stopped in between"),
    "timer.most": mark("stopped at the maximum"),
    "timer.late": mark("stopped too late"),
    "loop.first": mark("end point in the first round"),
    "loop.more": mark("end point in a later round"),
    "loop.bound": mark("last round without the end point"),
    "loop.least": mark("as few as allowed"),
    "loop.most": mark("as many as allowed"),
    "loop.due": mark("round in time"),
    "loop.late": mark("round late"),
    "loop.missed": mark("round missed"),
    "person.scribe": mark("recorded by a scribe"),
    "correction.changed": mark("corrected"),
    "floor.held": mark("held and gone on with"),
    "floor.left": mark("left at once and come back to"),
    "floor.handed_over": mark("handed over in the middle of a step"),
    "floor.late": mark("entry made late"),
}
"""Ways by kind."""

BOUNDS: Final[Mapping[str, str]] = {
    "low": mark("lower limit"),
    "high": mark("upper limit"),
    "alert_low": mark("lower alert limit"),
    "alert_high": mark("upper alert limit"),
    "balance": mark("balance of labels"),
    "size.low": mark("smallest batch"),
    "size.high": mark("largest batch"),
}
STEPS: Final[Mapping[str, str]] = {
    "at": mark("{limit}: exactly there"),
    "inside": mark("{limit}: just inside"),
    "outside": mark("{limit}: just outside"),
}
"""Where a value lay."""

FAULTS: Final[Mapping[str, str]] = {
    "out_of_limit": mark("value beyond an action limit"),
    "not_acceptable": mark("answer that is not acceptable"),
    "read_again": mark("second reading after a refused one"),
    "labels_out": mark("labels that do not add up"),
    "result_out": mark("result beyond its limits"),
    "wrong_scan": mark("wrong label scanned"),
    "wrong_identity": mark("another identifier scanned"),
    "quantity_out": mark("too much or too little of a material"),
    "statistic_out": mark("figure of several readings beyond its limits"),
    "computed_out": mark("computed value beyond its limits"),
    "corrected_out": mark("corrected to a value beyond its limits"),
    "limit_moved": mark("correction that moves a limit away from a standing value"),
    "too_early": mark("stopped before the minimum time"),
    "too_late": mark("stopped after the maximum time"),
    "same_person": mark("second person is the one who did it"),
    "witness_late": mark("witness signs too late"),
    "no_right": mark("entry by somebody without the right"),
    "signed_unfinished": mark("signed with entries missing"),
    "out_of_order": mark("entry in a step that waits for another"),
    "bound": mark("end point not reached in the last round"),
    "series_late": mark("round opened late"),
    "series_missed": mark("round left out"),
    "fewer": mark("too few rounds named"),
    "further": mark("too many rounds named"),
    "size_outside": mark("batch larger than allowed"),
    "second_gone": mark("nobody there to witness"),
    "held": mark("entry while the batch is held"),
    "left": mark("entry before anybody came back"),
    "hand_over_same": mark("handed over to the one who leaves"),
    "late_entry": mark("entry made late"),
}
"""What was done wrong on purpose."""

WHYS: Final[Mapping[str, str]] = {
    "not_met": mark("no batch came there"),
    "not_found": mark("no allowed values found"),
    "not_representable": mark("between two possible values"),
}
"""Why something was not reached."""

GAPS: Final[Mapping[str, str]] = {
    "lot_not_scanned": mark(
        "the lot is typed; no scan compares it with the material, so a wrong lot would not be noticed"
    ),
    "expiry_not_compared": mark(
        "the expiry of a lot is kept and compared with nothing, so an expired lot would not be noticed"
    ),
}
"""Faults that no entry of the document would notice."""

STUCK: Final[Mapping[str, str]] = {
    "step_unfinished": mark("The step stays as it is whatever is done."),
    "open": mark("Nothing is left to do, and this is not finished."),
    "running": mark("A timer runs on that nothing stops."),
}
"""Why a batch could not be played to its end, where no refusal says it."""


@dataclass(frozen=True, slots=True)
class Named:
    """The parts of an MBR as people call them."""

    mbr: Mbr
    numbers: Mapping[str, str]
    titles: Mapping[str, str]

    def part(self, place: str) -> str:
        """Return number and title of a part; of an item its label too."""
        whole, _, inner = place.partition("/")
        number, title = self.numbers.get(whole, ""), self.titles.get(place) or self.titles.get(whole, whole)
        if inner and place not in self.titles:
            title = tr("{label}, {item}", label=title, item=inner)
        return f"{number} {title}".strip()


def named(mbr: Mbr) -> Named:
    """Return the names of everything in an MBR."""
    titles = {"header": tr("Header"), "batch": tr("Whole batch")}
    for unit in mbr.procedure:
        titles[unit.id] = unit.title
        for operation in unit.operations:
            titles[operation.id] = operation.title
    for phase, slot in mbr.slots():
        titles[phase.id], titles[slot.id] = phase.title, slot.label
        for item in slot.items:
            titles[f"{slot.id}/{item.id}"] = tr("{label}, {item}", label=slot.label, item=item.label)
        for option in slot.options:
            titles[f"{slot.id}:{option.id}"] = option.label
    return Named(mbr, numbering(mbr), titles)


def kind_words(kind: str) -> str:
    """Return the heading for a kind of points."""
    return word(KINDS, kind)


def way_words(point: Point, names: Named) -> str:
    """Return what was to be reached, without the part."""
    if point.kind == "limit":
        limit = word(BOUNDS, point.field)
        return tr(STEPS[point.what], limit=limit) if point.what in STEPS else limit
    if point.kind == "person" and point.what != "scribe":
        return meaning_words(point.what)
    option = names.titles.get(f"{point.place}:{point.what}")
    if option is not None:
        return tr("answer {answer}", answer=option)
    return word(WAYS, f"{point.kind}.{point.what}")


def point_words(point: Point, names: Named) -> str:
    """Return a point as one line: where, and what."""
    return tr("{part}: {what}", part=names.part(point.place), what=way_words(point, names))


def fault_words(fault: Fault, names: Named) -> str:
    """Return a fault as one line: where, and what was done wrong."""
    return tr("{part}: {what}", part=names.part(fault.place), what=word(FAULTS, fault.kind))


def why_words(code: str) -> str:
    """Return why something was not reached."""
    return word(WHYS, code)


def gap_words(gap: Gap, names: Named) -> str:
    """Return something wrong that the document would not notice."""
    return tr("{part}: {what}", part=names.part(gap.place), what=word(GAPS, gap.code))


def dead_end_words(end: DeadEnd, names: Named) -> str:
    """Return what stopped a batch."""
    code = end.code
    said = sentence(REFUSALS, refined(REFUSALS, REFINED_BY, code, end.params), shown(code, end.params))
    return tr(
        "Batch {batch}, {part}: {why}", batch=end.batch, part=names.part(end.place), why=said or word(STUCK, code)
    )


def verdict_words(coverage: Coverage) -> str:
    """Return the outcome of a dry run in one sentence."""
    if coverage.passed:
        return tr("Every batch was played to its end, every step was reached, every seeded fault was answered.")
    if coverage.silent():
        count = len(coverage.silent())
        return ntr("{n} seeded fault was not answered.", "{n} seeded faults were not answered.", count)
    if coverage.unreachable():
        count = len(coverage.unreachable())
        return ntr("{n} step cannot be reached.", "{n} steps cannot be reached.", count)
    count = len(coverage.dead_ends)
    return ntr("{n} batch could not be played to its end.", "{n} batches could not be played to their end.", count)


def figure_words(kind: str, reached: int, whole: int) -> str:
    """Return one figure as a line."""
    return tr("{kind}: {reached} of {whole}", kind=kind_words(kind), reached=reached, whole=whole)


def figures_words(figures: Mapping[str, str]) -> str:
    """Return kept figures ({"limit": "488/506"}) in words, in the order in which they are always told."""
    known = [(tr(words), figures[kind]) for kind, words in KINDS.items() if kind in figures]
    others = [(kind, text) for kind, text in sorted(figures.items()) if kind not in KINDS]
    return ", ".join(tr("{kind} {figure}", kind=kind, figure=text) for kind, text in (*known, *others))


def batches_words(coverage: Coverage) -> str:
    """Return how many batches were played, and on which seed."""
    return ntr("{n} batch played, seed {seed}", "{n} batches played, seed {seed}", coverage.batches, seed=coverage.seed)
