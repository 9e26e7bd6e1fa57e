"""The form of each act on a sample, and the command that it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ebr.domain.batch.commands import CorrectValue, RecordRetest, RecordValue, SignStep
from ebr.domain.sample import commands as c
from ebr.station.questions import FoundRow, SampleAnswer, TestRow
from ebr.words import tr
from ui.lots.asks import Asked, Form, Parts
from ui.samples.room_forms import form_of as room_form


def form_of(key: str, answer: SampleAnswer) -> Form:
    """Return the form of an act; a form without fields is signed at once."""
    name, _, about = key.partition(":")
    of_room = room_form(key, answer)
    if of_room is not None:
        return of_room
    if name in OF_TEST:
        return OF_TEST[name](answer, next(test for test in answer.tests if test.address == about))
    if name in OF_RESULT:
        return OF_RESULT[name](answer, next(one for one in answer.results if one.entry == about))
    if name == "order":
        return _order(answer, about)
    return FORMS[name](answer)


def _value(test: TestRow) -> Asked:
    if test.options:
        return Asked("value", tr("Result"), options=test.options)
    label = tr("Result in {unit}", unit=test.unit) if test.unit else tr("Result")
    hint = tr("Limits: {limits}", limits=test.limits) if test.limits else ""
    return Asked("value", label, hint, number=test.kind == "number")


def _parts(test: TestRow, parts: Parts) -> dict[str, str]:
    return {test.kind or "number": parts["value"]}


def _result(answer: SampleAnswer, test: TestRow) -> Form:
    batch = answer.row.batch
    words = tr("Every result stays in the record.")
    if test.second:
        words = tr("Every result stays in the record; a second person of the laboratory checks it.")
    return Form(
        tr("{test} of {sample}", test=test.label, sample=answer.row.sample),
        tr("Record the result"),
        (_value(test),),
        lambda parts: RecordValue(batch, test.address, _parts(test, parts)),
        words,
        tr("Limits: {limits}", limits=test.limits) if test.limits else "",
        done=tr("Result recorded"),
    )


def _retest(answer: SampleAnswer, test: TestRow) -> Form:
    row = answer.row
    return Form(
        tr("Retest: {test} of {sample}", test=test.label, sample=row.sample),
        tr("Record the retest"),
        (_value(test),),
        lambda parts: RecordRetest(row.batch, test.address, row.sample, _parts(test, parts)),
        tr("It stands beside the first result. Somebody else checks it; quality decides which one counts."),
        tr("Limits: {limits}", limits=test.limits) if test.limits else "",
        done=tr("Retest recorded"),
    )


def _report(answer: SampleAnswer, test: TestRow) -> Form:
    ready = [
        one for one in answer.results if one.number and one.stands and one.checked_by and one.address == test.address
    ]
    options = tuple((one.entry, tr("Retest {number}: {value}", number=one.number, value=one.value)) for one in ready)
    parts_of = {one.entry: dict(one.parts) for one in ready}
    aside = next((one.invalid for one in answer.results if one.invalid and one.address == test.address), "")
    reason = tr("Retest, {investigation}", investigation=aside)
    return Form(
        tr("Report a retest: {test}", test=test.label),
        tr("Put it in the place of the result"),
        (Asked("retest", tr("Which retest counts"), options=options), Asked("reason", tr("Reason"), text=reason)),
        lambda parts: CorrectValue(answer.row.batch, test.address, 1, parts_of[parts["retest"]], parts["reason"]),
        tr("The result of the batch is corrected; the first result stays in the record, set aside."),
        done=tr("Reported"),
    )


def _check(answer: SampleAnswer, test: TestRow) -> Form:
    title = tr("Check: {test}", test=test.label)
    batch = answer.row.batch
    return Form(
        title, "", (), lambda _parts: SignStep(batch, test.address, test.second), signed="self", done=tr("Checked")
    )


def _check_retest(answer: SampleAnswer, one: FoundRow) -> Form:
    title = tr("Check retest {number}: {test}", number=one.number, test=one.label)
    sample = answer.row.sample
    return Form(title, "", (), lambda _parts: c.CheckRetest(sample, one.entry), signed="self", done=tr("Checked"))


def _because() -> tuple[Asked, ...]:
    hint = tr("Number of the deviation")
    return (Asked("investigation", tr("Investigation"), hint, scans=True), Asked("reason", tr("Reason")))


def _aside(answer: SampleAnswer, one: FoundRow) -> Form:
    sample = answer.row.sample
    return Form(
        tr("Set aside: {test}, {value}", test=one.label, value=one.value),
        tr("Continue to signature"),
        _because(),
        lambda parts: c.InvalidateResult(sample, one.entry, parts["investigation"], parts["reason"]),
        tr("Only an investigation that found the cause sets a result aside. It stays in the record."),
        icon="arrow-right",
        signed="self",
        done=tr("Set aside"),
    )


def _order(answer: SampleAnswer, address: str) -> Form:
    sample = answer.row.sample
    label = next((one.label for one in answer.results if one.address == address), "")

    def command(parts: Parts) -> c.OrderRetest:
        count = int(parts["count"]) if parts["count"].isdecimal() else 0
        return c.OrderRetest(sample, address, count, parts["investigation"], parts["reason"])

    return Form(
        tr("Order retests: {test}", test=label),
        tr("Continue to signature"),
        (Asked("count", tr("How many retests"), tr("Fixed before the first of them"), number=True), *_because()),
        command,
        tr("The number is stated now; every retest is recorded, none goes away."),
        icon="arrow-right",
        signed="self",
        done=tr("Retests ordered"),
    )


def _withdraw(answer: SampleAnswer) -> Form:
    sample = answer.row.sample
    return Form(
        tr("Withdraw {sample}", sample=sample),
        tr("Continue to signature"),
        _because(),
        lambda parts: c.WithdrawSample(sample, parts["investigation"], parts["reason"]),
        tr("It is tested no more. Another sample takes its place in the batch by correcting its number."),
        icon="arrow-right",
        signed="self",
        done=tr("Withdrawn"),
    )


def _send(answer: SampleAnswer) -> Form:
    sample = answer.row.sample
    fields = (Asked("to", tr("Sent to")), Asked("condition", tr("How it travels"), tr("2 to 8 °C, dark"), needed=False))
    return Form(
        tr("Send {sample}", sample=sample),
        tr("Record that it left"),
        fields,
        lambda parts: c.SendSample(sample, parts["to"], parts["condition"]),
    )


def _receive(answer: SampleAnswer) -> Form:
    sample = answer.row.sample
    fit = (("yes", tr("Fit to be tested")), ("no", tr("Not fit")))
    fields = (
        Asked("fit", tr("Seen and compared with its label"), options=fit),
        Asked("place", tr("Place"), tr("Refrigerator, incubator"), scans=True),
        Asked("condition", tr("Condition"), tr("What is wrong with it, or how it arrived"), needed=False),
    )
    return Form(
        tr("Receive {sample}", sample=sample),
        tr("Receive it"),
        fields,
        lambda parts: c.ReceiveSample(sample, parts["place"], parts["condition"], parts["fit"] == "yes"),
        icon="download",
        done=tr("Received"),
    )


def _due(answer: SampleAnswer) -> Form:
    sample = answer.row.sample
    fields = (Asked("due", tr("Last day for the results"), "2026-11-30", answer.row.due), Asked("reason", tr("Reason")))
    return Form(
        tr("Due day of {sample}", sample=sample),
        tr("Change it"),
        fields,
        lambda parts: c.SetDue(sample, parts["due"], parts["reason"]),
    )


def _open(answer: SampleAnswer) -> Form:
    sample = answer.row.sample
    fields = (Asked("place", tr("Place"), scans=True), _at())
    return Form(
        tr("Open plate {sample}", sample=sample),
        tr("Record that it is open"),
        fields,
        lambda parts: c.BeginExposure(sample, parts["place"], parts["at"]),
        icon="clock",
    )


def _close(answer: SampleAnswer) -> Form:
    sample = answer.row.sample
    why = Asked("reason", tr("Why it counts, if it was open too long"), needed=False)
    return Form(
        tr("Close plate {sample}", sample=sample),
        tr("Record that it is closed"),
        (_at(), why),
        lambda parts: c.EndExposure(sample, parts["at"], parts["reason"]),
    )


def _at() -> Asked:
    return Asked("at", tr("Time, if it was not now"), "2026-11-30T14:05+01:00", needed=False)


def _store(answer: SampleAnswer) -> Form:
    sample = answer.row.sample
    fields = (Asked("place", tr("Place"), scans=True), Asked("until", tr("Last day it is kept"), "2027-11-30"))
    return Form(
        tr("Put away {sample}", sample=sample),
        tr("Record the place"),
        fields,
        lambda parts: c.StoreSample(sample, parts["place"], parts["until"]),
        icon="box",
    )


def _discard(answer: SampleAnswer) -> Form:
    sample = answer.row.sample
    return Form(
        tr("End of {sample}", sample=sample),
        tr("Record the end"),
        (Asked("how", tr("How it was destroyed or used up")),),
        lambda parts: c.DiscardSample(sample, parts["how"]),
        icon="trash",
    )


OF_TEST: Final[Mapping[str, Callable[[SampleAnswer, TestRow], Form]]] = {
    "result": _result,
    "retest": _retest,
    "report": _report,
    "check": _check,
}
OF_RESULT: Final[Mapping[str, Callable[[SampleAnswer, FoundRow], Form]]] = {
    "aside": _aside,
    "check_retest": _check_retest,
}
FORMS: Final[Mapping[str, Callable[[SampleAnswer], Form]]] = {
    "withdraw": _withdraw,
    "send": _send,
    "receive": _receive,
    "due": _due,
    "open": _open,
    "close": _close,
    "store": _store,
    "discard": _discard,
}
