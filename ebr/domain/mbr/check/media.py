"""Rules about the pictures and documents of a step: named by the hash of their file, and by words for people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index, PhaseAt
from ebr.domain.mbr.model import MEDIA_TYPES, Media
from ebr.domain.mbr.problem import Place

SHA256 = re.compile(r"[0-9a-f]{64}")
FILE_NAME = re.compile(r"[^/\\:\n]{0,199}[^/\\:\n.\s]")
"""A name that is one file beside another, on any system."""


def media_problems(index: Index) -> Iterator[Trouble]:
    """Yield pictures and documents that could not be found or that nobody could tell apart."""
    yield from index.local(_of_phase)


def _of_phase(phase: PhaseAt, _index: Index) -> Iterator[Trouble]:
    for at, media in enumerate(phase.phase.media):
        yield from _of_media(media, (*phase.node.place, "media", at))


def _of_media(media: Media, place: Place) -> Iterator[Trouble]:
    if not SHA256.fullmatch(media.sha256):
        yield Trouble((*place, "sha256"), "media_hash", {"name": media.name or media.id})
    if not FILE_NAME.fullmatch(media.name):
        yield Trouble((*place, "name"), "media_name", {"name": media.name})
    if not media.media:
        yield Trouble((*place, "media"), "word_open", {"field": "media", "words": ", ".join(MEDIA_TYPES)})
    if not media.label:
        yield Trouble((*place, "label"), "text_empty", {"field": "label"})
