"""Pages of the editor from the work: the form of what is chosen, the cards of what stands in it, tables of the header.

Only the open card carries its form; the others are one line, so a page of a hundred entries costs little to draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ebr.words import mark, tr
from ui.editor.forms import Forms
from ui.editor.language_page import languages_page
from ui.editor.lines import icon_of, part_words, title_of
from ui.editor.model import CardShown, FieldShown, Group, PageShown, ProblemShown, TableShown
from ui.editor.names import field_name
from ui.editor.parts import TABLES, Part
from ui.editor.reach import get, shown
from ui.editor.work import Work

ADD: Final[Mapping[str, str]] = {"phase": "slot", "operation": "phase", "unit": "operation", "procedure": "unit"}
"""What is added on the page of a level."""
MATERIAL_COLUMNS: Final = (
    ("name", 0),
    ("code", 130),
    ("quantity", 110),
    ("unit", 80),
    ("low", 90),
    ("high", 90),
    ("overage", 100),
)
SHORT: Final[Mapping[str, str]] = {"low": mark("Below %"), "high": mark("Above %"), "overage": mark("Overage %")}
"""Heads of narrow columns of the bill of materials."""
EQUIPMENT_COLUMNS: Final = (("name", 0), ("kind", 220), ("note", 0))


def wrong_fields(problems: Sequence[ProblemShown]) -> dict[str, dict[str, tuple[str, str]]]:
    """Return what is wrong by part and field: the first sentence of each."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for one in problems:
        if one.path:
            found.setdefault(one.part, {}).setdefault(one.path, (one.words, "crit" if one.error else "warn"))
    return found


class Pages:
    """Pages(work, problems, notes, sample): makes the page that is shown.

    `notes` counts open comments by part; `sample` is an entry with what its formulas come to.
    """

    def __init__(
        self,
        work: Work,
        problems: Sequence[ProblemShown],
        notes: Mapping[str, int],
        sample: tuple[str, tuple[str, ...]],
    ) -> None:
        self.work, self.notes, self._sample = work, notes, sample
        wrong = wrong_fields(problems)
        for (key, path), (_text, why) in work.rough.items():
            wrong.setdefault(key, {})[path] = (why, "crit")
        self.forms = Forms(work.parts, work.base, wrong)
        self.counts: dict[str, tuple[int, str]] = {}
        for one in problems:
            count, tone = self.counts.get(one.part, (0, ""))
            self.counts[one.part] = (count + 1, "crit" if one.error or tone == "crit" else "warn")

    def page(self) -> PageShown:
        """Return the page where the author is."""
        key = self.work.page
        if key == "languages":
            return languages_page(self.work.mbr, self.place, only_missing=self.work.only_missing)
        if key in TABLES:
            return self._table(key)
        part = self.work.parts.get(key)
        assert part is not None
        form = self.card(part, open_=True, form=True)
        children = [one for one in self.work.parts.inside(key) if one.level not in ("material", "equipment")]
        cards = tuple(self.card(one, open_=one.key == self.work.card) for one in children)
        adds = {
            "slot": tr("Add entry"),
            "phase": tr("Add step"),
            "operation": tr("Add operation"),
            "unit": tr("Add unit procedure"),
        }
        level = ADD.get(part.level, "")
        empty = {
            "phase": tr("No entry yet: the operator only reads and signs this step."),
            "operation": tr("No step yet."),
            "unit": tr("No operation yet."),
            "procedure": tr("No unit procedure yet."),
        }.get(part.level, "")
        return PageShown(
            key,
            part.level,
            self._title(part),
            self._inside(part),
            form,
            cards,
            None,
            adds.get(level, ""),
            "" if cards else empty,
        )

    def place(self, key: str) -> str:
        """Where a text stands, in words."""
        part = self.work.parts.get(key.partition("/")[0])
        if part is not None and part.level == "header":
            return tr("First page")
        return title_of(part, self.work.numbers.get(part.key, "")) if part is not None else key

    def _title(self, part: Part) -> str:
        if part.level == "header":
            return tr("First page")
        if part.level == "procedure":
            return tr("Procedure")
        return title_of(part, self.work.numbers.get(part.key, ""))

    def _inside(self, part: Part) -> str:
        above = self.work.parts.get(part.inside)
        return (
            title_of(above, self.work.numbers.get(above.key, "") if above.level == "operation" else "") if above else ""
        )

    def card(self, part: Part, *, open_: bool, form: bool = False) -> CardShown:
        """Return a part as a card; open ones with their whole form."""
        it = part.it
        badges = [tr("Critical")] if getattr(it, "critical", False) and not form else []
        if getattr(it, "optional", False):
            badges.append(tr("Optional"))
        count, tone = self.counts.get(part.key, (0, ""))
        groups = self._rough(part, self.forms.groups(part)) if open_ else ()
        return CardShown(
            part.key,
            title_of(part),
            part_words(part),
            icon_of(part),
            part.level,
            open_,
            tuple(badges),
            self.work.departing.part(part) and not form,
            count,
            tone,
            self.notes.get(part.key, 0),
            groups,
            self.forms.rows(part) if open_ else (),
            self._sample[1] if open_ and part.key == self._sample[0] else (),
        )

    def _rough(self, part: Part, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        """Fields keep what was typed and could not be taken."""
        if not any(key == part.key for key, _path in self.work.rough):
            return groups
        return tuple(replace(one, fields=tuple(self._kept(part, field) for field in one.fields)) for one in groups)

    def _kept(self, part: Part, field: FieldShown) -> FieldShown:
        text, _why = self.work.rough.get((part.key, field.path), (field.value, ""))
        return replace(field, value=text)

    def _table(self, key: str) -> PageShown:
        level = "material" if key == "materials" else "equipment"
        columns = MATERIAL_COLUMNS if level == "material" else EQUIPMENT_COLUMNS
        parts = self.work.parts.of_level(level)
        rows = tuple((one.key, tuple(shown(get(one.it, name)) for name, _width in columns)) for one in parts)
        add = tr("Add material") if level == "material" else tr("Add equipment")
        heads = tuple(
            (name, tr(SHORT[name]) if name in SHORT else field_name(name, level), width) for name, width in columns
        )
        chosen = self.work.parts.get(self.work.card)
        card = self.card(chosen, open_=True) if chosen is not None and chosen.level == level else None
        title = tr("Bill of materials") if level == "material" else tr("Equipment")
        empty = "" if rows else (tr("No material yet.") if level == "material" else tr("No equipment yet."))
        cards = (card,) if card is not None else ()
        return PageShown(key, key, title, "", None, cards, TableShown(level, heads, rows, add), add, empty)
