"""Rules about what a master batch record must contain (21 CFR 211.103-211.130, 211.186; EU GMP 4.17-4.19)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index, SlotAt
from ebr.domain.mbr.model import Header
from ebr.domain.mbr.problem import Place
from ebr.domain.mbr.shape import fields_of

HEADER_NEEDS = ("title", "product", "product_code", "strength", "form", "stage")
LEAST_IDENTIFIERS = 2
"""For a product that belongs to one patient (EU GMP Part IV)."""

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
GTIN = re.compile(r"[0-9]{14}")
_ISSUED = re.compile(r"([a-z][a-z0-9_]*)\.issued\b")

CONTROLS = ("number", "table", "calculation", "environment", "result", "duration")
"""Kinds of entries whose limits can control a process."""

HEADER_WANTS = ("shelf_life", "storage", "sources")


def completeness_problems(index: Index) -> Iterator[Trouble]:
    """Yield what is missing from the whole."""
    yield from _header(index)
    yield from _texts(index)
    yield from _clearance(index)
    yield from _yields(index)
    yield from _samples(index)
    yield from _labels(index)
    yield from _timers(index)
    yield from _identity(index)
    if not index.by_kind.get("sample"):
        yield Trouble(("procedure",), "sampling_missing")
    if not any(_limited(at) for at in index.of_kind(*CONTROLS)):
        yield Trouble(("procedure",), "controls_missing")
    for at in index.of_kind("number", "result", "environment"):
        if at.slot.critical and not _limited(at) and not at.slot.options:
            yield Trouble(at.place, "critical_without_limits", {"id": at.slot.id})


def _limited(at: SlotAt) -> bool:
    return at.slot.limits.any() or any(item.limits.any() for item in at.slot.items)


def _header(index: Index) -> Iterator[Trouble]:
    header = index.mbr.header
    for field in HEADER_NEEDS:
        if not getattr(header, field):
            yield Trouble(("header", field), "header_empty", {"field": field})
    for field in HEADER_WANTS:
        if not getattr(header, field):
            yield Trouble(("header",), "header_unsaid", {"field": field})
    if not header.size.unit:
        yield Trouble(("header", "size", "unit"), "header_empty", {"field": "unit"})
    for f in fields_of(Header):
        if f.words and not getattr(header, f.name):
            words = ", ".join(f.words)
            yield Trouble(("header", f.name), "word_open", {"field": f.name, "words": words})
    if not LANGUAGE_TAG.fullmatch(header.language):
        yield Trouble(("header", "language"), "language_form", {"language": header.language})
    if header.gtin and not _gtin(header.gtin):
        yield Trouble(("header", "gtin"), "gtin_bad", {"gtin": header.gtin})


def _gtin(text: str) -> bool:
    """Tell whether a trade item number has 14 digits and the check digit that belongs to them."""
    if not GTIN.fullmatch(text):
        return False
    return sum(int(sign) * (3 if at % 2 == 0 else 1) for at, sign in enumerate(text)) % 10 == 0


def _texts(index: Index) -> Iterator[Trouble]:
    """A step without an instruction tells nobody what to do (211.186(b)(9))."""
    for node in index.nodes:
        if node.phase is not None and not node.phase.instruction:
            yield Trouble((*node.place, "instruction"), "text_empty", {"field": "instruction"})
    titles: list[tuple[Place, str]] = [(("procedure", n), unit.title) for n, unit in enumerate(index.mbr.procedure)]
    titles += [
        ((*("procedure", n), "operations", m), operation.title)
        for n, unit in enumerate(index.mbr.procedure)
        for m, operation in enumerate(unit.operations)
    ]
    titles.extend((node.place, node.phase.title) for node in index.nodes if node.phase is not None)
    for place, title in titles:
        if not title:
            yield Trouble((*place, "title"), "text_empty", {"field": "title"})
    for n, unit in enumerate(index.mbr.procedure):
        if not unit.room:
            yield Trouble(("procedure", n), "room_unsaid", {"id": unit.id})
    yield from _titles_twice(index)


def _titles_twice(index: Index) -> Iterator[Trouble]:
    seen: set[tuple[str, str]] = set()
    for at in index.phases:
        found = (at.node.around[-1].id, at.phase.title)
        if found in seen and at.phase.title:
            yield Trouble((*at.node.place, "title"), "title_twice", {"id": found[0], "title": at.phase.title})
        seen.add(found)


def _clearance(index: Index) -> Iterator[Trouble]:
    """Nothing of another batch may be there: examined before first use (211.130(e), 211.188(b)(6); EU GMP 4.18)."""
    cleared = [at.order for at in index.of_kind("clearance")]
    used = list(index.of_kind("material", "qs"))
    if used and (not cleared or min(cleared) > used[0].order):
        yield Trouble(used[0].place, "clearance_missing", {"id": used[0].slot.id})
    if cleared and used and max(cleared) < used[-1].order:
        yield Trouble(("procedure",), "clearance_after", {"id": used[-1].slot.id})


def _yields(index: Index) -> Iterator[Trouble]:
    yields = list(index.of_kind("yield"))
    if not yields:
        yield Trouble(("procedure",), "yield_missing")
    for at in yields:
        if at.slot.limits.low is None or at.slot.limits.high is None:
            yield Trouble(at.place, "yield_without_limits", {"id": at.slot.id})


def _samples(index: Index) -> Iterator[Trouble]:
    with_results = {at.slot.of for at in index.of_kind("result")}
    for at in index.of_kind("sample"):
        if at.slot.id not in with_results and not at.slot.note:
            yield Trouble(at.place, "sample_without_result", {"id": at.slot.id})
    for at in index.of_kind("result"):
        if not at.slot.limits.any() and not at.slot.options and not at.slot.note:
            yield Trouble(at.place, "result_without_limits", {"id": at.slot.id})


def _labels(index: Index) -> Iterator[Trouble]:
    """Labels are reconciled by limits on the count or by a calculation (211.125(c))."""
    counted = {
        name
        for at in index.of_kind("calculation", "yield")
        for name in _ISSUED.findall(at.slot.formula)
        if at.slot.formula
    }
    for at in index.of_kind("labels"):
        if not at.slot.limits.any() and at.slot.id not in counted:
            yield Trouble(at.place, "labels_without_reconciliation", {"id": at.slot.id})


def _timers(index: Index) -> Iterator[Trouble]:
    """Time limits are set where they matter for quality (211.111)."""
    for at in index.of_kind("timer"):
        if not at.slot.limits.any():
            yield Trouble(at.place, "timer_without_limits", {"id": at.slot.id})
        elif at.slot.limits.high is None and not at.slot.note:
            yield Trouble(at.place, "hold_without_maximum", {"id": at.slot.id})


def _identity(index: Index) -> Iterator[Trouble]:
    header = index.mbr.header
    checks = list(index.of_kind("identity"))
    if header.profile == "ATMP" and len(header.identifiers) < LEAST_IDENTIFIERS:
        yield Trouble(("header",), "identifiers_few")
    if header.identifiers and not checks:
        yield Trouble(("procedure",), "identity_unchecked")
    used = next(index.of_kind("material", "qs"), None)
    if header.identifiers and checks and used is not None and used.order < checks[0].order:
        yield Trouble(used.place, "identity_late", {"id": used.slot.id})
    for at in checks:
        if not header.identifiers:
            yield Trouble(at.place, "identity_without_identifiers", {"id": at.slot.id})
