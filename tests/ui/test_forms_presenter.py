"""Emergency forms without their looks, on a real station: printed, transcribed entry by entry, reconciled by a second person."""

from __future__ import annotations

from pathlib import Path

from ebr.domain.batch.commands import RecordValue, SignStep
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.station.commands import ChangeTerminal
from ebr.station.questions import Forms
from tests.ui.real_station import BATCH, Floor, signed
from ui.copies import Copies
from ui.desk import Answer
from ui.execution.presenter import ExecutionPresenter
from ui.forms.presenter import FormDetail, FormLine, FormsPresenter


class Looked:
    """What the presenter told the screen."""

    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        floor.enter(person)
        self.presenter = p = FormsPresenter(floor.desk, person, roles)
        self.lines: tuple[FormLine, ...] = ()
        self.details: list[FormDetail | None] = []
        self.printed: list[Answer] = []
        self.refused: list[str] = []
        p.on_forms = lambda _answer, lines: setattr(self, "lines", lines)
        p.on_detail, p.on_printed, p.on_refused = self.details.append, self.printed.append, self.refused.append
        p.open(BATCH)


def test_a_form_is_printed_listed_and_can_be_printed_again(floor: Floor) -> None:
    looked = Looked(floor, "mchen", "operator")
    assert looked.lines == ()
    looked.presenter.print_form()
    file = Path(looked.printed[0].answer["file"])
    assert file.read_bytes()[:5] == b"%PDF-"
    assert [line.cells[0] for line in looked.lines] == ["EF-001"]
    file.unlink()
    looked.presenter.print_form("EF-001")
    assert file.exists()
    assert len(looked.lines) == 1
    detail = looked.details[-1]
    assert detail is not None
    assert [offer.key for offer in detail.offers] == ["transcribe", "again", "reconcile"]
    assert "supervisor" in detail.offers[-1].reason


def test_quality_prints_no_form_and_is_told_who_does(floor: Floor) -> None:
    assert "operator" in Looked(floor, "qlee", "quality").presenter.print_reason()


def test_a_value_is_transcribed_and_a_supervisor_reconciles(floor: Floor, tmp_path: Path) -> None:
    looked = Looked(floor, "mchen", "operator")
    looked.presenter.print_form()
    execution = ExecutionPresenter(floor.desk, "mchen", ("operator",))
    asked: list[str] = []
    execution.form = "EF-001"
    execution.on_transcribe = lambda address, _value: asked.append(address)
    execution.open(BATCH)
    sign_first_step(floor)
    address, value = open_entry(floor)
    execution.record(address, value)
    assert asked == [address]
    assert held(floor, address) == {}, "nothing is recorded before the paper's time and person are told"
    source = {"how": "form", "form": "EF-001"}
    when = floor.station.clock.now().wall
    command = RecordValue(BATCH, address, value, 0, "jdoe", source, "stations were down", when)
    said: list[Answer] = []
    execution.transcribed(address, command, said.append)
    assert said[0].refusal is None, said[0].refusal

    chief = Looked(floor, "sups", "supervisor")
    detail = chief.details[-1]
    assert detail is not None
    assert detail.offers[-1].reason == ""
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 the paper")
    kept: list[dict[str, str] | str] = []
    floor_attach(floor, scan, kept)
    assert isinstance(kept[0], dict)
    signed(floor.station, chief.presenter.reconciled("transcribed", "", kept[0]), "sups")
    row = floor.station.ask(Forms(BATCH)).forms[0]
    assert (row.outcome, row.values, row.scan) == ("transcribed", 1, "scan.pdf")


def floor_attach(floor: Floor, scan: Path, kept: list[dict[str, str] | str]) -> None:
    kept.append(floor.station.attach(scan.read_bytes(), scan.name, "application/pdf"))


def batch_state(floor: Floor) -> BatchState:
    state = floor.station.store.state(f"batch/{BATCH}")
    assert isinstance(state, BatchState)
    return state


def held(floor: Floor, address: str) -> dict[int, object]:
    return dict(batch_state(floor).slot(address).rows)


def sign_first_step(floor: Floor) -> None:
    address, phase, _ = next(iter(flow.phase_instances(batch_state(floor))))
    for meaning in phase.sign:
        person = "mchen" if meaning == "performed" else "sups"
        floor.enter(person)
        signed(floor.station, SignStep(BATCH, address, meaning), person)
    floor.enter("mchen")


def open_entry(floor: Floor) -> tuple[str, dict[str, str]]:
    """An entry that can be made now, with a value for it."""
    state = batch_state(floor)
    assert state.plan is not None
    for address, phase, _ in flow.phase_instances(state):
        if flow.standing(state, address, phase).status in ("open", "active"):
            for found in flow.open_slots(state, address, phase):
                slot = state.plan.slots[found.rpartition("/")[2]]
                if slot.kind in ("check", "instruction", "number"):
                    return found, {"check": {"check": "yes"}, "instruction": {"done": "yes"}}.get(
                        slot.kind, {"number": "20.0"}
                    )
    raise AssertionError("no such entry is open")


def test_the_amber_strip_comes_and_goes(floor: Floor, tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []
    copies = Copies(floor.desk)
    copies.on_amber = lambda text, detail: heard.append((text, detail))
    copies.look()
    assert heard[-1] == ("", "")
    floor.station.clock.advance(25 * 3600)
    copies.look()
    assert "24 hours" in heard[-1][1]
    floor.enter("sups")
    command = ChangeTerminal({"second_medium": str(tmp_path)}, "stick")
    assert floor.station.do(command, by="sups").refusal is None
    floor.station.sign_out("log-out")
    copies.look()
    assert heard[-1] == ("", "")
    assert list(tmp_path.glob("*.ebrb"))
