"""Where values came from: which device, which line, which form, which file; and readings too alike to be readings.

A copied value looks like a good one. What gives it away is another value: the same line of a balance twice, the same
picture in two places, a series without any spread (21 CFR 211.68, 211.188; EU GMP 4.8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise

from ebr.domain import subjects
from ebr.domain.batch.rules.machines import kind_of
from ebr.domain.batch.rules.readings import OF_A_LINE
from ebr.domain.batch.rules.sampling import samples_of
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, spoken, wall
from ebr.domain.batch.state import forms
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.seconds import DEVICE, FORM, devices_of
from ebr.domain.batch.state.slots import Row
from ebr.domain.equipment.state import equipment_in
from ebr.domain.sample.state import sample_in
from ebr.domain.values import Value, shown_text

RUN = 10
"""Readings in a row that differ in nothing: with a decimal, no instrument gives them."""
BLOCK, VARIED = 5, 3
"""Readings of a round, and how many of them differ, from which on the same again is a copy."""
FILES = ("photo", "file")


def found(sight: Sight) -> Iterator[Found]:
    """Yield values whose source is another than it should be, or was used before."""
    bound = _bound(sight)
    for entry in sight.entries:
        for row in entry.rows:
            how = row.source.get("how")
            if how == DEVICE:
                yield from _balances(entry, row)
            if how == DEVICE and entry.slot.device:
                yield from _device(sight, entry, row, bound.get(entry.slot.device, set()))
            elif how == FORM:
                yield from _form(sight, entry, row)
    for form in forms.open_forms(sight.state) if sight.over else ():
        yield Found("form_unreconciled", "", {"slot": form.number, "station": form.station})
    yield from _lines(sight)
    yield from _files(sight)
    yield from _rows(sight)
    yield from _samples(sight)
    yield from _results(sight)
    yield from _alike(sight)
    yield from _copied(sight)


def _bound(sight: Sight) -> dict[str, set[str]]:
    """Return, by the equipment that the master asks for, the codes that the batch recorded for it."""
    bound: dict[str, set[str]] = {}
    for entry in sight.entries:
        if entry.slot.kind == "equipment":
            for row in entry.held.rows.values():
                values = (row.value, *(made.old for made in row.corrections))
                bound.setdefault(entry.slot.of, set()).update(value.get("equipment", "") for value in values)
    return {asked: codes - {""} for asked, codes in bound.items()}


def _device(sight: Sight, entry: Entry, row: Row, bound: set[str]) -> Iterator[Found]:
    wanted = kind_of(sight.plan, entry.slot.device).strip().casefold()
    for code in devices_of(row.source):
        kind = equipment_in(sight.facts, code).kind.strip().casefold()
        if (bound and code not in bound) or (wanted and kind and kind != wanted):
            name = next((one.name for one in sight.plan.mbr.equipment if one.id == entry.slot.device), "")
            params = {"slot": entry.slot.label, "equipment": code, "expected": ", ".join(sorted(bound)) or name}
            yield Found("device_of_other", entry.address, params, item=row.item)
            return


def _balances(entry: Entry, row: Row) -> Iterator[Found]:
    """Yield a row whose tare and gross were read on two balances: the difference is no weight of either."""
    tare, gross = row.source.get("device_tare", ""), row.source.get("device_gross", "")
    if tare and gross and tare != gross:
        params = {"slot": entry.slot.label, "tare": shown_text(tare), "gross": shown_text(gross)}
        yield Found("two_balances", entry.address, params, item=row.item)


def _form(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    number = row.source.get("form", "")
    form = sight.state.forms.get(number)
    if form is None or not forms.lists(form, entry.address) or wall(form.printed) > wall(row.first):
        params = {"slot": entry.slot.label, "form": shown_text(number)}
        yield Found("form_unknown", entry.address, params, item=row.item)


def _lines(sight: Sight) -> Iterator[Found]:
    """Yield a line of a device that stands at two places: it was read once."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in sight.entries:
        for row in entry.rows:
            line = tuple(row.source.get(name, "") for name in OF_A_LINE)
            if all(line):
                first = seen.setdefault(line, entry)
                if first is not entry or row is not next(_of_line(entry, line)):
                    params = {"slot": entry.slot.label, "raw": shown_text(line[1]), "time": line[2]}
                    params = {**params, "other": first.slot.label}
                    yield Found("reading_taken_twice", entry.address, params, item=row.item)


def _of_line(entry: Entry, line: tuple[str, ...]) -> Iterator[Row]:
    return (row for row in entry.rows if tuple(row.source.get(name, "") for name in OF_A_LINE) == line)


def _files(sight: Sight) -> Iterator[Found]:
    seen: dict[str, Entry] = {}
    for entry in sight.entries:
        for row in entry.rows if entry.slot.kind in FILES else ():
            name = row.value.get("sha256", "")
            if name and seen.setdefault(name, entry) is not entry:
                params = {"slot": entry.slot.label, "other": seen[name].slot.label}
                yield Found("file_twice", entry.address, params, item=row.item)


def _rows(sight: Sight) -> Iterator[Found]:
    """Yield rows of a material with the same container and the same weights to the last digit."""
    for entry in sight.entries:
        seen: set[tuple[tuple[str, str], ...]] = set()
        for row in entry.rows if entry.slot.kind == "material" else ():
            value = _sorted(row.value)
            if value in seen:
                params = {"slot": entry.slot.label, "lot": row.value.get("lot", ""), "value": row.value.get("net", "")}
                params = {**params, "unit": sight.unit(entry.slot)}
                yield Found("rows_alike", entry.address, params, item=row.item)
            seen.add(value)


def _sorted(value: Value) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(value.items()))


def _samples(sight: Sight) -> Iterator[Found]:
    """Yield numbers of samples that stand twice, or that are those of another batch."""
    seen: dict[str, Entry] = {}
    for entry in sight.entries:
        for row in entry.rows if entry.slot.kind == "sample" else ():
            number = row.value.get("sample", "")
            known = sample_in(sight.facts, number) if subjects.sample(number) in sight.facts else None
            told = {"slot": entry.slot.label, "sample": number}
            if number and seen.setdefault(number, entry) is not entry:
                params = {**told, "other": seen[number].slot.label}
                yield Found("sample_twice", entry.address, params, item=row.item)
            if known is not None and known.batch and known.batch != sight.state.id:
                params = {**told, "batch": known.batch}
                yield Found("sample_of_other", entry.address, params, item=row.item)


def _results(sight: Sight) -> Iterator[Found]:
    """Yield a result that is none of those that the laboratory has of its sample."""
    for entry in sight.entries:
        numbers = samples_of(sight.state, sight.plan, entry.slot, entry.rounds) if entry.slot.kind == "result" else ()
        known = [sample_in(sight.facts, each) for each in numbers if subjects.sample(each) in sight.facts]
        said = [
            one
            for each in known
            if each is not None
            for one in each.results
            if one.slot == entry.address and not one.replaced
        ]
        for row in entry.rows if said else ():
            if all(dict(one.value) != dict(row.value) for one in said):
                params = {"slot": entry.slot.label, "value": spoken(row.value), "expected": spoken(said[0].value)}
                yield Found("result_differs", entry.address, {**params, "sample": numbers[0]}, item=row.item)


def _alike(sight: Sight) -> Iterator[Found]:
    """Yield the first long run of readings without any difference in an entry, over its rows and rounds."""
    for name, values in _readings(sight).items():
        if sight.plan.decimals(sight.plan.slots[name]):
            for number, same in groupby(values, key=lambda each: each[1]):
                run = list(same)
                if len(run) >= RUN:
                    slot = sight.plan.slots[name]
                    params = {"slot": slot.label, "times": str(len(run)), "value": number, "unit": sight.unit(slot)}
                    yield Found("readings_alike", run[-1][0], params)
                    break


def _readings(sight: Sight) -> Mapping[str, list[tuple[str, str]]]:
    found_: dict[str, list[tuple[str, str]]] = {}
    for entry in sight.series:
        numbers = [(entry.address, row.value.get("number", "")) for row in entry.rows]
        found_.setdefault(last_id(entry.address), []).extend(numbers)
    return found_


def _copied(sight: Sight) -> Iterator[Found]:
    """Yield a round whose readings are those of the round before it, one by one."""
    rounds: dict[str, list[Entry]] = {}
    for entry in sight.series:
        if len(entry.rows) >= BLOCK:
            rounds.setdefault(last_id(entry.address), []).append(entry)
    for entries in rounds.values():
        for before, entry in pairwise(entries):
            numbers = [row.value.get("number", "") for row in entry.rows]
            same = numbers == [row.value.get("number", "") for row in before.rows]
            if same and len(set(numbers)) >= VARIED:
                yield Found("readings_copied", entry.address, {"slot": entry.slot.label, "times": str(len(numbers))})
