"""`Work`: a document being edited, and where in it the author is.

Without a desk: what is saved, asked and checked is the presenter's.

Everything an author does goes through the editing core (`ebr.domain.mbr.editing`), so all of it can be undone. What
cannot be taken yet (half a number, an id in use) stays in its field with the reason and is not in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ebr.domain.mbr.editing import (
    AddPart,
    CopyParts,
    Edit,
    Editing,
    Found,
    Level,
    MovePart,
    RemovePart,
    RenameId,
    SetField,
    TakeDocument,
    find,
    numbering,
    uses,
)
from ebr.domain.mbr.languages import language_address
from ebr.domain.mbr.model import ForEach, Mbr, Repeat, Series
from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.editor import placing
from ui.editor.departing import Departing
from ui.editor.parts import INSIDE, TABLES, Part, Parts
from ui.editor.reach import as_json, get, parsed, put, shape_at, whole

INNER: Final = ("options", "items", "media", "identifiers")
LEVEL_OF_LIST: Final[Mapping[str, Level]] = {
    "options": "option",
    "items": "item",
    "media": "media",
    "identifiers": "identifier",
}
REPEATS: Final[Mapping[str, Any]] = {
    "repeat": Repeat(2, ""),
    "for_each": ForEach("", 1, 1),
    "series": Series("", 15, 2, 10),
}
"""How a new repetition begins."""


class Work:
    """Work(document, base). `on_focus(part, field)` asks for the caret in a field."""

    def __init__(self, document: Mbr, base: Mbr | None) -> None:
        self.editing = Editing(document, base)
        self.base = Parts(base) if base is not None else None
        self.departing = Departing(self.base)
        self.page, self.card = "header", ""
        self.only_missing = False
        """On the page of languages: what every language has is left out."""
        self.rough: dict[tuple[str, str], tuple[str, str]] = {}
        """What was typed and cannot be taken: text and reason, by part and field."""
        self._parts = Parts(document)
        self._numbers: Mapping[str, str] = numbering(document)
        self.on_focus: Callable[[str, str], None] = lambda _part, _path: None
        self._joined: tuple[str, str] = ("", "")

    @property
    def mbr(self) -> Mbr:
        """The document as it is now."""
        return self.editing.document

    @property
    def parts(self) -> Parts:
        """Where everything stands now."""
        if self._parts.mbr is not self.mbr:
            self._parts = Parts(self.mbr)
            self._numbers = numbering(self.mbr)
        return self._parts

    @property
    def numbers(self) -> Mapping[str, str]:
        """Numbers of steps as the operator sees them."""
        _ = self.parts  # brings them up to date
        return self._numbers

    # -- where the author is

    def show(self, key: str, path: str = "") -> None:
        """Go to a part: its page, its card open, and when a field is named, the caret in it."""
        part = self.parts.get(key.partition("/")[0])
        self.page = self.parts.page_of(key.partition("/")[0])
        if part is not None and part.level in ("slot", "material", "equipment"):
            self.card = part.key
        elif self.parts.get(self.page) is not None:
            self._first_card()
        if path:
            self.on_focus(part.key if part is not None else self.page, path)

    def _first_card(self) -> None:
        inside = [one.key for one in self.parts.inside(self.page)]
        if self.card not in inside:
            self.card = ""

    def open_card(self, key: str) -> None:
        """Open one card of the page."""
        self.card = key

    def stay(self) -> None:
        """After an edit: what is gone cannot be shown."""
        if self.page not in TABLES and self.parts.get(self.page) is None:
            self.page = "header"
        if self.card and self.parts.get(self.card) is None:
            self.card = ""

    # -- typing

    def typed(self, key: str, path: str, text: str, *, left: bool = False) -> bool:
        """Take what stands in a field; `left`: the author is through with it. False when it could not be taken."""
        if "|" in key:
            original, _, field = key.partition("|")
            return self._translate(original, field, path, text)
        part = self.parts.get(key)
        if part is None:
            return False
        if path.rsplit(".", 1)[-1] == "id" and not left:
            return True  # an id is renamed everywhere, so not letter by letter
        try:
            self._take(part, path, text)
        except (Refusal, ValueError) as error:
            words = refusal_words(error) if isinstance(error, Refusal) else tr("A whole number is wanted here")
            self.rough[key, path] = (text, words)
            return False
        self.rough.pop((key, path), None)
        self.stay()
        return True

    def _take(self, part: Part, path: str, text: str) -> None:
        if path == "flow.repeats":
            self._apply(SetField(part.key, "flow", self._repeats(part, text)))
            return
        last = path.rsplit(".", 1)[-1]
        shape = shape_at(part.it, path)
        if shape.form == "texts" and last == "after":
            text = "\n".join(text.replace(",", " ").split())
        value = whole(text) if shape.form == "whole" else parsed(shape, text)
        head, _, rest = path.partition(".")
        if head in INNER:
            self._take_inner(part, head, rest, value)
        elif path == "id":
            self._rename(part, text)
        else:
            joined = (part.key, path) == self._joined
            self._apply(SetField(part.key, path, as_json(value)), joined=joined)
            self._joined = (part.key, path)

    def _translate(self, part: str, field: str, code: str, text: str) -> bool:
        """Say a text of the document in another language; nothing said takes the translation away."""
        self._apply(SetField(language_address(code), f"{part}.{field}", text))
        return True

    def _rename(self, part: Part, to: str) -> None:
        now, before = to.strip(), part.key
        if now == part.it.id:
            return
        if part.level == "header":
            self._apply(SetField("header", "id", now))
            return
        self._apply(RenameId(before, now))
        self.page = now if self.page == before else self.page
        self.card = now if self.card == before else self.card

    def _take_inner(self, part: Part, head: str, rest: str, value: Any) -> None:
        """A field of a row: by the row's own address when it has one, else the list as a whole."""
        at, _, field = rest.partition(".")
        rows = getattr(part.it, head)
        row = rows[int(at)]
        ids = [one.id for one in rows]
        address = f"{part.key}/{row.id}"
        if not row.id or ids.count(row.id) > 1:
            self._apply(SetField(part.key, head, as_json(put(rows, rest, value))))
        elif field == "id":
            self._apply(RenameId(address, str(value).strip()))
        else:
            joined = (address, field) == self._joined
            self._apply(SetField(address, field, as_json(value)), joined=joined)
            self._joined = (address, field)

    def _repeats(self, part: Part, word: str) -> Any:
        flow = part.it.flow
        for name, fresh in REPEATS.items():
            held = getattr(flow, name)
            flow = put(flow, name, (held or fresh) if name == word else None)
        return as_json(flow)

    # -- lists inside a part

    def rows_act(self, key: str, head: str, act: str, which: Any) -> None:
        """Add, remove or move a row of a list, or add and remove a figure; raises Refusal."""
        if head == "languages":
            code = self.mbr.languages[int(which)].code if act == "remove" else str(which)
            new = AddPart("languages", len(self.mbr.languages), "language", {"code": code})
            self._apply(RemovePart(language_address(code)) if act == "remove" else new)
            return
        part = self.parts.get(key)
        if part is None:
            return
        if head == "statistics":
            self._apply(SetField(key, f"statistics.{which}", {} if act == "add" else None))
            return
        rows = getattr(part.it, head)
        if act == "add":
            self.add_inner(key, head, {})
            return
        at = int(which)
        self._forget_rough(key, head)
        if act == "remove":
            rows = (*rows[:at], *rows[at + 1 :])
        else:
            to = max(0, min(len(rows) - 1, at + (1 if act == "down" else -1)))
            left = [one for n, one in enumerate(rows) if n != at]
            rows = (*left[:to], rows[at], *left[to:])
        self._apply(SetField(key, head, as_json(rows)))

    def add_inner(self, key: str, head: str, document: Mapping[str, Any]) -> None:
        """Add a row to a list with what is known of it; raises Refusal."""
        part = self.parts.get(key)
        if part is not None:
            self._apply(AddPart(key, len(getattr(part.it, head)), LEVEL_OF_LIST[head], document))

    def _forget_rough(self, key: str, head: str) -> None:
        self.rough = {at: one for at, one in self.rough.items() if not (at[0] == key and at[1].startswith(head))}

    # -- parts

    def add(self, level: Level, document: Mapping[str, Any], inside: str = "", at: int = -1) -> str:
        """Add a part behind the open card, or at the end; returns its id. Raises Refusal."""
        holder = inside or self._holder(level)
        count = len([one for one in self.parts.inside(holder) if one.level == level])
        behind = self.parts.get(self.card)
        place = behind.at + 1 if behind is not None and behind.inside == holder and not inside else count
        shown = self._apply(AddPart(holder, place if at < 0 else at, level, document))
        self.show(shown)
        return shown

    def _holder(self, level: Level) -> str:
        """What a new part of a level goes into, from where the author is."""
        above = INSIDE[level]
        if above in ("materials", "equipment", "procedure"):
            return above
        here = self.parts.get(self.page)
        while here is not None and here.level != above:
            here = self.parts.get(here.inside)
        if here is None:
            here = next(iter(reversed(self.parts.of_level(above))), None)
        return here.key if here is not None else ""

    def remove(self, key: str) -> str:
        """Take a part away; returns the one to show next. Raises Refusal."""
        shown = self._apply(RemovePart(key))
        self.stay()
        return shown

    def duplicate(self, key: str) -> str:
        """Put a copy behind a part; returns its id. Raises Refusal."""
        part = self.parts.get(key)
        if part is None or not part.inside:
            return key
        shown = self._apply(CopyParts(self.mbr, (key,), part.inside, part.at + 1))
        self.show(shown)
        return shown

    def copy_from(self, source: Mbr, keys: Sequence[str], at: int = -1) -> str:
        """Put parts of another document where the author is, at the end or at a place; returns the first.

        Raises Refusal.
        """
        level = Parts(source).by_key[keys[0]].level
        holder = self._holder(level)  # type: ignore[arg-type]  # only levels that can be chosen come here
        shown = self._apply(CopyParts(source, tuple(keys), holder, at if at >= 0 else len(self.parts.inside(holder))))
        self.show(shown)
        return shown

    def put_document(self, document: Mbr, shown: str) -> None:
        """Put another document in place of the whole, as one step of undo, and show a part of it."""
        self._apply(TakeDocument(document))
        self.stay()
        self.show(shown)

    def move(self, key: str, goal: placing.Goal | None) -> bool:
        """Put a part elsewhere; False when there is no such place. Raises Refusal."""
        if goal is None:
            return False
        self._apply(MovePart(key, *goal))
        if self.parts.page_of(key) != self.page and self.card == key:
            self.page = self.parts.page_of(key)
        return True

    def step(self, key: str, by: int) -> bool:
        """Move a part one place up or down."""
        return self.move(key, placing.stepped(self.parts, key, by))

    def level(self, key: str, by: int) -> bool:
        """Raise a part by a level (-1) with what stands behind it, or join it to the one before (1)."""
        part = self.parts.get(key)
        title = get(part.it, "title") if part is not None and part.level in ("phase", "operation") else ""
        edits = placing.raised(self.parts, key, title) if by < 0 else placing.lowered(self.parts, key)
        return self.together(edits)

    def together(self, edits: Sequence[Edit]) -> bool:
        """Do several edits as one step of undo; False when there are none."""
        if not edits:
            return False
        trial = Editing(self.mbr)
        for edit in edits:
            trial.apply(edit)
        self._apply(TakeDocument(trial.document))
        self.stay()
        return True

    # -- undo

    def undo(self) -> str:
        """Take back the last step; returns the part to show. Raises Refusal."""
        return self._turned(self.editing.undo())

    def redo(self) -> str:
        """Do again what was taken back; returns the part to show. Raises Refusal."""
        return self._turned(self.editing.redo())

    def _turned(self, shown: str) -> str:
        self.rough.clear()
        self._joined = ("", "")
        if shown != "procedure":
            self.show(shown)
        self.stay()
        return shown

    def _apply(self, edit: Edit, *, joined: bool = False) -> str:
        self._joined = ("", "")
        return self.editing.apply(edit, joined=joined)

    def take(self, document: Mbr) -> None:
        """The store holds another document: others changed it."""
        self._apply(TakeDocument(document))
        self.editing.saved()
        self.stay()

    # -- asking

    def find(self, text: str) -> tuple[Found, ...]:
        """Every place where a text stands."""
        return find(self.mbr, text)

    def uses(self, key: str) -> tuple[Found, ...]:
        """Every place that refers to a part."""
        try:
            return uses(self.mbr, key)
        except Refusal:
            return ()
