"""What may be done with a lot, by role and status; each act's form and the command it makes.

The list is the same for everybody of a role; what the rules would refuse for the status says so beside its button.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.material import commands as c
from ebr.domain.material.events import Amount
from ebr.domain.material.state.containers import containers
from ebr.domain.refusal import Refusal
from ebr.domain.values import number, plain, shown_text
from ebr.station.questions import ItemRow, LotAnswer, SupplierRow
from ebr.words import tr
from ui.lots.asks import Asked, Form, Parts
from ui.pages.offer import Offer

STORE: Final = ("operator", "supervisor")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known here beside the lot: materials, suppliers, stations."""

    items: Mapping[str, ItemRow]
    suppliers: Mapping[str, SupplierRow]


def containers_words(text: str, unit: str) -> str:
    """Return what was understood of the containers: "4 containers, 100 kg in all"; "" for what cannot be read."""
    try:
        found = containers(text)
    except Refusal:
        return ""
    if not found:
        return ""
    total = plain(sum((number(one.quantity) for one in found), number("0")))
    return tr("Containers: {n}, in all {total} {unit}", n=len(found), total=total, unit=unit)


def receive_form(known: Known, lot: str = "") -> Form:
    """Return the form of a receipt."""

    def title(code: str) -> str:
        item = known.items.get(code.strip())
        return tr("{title}, kept in {unit}", title=item.title, unit=item.unit) if item is not None else ""

    def supplier(text: str) -> str:
        found = known.suppliers.get(text.strip())
        return found.name if found is not None else ""

    def command(parts: Parts) -> Any:
        return c.ReceiveLot(
            parts["lot"],
            parts["item"],
            parts["supplier"],
            parts["supplier_lot"],
            containers(parts["containers"]),
            expiry=parts["expiry"],
            retest=parts["retest"],
            place=parts["place"],
        )

    fields = (
        Asked("item", tr("Code of the material"), scans=True, explain=title),
        Asked("lot", tr("Our lot number, as on our label"), text=lot, scans=True),
        Asked("supplier", tr("Supplier; empty for own make"), needed=False, explain=supplier),
        Asked("supplier_lot", tr("Lot number of the supplier"), needed=False, scans=True),
        Asked(
            "containers",
            tr("Containers and what they hold"),
            tr("For example 4 x 25, or 25, 24.6"),
            explain=lambda text: containers_words(text, ""),
        ),
        Asked("place", tr("Place"), needed=False),
        Asked("expiry", tr("Expiry on the label"), tr("For example 2027-06-30"), needed=False),
        Asked("retest", tr("Retest date on the label"), tr("For example 2027-06-30"), needed=False),
    )
    words = tr("The lot goes into quarantine. Quality releases it, never who received it.")
    return Form(tr("Receive a lot"), tr("Receive"), fields, command, words, done=tr("Received into quarantine"))


def offers(answer: LotAnswer, person: str, roles: tuple[str, ...]) -> tuple[Offer, ...]:
    """Return what a person may do with a lot; an act that the status forbids says why."""
    found: list[Offer] = []
    dead = _dead(answer)
    if "laboratory" in roles:
        found += _laboratory(answer, person, dead)
    if "quality" in roles:
        found += _quality(answer, person, dead)
    if set(STORE) & set(roles):
        found += [
            Offer("move", tr("Move"), "truck"),
            Offer("count", tr("Count a container"), "calculator"),
            Offer("back", tr("Return material"), "arrow-back-up", dead),
            Offer("spill", tr("Spilled"), "droplet"),
            Offer("split", tr("Split off a part"), "arrow-forward-up", dead),
            Offer("join", tr("Join with other lots"), "link", dead),
        ]
    if {"supervisor", "quality"} & set(roles):
        found.append(Offer("allocate", tr("Allocate to a station"), "device-desktop", dead))
    if {*STORE, "quality"} & set(roles):
        gone = tr("Nothing is left") if answer.row.status == "destroyed" else ""
        found.append(Offer("destroy", tr("Destroy"), "trash", gone))
    return tuple(found)


def _dead(answer: LotAnswer) -> str:
    if answer.row.status == "rejected":
        return tr("The lot is rejected")
    return tr("Nothing is left") if answer.row.status == "destroyed" else ""


def _laboratory(answer: LotAnswer, person: str, dead: str) -> list[Offer]:
    no_sample = dead or ("" if answer.samples else tr("Take a sample first"))
    others = [one for one in answer.analysts_to_check if one != person]
    own = tr("You recorded them; another person of the laboratory checks")
    check = dead or (
        own if answer.analysts_to_check and not others else "" if others else tr("Every result is checked")
    )
    return [
        Offer("result", tr("Record a result"), "microscope", no_sample, strong=not no_sample and bool(answer.missing)),
        Offer("check", tr("Check results"), "signature", check, strong=not check),
        Offer("sample", tr("Take a sample"), "test-pipe", dead),
    ]


def _quality(answer: LotAnswer, person: str, dead: str) -> list[Offer]:
    own = tr("You received or tested it; another person of quality decides") if person in answer.people else ""
    failing = [one for one in answer.results if one.verdict == "fail" and one.standing not in ("aside", "brought")]
    release = dead or own or _not_ready(answer, failing=bool(failing))
    found = [] if release else [Offer("release", tr("Release"), "signature", strong=not answer.reason)]
    if answer.row.status not in ("quarantine", "rejected", "destroyed"):
        found.append(Offer("quarantine", tr("Back into quarantine"), "hand-stop"))
    if release:
        found.append(Offer("release", tr("Release"), "signature", release))
    found.append(Offer("reject", tr("Reject"), "circle-x", dead or own))
    if answer.row.retest:
        found.append(Offer("extend", tr("Extend the retest date"), "calendar", dead or own))
    if failing:
        found.append(Offer("aside", tr("Set a result aside"), "ban", own))
    return found


def _not_ready(answer: LotAnswer, *, failing: bool) -> str:
    if answer.row.status in ("released", "expired", "retest_due") and not answer.contested:
        return tr("It is released")
    if failing:
        return tr("A result fails")
    if answer.missing:
        return tr("Missing: {tests}", tests=", ".join(answer.missing))
    return tr("Results are not checked yet") if answer.analysts_to_check else ""


def form_of(key: str, answer: LotAnswer) -> Form:
    """Return the form of an act on a lot."""
    return FORMS[key](answer)


def _container(answer: LotAnswer, *, needed: bool = True) -> Asked:
    only = answer.containers[0].container if len(answer.containers) == 1 else ""
    names = ", ".join(one.container for one in answer.containers[:8])
    label = tr("Container") if needed else tr("Container; empty for all")
    left = {one.container: one.left for one in answer.containers}
    unit = answer.row.unit

    def explain(text: str) -> str:
        found = left.get(text.strip())
        return tr("{number} {unit} left", number=found, unit=unit) if found is not None else ""

    return Asked(
        "container",
        label,
        tr("One of: {names}", names=names),
        only if needed else "",
        needed,
        scans=True,
        explain=explain,
    )


def _quantity(answer: LotAnswer, label: str = "") -> Asked:
    return Asked("quantity", label or tr("Quantity in {unit}", unit=answer.row.unit), number=True)


def _reason(label: str = "", *, needed: bool = True) -> Asked:
    return Asked("reason", label or tr("Reason"), needed=needed)


def _amounts(parts: Parts) -> tuple[Amount, ...]:
    return (Amount(parts["container"], parts["quantity"]),)


def _sample(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (Asked("sample", tr("Number of the sample"), scans=True), _container(answer), _quantity(answer))
    return Form(
        tr("Take a sample of {lot}", lot=lot),
        tr("Record the sample"),
        fields,
        lambda parts: c.SampleLot(lot, parts["sample"], _amounts(parts)),
    )


def _result(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    options = tuple((one.id, f"{one.title} [{one.limits}]") for one in answer.tests)
    samples = [sample for sample, _, _ in answer.samples]
    fields = (
        Asked("test", tr("Test"), options=options),
        Asked("value", tr("Result, as it was found")),
        Asked("sample", tr("Sample"), "", samples[-1] if samples else "", scans=True),
    )
    return Form(
        tr("Result of {lot}", lot=lot),
        tr("Record the result"),
        fields,
        lambda parts: c.RecordResult(lot, parts["test"], parts["value"], parts["sample"]),
        tr("Every result stays in the record; a second person of the laboratory checks it."),
    )


def _check(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    return Form(tr("Check results of {lot}", lot=lot), "", (), lambda _parts: c.CheckResults(lot), signed="self")


def _release(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    done = tr("Released")
    return Form(tr("Release {lot}", lot=lot), "", (), lambda _parts: c.ReleaseLot(lot), signed="self", done=done)


def _reject(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    return Form(
        tr("Reject {lot}", lot=lot),
        tr("Continue to signature"),
        (_reason(),),
        lambda parts: c.RejectLot(lot, parts["reason"]),
        tr("A rejected lot never comes back."),
        icon="arrow-right",
        signed="self",
        done=tr("Rejected"),
    )


def _put_back(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    return Form(
        tr("Put {lot} back into quarantine", lot=lot),
        tr("Into quarantine now"),
        (_reason(),),
        lambda parts: c.QuarantineLot(lot, parts["reason"]),
        tr("It counts at once: no step takes the lot any more. Label the containers."),
        icon="hand-stop",
        done=tr("In quarantine"),
    )


def _extend(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    return Form(
        tr("Retest date of {lot}", lot=lot),
        tr("Continue to signature"),
        (Asked("retest", tr("New retest date, now {date}", date=answer.row.retest), tr("For example 2027-06-30")),),
        lambda parts: c.ExtendRetest(lot, parts["retest"]),
        tr("Only on results taken since, and never beyond the expiry, which does not move."),
        icon="arrow-right",
        signed="self",
    )


def _aside(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    failing = [one for one in answer.results if one.verdict == "fail" and one.standing in ("checked", "unchecked")]
    options = tuple((one.entry, f"{one.title}: {one.value} [{one.limits}]") for one in failing)
    return Form(
        tr("Set a result of {lot} aside", lot=lot),
        tr("Continue to signature"),
        (Asked("result", tr("Result"), options=options), _reason(tr("Investigation, and what it found"))),
        lambda parts: c.SetResultAside(lot, parts["result"], parts["reason"]),
        tr("A result is invalid by an investigation only. It stays in the record and on every sheet."),
        icon="arrow-right",
        signed="self",
    )


def _move(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (
        Asked("place", tr("New place"), scans=True),
        _container(answer, needed=False),
        Asked("storage", tr("Storage; empty: as before"), needed=False),
    )
    return Form(
        tr("Move {lot}", lot=lot),
        tr("Move"),
        fields,
        lambda parts: c.MoveLot(lot, parts["place"], parts["container"], parts["storage"]),
    )


def _count(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (
        _container(answer),
        _quantity(answer, tr("Counted, in {unit}", unit=answer.row.unit)),
        _reason(tr("Reason, where it differs from the book"), needed=False),
    )
    return Form(
        tr("Count a container of {lot}", lot=lot),
        tr("Record the count"),
        fields,
        lambda parts: c.CountLot(lot, parts["container"], parts["quantity"], parts["reason"]),
    )


def _back(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (_container(answer), _quantity(answer), _batch(), _reason())
    return Form(
        tr("Return material to {lot}", lot=lot),
        tr("Record the return"),
        fields,
        lambda p: c.ReturnLot(lot, p["container"], p["quantity"], p["reason"], batch=p["batch"]),
        tr("For what comes back outside the entries of a batch."),
    )


def _batch() -> Asked:
    return Asked("batch", tr("Batch, where it was for one"), needed=False, scans=True)


def _spill(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (_container(answer), _quantity(answer), _batch(), _reason())
    return Form(
        tr("Spilled of {lot}", lot=lot),
        tr("Record the loss"),
        fields,
        lambda p: c.SpillLot(lot, p["container"], p["quantity"], p["reason"], batch=p["batch"]),
        tr("For what was lost outside the entries of a batch."),
    )


def _split(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (Asked("sublot", tr("Number of the new lot"), scans=True), _container(answer), _quantity(answer))
    return Form(
        tr("Split off a part of {lot}", lot=lot),
        tr("Split off"),
        fields,
        lambda parts: c.SplitLot(lot, parts["sublot"], _amounts(parts)),
        tr("The part keeps material, supplier, dates, results and release; from then on it has a status of its own."),
    )


def _join(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (
        Asked("others", tr("The other lots, with commas between them"), scans=True),
        Asked("into", tr("Number of the new lot")),
        Asked("place", tr("Place"), needed=False),
    )

    def command(parts: Parts) -> Any:
        others = tuple(one.strip() for one in parts["others"].split(",") if one.strip())
        return c.JoinLots(parts["into"], (lot, *others), parts["place"])

    words = tr("All that is left of them. The new lot has the earliest dates and the strictest status.")
    return Form(tr("Join {lot} with other lots", lot=lot), tr("Join"), fields, command, words)


def _allocate(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (
        Asked("station", tr("Station")),
        _quantity(answer, tr("Quantity in {unit}; with a minus it is taken back", unit=answer.row.unit)),
        _container(answer, needed=False),
    )
    return Form(
        tr("Allocate {lot}", lot=lot),
        tr("Allocate"),
        fields,
        lambda p: c.AllocateLot(lot, p["station"], p["quantity"], container=p["container"]),
        tr("Once a part is allocated, only the stations named here draw from the lot, each no more than its part."),
    )


def _destroy(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    quantity = Asked(
        "quantity", tr("Quantity in {unit}; empty for all", unit=answer.row.unit), needed=False, number=True
    )
    fields = (_container(answer, needed=False), quantity, _reason())

    def command(parts: Parts) -> Any:
        if bool(parts["container"]) != bool(parts["quantity"]):
            raise Refusal("destroy_half", lot=shown_text(lot))
        return c.DestroyLot(lot, parts["reason"], "", parts["container"], parts["quantity"])

    return Form(
        tr("Destroy {lot}", lot=lot),
        tr("Continue to the second signature"),
        fields,
        lambda p: c.DestroyLot(lot, p["reason"], "", p["container"], p["quantity"]),
        tr("Two people destroy material. The second one was present and signs."),
        icon="arrow-right",
        signed="witness",
        done=tr("Destroyed"),
    )


FORMS: Final[Mapping[str, Callable[[LotAnswer], Form]]] = {
    "sample": _sample,
    "result": _result,
    "check": _check,
    "release": _release,
    "reject": _reject,
    "quarantine": _put_back,
    "extend": _extend,
    "aside": _aside,
    "move": _move,
    "count": _count,
    "back": _back,
    "spill": _spill,
    "split": _split,
    "join": _join,
    "allocate": _allocate,
    "destroy": _destroy,
}
