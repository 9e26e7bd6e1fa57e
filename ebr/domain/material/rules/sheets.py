"""What a signature about a material, a supplier or a lot shows and covers (21 CFR 11.50, 11.70).

The release lists every result against its limits, those set aside too: who releases has seen what speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.material import events as e
from ebr.domain.material.events import certificate as ce
from ebr.domain.material.events import storage as se
from ebr.domain.material.state import ItemState, LotState, MaterialState, Result, SupplierState


def sheet(state: MaterialState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs."""
    match state:
        case ItemState():
            return _item(state, event)
        case SupplierState():
            return _supplier(state, event)
        case LotState():
            return _lot(state, event)


def _item(state: ItemState, event: Event) -> Sheet | None:
    rows: list[Json] = [["item", state.code], ["title", state.title]]
    match event:
        case e.SpecificationSet():
            rows += [["version", event.version], *(["test", criterion_line(one)] for one in event.tests)]
            rows += [["retest_months", str(event.retest_months)], ["expiry_rule", event.expiry_rule]]
            rows += [["expiry_months", str(event.expiry_months)], ["storage", event.storage], ["reason", event.reason]]
            covered = tuple(entry for entry in (state.entry, state.specification_entry) if entry)
            return Sheet({"act": "material.specify", "rows": rows}, covered, "approved")
        case ce.CertificateRuleSet():
            names = {one.id: one.title for one in state.specification.tests} if state.specification else {}
            rows += [["specification", event.specification]]
            rows += [["by_certificate", names.get(test, test)] for test in event.tests]
            rows += [["identity_test", names.get(test, test)] for test in event.identity]
            rows.append(["reason", event.reason])
            covered = tuple(entry for entry in (state.entry, state.specification_entry) if entry)
            return Sheet({"act": "material.certificates", "rows": rows}, covered, "approved")
        case se.StorageLimited():
            storage = state.specification.storage if state.specification else ""
            rows += [["specification", event.specification], ["storage", storage], ["hours_outside", event.hours]]
            rows.append(["reason", event.reason])
            return Sheet(
                {"act": "material.storage", "rows": rows}, (state.entry, state.specification_entry), "approved"
            )
        case e.ItemWithdrawn():
            rows.append(["reason", event.reason])
            return Sheet({"act": "material.withdraw", "rows": rows}, (state.entry,), "approved")
    return None


def _supplier(state: SupplierState, event: Event) -> Sheet | None:
    rows: list[Json] = [["supplier", state.id], ["supplier_name", state.name], ["supplier_before", state.status]]
    covered = tuple(entry for entry in (state.entry, state.qualification_entry) if entry)
    match event:
        case e.SupplierQualified():
            rows += [
                ["materials", ", ".join(event.materials)],
                ["audited", event.audited],
                ["qualified_until", event.until],
            ]
            rows += [["supplier_status", event.status], ["reason", event.reason]]
            return Sheet({"act": "supplier.qualify", "rows": rows}, covered, "approved")
        case e.SupplierStatusSet():
            rows += [["supplier_status", event.status], ["reason", event.reason]]
            return Sheet({"act": "supplier.status", "rows": rows}, covered, "approved")
        case ce.SupplierValidated():
            rows += [["item", event.item], ["validated", event.validated], ["validated_until", event.until]]
            rows.append(["comparison", event.report])
            return Sheet({"act": "supplier.validate", "rows": rows}, covered, "approved")
    return None


def _lot(state: LotState, event: Event) -> Sheet | None:
    head = _head(state)
    match event:
        case e.ResultsChecked():
            found = [one for one in state.results if one.entry in event.results]
            return Sheet({"act": "lot.check", "rows": [*head, *_results(found)]}, event.results, "verified")
        case e.ResultSetAside():
            found = [one for one in state.results if one.entry == event.result]
            rows = [*head, *_results(found), ["investigation", event.investigation]]
            return Sheet({"act": "lot.set_aside", "rows": rows}, (event.result,), "approved")
        case e.LotReleased():
            rows = [*head, ["specification", event.specification], *_all_results(state)]
            return Sheet({"act": "lot.release", "rows": rows}, (state.entry, *event.results), "approved")
        case e.LotRejected():
            rows = [*head, *_all_results(state), ["reason", event.reason]]
            covered = (state.entry, *(one.entry for one in state.results))
            return Sheet({"act": "lot.reject", "rows": rows}, covered, "approved")
        case e.RetestExtended():
            found = [one for one in state.results if one.entry in event.results]
            rows = [*head, *_results(found), ["retest_before", event.before], ["retest_new", event.retest]]
            return Sheet({"act": "lot.extend", "rows": rows}, (state.entry, *event.results), "approved")
        case e.LotDestroyed():
            rows = [*head, *(["quantity", f"{one.container}: {one.quantity} {event.unit}"] for one in event.taken)]
            rows.append(["reason", event.reason])
            return Sheet({"act": "lot.destroy", "rows": rows}, (state.entry,), "witnessed")
        case e.LotCountedAbove():
            rows = [*head, *_count(event)]
            return Sheet({"act": "lot.count_above", "rows": rows}, (state.entry,), "witnessed")
        case e.CountDecided():
            above = state.above.get(event.count)
            shown = _count(above.counted) if above is not None else []
            rows = [*head, *shown, ["investigation", event.finding]]
            return Sheet({"act": "lot.decide_count", "rows": rows}, (state.entry, event.count), "approved")
        case se.StorageJudged():
            rows = [*head, ["container", event.container], ["was_outside", event.hours]]
            rows.append(["investigation", event.finding])
            return Sheet({"act": "lot.judge_storage", "rows": rows}, (state.entry, *state.moves), "approved")
    return None


def _count(event: e.LotCountedAbove) -> list[Json]:
    unit = event.unit
    return [
        ["container", event.container],
        ["counted", f"{event.counted} {unit}"],
        ["received", f"{event.received} {unit}"],
        ["reason", event.reason],
    ]


def _head(state: LotState) -> list[Json]:
    receipt = state.receipt
    if receipt is None:
        return [["lot", state.number]]
    return [
        ["lot", state.number],
        ["item", receipt.item],
        ["supplier", receipt.supplier],
        ["supplier_lot", receipt.supplier_lot],
        ["lot_status", state.status],
        ["expiry", receipt.expiry],
        ["retest", state.retest],
    ]


def _all_results(state: LotState) -> list[Json]:
    brought: list[Json] = [["brought_result", result_line(one)] for one in state.known.values()]
    return [*brought, *_results(state.results)]


def _results(results: Iterable[Result]) -> list[Json]:
    """One row a result, named by what became of it; the investigation of one set aside follows it."""
    rows: list[Json] = []
    for one in results:
        if one.aside:
            rows += [["result_aside", result_line(one.tested)], ["investigation", one.aside]]
        elif one.tested.verdict == "pass":
            rows.append(["result_pass", result_line(one.tested)])
        else:
            rows.append(["result_fail", result_line(one.tested)])
        if one.certificate:
            rows.append(["certificate", one.certificate])
    return rows


def result_line(one: e.LotTested | e.Known) -> str:
    """Return a result as one line without words: "Assay: 99.2 % w/w [98.0 ... 102.0]"."""
    unit = f" {one.unit}" if one.unit else ""
    return f"{one.title}: {one.value}{unit} [{limits_line(one)}]"


def criterion_line(one: e.Criterion) -> str:
    """Return a test as one line without words."""
    unit = f" {one.unit}" if one.unit else ""
    return f"{one.id} {one.title} [{limits_line(one)}]{unit}"


def limits_line(one: e.Criterion | e.LotTested | e.Known) -> str:
    """Return the limits of a test without words: "98.0 ... 102.0", "<= 0.5", or what is expected."""
    if one.expected:
        return one.expected
    if one.low and one.high:
        return f"{one.low} ... {one.high}"
    return f">= {one.low}" if one.low else f"<= {one.high}"
