"""What is true of a draft: its blocks, what was changed on two sides, who wrote, who holds it, remarks, rehearsals."""

from __future__ import annotations

from ebr.domain.draft.state.apply import apply, start
from ebr.domain.draft.state.blocks import Blocks, changed_blocks, digest_of, whole_hash
from ebr.domain.draft.state.model import Contest, DraftState, Save, Side
from ebr.domain.draft.state.seen import seen_after, seen_text, unseen
from ebr.domain.draft.state.versions import LARGEST, document_for, next_version, version_trouble

__all__ = [
    "LARGEST",
    "Blocks",
    "Contest",
    "DraftState",
    "Save",
    "Side",
    "apply",
    "changed_blocks",
    "digest_of",
    "document_for",
    "next_version",
    "seen_after",
    "seen_text",
    "start",
    "unseen",
    "version_trouble",
    "whole_hash",
]
