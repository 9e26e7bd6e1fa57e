"""The window of a trial: the program's own window on a temporary station, a panel beside it, a watermark over it.

Everything inside is the real thing: header, screens, sheets, signatures, rules, log. What differs is said on every
screen: the profile in the header, "Dry run" across everything, the panel that moves the clock.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from ebr.station.questions import Who
from ebr.station.trial import PLAYERS, Trial
from ebr.words import tr
from ui.desk import InlineDesk
from ui.execution.presenter import ExecutionPresenter
from ui.frame import Frame
from ui.main_window import MainWindow
from ui.rehearse.panel import Panel
from ui.rehearse.trial_presenter import TrialPresenter
from ui.rehearse.watermark import Watermark
from ui.theme import Theme
from ui.widgets.wedge import Scan


class TrialWindow(MainWindow):
    """TrialWindow(trial, theme, app): begin() shows the batch to its operator. Closing it closes the trial."""

    def __init__(self, trial: Trial, theme: Theme, app: QApplication) -> None:
        self.watermark: Watermark | None = None
        self.panel: Panel | None = None
        self.trial = trial
        super().__init__(InlineDesk(trial.station), theme, app)
        self.setWindowTitle(tr("Dry run"))
        self.presenter = TrialPresenter(trial)
        self._dock = QDockWidget(self)
        self._dock.setTitleBarWidget(QWidget())
        self._dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        self._furnish_panel()
        self.watermark = Watermark(theme, self)
        self.presenter.on_changed = self._moved
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._second_passed)
        self._tick.start()

    def _furnish_panel(self) -> None:
        panel = self.panel = Panel(self.theme, self.presenter)
        panel.person.connect(lambda person: self.be(str(person)))
        panel.scanned.connect(lambda code: self.take_scan(Scan(str(code))))
        panel.read.connect(lambda number: self.send(str(number)))
        panel.jumped.connect(lambda seconds: self.presenter.jump(float(seconds)))
        self._dock.setWidget(panel)

    def begin(self) -> None:
        """Show the batch to its operator."""
        self.refresh_status()
        self._enter()
        self.show_screen("execution", {"batch": self.trial.batch})
        self.desk.on_changed(lambda _roots: self._moved())
        self._moved()

    def _stand_in(self, frame: Frame) -> None:
        """A frame becomes the window's; panel and watermark go with its size."""
        super()._stand_in(frame)
        if self.panel is not None and self.panel.theme.scale != frame.theme.scale:
            self._furnish_panel()
        if self.watermark is not None:
            self.watermark.cover()

    # -- people

    def be(self, person: str) -> None:
        """Have somebody at the terminal; while a sheet is open, hold their badge to the reader instead."""
        if self.session.sheets:
            badge = next(one.badge for one in PLAYERS if one.person == person)
            self.take_scan(Scan(badge, badge=True))
            return
        self.presenter.be(person)
        self._enter()
        self.show_screen("execution", {"batch": self.trial.batch})
        self._moved()

    def _enter(self) -> None:
        found = self.trial.station.ask(Who())
        if found is not None:
            self.signed_in(found)

    # -- time, readings

    def _second(self) -> None:
        self.frame.header.set_clock(f"{self.trial.now:%H:%M}")

    def _second_passed(self) -> None:
        self.presenter.tick()
        if self.panel is not None:
            self.panel.show_time()

    def execution(self) -> ExecutionPresenter | None:
        """The presenter of the execution screen, while that is what is shown."""
        found = getattr(self.frame.view, "presenter", None)
        return found if isinstance(found, ExecutionPresenter) else None

    def send(self, number: str) -> None:
        """Send a reading to the open entry."""
        why = self.presenter.send(self.execution(), number)
        if why:
            self.session.notice(why, "warn")
        self._moved()

    def _moved(self) -> None:
        """Something was recorded or time jumped: the screen asks again, the panel is drawn anew."""
        execution = self.execution()
        if execution is not None:
            execution.refresh()
        if self.panel is not None:
            self.panel.refresh()
            self.panel.show_readings(self.presenter.readings(execution))
            self.panel.show_codes(self.presenter.codes(execution))

    def closeEvent(self, event: QCloseEvent) -> None:
        """The trial ends with its window."""
        super().closeEvent(event)
        if event.isAccepted():
            self._tick.stop()
            self.trial.close()
