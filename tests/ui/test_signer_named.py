"""Who signs is said at the sign-in, and again at signatures where the policy asks for it (21 CFR 11.200(a)(1)(i))."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.domain.master.commands import SetReviewDepth
from ebr.domain.site.commands import ChangePolicy
from ebr.station.questions import Who
from tests.ui.real_station import SECRET, Floor
from ui.main_window import MainWindow
from ui.signing.view import SigningContent, WhoContent
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard

RUB = ("handrub_f1", "1")


class Signing:
    """The real window with somebody of quality in it, who signs again and again."""

    def __init__(self, floor: Floor, qtbot: QtBot, app: QApplication) -> None:
        self.floor, self.done = floor, 0
        look = Theme("light", 1.0, TapGuard(itertools.count().__next__))
        apply(app, look)
        self.window = MainWindow(floor.desk, look, app)
        self.window.start()
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)
        self.come()

    def come(self) -> None:
        self.floor.enter("qlee")
        self.window.signed_in(self.floor.station.ask(Who()))
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    def names(self, value: str) -> None:
        self.floor.enter("aroot")
        said = self.floor.sign(ChangePolicy({"signer_named": value}, "Pilot", "qlee"), "qlee", "aroot")
        assert said.refusal is None
        self.settle()
        self.come()

    def begin(self) -> Any:
        """Ask for a signature and return what its sheet holds."""
        depth = ("critical", "exception")[self.done % 2]
        self.window.session.sign(SetReviewDepth(*RUB, depth, "Validated and monitored"), self._done)
        self.settle()
        return self.content()

    def _done(self, said: Any) -> None:
        assert said.refusal is None
        self.done += 1

    def content(self) -> Any:
        flow = self.window.inputs.flow
        assert flow is not None
        return flow._content

    def type(self, text: str) -> None:
        field = self.content().first_field()
        field.setFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def sign(self) -> bool:
        """Sign; tell whether who signs was asked for."""
        before, asked = self.done, isinstance(self.begin(), WhoContent)
        if asked:
            self.type("qlee")
        assert isinstance(self.content(), SigningContent)
        self.type(SECRET)
        assert self.done == before + 1
        return asked


@pytest.fixture
def signing(floor: Floor, qtbot: QtBot, qapp: QApplication) -> Iterator[Signing]:
    made = Signing(floor, qtbot, qapp)
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def test_the_policy_says_when_the_signer_is_named_again(signing: Signing) -> None:
    assert [signing.sign(), signing.sign()] == [False, False], "signing in named the person; the password is asked"

    signing.names("first")
    assert [signing.sign(), signing.sign()] == [True, False]
    signing.come()
    assert [signing.sign(), signing.sign()] == [True, False], "a new presence begins anew"

    signing.names("each")
    assert [signing.sign(), signing.sign()] == [True, True]


def test_a_signature_that_was_not_given_does_not_count_as_the_first(signing: Signing) -> None:
    signing.names("first")
    assert isinstance(signing.begin(), WhoContent)
    signing.type("qlee")
    signing.type("not the password")
    signing.window.session.close_sheets()
    signing.settle()
    assert signing.sign()
