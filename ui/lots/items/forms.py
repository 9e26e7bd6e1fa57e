"""Forms about materials: adding, changing, withdrawing, which lots to take, and what a specification asks."""

from __future__ import annotations

from typing import Final

from ebr.domain.material import certificate_commands as cc
from ebr.domain.material import commands as c
from ebr.domain.material import storage_commands as sc
from ebr.domain.material.events import Criterion
from ebr.domain.material.state.item import EXPIRY_RULES, KINDS, USES
from ebr.station.questions import CriterionRow, Fefo, FefoRow, ItemAnswer
from ebr.wording import refusal_words
from ebr.wording.materials import expiry_rule_word, kind_word, use_word
from ebr.wording.parameters import moment_words
from ebr.words import figure, tr
from ui.lots.asks import Asked, Form, Parts, signed_form
from ui.pages.offer import Shown

NO_USE: Final = "no"
"""The tile for a test whose result corrects nothing."""


def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple((kind, kind_word(kind)) for kind in KINDS)


def add_form() -> Form:
    """Return the form of a new material."""
    fields = (
        Asked("kind", tr("Kind"), options=_kinds()),
        Asked("item", tr("Code, as in the master batch records"), scans=True),
        Asked("title", tr("Name")),
        Asked("unit", tr("Unit its lots are kept in"), tr("For example kg")),
    )
    return Form(
        tr("Add a material"),
        tr("Add"),
        fields,
        lambda p: c.AddItem(p["item"], p["title"], p["kind"], p["unit"]),
        tr("Then set its specification: nothing is tested or released without one."),
    )


def change_form(answer: ItemAnswer) -> Form:
    """Return the form of a change."""
    row = answer.row
    fields = (
        Asked("kind", tr("Kind"), text=row.kind, options=_kinds()),
        Asked("title", tr("Name"), text=row.title),
        Asked("unit", tr("Unit its next lots are kept in"), text=row.unit),
        Asked("reason", tr("Reason")),
    )
    return Form(
        tr("Change {item}", item=row.item),
        tr("Change"),
        fields,
        lambda p: c.ChangeItem(row.item, p["title"], p["kind"], p["unit"], p["reason"]),
    )


def withdraw_form(answer: ItemAnswer) -> Form:
    """Return the form of a withdrawal."""
    item = answer.row.item
    return signed_form(
        tr("Withdraw {item}", item=item),
        (Asked("reason", tr("Reason")),),
        lambda p: c.WithdrawItem(item, p["reason"]),
        tr("No more lots of it are received. Lots that are here keep their status."),
    )


def certificates_form(answer: ItemAnswer) -> Form:
    """Return the form that says which tests a supplier's certificate may replace; one choice for each test."""
    item = answer.row.item
    ways = (
        ("own", tr("Own test")),
        ("identity", tr("Own test, proves the identity")),
        ("certificate", tr("A certificate may replace it")),
    )
    tests = tuple(
        Asked(
            one.id,
            one.title,
            text="certificate" if one.certificate else "identity" if one.identity else "",
            options=ways,
        )
        for one in answer.tests
    )

    def command(parts: Parts) -> cc.SetCertificateRule:
        chosen = {way: tuple(one.id for one in answer.tests if parts[one.id] == way) for way, _ in ways}
        return cc.SetCertificateRule(item, chosen["certificate"], chosen["identity"], parts["reason"])

    return signed_form(
        tr("Certificates for {item}", item=answer.row.title),
        (*tests, Asked("reason", tr("Reason"))),
        command,
        tr("Only of a supplier whose results were compared with own ones. At least one own test proves the identity."),
    )


def storage_form(answer: ItemAnswer) -> Form:
    """Return the form that says how long a lot may be out of its storage condition."""
    item = answer.row.item
    fields = (
        Asked("hours", tr("Hours allowed in all, summed since the receipt"), "", answer.hours_outside, number=True),
        Asked("reason", tr("Reason")),
    )
    return signed_form(
        tr("Time out of storage for {item}", item=answer.row.title),
        fields,
        lambda p: sc.LimitStorage(item, p["hours"], p["reason"]),
        tr(
            "Condition: {storage}. A lot that was out of it for longer is not used until quality judges it.",
            storage=answer.storage,
        ),
    )


def fefo_form(answer: ItemAnswer) -> Form:
    """Return the form that asks which lots to take; its command is the question."""
    row = answer.row
    fields = (
        Asked("quantity", tr("Quantity that is needed"), number=True),
        Asked("unit", tr("Unit"), text=row.unit),
    )
    return Form(
        tr("Which lots of {item} to take", item=row.title),
        tr("Show"),
        fields,
        lambda p: Fefo(row.item, p["quantity"], p["unit"]),
        tr("The earliest date goes first. Only what may be used on this station now is proposed."),
        icon="arrow-right",
    )


def fefo_fact(one: FefoRow) -> Shown:
    """Return a lot of the proposal as a line."""
    date = tr("until {date}", date=moment_words(one.date)) if one.date else tr("no date")
    if one.reason is not None:
        return Shown(one.lot, tr("Passed over"), refusal_words(one.reason), "warn")
    boxes = tr("container {names}", names=", ".join(one.containers)) if one.containers else ""
    left = tr("{number} {unit} left", number=figure(one.left), unit=one.unit)
    detail = " · ".join(part for part in (date, one.place, boxes, left) if part)
    take = tr("Take {number} {unit}", number=figure(one.take), unit=one.unit) if one.take else tr("Not needed")
    return Shown(one.lot, take, detail)


def criterion_fields() -> tuple[Asked, ...]:
    """Return what one test of a specification asks."""
    uses = tuple((one or NO_USE, use_word(one)) for one in USES)
    return (
        Asked("use", tr("Corrects the charge"), text=NO_USE, options=uses),
        Asked("title", tr("Name of the test")),
        Asked("unit", tr("Unit"), tr("For example %"), needed=False),
        Asked("low", tr("Not below"), needed=False, number=True),
        Asked("high", tr("Not above"), needed=False, number=True),
        Asked("expected", tr("Or the words that are expected"), tr("For example: White powder"), needed=False),
    )


def criterion_of(parts: Parts, *, retest: bool) -> Criterion:
    """Return a test from what was typed; its id is made of its name."""
    made = "".join(sign if sign.isalnum() else "_" for sign in parts["title"].casefold()).strip("_")[:40]
    return Criterion(
        made,
        parts["title"],
        parts["unit"] if not parts["expected"] else "",
        parts["low"],
        parts["high"],
        parts["expected"],
        "" if parts["use"] == NO_USE else parts["use"],
        retest,
    )


def again(row: CriterionRow) -> Criterion:
    """Return a test of the version in force for the next one."""
    return Criterion(row.id, row.title, row.unit, row.low, row.high, row.expected, row.use, row.retest)


def rules_fields(answer: ItemAnswer) -> tuple[Asked, ...]:
    """Return what a specification asks beside its tests."""
    first = not answer.row.specification
    rules = tuple((one, expiry_rule_word(one)) for one in EXPIRY_RULES)
    return (
        Asked("expiry_rule", tr("Expiry comes from"), text=answer.expiry_rule or "supplier", options=rules),
        Asked("retest_months", tr("Months to the retest; 0 for none"), text=str(answer.retest_months), number=True),
        Asked("expiry_months", tr("Months to the expiry"), text=str(answer.expiry_months), number=True),
        Asked("storage", tr("Storage"), tr("For example 15-25 °C"), answer.storage, needed=False),
        Asked("reason", tr("Reason for the change"), needed=not first),
    )
