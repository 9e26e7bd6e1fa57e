"""What the forms of a deviation ask, without their looks: texts of several lines, choices, batches to be judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ebr.domain.deviation import commands as c
from ebr.domain.deviation.state import METHODS, SEVERITIES
from ebr.station.questions import DeviationAnswer, ProposedBatch
from ebr.wording import severity_word, status_word
from ebr.wording.deviations import description_words, method_word, section_word, title_words
from ebr.words import ntr, tr

DAY = "2026-11-22"
Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a form: a line, several lines (`long`), or with `options` a choice of one."""

    key: str
    label: str
    hint: str = ""
    text: str = ""
    needed: bool = True
    long: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A batch that is to be judged: what it is and why it is asked about."""

    batch: str
    words: str
    chosen: str = ""
    """How it was judged the last time: "affected", "cleared"."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form and the command it makes; `signed` ones go on to the sheet of the signature.

    `judged` are batches of which each is affected or not; `command` gets the choices by the number of the batch.
    """

    title: str
    button: str
    parts: tuple[Asked, ...]
    command: Callable[[Parts], Any]
    words: str = ""
    subtitle: str = ""
    signed: bool = False
    judged: tuple[Judged, ...] = ()

    def missing(self, given: Parts) -> str:
        """Return what is still needed, in words; "" when the form is complete."""
        for one in self.parts:
            if one.needed and not given.get(one.key, "").strip():
                return tr("Choose: {what}", what=one.label) if one.options else tr("Fill in: {what}", what=one.label)
        left = sum(not given.get(one.batch) for one in self.judged)
        return ntr("Judge every batch; {n} is left", "Judge every batch; {n} are left", left) if left else ""


def classes() -> tuple[tuple[str, str], ...]:
    """Return the classes as choices."""
    return tuple((name, severity_word(name)) for name in SEVERITIES)


def opening(exceptions: tuple[tuple[str, str], ...] = (), severity: str = "", batch: str = "", title: str = "") -> Form:
    """Return the form that opens a deviation, from exceptions or from nothing."""
    covers = ", ".join(f"{one} {number}" for one, number in exceptions)
    parts = (
        Asked("title", tr("Title"), text=title),
        Asked("description", tr("What departed, where and when"), long=True),
        Asked("severity", tr("Class"), options=classes(), text=severity),
        Asked("discovered", tr("Discovered on, empty for today"), hint=DAY, needed=False),
        *(() if exceptions else (Asked("batches", tr("Batches, separated by commas"), text=batch, needed=False),)),
    )

    def command(given: Parts) -> c.OpenDeviation:
        batches = tuple(one.strip() for one in given.get("batches", "").split(",") if one.strip())
        return c.OpenDeviation(
            given["title"], given["description"], given["severity"], exceptions, batches, given["discovered"]
        )

    words = tr("A deviation is never lighter than the exceptions it covers.") if exceptions else ""
    return Form(tr("Open a deviation"), tr("Open"), parts, command, words, covers)


def section(key: str, found: DeviationAnswer, proposed: tuple[ProposedBatch, ...] = ()) -> Form:
    """Return the form of one section, filled with what stands there."""
    number, row = found.row.deviation, found.row
    write = tr("Write")
    match key:
        case "description":
            return _described(found)
        case "contained":
            text = Asked("text", tr("What was done at once"), text=found.contained.text, long=True)
            return _form(found, key, write, (text,), lambda given: c.ContainDeviation(number, given["text"]))
        case "cause":
            more = found.cause.more or {}
            parts = (
                Asked(
                    "method",
                    tr("How it was found"),
                    options=tuple((name, method_word(name)) for name in METHODS),
                    text=more.get("method", ""),
                ),
                Asked("text", tr("Why it happened"), text=found.cause.text, long=True),
            )
            return _form(found, key, write, parts, lambda given: c.FindCause(number, given["method"], given["text"]))
        case "actions":
            return _actions(found)
        case "severity":
            parts = (
                Asked("severity", tr("New class"), options=tuple(x for x in classes() if x[0] != row.severity)),
                Asked("reason", tr("Reason"), long=True),
            )
            words = tr("Everybody who investigates may raise a class; only quality lowers one.")
            return Form(
                tr("Change the class"),
                tr("Change class"),
                parts,
                lambda given: c.ClassDeviation(number, given["severity"], given["reason"]),
                words,
                number,
            )
        case _:
            return _impact(found, proposed)


def _form(
    found: DeviationAnswer, key: str, button: str, parts: tuple[Asked, ...], command: Callable[[Parts], Any]
) -> Form:
    return Form(section_word(key), button, parts, command, subtitle=found.row.deviation)


def _described(found: DeviationAnswer) -> Form:
    row = found.row
    parts = (
        Asked("title", tr("Title"), text=title_words(row.rule, row.title)),
        Asked(
            "description",
            section_word("description"),
            text=description_words(row.rule, row.title, found.description.text),
            long=True,
        ),
        Asked("discovered", tr("Discovered on"), hint=DAY, text=row.discovered),
        Asked("reason", tr("Why it is written anew")),
    )

    def command(given: Parts) -> c.DescribeDeviation:
        return c.DescribeDeviation(
            row.deviation, given["title"], given["description"], given["discovered"], given["reason"]
        )

    return _form(found, "description", tr("Write anew"), parts, command)


def _actions(found: DeviationAnswer) -> Form:
    more, number = found.actions.more or {}, found.row.deviation
    parts = (
        Asked("corrective", tr("Corrective action"), text=found.actions.text, needed=False, long=True),
        Asked(
            "preventive",
            tr("Preventive action, or why none is needed"),
            text=more.get("preventive", ""),
            needed=False,
            long=True,
        ),
        Asked("reference", tr("Number of the action elsewhere"), text=more.get("reference", ""), needed=False),
        Asked("due", tr("Due on"), hint=DAY, text=more.get("due", ""), needed=False),
    )

    def command(given: Parts) -> c.SetActions:
        return c.SetActions(number, given["corrective"], given["preventive"], given["reference"], given["due"])

    return _form(found, "actions", tr("Write"), parts, command)


def _impact(found: DeviationAnswer, proposed: tuple[ProposedBatch, ...]) -> Form:
    number = found.row.deviation
    more = sorted({one.batch for one in found.batches if one.affected} - {one.batch for one in proposed})
    parts = (
        Asked("text", tr("What it means for the product and for other batches"), text=found.impact.text, long=True),
        Asked(
            "more",
            tr("Other batches affected, separated by commas"),
            text=", ".join(more),
            needed=False,
        ),
    )
    before = dict.fromkeys(found.cleared, "cleared") | {x.batch: "affected" for x in found.batches if x.affected}
    judged = tuple(Judged(one.batch, why_words(one), before.get(one.batch, "")) for one in proposed)

    def command(given: Parts) -> c.AssessImpact:
        others = tuple(one.strip() for one in given["more"].split(",") if one.strip())
        affected = tuple(one.batch for one in judged if given.get(one.batch) == "affected")
        cleared = tuple(one.batch for one in judged if given.get(one.batch) == "cleared" and one.batch not in others)
        return c.AssessImpact(number, given["text"], (*affected, *others), cleared)

    words = tr("These batches share a lot or equipment with the ones that the deviation names. Judge each.")
    return Form(
        section_word("impact"),
        tr("Write"),
        parts,
        command,
        words if judged else tr("No other batch shares a lot or equipment with the ones that it names."),
        number,
        judged=judged,
    )


def why_words(one: ProposedBatch) -> str:
    """Return what a batch is and what it shares."""
    shares = []
    if one.lots:
        shares.append(tr("same lots: {lots}", lots=", ".join(one.lots)))
    if one.equipment:
        shares.append(tr("same equipment: {equipment}", equipment=", ".join(one.equipment)))
    what = tr("{product}, {status}", product=one.product, status=status_word(one.status))
    return " · ".join((what, *shares))


def signing(key: str, found: DeviationAnswer) -> Form:
    """Return the form of an act that is signed."""
    number = found.row.deviation
    forms: Mapping[str, tuple[str, str, str, str, Callable[[str, str], Any]]] = {
        "propose": (
            tr("Propose closing"),
            tr("Conclusion"),
            "conclusion",
            tr("The investigation is complete; quality closes it, or sends it back."),
            c.ProposeClosing,
        ),
        "return": (tr("Send back"), tr("What is missing"), "reason", "", c.ReturnDeviation),
        "close": (
            tr("Approve and close"),
            tr("Conclusion"),
            "conclusion",
            tr("What is written after the signature needs opening again."),
            c.CloseDeviation,
        ),
        "reopen": (
            tr("Open again"),
            tr("Reason"),
            "reason",
            tr("A review or a certification of its batches becomes void."),
            c.ReopenDeviation,
        ),
    }
    title, label, field, words, form = forms[key]
    parts = (Asked(field, label, long=True),)
    return Form(
        title,
        tr("Continue to signature"),
        parts,
        lambda given: form(number, given[field]),
        words,
        number,
        signed=True,
    )
