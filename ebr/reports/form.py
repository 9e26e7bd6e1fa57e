"""An emergency form as data: the steps that were open, and room to write every entry by hand (floor-rules 18).

`build` is a function of the folded batch and of the printed form in it: the form has room for exactly the entries that
its entry in the record lists. What each kind of entry asks for is a row of boxes with captions, or words to tick; how
that is drawn, `ebr.reports.pdf.form` says. Limits stand in figures where they can be told now, else as the master
writes them, so that somebody with a pocket calculator can still judge. Computed values are not written by hand: they
follow when the form is transcribed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ebr.domain.batch.state import BatchState, forms
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.model import FormState
from ebr.domain.batch.state.plan import COMPUTED, Plan
from ebr.domain.mbr.model import Item, Limits, Slot
from ebr.domain.refusal import Refusal
from ebr.reports.document import Identity
from ebr.wording import meaning_words, profile_word, unit_words
from ebr.wording.lines import in_document, limits_line
from ebr.words import tr

MOST_ROWS: Final = 12
"""A table that may have more rows gets this many on paper; further ones go beside the entry."""
CONTAINERS: Final = 3
"""Rows for containers of a material."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A box to write in, or words to tick; `share` is its width relative to the others of its row."""

    caption: str
    share: float = 1.0
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormEntry:
    """One entry to make by hand; every row gets date, time and initials, and those of a second person where asked."""

    number: str
    label: str
    notes: tuple[str, ...]
    rows: tuple[tuple[Blank, ...], ...]
    second: str = ""
    critical: bool = False


@dataclass(frozen=True, slots=True)
class FormStep:
    """One open step; `rounds` are captions of what names its round, with the name where it has one."""

    number: str
    title: str
    instruction: str
    rounds: tuple[tuple[str, str], ...]
    entries: tuple[FormEntry, ...]
    signatures: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form; `made` as in `ebr.reports.document.Document`."""

    number: str
    station: str
    identity: Identity
    printed_at: str
    printed_by: str
    made: str
    steps: tuple[FormStep, ...]
    language: str = "en"

    @property
    def title(self) -> str:
        """Name of the file's contents."""
        return tr("Emergency form {form}", form=self.number)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form is printed: site, its fingerprint, profile of the store, and names of people by id."""

    site: str
    fingerprint: str
    profile: str
    name: Callable[[str], str]


def build(state: BatchState, number: str, place: Place) -> Form:
    """Return a printed form; raises `Refusal` for one that is not known."""
    plan, form = state.plan, state.forms.get(number)
    if form is None:
        raise Refusal("form_unknown", form=number, batch=state.id)
    if plan is None or state.issued is None:
        raise Refusal("master_unreadable", batch=state.id)
    at = form.printed.at
    when = datetime.fromisoformat(at.wall)
    return Form(
        number,
        form.station,
        _identity(state, plan, place),
        f"{when:%Y-%m-%d %H:%M:%S} {when.isoformat()[-6:]}",
        place.name(form.printed.by) if form.printed.by else tr("the program, nobody signed in"),
        when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        tuple(_steps(state, plan, form)),
        plan.mbr.header.language,
    )


def _identity(state: BatchState, plan: Plan, place: Place) -> Identity:
    issued, header = state.issued, plan.mbr.header
    assert issued is not None
    return Identity(
        site=place.site,
        site_fingerprint=place.fingerprint,
        profile=place.profile,  # type: ignore[arg-type]
        product=header.product,
        strength=header.strength,
        batch=state.id,
        size=f"{issued.size} {unit_words(header.size.unit)}",
        mbr_id=issued.mbr,
        mbr_version=issued.version,
        mbr_hash=issued.hash,
        product_profile=header.profile,
        disposition=profile_word(place.profile),
        outcome="open",
        chain=tuple((found.label, issued.identifiers.get(found.id, "")) for found in header.identifiers),
    )


def _steps(state: BatchState, plan: Plan, form: FormState) -> Iterator[FormStep]:
    for step in forms.steps_of(state, form):
        phase, number = step.phase, plan.places[step.phase.id].number
        places = {slot.id: f"{number}.{at}" for at, slot in enumerate(phase.slots, 1)}
        entries = (
            _entry(state, plan, slot, step.rounds, places[slot.id]) for slot in step.slots if slot.kind != "signature"
        )
        named = [(_title(plan, node), name) for node, name in step.rounds.items()]
        unnamed = [(_title(plan, node), "") for node in step.unnamed]
        signed = (meaning_words(slot.meaning) for slot in step.slots if slot.kind == "signature")
        yield FormStep(
            number,
            phase.title,
            phase.instruction,
            (*named, *unnamed),
            tuple(entries),
            (*signed, *(meaning_words(meaning) for meaning in phase.sign)),
            tuple(_step_notes(step.phase.slots, further=bool(step.unnamed))),
        )


def _step_notes(slots: tuple[Slot, ...], *, further: bool) -> Iterator[str]:
    if further:
        yield tr("For a further round. Copy this page before it is written on when more than one may be needed.")
    computed = [slot.label for slot in slots if slot.kind in COMPUTED]
    if computed:
        yield tr("Computed when this form is transcribed: {labels}", labels=", ".join(computed))


def _title(plan: Plan, node: str) -> str:
    found = plan.places[node].node
    return found.title if found is not None else node


def _entry(state: BatchState, plan: Plan, slot: Slot, rounds: Mapping[str, str], number: str) -> FormEntry:
    slot = in_document(slot, plan.mbr)
    unit = unit_words(plan.unit(slot))
    notes = [slot.help, _limits(state, slot.limits, plan.unit(slot), rounds)]
    if slot.optional:
        notes.append(tr("Only where it is needed"))
    if slot.when:
        notes.append(tr("Only if {condition}", condition=slot.when))
    return FormEntry(
        number,
        slot.label,
        tuple(note for note in notes if note),
        tuple(_rows(state, slot, unit, rounds)),
        meaning_words(slot.second) if slot.second else "",
        slot.critical,
    )


def _limits(state: BatchState, limits: Limits, unit: str, rounds: Mapping[str, str]) -> str:
    found = limits_line(limits_now(state, limits, rounds), unit)
    if found:
        return found
    as_written = (("low", limits.low), ("high", limits.high), ("target", limits.target))
    return limits_line({name: text for name, text in as_written if text}, unit)


def _rows(state: BatchState, slot: Slot, unit: str, rounds: Mapping[str, str]) -> Iterator[tuple[Blank, ...]]:
    match slot.kind:
        case "material":
            row = (Blank(tr("Lot"), 1.1), Blank(tr("Container"), 0.9), Blank(tr("Net, {unit}", unit=unit), 1.1))
            yield from (row,) * CONTAINERS
        case "table":
            count = min(max(slot.most, slot.rows), MOST_ROWS)
            for start in range(0, count, 4):
                numbers = range(start + 1, min(start + 4, count) + 1)
                yield tuple(Blank(tr("{n}, {unit}", n=n, unit=unit) if unit else str(n)) for n in numbers)
        case "labels":
            yield tuple(Blank(word) for word in (tr("issued"), tr("used"), tr("specimen")))
            yield tuple(Blank(word) for word in (tr("damaged"), tr("destroyed"), tr("returned")))
        case "clearance" | "environment":
            for item in slot.items:
                yield (_item(state, item, rounds),)
        case "identity":
            yield from ((Blank(tr("{label}, as it stands on the product", label=item.label)),) for item in slot.items)
        case _:
            yield from (_single(slot, unit),) * max(slot.replicates, 1)


def _item(state: BatchState, item: Item, rounds: Mapping[str, str]) -> Blank:
    if not item.unit:
        return Blank(item.label, ticks=(tr("Yes"), tr("No")))
    limits = _limits(state, item.limits, item.unit, rounds)
    return Blank(", ".join(part for part in (item.label, unit_words(item.unit), limits) if part))


def _single(slot: Slot, unit: str) -> tuple[Blank, ...]:
    match slot.kind:
        case "check":
            return (Blank("", ticks=(tr("Yes"), tr("No"), tr("Not applicable"))),)
        case "instruction":
            return (Blank("", ticks=(tr("Done"),)),)
        case "choice":
            return (Blank("", ticks=tuple(option.label for option in slot.options)),)
        case "timer":
            return (Blank(tr("Started, date and time")), Blank(tr("Stopped, date and time")))
        case "equipment":
            return (Blank(tr("Number of the equipment"), 1.4), Blank(tr("State")))
        case "sample":
            return (Blank(tr("Number of the sample"), 1.4), Blank(tr("Quantity")))
        case "handover":
            return (Blank(tr("Taken over by")), Blank(tr("Condition")))
        case "photo" | "file":
            return (Blank(tr("Number of the sheet or picture enclosed")),)
        case _:
            return (Blank(_caption(slot, unit)),)


def _caption(slot: Slot, unit: str) -> str:
    return tr("Value, {unit}", unit=unit) if unit else {"datetime": tr("Date and time")}.get(slot.kind, tr("Value"))
