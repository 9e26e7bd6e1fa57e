"""Names of versions, and a document under another."""

from __future__ import annotations

import json
import re
from typing import Final

from ebr.domain.canonical import dumps
from ebr.domain.mbr.check.ids import ID, VERSION
from ebr.domain.mbr.document import blocks_of, from_json, to_json
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

LAST_NUMBER: Final = re.compile(r"(.*?)([0-9]+)")
LARGEST: Final = 4 * 1024 * 1024
"""Characters of a whole document."""


def next_version(version: str) -> str:
    """Return the text with its last number one higher; without one at the end, with ".1" after it."""
    found = LAST_NUMBER.fullmatch(version)
    return f"{found[1]}{int(found[2]) + 1}" if found is not None else f"{version}.1"


def version_trouble(mbr: str, version: str) -> Refusal | None:
    """Refuse an id or a version that no document could have, before a subject is named by it."""
    if ID.fullmatch(mbr) and VERSION.fullmatch(version):
        return None
    return Refusal("draft_name", mbr=shown_text(mbr), version=shown_text(version))


def document_for(mbr: str, version: str, text: str) -> str:
    """Return the canonical document with this id and version; Refusal for one that is none, finished or not."""
    if len(text) > LARGEST:
        raise Refusal("draft_too_large", limit=str(LARGEST))
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("mbr_document", place="", problem="not_json") from error
    if isinstance(document, dict) and isinstance(document.get("header"), dict):
        document["header"] = {**document["header"], "id": mbr, "version": version}
    whole = to_json(from_json(document, unfinished=True))
    odd = next((name for name in blocks_of(whole) if not name.isascii()), None)  # a name in every change of the block
    if odd is not None:
        raise Refusal("draft_block", block=shown_text(odd))
    return dumps(whole).decode()
