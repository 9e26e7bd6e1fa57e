"""The files that a master batch record in its text form shows: they lie beside the text, under the names it says.

A file is taken only if it has the hash that the text says; nothing else would be what was written and approved. One
that the station keeps already need not lie there.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.mbr.model import Mbr, Media
from ebr.domain.refusal import Refusal

if TYPE_CHECKING:
    from ebr.station.door import Station


def keep_media(station: Station, mbr: Mbr, folder: Path) -> int:
    """Keep every picture and document of the steps at the station and return how many were new; all or none.

    Refusals `media_missing` (name, folder) and `media_other` (name, wanted, found).
    """
    wanted = {one.sha256: one for _, _, phase in mbr.phases() for one in phase.media}
    missing = [one for name, one in wanted.items() if station.attachments.read(name) is None]
    found = [(one, _beside(one, folder)) for one in missing]
    for one, data in found:
        station.attach(data, one.name, one.media)
    return len(found)


def _beside(media: Media, folder: Path) -> bytes:
    try:
        data = (folder / media.name).read_bytes()
    except OSError:
        raise Refusal("media_missing", name=media.name, folder=str(folder)) from None
    found = hashlib.sha256(data).hexdigest()
    if found != media.sha256:
        raise Refusal("media_other", name=media.name, wanted=media.sha256, found=found)
    return data
