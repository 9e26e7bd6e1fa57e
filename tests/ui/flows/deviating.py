"""A deviation on the real screens: opened from its exception, investigated section by section, closed by somebody else.

Whoever proposes to close it belongs to quality and still may not close it; until it is closed, the release screen names
it. The course is the act of the example, in other hands at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.cli.demonstration.script import Act
from ebr.station.door import Station
from ebr.station.questions import Deviations
from ui.deviations.form import TextBox
from ui.widgets.data_table import DataTable
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from tests.ui.flows.operator import Operator


class Investigation:
    """Investigation(operator, act). `investigate()` up to the proposal; `close()` once production is complete."""

    def __init__(self, operator: Operator, act: Act) -> None:
        self.operator, self.act = operator, act
        self.reading, self.hand = operator.reading, operator.hand
        self.number, self.open = "", True

    def investigate(self) -> None:
        """Open it at its exception, write every section, and have somebody of quality propose to close it."""
        self.operator.wait_for(self.act)
        self.operator.be(self._told("by"))
        self._open()
        self._write("Containment", ("What was done at once", "contained"))
        self._write("Cause", ("Why it happened", "cause"), choice="Five whys")
        self._impact()
        self._write(
            "Corrective and preventive action",
            ("Corrective action", "corrective"),
            ("Preventive action, or why none is needed", "preventive"),
            field=("Number of the action elsewhere", "reference"),
        )
        self._propose(self.operator.script.checked_by)

    def close(self, certifier: str) -> None:
        """See that nothing is released before, then have the other person of quality close it."""
        self.operator.be(certifier)
        self.operator.go("Release")
        self._choose(self.operator.script.batch)
        blocked = [
            one
            for one in self.reading.seen(Strip)
            if any(self.number in words for words in self.reading.words(one)) and one.isVisible()
        ]
        assert blocked, self.reading.stuck(f"word that {self.number} stands against the release")
        assert not self.reading.buttons("Certify")
        self.operator.be(self._told("closes"))
        self._show()
        self._signed("Approve and close", "Conclusion", self._told("agreed"), self._told("closes"))
        assert self.reading.says("Closed by"), self.reading.stuck("word that it is closed")
        self.open = False

    def _told(self, name: str) -> str:
        return self.act.text(name)

    def _open(self) -> None:
        """The exception of the act's entry, in the list of all exceptions."""
        slot = next(one for phase in self.operator.phases.values() for one in phase.slots if one.id == self.act.what)
        self.operator.go("Exceptions")
        self._choose(self.operator.script.batch, slot.label)
        self.hand.press(self.reading.button("Open a deviation"))
        self.hand.put(self.reading.field("Title"), self._told("title"))
        self._type("What departed, where and when", self._told("description"))
        self._press("Open")
        batch = self.operator.script.batch
        rows = self.reading.desk.at_writer(lambda station: _of(station, batch))
        self.number = next(number for number, title in rows if title == self._told("title"))
        assert self.reading.says(self.number), self.reading.stuck(f"course of {self.number}")

    def _choose(self, *words: str) -> None:
        view = self.reading.seen(DataTable)[0].view
        model = view.model()
        rows = [
            " ".join(str(model.index(at, col).data()) for col in range(model.columnCount()))
            for at in range(model.rowCount())
        ]
        at = next((at for at, row in enumerate(rows) if all(word in row for word in words)), None)
        assert at is not None, f"no row says {words}: {rows}"
        self.hand.choose_row(view, at)

    def _type(self, name: str, text: str) -> None:
        box = next(one for one in self.reading.seen(TextBox) if one.accessibleName() == name)
        self.hand.put(box, text)  # type: ignore[arg-type]  # it is reached and typed into as a field is

    def _write(
        self, section: str, *texts: tuple[str, str], choice: str = "", field: tuple[str, str] | None = None
    ) -> None:
        self.operator.rest(60)
        self.hand.press(self.reading.button(f"Write: {section}"))
        if choice:
            self.hand.press(self.reading.button(choice))
        for name, told in texts:
            self._type(name, self._told(told))
        if field is not None:
            self.hand.put(self.reading.field(field[0]), self._told(field[1]))
        self._press("Write")

    def _impact(self) -> None:
        """Each batch that the station proposes is judged."""
        self.operator.rest(300)
        self.hand.press(self.reading.button("Write: Impact"))
        self._type("What it means for the product and for other batches", self._told("impact"))
        for one in self.reading.buttons("Not affected"):
            self.hand.press(one)
        self._press("Write")

    def _propose(self, person: str) -> None:
        self.operator.be(person)
        self._show()
        self._signed("Propose closing", "Conclusion", self._told("conclusion"), person)
        assert not self.reading.buttons("Approve and close"), "who proposed may not close"
        assert self.reading.says("another person of quality closes it"), self.reading.stuck("word on who closes")

    def _show(self) -> None:
        self.operator.go("Deviations")
        self._choose(self.number)

    def _signed(self, act: str, name: str, text: str, person: str) -> None:
        self.operator.rest(120)
        self.hand.press(self.reading.button(act))
        self._type(name, text)
        self.hand.press(self.reading.button("Continue to signature"))
        self.operator.sign(person)

    def _press(self, words: str) -> None:
        sheet = self.reading.sheet()
        self.hand.press(self.reading.button(words, within=sheet))
        assert self.reading.sheet() is None, self.reading.stuck(f"way past {words}")


def _of(station: Station, batch: str) -> tuple[tuple[str, str], ...]:
    return tuple((row.deviation, row.title) for row in station.ask(Deviations(batch)))
