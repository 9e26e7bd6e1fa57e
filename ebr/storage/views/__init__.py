"""The read models of a station: one per file, written out in `ALL`."""

from __future__ import annotations

from ebr.storage.views.view import View

ALL: tuple[View, ...] = ()
"""Every view of folded state; the index and the audit trail are written with each entry (`ebr.storage.projector`)."""
