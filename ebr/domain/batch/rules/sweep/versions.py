"""The master of the batch: in force when it was issued, and the very document that was approved (211.188(a))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ebr.domain import subjects
from ebr.domain.batch.rules.sweep.found import Found, Sight, decimal_of, wall
from ebr.domain.master.state import MasterState


def found(sight: Sight) -> Iterator[Found]:
    """Yield what the batch was issued on and should not have been. A withdrawal is said by the weaknesses."""
    issued, stamp = sight.state.issued, sight.state.issue_stamp
    assert issued is not None
    header = sight.plan.mbr.header
    yield from _first_page(sight, issued.size, issued.identifiers)
    yield from _amended(sight)
    told = {"mbr": issued.mbr, "version": issued.version}
    if not sight.state.amendments and (header.id, header.version) != (issued.mbr, issued.version):
        yield Found("document_differs", "", told)
    master = sight.facts.get(subjects.master(issued.mbr, issued.version))
    if not isinstance(master, MasterState) or stamp is None:
        return
    if master.document and (issued.hash != master.hash or issued.document != master.document):
        yield Found("document_differs", "", told)
    if not master.effective or date.fromisoformat(master.effective) > wall(stamp).date():
        yield Found("version_not_in_force", "", {**told, "since": master.effective})


def _first_page(sight: Sight, size: str, identifiers: Mapping[str, str]) -> Iterator[Found]:
    """Yield a size that the master does not allow, and identifiers that the issue leaves out (211.186(b), 211.188)."""
    header = sight.plan.mbr.header
    given, low, high = decimal_of(size), decimal_of(header.size.low), decimal_of(header.size.high)
    if given is None or (low is not None and given < low) or (high is not None and given > high):
        params = {"value": size, "unit": header.size.unit, "low": header.size.low, "high": header.size.high}
        yield Found("size_outside", "", params)
    for one in header.identifiers:
        if not identifiers.get(one.id, "").strip():
            yield Found("identifier_missing", "", {"identifier": one.label, "slot": one.id})


def _amended(sight: Sight) -> Iterator[Found]:
    """Yield an amendment of the instructions that no exception tells of (211.100(b))."""
    raised = [one.params.get("amendment") for one in sight.state.exceptions.values() if one.rule == "amended"]
    for one in sight.state.amendments:
        if str(one.event.number) not in raised:
            params = {"amendment": str(one.event.number), "person": one.stamp.by, "at": one.stamp.at.wall}
            yield Found("amended_unsaid", "", params)
