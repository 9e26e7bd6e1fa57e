"""What comes of an import: the draft, and a list of everything that was guessed, changed or had no place.

A part whose reading is not certain is marked where the author works, in its note: a line beginning with `(?)`, the
field's name and a reason (`MARK`). `ebr.domain.mbr.check.unconfirmed` reports each such line as an error, so a draft
with an open mark can be saved and edited but never submitted. A field that the file does not fill and the model needs
stays empty, which the check reports too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ebr.domain.mbr.build import FORMAT, LONGEST_TEXT, build, unwanted_character
from ebr.domain.mbr.check.unconfirmed import MARK
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.problem import shown
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.domain.refusal import Refusal
from ebr.exchange.names import Names
from ebr.wording.exchange import listed_words, mark_words, shortened
from ebr.words import tr

Part = dict[str, Any]
"""A part of the document being made: plain data with the field names of the model."""

TOO_LARGE = frozenset({"document_too_large", "too_many_nodes"})
LONGEST = 2_000
"""Characters of a file's text that a remark keeps."""


@dataclass(frozen=True, slots=True)
class At:
    """A place in a file: an XPath, or a table's row and column in words; line 0 where a file has no lines."""

    place: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing an author must know about an import.

    kind   "no_place"  the file says it and our model does not
           "unsure"    taken over by guess, or missing: marked in the draft
           "read_as"   taken over and written otherwise (an id, a unit)
    `part` is the id of the part of the draft and `field` its field, both empty where there is none.
    """

    kind: Literal["no_place", "unsure", "read_as"]
    code: str
    at: At
    params: Mapping[str, str]
    part: str = ""
    field: str = ""

    def words(self) -> str:
        """Return the remark as one line; where it stands is said beside it."""
        if self.kind != "unsure":
            return listed_words(self.code, self.params)
        reason = mark_words(self.code, self.params)
        return tr("{part}, {field}: {words}", part=self.part, field=self.field, words=reason)


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft with its list; the list is in the order of the file."""

    mbr: Mbr
    remarks: tuple[Remark, ...]


class Drafting:
    """Collects ids, marks and remarks while a document is made."""

    def __init__(self) -> None:
        self.names = Names()
        self.remarks: list[Remark] = []

    def no_place(self, at: At, text: str, code: str = "no_place", **params: str) -> None:
        """List something of the file that the model has no place for."""
        self.remarks.append(Remark("no_place", code, at, {"text": text[:LONGEST], **params}))

    def unsure(self, part: Part, where: str, code: str, at: At, **params: str) -> None:
        """Mark a field of a part as guessed or missing, in its note and in the list."""
        params = {name: shortened(text) for name, text in params.items()}
        add_note(part, f"{MARK} {where}: {mark_words(code, params)}")
        self.remarks.append(Remark("unsure", code, at, params, str(part["id"]), where))

    def read_as(self, part: Part, where: str, code: str, at: At, **params: str) -> None:
        """List something that was taken over and written otherwise."""
        self.remarks.append(Remark("read_as", code, at, params, str(part.get("id", "")), where))

    def finish(self, document: Part) -> Imported:
        """Return the draft; refusals: `recipe_form` for our own format spoilt, `import_draft_large`."""
        mbr, troubles = build({"mbr": FORMAT, **document}, typed=True, unfinished=True)
        if mbr is None:
            first = troubles[0]
            raise Refusal("recipe_form", place=shown(first.place, document), problem=first.code)
        _readable(mbr)
        ordered = sorted(self.remarks, key=lambda remark: remark.at.line)
        return Imported(mbr, tuple(ordered))


def _readable(mbr: Mbr) -> None:
    """Refuse a draft whose text nobody could read again: `import_draft_large` (phases), `recipe_form`."""
    reading = read(write(mbr))
    if any(problem.code in TOO_LARGE for problem in reading.problems):
        raise Refusal("import_draft_large", phases=str(sum(1 for _ in mbr.phases())))
    if reading.mbr is None:  # our own format with a gap that no text can have, such as an entry of no kind
        first = reading.problems[0]
        raise Refusal("recipe_form", place=first.path, problem=first.code)


def add_note(part: Part, line: str) -> None:
    """Add a line to a part's note."""
    part["note"] = f"{part['note']}\n{line}" if part.get("note") else line


def cleaned(text: str, at: At) -> str:
    """Return a file's text as a record may hold it: composed, without control characters, lines trimmed.

    Refusal `import_text_long` (place, line, length, limit) for a text that no field may hold.
    """
    if len(text) > LONGEST_TEXT:
        line = str(at.line) if at.line else ""
        raise Refusal("import_text_long", place=at.place, line=line, length=str(len(text)), limit=str(LONGEST_TEXT))
    lines = [_line(line) for line in unicodedata.normalize("NFC", text).splitlines()]
    return "\n".join(lines).strip()


def _line(text: str) -> str:
    """Return one line: white space of any kind is one blank, characters that no record may hold are left out."""
    whole = " ".join(text.split())
    if unwanted_character(whole) is None:
        return whole
    return "".join(character for character in whole if unwanted_character(character) is None)


def folded(remarks: tuple[Remark, ...]) -> list[tuple[Remark, int]]:
    """Return remarks without those that repeat an earlier one, each with the number of them.

    One repeats another that says the same, in the same words, at the same path but for positions.
    """
    groups: dict[tuple[str, str, str], list[Remark]] = {}
    for one in remarks:
        place = re.sub(r"\[[0-9]+\]", "", one.at.place)
        groups.setdefault((one.code, place, one.words()), []).append(one)
    return [(same[0], len(same) - 1) for same in groups.values()]
