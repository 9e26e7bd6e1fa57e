"""The site's policy without its looks: every setting with its value, default, bounds and words.

What is weak; the change of one.

A change has a reason and quality's signature; the rules' own bounds cannot be left (floor-rules 4; draft Annex 11,
11.5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ebr.domain.site.commands import ChangePolicy
from ebr.domain.site.state import SETTINGS, Policy, setting_trouble, weaknesses
from ebr.station.questions import People, PersonRow, PolicyRow, PolicySettings
from ebr.wording import refusal_words, setting_words, weakness_words
from ebr.wording.policy import YES_NO, policy_value
from ebr.wording.settings import amount_words, reason_words
from ebr.words import tr
from ui.desk import Desk
from ui.pages.offer import Shown
from ui.pages.visit import Visit

UNLOCKERS: Final = ("active", "to_acknowledge")


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as a line and in full. `kind` is "whole", "yes_no", "choice" or "list"."""

    name: str
    words: str
    value: str
    raw: str
    default: str
    changed: bool
    kind: str
    bounds: str
    choices: tuple[tuple[str, str], ...]
    must: tuple[str, ...]
    facts: tuple[Shown, ...]


class PolicyPresenter:
    """PolicyPresenter(desk). Callbacks: on_lines(lines), on_weak(words)."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Visit(desk)
        self.lines: dict[str, SettingLine] = {}
        self._policy = Policy({})
        self.on_lines: Callable[[tuple[SettingLine, ...]], None] = lambda _lines: None
        self.on_weak: Callable[[tuple[str, ...]], None] = lambda _words: None
        self.desk.on_changed_below(("site", "person/"), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for all settings and for who is on duty."""
        self.desk.ask(PolicySettings(), self._got)

    def _got(self, rows: tuple[PolicyRow, ...]) -> None:
        self._policy = Policy({row.name: row.value for row in rows})
        self.lines = {row.name: line_of(row) for row in rows}
        self.on_lines(tuple(self.lines.values()))
        self.desk.ask(People(active_only=True), self._known)

    def _known(self, rows: tuple[PersonRow, ...]) -> None:
        on_duty = sum(row.duty_unlocker and row.state in UNLOCKERS for row in rows)
        self.on_weak(tuple(weakness_words(one.code, one.params) for one in weaknesses(self._policy, on_duty)))

    def trouble(self, name: str, value: str) -> str:
        """Return why a setting cannot have this value; "" when it can."""
        if value == self.lines[name].raw:
            return tr("This is the value already")
        problem = setting_trouble(name, value)
        return refusal_words(problem) if problem is not None else ""

    def change(self, name: str, value: str, reason: str) -> ChangePolicy:
        """Return the command that changes one setting; quality signs it."""
        return ChangePolicy({name: value}, reason, "")


def line_of(row: PolicyRow) -> SettingLine:
    """Return a setting in words."""
    setting = SETTINGS[row.name]
    bounds = ""
    if setting.kind == "whole":
        bounds = tr("{low} to {high}", low=setting.low, high=amount_words(setting.high, row.unit))
    value, default = (policy_value(row.name, text) for text in (row.value, row.default))
    facts = [Shown(tr("Value"), value), Shown(tr("Default"), default)]
    if bounds:
        facts.append(Shown(tr("Allowed"), bounds))
    if setting.kind == "list":
        facts[0] = Shown(tr("Entries"), "\n".join(reason_words(text) for text in row.value.split("\n")))
    choices = tuple((choice, policy_value(row.name, choice)) for choice in setting.choices or tuple(YES_NO))
    return SettingLine(
        row.name,
        setting_words(row.name),
        value,
        row.value,
        default,
        row.value != row.default,
        setting.kind,
        bounds,
        choices,
        setting.must,
        tuple(facts),
    )
