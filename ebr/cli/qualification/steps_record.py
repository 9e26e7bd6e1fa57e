"""Sentences about what came of it: refusals in words, the audit trail, what stands and what was tried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ebr.cli.qualification.plant import BATCH, IDS, Plant
from ebr.cli.qualification.sentences import Act, insist
from ebr.cli.qualification.stages import change_policy
from ebr.cli.qualification.steps_batch import ENTRIES
from ebr.station.questions import Signatures, ValueHistory


def refused(plant: Plant, words: str = "") -> None:
    """Insist that the last thing was refused, with these words in its sentence."""
    insist(plant.refused is not None, "it was not refused")
    insist(words.casefold() in plant.words.casefold(), f"the words were: {plant.words}")
    insist("\x00" not in plant.words, "an invisible character is in the words")
    plant.refused = None


def accepted(plant: Plant) -> None:
    """Insist that the last thing was done."""
    plant.settled()


def nothing(plant: Plant, entry: str) -> None:
    """Insist that no value stands."""
    rows = plant.entry(ENTRIES[entry][0]).rows
    insist(not rows, f"{rows[0].text if rows else ''} stands")


def stands(plant: Plant, value: str, entry: str) -> None:
    """Insist on the one value that stands."""
    texts = [row.value[ENTRIES[entry][1]] for row in plant.entry(ENTRIES[entry][0]).rows]
    insist(texts == [value], f"there stand: {', '.join(texts) or 'nothing'}")


def attempt(plant: Plant, value: str) -> None:
    """Insist that what was tried and refused is in the record for ever."""
    tried = [one for held in plant.state.slots.values() for one in held.attempts]
    insist(any(value in one.value.values() for one in tried), "the attempt is not in the record")


def one_more(plant: Plant) -> None:
    """Insist that the record has one entry more than before."""
    insist(plant.entries() == plant.before + 1, f"{plant.entries() - plant.before} entries more")


def calculated(plant: Plant, name: str, value: str) -> None:
    """Insist on what the program worked out."""
    slot = {"strength": "strength", "yield": "gained"}[name]
    entry = plant.entry(slot)
    found = [row.value.get("number", "") for row in entry.rows] or list(entry.figures.values())
    insist(value in found, f"worked out: {', '.join(found) or 'nothing'}")


def mean(plant: Plant, value: str) -> None:
    """Insist on the mean of the weights."""
    found = plant.entry("tablets").figures.get("mean", "")
    insist(found == value, f"the mean is {found}")


def earlier(plant: Plant, old: str, reason: str, who: str) -> None:
    """Insist that a corrected value is readable with who, when and why."""
    (row,) = plant.entry("temp").rows
    insist(row.changed and row.old, "the value is not marked as changed")
    text = " ".join(row.old[0])
    insist(old in text, f"the earlier value reads: {text}")
    found = [one for one in plant.audit(text=reason) if one.reason == reason or reason in one.new]
    insist(found, "the reason is not in the audit trail")
    insist(found[0].by == IDS[who], f"the audit trail names {found[0].by_name}")


def whole_trail(plant: Plant) -> None:
    """Insist that every entry of the audit trail says who or when with offset and zone, what happened and to what."""
    rows = plant.audit()
    insist(rows[0].seq == plant.entries(), "the newest entry is missing")
    numbers = [row.seq for row in rows]
    insist(numbers == list(range(numbers[0], 0, -1)), "numbers are missing")
    for row in rows:
        insist(datetime.fromisoformat(row.wall).tzinfo is not None, f"entry {row.seq} has a time without offset")
        insist(row.zone and row.event and row.subject, f"entry {row.seq} says less than it must")


def finds(plant: Plant, text: str) -> None:
    """Insist that the audit trail can be searched."""
    rows = plant.audit(text=text)
    insist(rows, "nothing was found")
    insist(len(rows) < len(plant.audit()), "everything was found")


def trail_has(plant: Plant, event: str) -> None:
    """Insist that the audit trail holds an event."""
    names = {row.event for row in plant.audit()}
    insist(any(name.startswith(event) for name in names), f"no {event}")


def trail_counts(plant: Plant, event: str, count: str) -> None:
    """Insist on how often an event is there, at least."""
    found = sum(row.event.startswith(event) for row in plant.audit())
    insist(found >= int(count), f"{found} of them")


def trail_names(plant: Plant, event: str, who: str) -> None:
    """Insist on who stands with the newest entry of an event."""
    row = next((row for row in plant.audit() if row.event.startswith(event)), None)
    insist(row is not None, f"no {event}")
    assert row is not None
    insist(row.by == IDS[who], f"it names {row.by_name or 'nobody'}")


def policy(plant: Plant, name: str, value: str) -> None:
    """Have a setting changed by an administrator, signed by quality."""
    change_policy(plant, **{name: value})


def old_and_new(plant: Plant, old: str, new: str) -> None:
    """Insist that the newest change of the policy shows both values and a reason."""
    row = next(row for row in plant.audit() if row.event.startswith("site.policy-changed"))
    insist(old in f"{row.old} {row.new}", f"the earlier value is missing: {row.old}")
    insist(new in row.new, f"the new value is missing: {row.new}")
    insist(row.reason, "there is no reason")


def signature_says(plant: Plant, who: str, meaning: str) -> None:
    """Insist that a signature shows the printed name, the time with zone and the meaning."""
    rows = [row for row in plant.station.ask(Signatures(BATCH)) if row.person == IDS[who] and row.meaning == meaning]
    insist(rows, "there is no such signature")
    row = rows[-1]
    insist(" " in row.name, f"the printed name is {row.name}")
    insist(datetime.fromisoformat(row.at).tzinfo is not None and row.zone, "the time has no zone")
    insist(row.role, "the role is missing")


def history(plant: Plant, value: str) -> None:
    """Insist that a value can be followed from batch to batch."""
    found = plant.station.ask(ValueHistory(plant.state.issued.mbr, "temp"))
    insist([(row.batch, row.value) for row in found.rows] == [(BATCH, value)], "the values are others")
    insist(found.low and found.high, "the limits are missing")


SENTENCES: Final[Mapping[str, Act]] = {
    'it is refused with "{words}"': refused,
    "it is refused": refused,
    "it is done": accepted,
    'nothing stands as the "{entry}"': nothing,
    '"{value}" stands as the "{entry}"': stands,
    'the attempt "{value}" is in the record': attempt,
    "the record has one entry more": one_more,
    'the program works out the {name} as "{value}"': calculated,
    'the program works out the mean of the weights as "{value}"': mean,
    'the earlier value "{old}" is readable with the reason "{reason}" and {who}': earlier,
    "every entry of the audit trail has a number, a time with zone, an event and what it is about": whole_trail,
    'the audit trail can be searched for "{text}"': finds,
    'the audit trail has "{event}"': trail_has,
    'the audit trail has "{event}" {count} times or more': trail_counts,
    'the newest "{event}" of the audit trail names {who}': trail_names,
    'the administrator sets "{name}" to "{value}" and quality signs': policy,
    'the newest change of the policy shows "{old}", "{new}" and a reason': old_and_new,
    'the signature of {who} as "{meaning}" shows name, role, time and zone': signature_says,
    'the temperature "{value}" can be followed from batch to batch with its limits': history,
}
