"""Master batch records on the work queue: drafts to go on with, versions that wait for this person's signature.

Only what the person may do next is a card: who signed as author never verifies or approves, quality signs last
(21 CFR 211.186(a)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ebr.station.questions import DraftRow, MasterRow
from ebr.words import ntr, tr


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One draft or version: where it is worked on, what is to do, and whether it is urgent."""

    screen: str
    mbr: str
    version: str
    title: str
    words: str
    verb: str
    chip: str = ""
    tone: str = ""


def version_cards(
    drafts: Iterable[DraftRow], masters: Iterable[MasterRow], name: str, roles: tuple[str, ...]
) -> tuple[VersionCard, ...]:
    """Return the cards of a person, by printed name and roles: signatures first, then drafts."""
    waiting = (card for row in masters if (card := _waiting(row, name, roles)) is not None)
    return (*waiting, *_drafts(drafts)) if "author" in roles else tuple(waiting)


def _waiting(row: MasterRow, name: str, roles: tuple[str, ...]) -> VersionCard | None:
    if row.author == name or not row.from_draft or "quality" not in roles:
        return None
    told = {"version": row.version, "name": row.author}
    words = {
        "signed": tr("Version {version} by {name} waits for whoever verifies it", **told),
        "verified": tr("Version {version} by {name} waits for its approval", **told),
        "approved": tr("Version {version} is approved and can be put in force", **told),
    }.get(row.status, "")
    mine = row.status != "verified" or row.verifier != name
    if not words or not mine or (row.status == "approved" and row.effective):
        return None
    chip = ntr("{n} open remark", "{n} open remarks", row.remarks) if row.remarks else ""
    return VersionCard("review", row.mbr, row.version, row.title, words, tr("Review"), chip, "warn" if chip else "")


def _drafts(drafts: Iterable[DraftRow]) -> Iterator[VersionCard]:
    for row in drafts:
        if not row.here:
            continue
        words = tr("Draft of version {version}, from {base}", version=row.version, base=row.base)
        words = words if row.base else tr("Draft of version {version}", version=row.version)
        chip = ntr("{n} conflict", "{n} conflicts", row.contested) if row.contested else ""
        chip = chip or (tr("Given back") if row.returned else "")
        yield VersionCard(
            "editor", row.mbr, row.version, row.title, words, tr("Go on writing"), chip, "warn" if chip else ""
        )
