"""What a step shows with its instruction, on paper: pictures small, documents by name; each with label and hash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from ebr.domain.mbr.model import Phase
from ebr.reports import document as d
from ebr.words import tr

File = Callable[[str], bytes | None]
HIGHEST: Final = 140.0
"""Points that a picture of a step is high at most."""


def no_file(_name: str) -> bytes | None:
    """Return no file: where a paper is made outside a station."""
    return None


def media_blocks(phase: Phase, file: File) -> Iterator[d.Block]:
    """Yield the pictures of a step and a line for each document, or for what is not here."""
    for media in phase.media:
        if media.media.startswith("image/") and file(media.sha256) is not None:
            words = tr("{label}: {name}", label=media.label, name=media.name)
            yield d.Image(media.sha256, partial(_bytes, file, media.sha256), words, HIGHEST)
        else:
            words = tr("{label}: {name}, SHA-256 {hash}", label=media.label, name=media.name, hash=media.sha256)
            yield d.Paragraph(words, "quiet")


def _bytes(file: File, name: str) -> bytes:
    return file(name) or b""
