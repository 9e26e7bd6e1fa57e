"""What is typed, tapped or scanned for each kind of entry.

Routine needs no script: an instruction is done, a check is yes, everything at a clearance is in order, both identifiers
of the batch are read, the code that is expected is scanned, a time is now, a sample gets the batch's number and its own
name. Whatever carries information is in the script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ebr.cli.demonstration.script import Told, duration
from ebr.domain.values import Value
from ebr.station.questions import EntryAnswer

Attach = Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Setting:
    """What values may depend on: the batch, its identifiers, this moment, and how a shipped file is attached."""

    batch: str
    identifiers: Mapping[str, str]
    now: datetime
    attach: Attach


def value_of(entry: EntryAnswer, told: Told, setting: Setting) -> Value:
    """Return the value of an entry; raises KeyError for an entry that needs a word in the script and has none."""
    return MAKERS[entry.kind](entry, told, setting)


def name_of(entry: EntryAnswer) -> str:
    """Return the id of the slot."""
    return entry.address.rpartition("/")[2]


def standard(requirement: str) -> str:
    """Return the piece that the plant has for what a master asks for, "" for nothing."""
    return f"{requirement.upper().replace('_', '-')}-01" if requirement else ""


def _needed(entry: EntryAnswer, told: Told) -> Told:
    if told is None:
        raise KeyError(entry.address)
    return told


def _done(_entry: EntryAnswer, _told: Told, _setting: Setting) -> Value:
    return {"done": "yes"}


def _part(name: str) -> Callable[[EntryAnswer, Told, Setting], Value]:
    return lambda entry, told, _setting: {name: str(_needed(entry, told))}


def _check(_entry: EntryAnswer, told: Told, _setting: Setting) -> Value:
    return {"check": told or "yes"}


def _time(_entry: EntryAnswer, told: Told, setting: Setting) -> Value:
    ago = duration(str(told).removesuffix(" ago")) if told and told != "now" else 0
    return {"time": (setting.now - timedelta(seconds=ago)).replace(second=0, microsecond=0).isoformat()}


def _scan(entry: EntryAnswer, told: Told, _setting: Setting) -> Value:
    return {"scan": told or entry.spec["expected"]}


def _file(entry: EntryAnswer, told: Told, setting: Setting) -> Value:
    return setting.attach(str(_needed(entry, told)))


def _mapping(entry: EntryAnswer, told: Told, _setting: Setting) -> Value:
    return dict(_needed(entry, told))


def _equipment(entry: EntryAnswer, told: Told, _setting: Setting) -> Value:
    return {"equipment": told or standard(entry.spec["of"]), "state": "clean, in date"}


def _identity(_entry: EntryAnswer, told: Told, setting: Setting) -> Value:
    return {**setting.identifiers, **(told or {})}


def _clearance(entry: EntryAnswer, told: Told, _setting: Setting) -> Value:
    return {**{item[0]: "yes" for item in entry.items}, **(told or {})}


def _sample(entry: EntryAnswer, told: Told, setting: Setting) -> Value:
    return {"sample": told or f"{setting.batch}-{name_of(entry).replace('_', '-')}"}


def _result(entry: EntryAnswer, told: Told, _setting: Setting) -> Value:
    text = str(_needed(entry, told))
    if entry.options:
        return {"choice": text}
    return {"number": text} if text.replace(".", "", 1).lstrip("-").isdecimal() else {"text": text}


def _handover(entry: EntryAnswer, told: Told, _setting: Setting) -> Value:
    return {"to": entry.spec.get("of", "") or "Next shift", "condition": told or "complete, labelled"}


MAKERS: Final[Mapping[str, Callable[[EntryAnswer, Told, Setting], Value]]] = {
    "instruction": _done,
    "number": _part("number"),
    "duration": _part("number"),
    "qs": _part("number"),
    "table": _part("number"),
    "choice": _part("choice"),
    "check": _check,
    "text": _part("text"),
    "datetime": _time,
    "scan": _scan,
    "photo": _file,
    "file": _file,
    "material": _mapping,
    "equipment": _equipment,
    "identity": _identity,
    "clearance": _clearance,
    "environment": _mapping,
    "sample": _sample,
    "result": _result,
    "labels": _mapping,
    "handover": _handover,
}
