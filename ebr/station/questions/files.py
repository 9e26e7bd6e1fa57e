"""Questions about the files that entries and steps name by their SHA-256."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where the file of this SHA-256 is kept here: a path as text, "" where it has not arrived. Compare its bytes."""

    sha256: str


@dataclass(frozen=True, slots=True)
class MediaRow:
    """A picture or document of a step: its id, the SHA-256 of its file, what that was called, its type, its label."""

    id: str
    sha256: str
    name: str
    media: str
    label: str
