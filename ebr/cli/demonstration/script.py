"""The data of the demonstration: texts in YAML; every scalar stays the text that a person would type.

A site file has `site`, `password`, `acknowledgement`, `people`, `history` (days before now), `batches` and `shown` (the
order of the acts for a prepared site). A batch file has `mbr`, `batch`, `size`, `identifiers`, `issued_by`,
`checked_by`, `people` (who performs and who is second, unless an act says otherwise) and `acts`.

An act is a mapping whose first key is its verb (`acts.VERBS`, or `step`). `values` of a step has one entry for each
slot that is more than routine:

    "96.1"                         one value                  [a, b]   one for each row
    {tries: [x], value: v}         x is refused first         {wait: 5 min, value: v}    time passes before
    {tries: [x], raise: {...}}     an exception documents x   {tries: [x], accept: {...}}  and lets it stand
    {run: 6 min}                   a timer                    {declared: 21.5 h}         a timer started so long ago
    {value: v, correct: w, reason: r}  recorded as v, put right before anybody signs
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from ebr import paths

Told = Any
"""A text, a list or a mapping: whatever the YAML says."""

SECONDS: Final = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
PLANNED: Final = frozenset(
    {"value", "tries", "wait", "pause", "run", "declared", "raise", "accept", "correct", "reason", "comment"}
)


@dataclass(frozen=True, slots=True)
class Worker:
    """One person of the demonstration; founders are there from the first entry on."""

    id: str
    name: str
    roles: tuple[str, ...]
    badge: str
    checked_by: str
    founder: bool = False
    unlocks: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """The plant: names, people, how long ago its history began."""

    site: str
    station: str
    zone: str
    password: str
    acknowledgement: str
    people: tuple[Worker, ...]
    history: float
    """Days before now at which a whole history begins."""
    recent: float
    """The same for a site that is only prepared."""
    shown: tuple[tuple[str, str], ...]
    """What prepares a site: (mbr, pause) in order; ("", duration): let time pass until so long before now."""

    def with_role(self, role: str) -> Worker:
        """Return the first person who holds a role."""
        return next(person for person in self.people if role in person.roles)


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What is done about one row of an entry."""

    value: Told = None
    tries: tuple[Told, ...] = ()
    wait: float = 0
    pause: float = 0
    run: float | None = None
    declared: float | None = None
    raised: Mapping[str, str] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)
    correct: Told = None
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its verb, what it is about, and how many acts with this verb stand before it."""

    verb: str
    what: Told
    told: Mapping[str, Told]
    before: int

    def text(self, name: str, default: str = "") -> str:
        """Return an option as text."""
        return str(self.told.get(name, default))

    def time(self, name: str) -> float:
        """Return an option in seconds, 0 when it is not given."""
        return duration(self.text(name)) if name in self.told else 0


@dataclass(frozen=True, slots=True)
class Script:
    """One batch from issue to report."""

    mbr: str
    batch: str
    size: str
    identifiers: Mapping[str, str]
    issued_by: str
    checked_by: str
    by: str
    second: str
    acts: tuple[Act, ...]


def duration(text: str) -> float:
    """Return seconds of "20 min"; several parts add up ("1 d 2 h")."""
    parts = text.split()
    return sum(float(number) * SECONDS[unit] for number, unit in zip(parts[::2], parts[1::2], strict=True))


def folder() -> Path:
    """Return the folder with the data of the demonstration."""
    return paths.resources() / "demo"


def site() -> Site:
    """Return the plant and its people."""
    told = told_in(folder() / "site.yaml")
    people = tuple(_worker(part) for part in told["people"])
    history = told["history"]
    shown = tuple((str(part.get("mbr", "")), str(part["until"])) for part in told["shown"])
    return Site(
        told["site"],
        told["station"],
        told["zone"],
        told["password"],
        told["acknowledgement"],
        people,
        duration(history["whole"]),
        duration(history["prepared"]),
        shown,
    )


def scripts() -> dict[str, Script]:
    """Return the script of every example record, by MBR, in the order in which they are played."""
    return _named("batches")


def small_scripts() -> dict[str, Script]:
    """Return the scripts of the demonstration's own small records, which only a whole history plays, by MBR."""
    return _named("small")


def _named(which: str) -> dict[str, Script]:
    return {name: _script(told_in(folder() / f"{name}.yaml")) for name in told_in(folder() / "site.yaml")[which]}


@cache
def floor_data() -> Mapping[str, Told]:
    """Return what the plant holds: suppliers, materials, lots, rooms, equipment."""
    found: Mapping[str, Told] = told_in(folder() / "floor.yaml")
    return found


def balance_of(equipment: str) -> Mapping[str, Told]:
    """Return what the plant's file says of a balance."""
    found: Mapping[str, Told] = next(part for part in floor_data()["equipment"] if part["id"] == equipment)
    return found


def rows_of(planned: Told) -> tuple[RowPlan, ...]:
    """Return the plan of each row of a slot."""
    return tuple(_row(part) for part in planned) if isinstance(planned, list) else (_row(planned),)


def _row(planned: Told) -> RowPlan:
    if not isinstance(planned, Mapping) or not PLANNED.intersection(planned):
        return RowPlan(planned)
    seconds = {name: duration(planned[name]) for name in ("wait", "pause", "run", "declared") if name in planned}
    return RowPlan(
        value=planned.get("value"),
        tries=tuple(planned.get("tries", ())),
        raised=planned.get("raise", {}),
        accepted=planned.get("accept", {}),
        correct=planned.get("correct"),
        reason=planned.get("reason", ""),
        comment=planned.get("comment", ""),
        **seconds,
    )


def told_in(path: Path) -> Told:
    """Return a file as texts, lists and mappings: "yes", 1.20 and 2026-11-01 stay what a person would type."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes no objects


def _worker(part: Mapping[str, Told]) -> Worker:
    return Worker(
        part["id"],
        part["name"],
        tuple(part["roles"]),
        part["badge"],
        part["checked_by"],
        part.get("founder") == "yes",
        part.get("unlocks") == "yes",
    )


def _script(told: Mapping[str, Told]) -> Script:
    acts: list[Act] = []
    for part in told["acts"]:
        verb = next(iter(part))
        acts.append(Act(verb, part[verb], part, sum(act.verb == verb for act in acts)))
    people = told["people"]
    return Script(
        told["mbr"],
        told["batch"],
        told["size"],
        told.get("identifiers", {}),
        told["issued_by"],
        told["checked_by"],
        people["by"],
        people["second"],
        tuple(acts),
    )
