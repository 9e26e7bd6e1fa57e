"""The form of each act on a lot, and the command that it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ebr.domain.material import certificate_commands as cc
from ebr.domain.material import commands as c
from ebr.domain.material.events import Amount
from ebr.station.questions import LotAnswer
from ebr.words import figure, tr
from ui.lots import storage_forms
from ui.lots.asks import Asked, Form, Parts, signed_form, witnessed_form
from ui.lots.fields import container, quantity, reason


def form_of(key: str, answer: LotAnswer) -> Form:
    """Return the form of an act on a lot."""
    return FORMS[key](answer)


def _amounts(parts: Parts) -> tuple[Amount, ...]:
    return (Amount(parts["container"], parts["quantity"]),)


def _sample(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (Asked("sample", tr("Number of the sample"), scans=True), container(answer), quantity(answer))
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
    return signed_form(
        tr("Reject {lot}", lot=lot),
        (reason(),),
        lambda parts: c.RejectLot(lot, parts["reason"]),
        tr("A rejected lot never comes back."),
        done=tr("Rejected"),
    )


def _put_back(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    return Form(
        tr("Put {lot} back into quarantine", lot=lot),
        tr("Into quarantine now"),
        (reason(),),
        lambda parts: c.QuarantineLot(lot, parts["reason"]),
        tr("It counts at once: no step takes the lot any more. Label the containers."),
        icon="hand-stop",
        done=tr("In quarantine"),
    )


def _extend(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    return signed_form(
        tr("Retest date of {lot}", lot=lot),
        (Asked("retest", tr("New retest date, now {date}", date=answer.row.retest), tr("For example 2027-06-30")),),
        lambda parts: c.ExtendRetest(lot, parts["retest"]),
        tr("Only on results taken since, and never beyond the expiry, which does not move."),
    )


def _aside(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    failing = [one for one in answer.results if one.verdict == "fail" and one.standing in ("checked", "unchecked")]
    options = tuple(
        (one.entry, f"{one.title}: {figure(one.value) if one.unit else one.value} [{one.limits}]") for one in failing
    )
    return signed_form(
        tr("Set a result of {lot} aside", lot=lot),
        (Asked("result", tr("Result"), options=options), reason(tr("Investigation, and what it found"))),
        lambda parts: c.SetResultAside(lot, parts["result"], parts["reason"]),
        tr("A result is invalid by an investigation only. It stays in the record and on every sheet."),
    )


def _count(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (
        container(answer),
        quantity(answer, tr("Counted, in {unit}", unit=answer.row.unit)),
        reason(tr("Reason, where it differs from the book"), needed=False),
    )
    return Form(
        tr("Count a container of {lot}", lot=lot),
        tr("Record the count"),
        fields,
        lambda parts: c.CountLot(lot, parts["container"], parts["quantity"], parts["reason"]),
    )


def _above(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (
        container(answer),
        quantity(answer, tr("Counted, in {unit}", unit=answer.row.unit)),
        reason(tr("What was found, and how it can be")),
    )
    return witnessed_form(
        tr("More counted in a container of {lot}", lot=lot),
        fields,
        lambda parts: c.CountAbove(lot, parts["container"], parts["quantity"], parts["reason"], ""),
        tr("Two people count. Nobody uses the lot until quality has found out what is in the container."),
    )


def _found_out(answer: LotAnswer) -> Form:
    lot, unit = answer.row.lot, answer.row.unit
    options = tuple(
        (
            one.entry,
            tr(
                "Container {container}: {counted} {unit} counted, {received} {unit} received",
                container=one.container,
                counted=figure(one.counted),
                received=figure(one.received),
                unit=unit,
            ),
        )
        for one in answer.counts
    )
    return signed_form(
        tr("Count of {lot}", lot=lot),
        (Asked("count", tr("Count"), options=options), reason(tr("What was found out"))),
        lambda parts: c.DecideCount(lot, parts["count"], parts["reason"]),
        tr("Then the lot can be used again. Reject it instead where the material cannot be told."),
    )


def _certificate(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    options = tuple((one.id, f"{one.title} [{one.limits}]") for one in answer.tests if one.certificate)
    own = ", ".join(one.title for one in answer.tests if one.identity)
    fields = (
        Asked("test", tr("Test"), options=options),
        Asked("value", tr("Result, as the certificate states it")),
        Asked("certificate", tr("Number of the certificate"), scans=True),
    )
    return Form(
        tr("Certificate for {lot}", lot=lot),
        tr("Record the result"),
        fields,
        lambda parts: cc.RecordCertificate(lot, parts["certificate"], parts["test"], parts["value"]),
        tr("It counts with an own result of {tests}. A second person of the laboratory checks it.", tests=own),
    )


def _back(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (container(answer), quantity(answer), _batch(), reason())
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
    fields = (container(answer), quantity(answer), _batch(), reason())
    return Form(
        tr("Spilled of {lot}", lot=lot),
        tr("Record the loss"),
        fields,
        lambda p: c.SpillLot(lot, p["container"], p["quantity"], p["reason"], batch=p["batch"]),
        tr("For what was lost outside the entries of a batch."),
    )


def _split(answer: LotAnswer) -> Form:
    lot = answer.row.lot
    fields = (Asked("sublot", tr("Number of the new lot"), scans=True), container(answer), quantity(answer))
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
        quantity(answer, tr("Quantity in {unit}; with a minus it is taken back", unit=answer.row.unit)),
        container(answer, needed=False),
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
    fields = (container(answer, needed=False), quantity, reason())
    return witnessed_form(
        tr("Destroy {lot}", lot=lot),
        fields,
        lambda p: c.DestroyLot(lot, p["reason"], "", p["container"], p["quantity"]),
        tr("Two people destroy material. The second one was present and signs."),
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
    "move": storage_forms.move,
    "count": _count,
    "back": _back,
    "spill": _spill,
    "split": _split,
    "join": _join,
    "allocate": _allocate,
    "destroy": _destroy,
    "above": _above,
    "found_out": _found_out,
    "certificate": _certificate,
    "stored": storage_forms.judged,
}
