"""What reviewers leave with a draft and with a version alike: remarks on its parts, results of dry runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp, clean_text

LONGEST_PLACE = 200


@dataclass(slots=True)
class Remark:
    """A remark on a part; `id` is the hash of its entry, `closed` when and by whom it was settled, `answer` how."""

    id: str
    place: str
    text: str
    stamp: Stamp
    closed: Stamp | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A dry run of the document with the MBR hash `hash`."""

    hash: str
    seed: str
    batches: int
    figures: Mapping[str, str]
    report: str
    stamp: Stamp


def settle(remarks: Mapping[str, Remark], remark: str, text: str, stamp: Stamp) -> None:
    """Settle a remark in the state, the first time it is settled; one that is not there leaves no trace."""
    found = remarks.get(remark)
    if found is not None and found.closed is None:
        found.closed, found.answer = stamp, text


def open_remarks(remarks: Mapping[str, Remark]) -> tuple[Remark, ...]:
    """Return the remarks that nobody has settled, oldest first."""
    return tuple(remark for remark in remarks.values() if remark.closed is None)


def remark_text(place: str, text: str) -> tuple[str, str]:
    """Return place and text of a new remark; Refusal without a text."""
    said = clean_text(text)
    if not said:
        raise Refusal("comment_text_missing")
    return clean_text(place, LONGEST_PLACE), said


def settling_trouble(remarks: Mapping[str, Remark], remark: str, person: str, *, anybody: bool) -> Refusal | None:
    """Refuse to settle what is not open, or what another person asked (unless `anybody` may)."""
    found = remarks.get(remark)
    if found is None or found.closed is not None:
        return Refusal("comment_not_open")
    if found.stamp.by != person and not anybody:
        return Refusal("comment_of_another", person=found.stamp.by)
    return None


def newest(rehearsals: Iterable[Rehearsal], wanted: str) -> Rehearsal | None:
    """Return the last rehearsal of the document with this hash."""
    return next((made for made in reversed(tuple(rehearsals)) if made.hash == wanted), None)
