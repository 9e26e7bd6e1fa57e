"""Steps of floor_labels.feature: templates, jobs on a played printer over TCP, counts."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from ebr.devices import printer as devices
from ebr.devices.printer import ZplPrinter
from ebr.devices.simulators.printer import PlayedPrinter
from ebr.devices.transport import TcpLine
from ebr.domain.batch.commands import CompleteBatch, CorrectValue, CountDelivery, IssueLabels, TakeInLabels
from ebr.domain.batch.rules.blockers import facts_of, review_blockers
from ebr.domain.batch.rules.sweep import sweep
from ebr.domain.label.commands import WithdrawLabel, WriteLabel
from ebr.domain.label.state.template import text_of
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import ChangePolicy
from ebr.station.labelling import Wanted, print_label
from ebr.station.questions import Labels
from tests.devices.floor import behind_a_port
from tests.features.floor import ADDRESS, Floor, brought
from tests.features.floor_deeds import correct
from tests.labels.label_world import SMALL
from tests.station.plant import BATCH, code

scenarios("floor_labels.feature")
SLOT = "making/make/count/counted"
FIELDS = {"gtin": "09506000134352"}
TEXT, CODE = SMALL["texts"][0], SMALL["codes"][0]
TEMPLATES = {
    "whose text does not fit": {**SMALL, "samples": {"product": "A very long name of a product " * 6}},
    "whose code does not fit": {**SMALL, "codes": [{**CODE, "module": "5"}]},
    "with a field nobody knows": {**SMALL, "texts": [{**TEXT, "text": "{colour of the cat}"}]},
    "without any text": {**SMALL, "texts": [], "codes": []},
    "of less than nothing in size": {**SMALL, "width": "-60"},
    "with a text outside its edge": {**SMALL, "texts": [{**TEXT, "x": "58"}]},
    "with two elements of one name": {**SMALL, "texts": [TEXT, TEXT]},
}
DIES = {
    "dies while it prints": {"dies": "during"},
    "dies before it confirms": {"dies": "after"},
    "runs out of labels": {"stops": "paper_out"},
}


@pytest.fixture(autouse=True)
def _hasty(monkeypatch):
    monkeypatch.setattr(devices, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(devices, "POLL_SECONDS", 0.01)


def printed(floor: Floor, played: PlayedPrinter | None = None, **how):
    """Print on a printer behind a port."""
    floor.be("mchen")
    floor.wait(3)
    how.setdefault("fields", FIELDS)
    with behind_a_port(played or PlayedPrinter()) as port:
        printer = ZplPrinter(lambda: TcpLine("127.0.0.1", port, "LP-01"), "LP-01", print_seconds=0.4)
        return print_label(floor.station, Wanted(BATCH, how.pop("slot", SLOT), **how), printer, "mchen")


def jobs(floor: Floor):
    return list(floor.state.label_jobs.values())


def count(floor: Floor, *numbers: str):
    names = ("issued", "used", "damaged", "destroyed")
    return floor.record("counted", **dict(zip(names, numbers, strict=True)))


@when(parsers.parse("Al writes a label {how}"))
def _writes(floor, heard, how):
    document = "{" if how == "that is no document" else text_of({**TEMPLATES[how], "title": "other label"})
    heard.tried(floor, lambda: floor.do(WriteLabel("other", "1", document), "auth"))


@then("no such template is kept")
def _no_template(floor):
    assert [row.template for row in floor.station.ask(Labels())] == ["bag"]


@given("the template is withdrawn")
def _withdrawn(floor):
    floor.signed(WithdrawLabel("bag", "1", "wrong address"), "qlee")


@given("the printer died between print and confirmation")
def _died(floor):
    assert printed(floor, PlayedPrinter(dies="after")).refusal is not None


@given("three labels came out of the printer")
def _three(floor):
    assert printed(floor, count=3).refusal is None
    assert floor.state.label_jobs["LP-001"].good == 3


@when(parsers.parse("Maria prints {what}"))
def _prints(floor, heard, what):
    how = {
        "a label": {},
        "a label with a field missing": {"fields": {}},
        "a label with a wrong check digit": {"fields": {"gtin": "09506000134353"}},
        "a label with letters in its number": {"fields": {"gtin": "0950600013435X"}},
        "eleven labels": {"count": 11},
        "no label": {"count": 0},
        "less than no label": {"count": -3},
        "a million labels": {"count": 1_000_000},
        "a label again without a reason": {"of": "LP-001"},
        "a label of another job": {"of": "LP-099", "reason": "torn"},
    }[what]
    heard.tried(floor, lambda: printed(floor, **how))


@when(parsers.parse("{person} issues {number:d} labels"))
def _issues(floor, heard, person, number):
    by = {"Maria": "mchen", "Sam": "sups"}[person]
    heard.tried(floor, lambda: floor.do(IssueLabels(BATCH, SLOT, "bag", "1", number, "more"), by))


@then("no label came out")
def _none_out(floor):
    assert [job for job in jobs(floor) if job.good] == []
    assert floor.verified() == ()


@when(parsers.parse("a printer {dies} with two labels of Maria"))
def _dying(floor, heard, dies):
    heard.tried(floor, lambda: printed(floor, PlayedPrinter(**DIES[dies]), count=2))


@then(parsers.parse("the job is {state}"))
def _job(floor, heard, state):
    assert heard.refusal is not None
    (job,) = jobs(floor)
    assert (job.outcome, job.open) == (state, True)


@then("after a new start of the program it still is")
def _still(floor):
    floor.reopen()
    assert jobs(floor)[0].open


@then("the batch cannot be completed or reviewed before somebody answers")
def _waits(floor):
    assert "label_print_unanswered" in [one.code for one in review_blockers(floor.state)]
    try:
        refused = code(floor.sign(CompleteBatch(BATCH), "sups"))
    except Refusal as refusal:
        refused = refusal.code
    assert refused


@when(parsers.parse("Maria counts {issued} issued, {used} used, {damaged} damaged and {destroyed} destroyed"))
def _counts(floor, heard, issued, used, damaged, destroyed):
    heard.tried(floor, lambda: count(floor, issued, used, damaged, destroyed))


@given(parsers.parse("Maria counted {number} labels"))
def _counted(floor, number):
    number = {"three": "3", "ten": "10"}[number]
    assert count(floor, number, number, "0", "0").refusal is None


@when("Maria verifies her own count")
def _own_count(floor, heard):
    heard.tried(floor, lambda: floor.sign_scope("counted", "verified", "mchen"))


@when("Maria corrects the count to two")
def _two(floor, heard):
    new = {**floor.entry("counted").rows[0].value, "issued": "2", "used": "2"}
    new = {name: text for name, text in new.items() if name != "balance"}
    heard.tried(floor, lambda: floor.do(CorrectValue(BATCH, SLOT, 1, new, "counted again"), "mchen"))
    assert heard.refusal is None


@then("nothing is counted")
def _nothing(floor):
    assert floor.entry("counted").rows == ()


@then("release waits for it")
def _release(floor):
    assert {"exception_open", "labels_unbalanced"} & {one.code for one in review_blockers(floor.state)}
    assert floor.verified() == ()


@given(parsers.re(r"Maria takes in (?P<number>\S+) labels of delivery (?P<delivery>\S*)$"))
@when(parsers.re(r"Maria takes in (?P<number>\S+) labels of delivery ?(?P<delivery>\S*)$"))
def _takes_in(floor, heard, number, delivery):
    command = TakeInLabels(BATCH, SLOT, delivery, "Print Ltd", int(number))
    heard.tried(floor, lambda: floor.do(command, "mchen"))


@when(parsers.re(r"Maria takes in (?P<number>\d+) labels of delivery D-1 (?P<how>again|without a reason)$"))
def _takes_in_again(floor, heard, number, how):
    reason = "counted again" if how == "again" else ""
    command = TakeInLabels(BATCH, SLOT, "D-1", "Print Ltd", int(number), reason)
    heard.tried(floor, lambda: floor.do(command, "mchen"))


@given(parsers.re(r"(?P<name>Maria|John) counts the delivery to (?P<number>\d+)$"))
@when(parsers.re(r"(?P<name>Maria|John) counts the delivery to (?P<number>\d+)$"))
def _counts_delivery(floor, heard, name, number):
    by = {"Maria": "mchen", "John": "jdoe"}[name]
    heard.tried(floor, lambda: floor.do(CountDelivery(BATCH, SLOT, "D-1", int(number)), by))


@given("the policy asks where labels come from")
def _labels_kept(floor):
    floor.signed(ChangePolicy({"labels_kept": "yes"}, "a roll is a roll", "qlee"), "aroot")


@then(parsers.parse('the review names "{rule}"'))
def _named(floor, rule):
    facts = facts_of(floor.state, floor.station.store.state)
    assert rule in [flag.rule for flag in sweep(floor.state, facts, floor.clock.now())]


@given("a container of 10.00 g was weighed and labelled")
def _weighed_and_labelled(floor):
    texts = [{**TEXT, "text": "{item}"}, {**SMALL["texts"][1], "text": "{net}"}]
    document = text_of({**SMALL, "title": "container label", "kind": "container", "texts": texts, "codes": []})
    brought(floor, "container", document)
    assert floor.weigh(net="10.00").refusal is None
    assert printed(floor, slot=ADDRESS, item=1, fields={}).refusal is None


@when("Maria corrects its row to 9.00 g")
def _corrects_row(floor):
    assert correct(floor, net="9.00").refusal is None


@when("the container is labelled again")
def _labelled_again(floor):
    assert printed(floor, slot=ADDRESS, item=1, fields={}).refusal is None


@then(parsers.parse('the review does not name "{rule}"'))
def _not_named(floor, rule):
    facts = facts_of(floor.state, floor.station.store.state)
    assert rule not in [flag.rule for flag in sweep(floor.state, facts, floor.clock.now())]
