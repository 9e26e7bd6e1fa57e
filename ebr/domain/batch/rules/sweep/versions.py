"""The master of the batch: in force when it was issued, and the very document that was approved (211.188(a))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ebr.domain import subjects
from ebr.domain.batch.rules.sweep.found import Found, Sight, wall
from ebr.domain.master.state import MasterState


def found(sight: Sight) -> Iterator[Found]:
    """Yield what the batch was issued on and should not have been. A withdrawal is said by the weaknesses."""
    issued, stamp = sight.state.issued, sight.state.issue_stamp
    assert issued is not None
    header = sight.plan.mbr.header
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
