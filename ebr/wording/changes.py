"""Changes between two versions of a master batch record in words: "6.3 Bag temperature: upper limit 8.0 -> 6.0 °C".

`change_words` is the whole sentence, for lists, signing sheets and the command; `said` gives its parts, for whoever
sets them in columns. Ids are named by what they stand for, codes by their words, numbers with their unit; a formula
stays as it is written, because that is what counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ebr.domain.mbr.compare import Change
from ebr.domain.mbr.compare.change import Renumbered
from ebr.domain.mbr.compare.levels import owner_of
from ebr.domain.mbr.document import LANGUAGE
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.numbering import numbering
from ebr.wording.changes_fields import PROSE
from ebr.wording.changes_values import Sides, excerpt, field_name, short_value_words, value_words
from ebr.wording.languages import language_word, text_field_word
from ebr.words import mark, ntr, tr

PLACES: Final[Mapping[str, str]] = {
    "header": mark("Header"),
    "identifier": mark("Identifier {inner}"),
    "material": mark("Material {title}"),
    "equipment": mark("Equipment {title}"),
    "procedure": mark("Procedure"),
    "unit": mark("{number} {title}, unit procedure"),
    "operation": mark("{number} {title}"),
    "phase": mark("{number} {title}"),
    "slot": mark("{number} {title}"),
    "option": mark("{number} {title}, answer {inner}"),
    "item": mark("{number} {title}, {inner}"),
    "media": mark("{number} {title}, picture {inner}"),
    "language": mark("{language}"),
    "translation": mark("{language}: {title}"),
}
"""Where a change is, by the level of its part."""

WHOLE: Final[Mapping[tuple[str, str], str]] = {
    ("added", "identifier"): mark("identifier added"),
    ("added", "material"): mark("material added"),
    ("added", "equipment"): mark("equipment added"),
    ("added", "unit"): mark("unit procedure added"),
    ("added", "operation"): mark("operation added"),
    ("added", "phase"): mark("step added"),
    ("added", "slot"): mark("entry added"),
    ("added", "option"): mark("answer added"),
    ("added", "item"): mark("item added"),
    ("added", "media"): mark("picture or document added"),
    ("added", "language"): mark("language added"),
    ("removed", "identifier"): mark("identifier removed"),
    ("removed", "material"): mark("material removed"),
    ("removed", "equipment"): mark("equipment removed"),
    ("removed", "unit"): mark("unit procedure removed"),
    ("removed", "operation"): mark("operation removed"),
    ("removed", "phase"): mark("step removed"),
    ("removed", "slot"): mark("entry removed"),
    ("removed", "option"): mark("answer removed"),
    ("removed", "item"): mark("item removed"),
    ("removed", "media"): mark("picture or document removed"),
    ("removed", "language"): mark("language removed"),
}
"""What happened to a whole part, by kind and level."""

BLOCKS: Final[Mapping[str, str]] = {
    "header": mark("Header"),
    "materials": mark("Bill of materials"),
    "equipment": mark("Equipment"),
    "procedure": mark("Order of the procedure"),
    "languages": mark("List of languages"),
}
"""Blocks of a document that are no step."""

PARTS: Final[Mapping[str, str]] = {
    "header": mark("Header"),
    "procedure": mark("Procedure"),
    "unit": mark("Unit procedure"),
    "operation": mark("Operation"),
    "phase": mark("Step"),
}
"""What a change of no entry is about, in a list under its step."""

EFFECTS: Final[Mapping[str, str]] = {"stricter": mark("Stricter"), "weaker": mark("Less strict")}


@dataclass(frozen=True, slots=True)
class Said:
    """One change in its parts: where, what of it, value before and after ("" where there was or is none).

    `what` begins small, as inside a sentence. `prose` marks running text, to be compared word by word
    (`ebr.domain.mbr.compare.prose`).
    """

    where: str
    what: str
    was: str
    now: str
    prose: bool = False


def change_words(change: Change) -> str:
    """Return one change as one sentence; long texts are cut down to what differs."""
    found = said(change)
    if change.kind in ("added", "removed"):
        return tr("{where}: {what}", where=found.where, what=found.what)
    if change.kind == "moved" and change.level == "language":
        return tr("{where}: {what} is another", where=found.where, what=found.what)
    both = found.was, found.now
    if change.kind == "changed" and change.level != "translation":
        both = short_value_words(change.level, change.place[1], change.was, change.now, _sides(change))
    was, now = (_quoted(text) if text not in both else text for text in excerpt(*both))
    return _sentence(found, was, now)


def _quoted(text: str) -> str:
    """Set what was cut down apart from the sentence around it."""
    return tr('"{text}"', text=text)


def _sentence(found: Said, was: str, now: str) -> str:
    if not was:
        return tr("{where}: {what} set to {now}", where=found.where, what=found.what, now=now)
    if not now:
        return tr("{where}: {what} {was} dropped", where=found.where, what=found.what, was=was)
    return tr("{where}: {what} {was} -> {now}", where=found.where, what=found.what, was=was, now=now)


def said(change: Change) -> Said:
    """Return the parts of what a change says."""
    where = place_words(change)
    if change.kind in ("added", "removed"):
        return Said(where, tr(WHOLE[change.kind, change.level]), "", "")
    if change.level == "translation":
        return Said(where, text_field_word(change.place[1]), str(change.was or ""), str(change.now or ""), prose=True)
    if change.kind == "moved" and change.level == "language":
        return Said(where, tr("order of the texts") if change.place[1] else tr("order"), "", "")
    if change.kind == "moved":
        return Said(where, tr("position"), str(change.was), str(change.now))
    if change.kind == "renamed":
        return Said(where, tr("id"), str(change.was), str(change.now))
    field = change.place[1]
    was, now = value_words(change.level, field, change.was, change.now, _sides(change))
    return Said(where, field_name(change.level, field), was, now, owner_of(change.level, field) in PROSE)


def _sides(change: Change) -> Sides:
    return Sides(change.unit_was, change.unit_now, change.refers)


def place_words(change: Change) -> str:
    """Return where a change is: "6.3 Bag temperature"."""
    if change.level in ("language", "translation"):
        return _language_place(change)
    words = tr(PLACES[change.level], number=change.number, title=change.title, inner=change.inner)
    return words.strip()


def _language_place(change: Change) -> str:
    """Say where a change of a translation is: "German: 6.3 Bag temperature"."""
    if change.block in BLOCKS:
        return tr(BLOCKS[change.block])
    language = language_word(change.block.removeprefix(LANGUAGE).rstrip("+"))
    title = f"{change.number} {change.title}".strip()
    return tr(PLACES[change.level], language=language, title=title)


def step_words(change: Change) -> str:
    """Return what a change is listed under: its step, or the part of the document outside the procedure."""
    if change.step:
        return f"{change.number} {change.step_title}".strip()
    return language_block_words(change.block) or tr(BLOCKS[change.block])


def language_block_words(name: str) -> str:
    """Return what the block of a language is called: "Language German"; empty for any other block."""
    if not name.startswith(LANGUAGE):
        return ""
    return tr("Language {language}", language=language_word(name.removeprefix(LANGUAGE).rstrip("+")))


def within_words(change: Change) -> str:
    """Return which part of its step a change is about: an entry with its answer or item; empty for the step itself."""
    if change.level in ("option", "item"):
        return tr("{title}, {inner}", title=change.title, inner=change.inner)
    if change.level in ("identifier", "media"):
        return change.inner
    if change.level == "translation":
        return f"{change.number} {change.title}".strip()
    return change.title if change.level in ("slot", "material", "equipment") else ""


def part_words(change: Change) -> str:
    """Return what a change of no entry, material or equipment is about: "Step", "Operation", "Header"."""
    return tr(PARTS[change.level]) if change.level in PARTS else ""


def block_words(name: str, mbr: Mbr) -> str:
    """Return what a block of a document is called: "6.3 Fill the bag"; the name itself for one it does not have."""
    if name in BLOCKS:
        return tr(BLOCKS[name])
    if name.startswith(LANGUAGE):
        return language_block_words(name)
    numbers = numbering(mbr)
    found = next((phase for _, _, phase in mbr.phases() if f"phase/{phase.id}" == name), None)
    return f"{numbers[found.id]} {found.title}" if found is not None else name


def effect_words(effect: str) -> str:
    """Return what a change does to the strictness of the record; empty where nobody but a person can say."""
    return tr(EFFECTS[effect]) if effect in EFFECTS else ""


def renumbered_words(renumbered: Sequence[Renumbered]) -> str:
    """Return in one sentence which steps only have another number now; empty for none."""
    if not renumbered:
        return ""
    first = renumbered[0]
    return ntr(
        "{n} step has another number: {was} is now {now}",
        "{n} steps have other numbers, from {was}, which is now {now}",
        len(renumbered),
        was=first.was,
        now=first.now,
    )


def count_words(count: int) -> str:
    """Return how many changes there are."""
    return ntr("{n} change", "{n} changes", count) if count else tr("No change")
