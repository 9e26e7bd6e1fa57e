"""Secrets sealed to one station, and receipts of the witness: only what proves itself changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.people.commands import DeactivatePerson
from ebr.domain.site.commands import AdmitWitness
from ebr.station.questions import StationStatus
from ebr.sync import envelopes, receipts
from ebr.sync.other_side import Envelope
from ebr.sync.witness import WitnessKey
from tests.station import plant
from tests.sync.memory_side import MemorySide
from tests.sync.site_of_two import Between, Site, log_of

OWN = "a much longer copper kettle"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, MemorySide())
    site.sync(site.office)
    yield site
    site.close()


def wraps(who: plant.Plant) -> dict[str, bytes | None]:
    store = who.station.store
    return {name: store.secret(name) for name in store.secret_names() if name.startswith("person/")}


def for_room(site: Site) -> list[Envelope]:
    return [found for found in site.centre.sealed if found.to == site.room.station.store.log.id]


# Envelopes


def test_a_new_password_reaches_the_other_station_and_the_old_wrap_never_comes_back(site: Site) -> None:
    site.sync(site.room)
    before = for_room(site)
    site.office.be("mchen")
    plant.fine(site.office.station.choose_password("mchen", plant.PASSWORD, OWN))
    site.sync(site.office)
    site.sync(site.room)
    plant.fine(site.room.station.sign_in("mchen", OWN))
    envelopes.open_envelopes(site.room.station.store, before)
    plant.fine(site.room.station.sign_out("lock"))
    plant.fine(site.room.station.sign_in("mchen", OWN))


def test_a_password_chosen_at_the_other_station_comes_home(site: Site) -> None:
    site.sync(site.room)
    site.room.be("mchen")
    plant.fine(site.room.station.choose_password("mchen", plant.PASSWORD, OWN))
    site.sync(site.room)
    site.sync(site.office)
    plant.fine(site.office.station.sign_in("mchen", OWN))


@pytest.mark.parametrize("how", ["box", "version", "name", "to", "sender", "nothing"])
def test_a_forged_envelope_changes_nothing(site: Site, how: str) -> None:
    line = Between(site.centre, envelopes=lambda _real, _to: [])
    site.room.station.sync(line)
    store = site.room.station.store
    mine = next(found for found in for_room(site) if found.name == "person/mchen")
    other = next(found for found in for_room(site) if found.name == "person/jdoe")
    forged = {
        "box": replace(mine, box=mine.box[:-1] + bytes([mine.box[-1] ^ 1])),
        "version": replace(mine, version="ab" * 32),
        "name": replace(mine, name=other.name, version=other.version),
        "to": replace(mine, to=site.office.station.store.log.id),
        "sender": by_a_stranger(site, mine),
        "nothing": replace(mine, box=b""),
    }[how]
    names, _ = envelopes.open_envelopes(store, [forged])
    assert names == []
    assert wraps(site.room) == {}
    assert envelopes.open_envelopes(store, [mine])[0] == ["person/mchen"]


def by_a_stranger(site: Site, mine: Envelope) -> Envelope:
    """Somebody who is no station of the site seals a wrap to the room's key, correctly in every other way."""
    room = site.room.station.store

    class Stranger:
        keys = type(room.keys).of(b"\x07" * 32)

        class log:  # noqa: N801
            id = "cd" * 32

    secret = envelopes.Secret(mine.name, mine.version, b"{}")
    stranger: Any = Stranger()
    return envelopes.sealed(stranger, [secret], mine.to, room.keys.encryption_public)[0]


def test_a_wrap_of_somebody_deactivated_is_wiped_everywhere(site: Site) -> None:
    site.sync(site.room)
    assert "person/lab2" in wraps(site.room)
    site.office.be("aroot")
    plant.fine(site.office.sign(DeactivatePerson("lab2", "left", "qlee"), "aroot"))
    site.sync(site.office)
    site.sync(site.room)
    assert "person/lab2" not in wraps(site.room)
    assert "person/lab2" not in wraps(site.office)
    assert "person/lab1" in wraps(site.room)


def test_nothing_is_sealed_twice_without_a_reason(site: Site) -> None:
    site.sync(site.room)
    count = len(site.centre.sealed)
    site.sync(site.office)
    site.sync(site.room)
    site.sync(site.office)
    assert len(site.centre.sealed) <= 2 * count


# Receipts


@pytest.fixture
def witness(site: Site) -> WitnessKey:
    key = WitnessKey(Ed25519PrivateKey.generate())
    admit(site, key)
    return key


def admit(site: Site, key: WitnessKey, name: str = "vault") -> None:
    site.office.be("aroot")
    plant.fine(site.office.sign(AdmitWitness(name, key.public, "the first witness", "qlee"), "aroot"))


def countersign(site: Site, key: WitnessKey) -> None:
    site.centre.countersign(key, site.office.clock)


def receipts_in(who: plant.Plant) -> int:
    return sum(b'"event":"station.witnessed/1"' in entry.header for entry in log_of(who.station))


def test_a_receipt_brings_unwitnessed_down_and_writes_no_receipt_of_receipts(site: Site, witness: WitnessKey) -> None:
    site.sync(site.office)
    countersign(site, witness)
    done = site.sync(site.office)
    assert done.witnessed > 0
    status = site.office.station.ask(StationStatus())
    assert status.unwitnessed == 0
    assert status.oldest_unwitnessed == ""
    assert status.independent_witness
    assert status.witness == "vault"
    assert status.safe_to_switch_off
    for _ in range(3):
        site.sync(site.office)
        countersign(site, witness)
    assert receipts_in(site.office) == 1
    assert site.office.station.ask(StationStatus()).unwitnessed == 0
    site.office.be("sups")
    assert site.office.station.ask(StationStatus()).unwitnessed > 0
    site.sync(site.office)
    countersign(site, witness)
    site.sync(site.office)
    assert receipts_in(site.office) == 2
    assert site.office.station.ask(StationStatus()).unwitnessed == 0
    assert site.office.verified() == ()


def test_a_file_that_the_same_hands_can_change_gives_no_receipt(site: Site, witness: WitnessKey) -> None:
    site.sync(site.office)
    countersign(site, witness)
    site.centre.independent = False
    assert site.sync(site.office).witnessed == 0
    assert receipts_in(site.office) == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seq": 1}, "receipt_head"),
        ({"index": 0}, "receipt_inclusion"),
        ({"inclusion": ()}, "receipt_inclusion"),
        ({"hash": b"\x00" * 32}, "receipt_inclusion"),
        ({"note": "nonsense"}, "checkpoint_form"),
    ],
)
def test_a_receipt_that_proves_nothing_is_not_kept(
    site: Site, witness: WitnessKey, change: dict[str, Any], code: str
) -> None:
    site.sync(site.office)
    countersign(site, witness)

    def witnessed(real, log, kept):
        return replace(real(log, kept), **change)

    done = site.office.station.sync(Between(site.centre, witnessed=witnessed))
    assert done.witness_trouble == code
    assert receipts_in(site.office) == 0
    assert receipts.kept(site.office.station.store) is None
    assert site.sync(site.office).witnessed > 0


def test_another_key_than_the_admitted_one_counts_for_nothing(site: Site, witness: WitnessKey) -> None:
    site.sync(site.office)
    countersign(site, WitnessKey(Ed25519PrivateKey.generate()))
    assert site.sync(site.office).witness_trouble == "checkpoint_signature"


def test_two_histories_at_the_centre_are_an_alarm_until_a_witness_is_admitted_anew(
    site: Site, witness: WitnessKey
) -> None:
    site.sync(site.office)
    countersign(site, witness)
    site.sync(site.office)
    store = site.office.station.store
    first = receipts.kept(store)
    assert first is not None
    site.centre.leaves.reverse()
    site.office.be("sups")
    site.sync(site.office)
    countersign(site, witness)

    assert site.sync(site.office).witness_trouble == "two_histories"

    evidence = receipts.alarm(store)
    assert evidence is not None
    assert evidence["kept"] == first.note
    assert evidence["shown"] == site.centre.note
    status = site.office.station.ask(StationStatus())
    assert status.alarms == ("two_histories",)
    assert status.findings == 1
    assert site.sync(site.office).witness_trouble == "two_histories"
    assert site.office.station.ask(StationStatus()).findings == 1
    assert receipts_in(site.office) == 1

    other = WitnessKey(Ed25519PrivateKey.generate())
    admit(site, other, "vault-2")
    site.sync(site.office)
    assert site.office.station.ask(StationStatus()).alarms == ("two_histories",)
    site.centre.leaves.clear()
    countersign(site, other)
    assert site.sync(site.office).witnessed > 0
    assert receipts_in(site.office) == 2
    assert site.office.station.ask(StationStatus()).alarms == ()
    assert store.contact(f"{receipts.EVIDENCE}/{evidence['admission']}") == evidence
    assert receipts.alarm(store) is None


def test_a_centre_that_shows_less_than_it_countersigned_is_named(site: Site, witness: WitnessKey) -> None:
    site.sync(site.office)
    countersign(site, witness)
    site.sync(site.office)
    del site.centre.leaves[3:]
    for log in site.centre.logs:
        if log != site.office.station.store.log.id:
            del site.centre.logs[log]
    site.centre.logs = {log: entries[:10] for log, entries in site.centre.logs.items()}
    countersign(site, witness)
    done = site.sync(site.office)
    assert done.sent > 0  # what was lost over there is sent again
    assert done.witness_trouble == "centre_shorter"
