"""Signing in and signing, without their looks."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.station.questions import Presence
from tests.ui.desk_played import BATCH, SECRETS, STEP, PlayedStation
from ui.desk import Answer, InlineDesk
from ui.login.presenter import Face, LoginPresenter
from ui.signing.presenter import Signer, SigningPresenter


@pytest.fixture
def station() -> PlayedStation:
    return PlayedStation()


class Login:
    def __init__(self, station: PlayedStation) -> None:
        self.presenter = LoginPresenter(InlineDesk(station))
        self.errors: list[str] = []
        self.who: list[Face] = []
        self.inside: list[Presence] = []
        self.presenter.on_error = self.errors.append
        self.presenter.on_who = self.who.append
        self.presenter.on_signed_in = self.inside.append
        self.presenter.start()


def test_name_and_password_sign_in(station: PlayedStation) -> None:
    login = Login(station)
    login.presenter.sign_in(" MChen ", SECRETS["mchen"])
    assert [presence.name for presence in login.inside] == ["Maria Chen"]


def test_a_badge_only_names_the_person(station: PlayedStation) -> None:
    login = Login(station)
    login.presenter.badge("B-002")
    assert [face.person for face in login.who] == ["jott"]
    assert login.inside == []


def test_an_unknown_badge_and_an_empty_form_are_said_in_words(station: PlayedStation) -> None:
    login = Login(station)
    login.presenter.badge("B-999")
    login.presenter.sign_in("mchen", "")
    assert len(login.errors) == 2
    assert station.failures == {}


def test_wrong_passwords_are_told_and_lock(station: PlayedStation) -> None:
    login = Login(station)
    for _at in range(5):
        login.presenter.sign_in("mchen", "wrong")
    login.presenter.sign_in("mchen", SECRETS["mchen"])
    assert login.inside == []
    assert login.errors[-1] != login.errors[0]


MARIA = Signer("mchen", "Maria Chen")


class Signing:
    def __init__(self, station: PlayedStation, meaning: str = "performed", signer: Signer | None = MARIA) -> None:
        self.presenter = SigningPresenter(InlineDesk(station), c.SignStep(BATCH, STEP, meaning), signer)
        self.errors: list[str] = []
        self.sheets: list[object] = []
        self.done: list[Answer] = []
        self.presenter.on_error = self.errors.append
        self.presenter.on_sheet = self.sheets.append
        self.presenter.on_done = self.done.append
        self.presenter.start()


def test_the_sheet_is_shown_before_the_secret_is_asked_and_goes_back_with_it(station: PlayedStation) -> None:
    signing = Signing(station)
    assert len(signing.sheets) == 1
    signing.presenter.sign(SECRETS["mchen"])
    assert station.signed == ["performed mchen"]
    assert signing.done


def test_a_wrong_password_stays_in_the_sheet(station: PlayedStation) -> None:
    signing = Signing(station)
    signing.presenter.sign("wrong")
    assert (len(signing.errors), signing.done) == (1, [])
    signing.presenter.sign(SECRETS["mchen"])
    assert station.signed == ["performed mchen"]


def test_a_second_person_signs_and_nobody_is_signed_out(station: PlayedStation) -> None:
    station.sign_in("mchen", SECRETS["mchen"])
    signing = Signing(station, "verified", None)
    signing.presenter.badge("B-003")
    signing.presenter.sign(SECRETS["aruiz"])
    assert (station.signed, station.present) == (["verified aruiz"], "mchen")


def test_the_performer_cannot_be_the_second_person(station: PlayedStation) -> None:
    signing = Signing(station, "verified", None)
    signing.presenter.named("mchen")
    assert (len(signing.errors), signing.sheets) == (1, [])
