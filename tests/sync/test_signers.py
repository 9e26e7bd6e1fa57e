"""Somebody with a station's key cannot speak for another person: the next round of every other station says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.domain.decision import Draft
from ebr.domain.people.events import PersonEnrolled
from ebr.domain.signature import Signed
from ebr.domain.subjects import person
from ebr.station.questions import StationStatus
from ebr.storage.keys import new_person_keys
from tests.sync.site_of_two import Site

UNSIGNED = Signed("", "", "", "quality", "approved", "", "", "", "", (), (), "{}", "00")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.settle()
    yield site
    site.close()


def enrolled_by(site: Site, signer: str, **changes: str) -> None:
    """Have the room's own key write an enrolment that quality is said to have signed, with a key of the writer's."""
    store, own = site.room.station.store, new_person_keys()
    said = {"person": signer, "key": own.public, "name": signer, "log": store.log.id, "subject": person("mallory")}
    stated = replace(UNSIGNED, **{**said, **changes})
    event = PersonEnrolled(
        "mallory", "Mallory", ("quality",), "", signer, "none", own.public, own.encryption_public, False, False,
        own.sign(stated),
    )  # fmt: skip
    at = site.room.station.clock.now()
    store.log.append("forged", [Draft(person("mallory"), event)], by="", presence="", at=at)


def test_a_signature_with_a_key_that_is_not_the_persons_is_named_once(site: Site) -> None:
    enrolled_by(site, "qlee")
    site.sync(site.room)
    alarms = site.sync(site.office).alarms
    assert [(alarm.log, alarm.code) for alarm in alarms] == [(site.room.station.store.log.id, "signature_key")]
    assert site.sync(site.office).alarms == ()
    (line,) = site.office.station.ask(StationStatus()).alarms
    assert line == "signature_key"


def test_a_signature_cut_out_of_another_log_is_named(site: Site) -> None:
    enrolled_by(site, "qlee", log="aa" * 32)
    site.sync(site.room)
    assert [alarm.code for alarm in site.sync(site.office).alarms] == ["signature_place"]


def test_honest_signatures_are_never_accused(site: Site) -> None:
    assert site.sync(site.office).alarms == site.sync(site.room).alarms == ()
    assert site.office.station.ask(StationStatus()).alarms == ()
