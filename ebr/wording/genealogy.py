"""What stands in a genealogy in words: kinds of things, joins between them, why a balance does not come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from ebr.wording.codes import status_word
from ebr.wording.equipment import equipment_word
from ebr.wording.materials import lot_word
from ebr.wording.sentences import word
from ebr.words import figure, mark, ntr, tr

KINDS: Final[Mapping[str, str]] = {
    "batch": mark("Batch"),
    "part": mark("Made in the batch"),
    "lot": mark("Lot"),
    "container": mark("Container"),
    "sample": mark("Sample"),
    "labels": mark("Labels"),
    "equipment": mark("Equipment"),
    "room": mark("Room"),
    "identifier": mark("Patient or donor"),
    "code": mark("Scanned code"),
    "supplier": mark("Supplier"),
}
"""What a thing is."""

JOINS: Final[Mapping[str, str]] = {
    "used": mark("{amount} of {source} went into {target}"),
    "returned": mark("{amount} of {source} came back from {target}"),
    "spilled": mark("{amount} of {source} was spilled in {target}"),
    "equipment": mark("{source} was used for {target}"),
    "room": mark("{target} was worked on in {source}"),
    "identifier": mark("{target} is for {source}"),
    "origin": mark("{target} comes from {source}"),
    "code": mark("{source} was scanned in {target}"),
    "made": mark("{source} was filled into {target}"),
    "sampled": mark("{target} was taken from {source}"),
    "labelled": mark("{target} were issued for {source}"),
    "delivered": mark("{amount} of {target} was delivered by {source}"),
    "split": mark("{amount} of {source} was split off as {target}"),
    "joined": mark("{amount} of {source} was joined into {target}"),
}
"""A join as a sentence."""

MOVEMENTS: Final[Mapping[str, str]] = {
    "received": mark("Received"),
    "given": mark("Joined into another lot"),
    "used": mark("Used"),
    "returned": mark("Returned"),
    "spilled": mark("Spilled"),
    "lost": mark("Spilled in the store"),
    "destroyed": mark("Destroyed"),
    "split": mark("Split off"),
    "made": mark("Filled"),
    "sampled": mark("Sampled"),
    "counted": mark("Counted"),
}
"""A movement of an amount."""

REASONS: Final[Mapping[str, str]] = {
    "more_out_than_in": mark("More out than in: {amount} more than ever came."),
    "counted_less": mark("{amount} less was counted than should be left."),
    "counted_more": mark("{amount} more was counted than should be left."),
    "receipt_unknown": mark("Nothing on this station says how much came, so nobody can say what is left."),
    "made_up": mark("Something was filled to a mark without being weighed: in and out cannot be compared."),
    "rest": mark("{amount} is not in the product: it stayed in the process, was discarded or was lost."),
    "": mark("It comes out."),
}
"""Why a balance does not come out."""

CUTS: Final[Mapping[str, str]] = {
    "depth": mark("There is more: the walk stopped after 40 stages. Go on from one of the last."),
    "size": mark("There is more: the walk stopped after 200,000 things. Begin with something nearer."),
}


STATES: Final[Mapping[str, Callable[[str], str]]] = {"lot": lot_word, "equipment": equipment_word}
"""How a status is said, by the kind of thing; of anything else it is that of its batch."""


class Named(Protocol):
    """What has a kind, a number and perhaps a container or bag."""

    @property
    def kind(self) -> str:
        """The kind."""
        ...

    @property
    def name(self) -> str:
        """The number."""
        ...

    @property
    def part(self) -> str:
        """The container, the bag, the name of the labels."""
        ...


def kind_word(thing: Named) -> str:
    """Return what a thing is in one word; a container of a lot is a container."""
    return word(KINDS, "container" if thing.kind == "lot" and thing.part else thing.kind)


def number_words(thing: Named) -> str:
    """Return the number of a thing with what stands behind it: "MED-2610 / 2"."""
    return f"{thing.name} / {thing.part}" if thing.part else thing.name


def several_words(kind: str, count: int) -> str:
    """Return how many of a kind there are."""
    match kind:
        case "batch":
            return ntr("{n} batch", "{n} batches", count)
        case "part":
            return ntr("{n} bag or carton", "{n} bags or cartons", count)
        case "lot":
            return ntr("{n} lot", "{n} lots", count)
        case "sample":
            return ntr("{n} sample", "{n} samples", count)
        case "labels":
            return ntr("{n} kind of label", "{n} kinds of labels", count)
        case "equipment":
            return ntr("{n} machine", "{n} machines", count)
        case "room":
            return ntr("{n} room", "{n} rooms", count)
        case "identifier":
            return ntr("{n} identifier", "{n} identifiers", count)
        case "supplier":
            return ntr("{n} supplier", "{n} suppliers", count)
        case _:
            return ntr("{n} scanned code", "{n} scanned codes", count)


def amount_words(quantity: str, unit: str) -> str:
    """Return an amount with its unit; "" where none was said."""
    return f"{figure(quantity)} {unit}".strip() if quantity else ""


def join_words(role: str, source: Named, target: Named, *, quantity: str, unit: str, container: str) -> str:
    """Return a join as a sentence."""
    where = number_words(source)
    if container and not source.part:
        where = tr("{lot}, container {container}", lot=where, container=container)
    amount = amount_words(quantity, unit) or tr("Some")
    text = JOINS.get(role, JOINS["used"])
    return tr(text, amount=amount, source=where, target=number_words(target))


def reason_words(reason: str, difference: str, unit: str) -> str:
    """Return why a balance comes out or not; the amount without its sign."""
    return tr(REASONS[reason], amount=amount_words(difference.lstrip("-"), unit))


def state_words(kind: str, status: str) -> str:
    """Return the status of a batch, a bag, a lot or a machine in words; "" for what has none."""
    if not status:
        return ""
    return STATES.get(kind, status_word)(status)


def unlisted_words(unlisted: Sequence[tuple[str, int]]) -> str:
    """Return what is counted and not listed; "" where everything is."""
    if not unlisted:
        return ""
    counts = ", ".join(several_words(kind, count) for kind, count in unlisted)
    return tr("Not listed one by one, as there are so many: {counts}. The recall list has each.", counts=counts)


def cut_words(cut: str) -> str:
    """Return what to know about a walk that stopped; "" for a whole one."""
    return tr(CUTS[cut]) if cut else ""
