"""Comparing two versions of a master batch record by stable ids, so that quality sees exactly what changed.

`compare(old, new)` is a pure function of the two documents and complete: it finds nothing exactly when both have the
same hash. A changed order is a move and not a removal with an addition; a part whose id alone changed was renamed; what
stands in a step that came or went comes or goes with it. Parts are matched by id and never by likeness: an id is stable
for ever (`ebr.domain.mbr.model`), so what a formula means cannot be guessed wrong here.

`ebr.wording.changes` says every change in words; `impact` tells who reads what changed.
"""

from __future__ import annotations

from ebr.domain.mbr.compare.change import Change, Comparison, Effect, Kind, Level, Named, Renumbered
from ebr.domain.mbr.compare.versions import compare

__all__ = ["Change", "Comparison", "Effect", "Kind", "Level", "Named", "Renumbered", "compare"]
