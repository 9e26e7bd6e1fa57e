"""Keys: derived, wrapped with a password and the site secret, opened by nothing else."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.refusal import Refusal
from ebr.domain.signature import Signed
from ebr.storage import keys
from ebr.storage.chain import Broken, holds, start_message

SECRET = b"\x11" * 32
SITE = b"\x22" * 32
PASSWORD = "correct horse battery"


def wrapped() -> tuple[keys.PersonKeys, bytes]:
    person = keys.new_person_keys()
    return person, keys.wrap_person("op1", person, PASSWORD, SITE, keys.SMALL_COST)


def test_a_password_opens_the_keys_it_wrapped() -> None:
    person, wrap = wrapped()
    found = keys.unwrap_person("op1", person.public, wrap, PASSWORD, SITE)
    assert (found.public, found.encryption_public) == (person.public, person.encryption_public)


@pytest.mark.parametrize(
    ("who", "password", "site"),
    [("op2", PASSWORD, SITE), ("op1", PASSWORD + " ", SITE), ("op1", "", SITE), ("op1", PASSWORD, b"\x23" * 32)],
)
def test_nothing_else_opens_them(who: str, password: str, site: bytes) -> None:
    person, wrap = wrapped()
    with pytest.raises(Refusal) as caught:
        keys.unwrap_person(who, person.public, wrap, password, site)
    assert caught.value == Refusal("wrong_password")


def test_a_wrap_put_under_another_key_does_not_open() -> None:
    _, wrap = wrapped()
    with pytest.raises(Refusal):
        keys.unwrap_person("op1", keys.new_person_keys().public, wrap, PASSWORD, SITE)


def test_a_damaged_wrap_does_not_open() -> None:
    person, wrap = wrapped()
    for at in range(len(wrap)):
        damaged = wrap[:at] + bytes([wrap[at] ^ 1]) + wrap[at + 1 :]
        with pytest.raises(Refusal):
            keys.unwrap_person("op1", person.public, damaged, PASSWORD, SITE)


@pytest.mark.parametrize(
    "change", [{"memory_kib": 2**32}, {"passes": 0}, {"lanes": 1000}, {"memory_kib": 1}, {"suite": "other"}]
)
def test_a_wrap_that_asks_for_the_impossible_is_not_tried(change: dict[str, object]) -> None:
    person, wrap = wrapped()
    asked = msgspec.json.encode({**msgspec.json.decode(wrap), **change})
    with pytest.raises(Refusal):
        keys.unwrap_person("op1", person.public, asked, PASSWORD, SITE)


def test_composed_and_decomposed_passwords_are_the_same() -> None:
    person = keys.new_person_keys()
    wrap = keys.wrap_person("op1", person, "M\u00fcllers Katze", SITE, keys.SMALL_COST)
    assert keys.unwrap_person("op1", person.public, wrap, "Mu\u0308llers Katze", SITE).public == person.public


def test_the_cost_stands_in_the_wrap_and_is_full_in_production() -> None:
    _, wrap = wrapped()
    form = msgspec.json.decode(wrap)
    assert (form["memory_kib"], form["passes"], form["lanes"]) == (64, 1, 1)
    assert keys.cost_for("production") == keys.Cost(65536, 3, 4)
    assert {keys.cost_for(p) for p in ("practice", "demonstration", "rehearsal")} == {keys.SMALL_COST}


def test_full_cost_opens_too() -> None:
    person = keys.new_person_keys()
    wrap = keys.wrap_person("op1", person, PASSWORD, SITE, keys.FULL_COST)
    assert keys.unwrap_person("op1", person.public, wrap, PASSWORD, SITE).public == person.public


def test_two_wraps_of_the_same_keys_share_nothing() -> None:
    person = keys.new_person_keys()
    one, two = (msgspec.json.decode(keys.wrap_person("op1", person, PASSWORD, SITE, keys.SMALL_COST)) for _ in range(2))
    assert all(one[name] != two[name] for name in ("salt", "nonce", "box"))


def unsigned(key: str) -> Signed:
    return Signed(
        "op1", key, "Name", "operator", "performed", "2026", "UTC", "l", "s", (("s", "h"),), ("c",), "{}", "d"
    )


def test_a_signature_holds_for_its_statement_only() -> None:
    person = keys.new_person_keys()
    signed = person.sign(unsigned(person.public))
    assert keys.signature_holds(signed)
    for change in (
        {"person": "op2"},
        {"at": "2027"},
        {"covered": ()},
        {"document_hash": "e"},
        {"key": "00" * 32},
        {"value": "zz"},
    ):
        assert not keys.signature_holds(replace(signed, **change))


def test_a_person_does_not_sign_for_another_key() -> None:
    with pytest.raises(ValueError, match="another key"):
        keys.new_person_keys().sign(unsigned("00" * 32))


def test_station_keys_are_derived_and_certify_start_keys() -> None:
    station, again = keys.StationKeys.of(SECRET), keys.StationKeys.of(SECRET)
    assert station.public == again.public != keys.StationKeys.of(SITE).public
    start = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    certificate = bytes.fromhex(station.certify("aa" * 32, "bb" * 32, start))
    assert holds(station.public, certificate, start_message("aa" * 32, "bb" * 32, start))
    assert not holds(station.public, certificate, start_message("aa" * 32, "cc" * 32, start))


def test_what_a_station_locks_only_it_opens_under_the_same_name() -> None:
    station = keys.StationKeys.of(SECRET)
    box = station.lock("pdf", b"private")
    assert station.unlock("pdf", box) == b"private"
    for other, name, data in (
        (station, "other", box),
        (keys.StationKeys.of(SITE), "pdf", box),
        (station, "pdf", box[:-1]),
    ):
        with pytest.raises(Broken):
            other.unlock(name, data)


def test_what_is_sealed_to_a_key_only_its_holder_opens() -> None:
    station = keys.StationKeys.of(SECRET)
    box = keys.seal_to(station.encryption_public, b"site secret", b"ebr site secret/1")
    assert keys.open_sealed(station.encryption, box, b"ebr site secret/1") == b"site secret"
    with pytest.raises(Broken):
        keys.open_sealed(station.encryption, box, b"another purpose")
    with pytest.raises(Broken):
        keys.open_sealed(keys.new_person_keys().encryption, box, b"ebr site secret/1")
