"""Materials without their looks: the list, one with its specification, what quality may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.material import commands as c
from ebr.domain.material.events import Criterion
from ebr.domain.values import number
from ebr.station.questions import CriterionRow, Fefo, FefoRow, ItemAnswer, ItemQuestion, ItemRow, Items
from ebr.wording import refusal_words
from ebr.wording.materials import expiry_rule_word, kind_word, use_word
from ebr.wording.parameters import moment_words
from ebr.words import figure, ntr, tr
from ui.desk import Desk
from ui.lots.asks import Form, Parts
from ui.lots.items.forms import (
    add_form,
    certificates_form,
    change_form,
    fefo_fact,
    fefo_form,
    storage_form,
    withdraw_form,
)
from ui.lots.kept import KeptPresenter
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown

FEW: Final = 3


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """One material in full; `more` are all acts where `offers` do not show them all."""

    item: str
    title: str
    status: str
    tone: str
    facts: tuple[Shown, ...]
    tests: tuple[Shown, ...]
    offers: tuple[Offer, ...]
    more: tuple[Offer, ...]


class ItemsPresenter(KeptPresenter[ItemRow, ItemDetail]):
    """ItemsPresenter(desk, person, roles). Callbacks: on_lines(lines, words), on_detail(ItemDetail | None)."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.answer: ItemAnswer | None = None
        super().__init__(desk, person, roles)

    def refresh(self) -> None:
        """Ask for the materials anew."""
        self.desk.ask(Items(), self._got)

    def _got(self, rows: tuple[ItemRow, ...]) -> None:
        words = ntr("{n} material", "{n} materials", len(rows))
        self.take({row.item: row for row in rows}, map(line_of, rows), words)

    def show(self) -> None:
        """Ask for the chosen one."""
        if self.chosen:
            self.desk.ask(ItemQuestion(self.chosen), self._got_item)
        else:
            self.answer = None
            self.on_detail(None)

    def _got_item(self, answer: ItemAnswer) -> None:
        if answer.row.item == self.chosen:
            self.answer = answer
            self.on_detail(detail_of(answer, self._offers(answer)))

    def _offers(self, answer: ItemAnswer) -> tuple[Offer, ...]:
        found = [Offer("lots", tr("Its lots"), "stack-2"), Offer("fefo", tr("Which lots to take"), "calendar")]
        if self.may() and not answer.row.withdrawn:
            none = not answer.row.specification
            words = tr("Set the specification") if none else tr("Next version of the specification")
            no_storage = "" if answer.storage else tr("The specification names no storage condition")
            no_tests = tr("Set the specification first") if none else ""
            found += [
                Offer("specify", words, "clipboard-check", strong=none),
                Offer("certificates", tr("Certificates in the place of tests"), "file-certificate", no_tests),
                Offer("storage", tr("Time out of storage"), "temperature", no_storage),
                Offer("change", tr("Change"), "pencil"),
                Offer("withdraw", tr("Withdraw"), "ban"),
            ]
        return tuple(found)

    def form(self, key: str) -> Form:
        """Return the form of an act: "add" or one on the chosen material."""
        if key == "add":
            return add_form()
        assert self.answer is not None
        if key == "fefo":
            return fefo_form(self.answer)
        if key == "certificates":
            return certificates_form(self.answer)
        if key == "storage":
            return storage_form(self.answer)
        return change_form(self.answer) if key == "change" else withdraw_form(self.answer)

    def propose(self, question: Fefo, then: Callable[[tuple[Shown, ...]], None], no: Callable[[str], None]) -> None:
        """Ask which lots to take, earliest date first."""

        def got(rows: tuple[FefoRow, ...]) -> None:
            then(tuple(fefo_fact(one) for one in rows))

        self.desk.ask(question, got, lambda refusal: no(refusal_words(refusal)))

    def specification(self, tests: tuple[Criterion, ...], parts: Parts) -> Any:
        """Return the command that puts these tests in force; raises `Refusal`."""
        assert self.answer is not None
        row = self.answer.row
        return c.SetSpecification(
            row.item,
            str(int(row.specification or 0) + 1),
            tests,
            int(number(parts["retest_months"] or "0", 0)),
            parts["expiry_rule"],
            int(number(parts["expiry_months"] or "0", 0)),
            parts["storage"],
            parts["reason"],
        )


def criterion_fact(one: Criterion | CriterionRow, limits: str) -> Shown:
    """Return a test as a line."""
    use = use_word(one.use) if one.use else ""
    again_ = tr("repeated at the retest") if one.retest else ""
    way = _way(one) if isinstance(one, CriterionRow) else ""
    return Shown(one.title, limits, " · ".join(part for part in (one.unit, use, again_, way) if part))


def _way(one: CriterionRow) -> str:
    if one.certificate:
        return tr("a certificate may replace it")
    return tr("own test, proves the identity") if one.identity else ""


def line_of(row: ItemRow) -> ListLine[str]:
    """Return a material as a line."""
    version = tr("Version {version}", version=row.specification) if row.specification else tr("No specification")
    lots = ntr("{n} lot", "{n} lots", row.lots) if row.lots else ""
    cells = (row.item, row.title, kind_word(row.kind), version, lots)
    tone = "quiet" if row.withdrawn else "" if row.specification else "warn"
    return ListLine(row.item, cells, tone, "ban" if row.withdrawn else "box")


def detail_of(answer: ItemAnswer, offers: tuple[Offer, ...]) -> ItemDetail:
    """Return a material in full."""
    row = answer.row
    status = tr("Withdrawn") if row.withdrawn else "" if row.specification else tr("No specification")
    facts = [
        Shown(tr("Code"), row.item, kind_word(row.kind)),
        Shown(tr("Kept in"), row.unit),
        Shown(tr("Added by"), answer.added_by, moment_words(answer.added_at)),
        Shown(tr("Qualified suppliers"), ", ".join(answer.suppliers) or tr("None")),
    ]
    if row.withdrawn:
        facts.append(Shown(tr("Withdrawn"), row.withdrawn))
    if row.specification:
        facts += _rules(answer)
    tests = tuple(criterion_fact(one, one.limits) for one in answer.tests)
    tone = "warn" if status else ""
    return ItemDetail(row.item, row.title, status, tone, tuple(facts), tests, first_offers(offers), offers)


def first_offers(offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """Return what stands below a material: all acts when they are few, else the next right one, and "More"."""
    if len(offers) <= FEW:
        return offers
    strong = tuple(one for one in offers if one.strong)
    others = tuple(one for one in offers if not one.strong)
    return (*(*strong, *others)[: FEW - 1], Offer("more", tr("More"), "list-check"))


def _rules(answer: ItemAnswer) -> list[Shown]:
    set_at = moment_words(answer.set_at)
    rule = expiry_rule_word(answer.expiry_rule)
    months = str(answer.expiry_months) if answer.expiry_rule == "months" else ""
    retest = ntr("{n} month after receipt", "{n} months after receipt", answer.retest_months)
    return [
        Shown(
            tr("Specification"),
            tr("Version {version}", version=answer.row.specification),
            f"{answer.set_by} · {set_at}",
        ),
        Shown(tr("Expiry"), rule, months),
        Shown(tr("Retest"), retest if answer.retest_months else tr("None")),
        Shown(tr("Storage"), answer.storage or tr("Not given")),
        *([Shown(tr("Hours out of storage"), figure(answer.hours_outside))] if answer.hours_outside else []),
    ]
