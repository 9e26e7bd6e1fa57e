"""What is true of one version: its document, where it came from, who signed, what was remarked, from when to when."""

from __future__ import annotations

from ebr.domain.master.state.apply import apply, start
from ebr.domain.master.state.changes import changes_from, changes_text
from ebr.domain.master.state.model import TRANSLATED, Endorsement, Life, MasterState, hashes_of, signature_key

__all__ = [
    "TRANSLATED",
    "Endorsement",
    "Life",
    "MasterState",
    "apply",
    "changes_from",
    "changes_text",
    "hashes_of",
    "signature_key",
    "start",
]
