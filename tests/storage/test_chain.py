"""The entry's format: the worked example of the specification, and every byte that is changed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.station.events import Genesis
from ebr.domain.values import Instant
from ebr.storage import chain, codec
from ebr.storage.chain import Broken, Entry, Sealer

STATION_KEY = Sealer.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


def example() -> Entry:
    event = Genesis("Room 1", "Example", "practice", STATION_KEY.public, {"cpu": "x86_64"})
    name, body, _ = codec.write(event, salt=b"\x2a" * 16)
    at = Instant("2026-11-22T08:00:00.000000+01:00", "Europe/Berlin", "00" * 16, 1_000_000_000, "simulated")
    header = codec.Header(
        action=("a1", 1, 1),
        after=(),
        at=chain.moment(at),
        body=chain.body_hash(body),
        by="",
        event=name,
        key=STATION_KEY.public,
        presence="",
        prev="",
        program="ebr 0.1.0",
        relies=(),
        seq=1,
        subject="station/Room 1",
        suite=chain.SUITE,
    )
    return chain.sealed(header, body, STATION_KEY)


def test_the_worked_example_is_what_the_program_writes() -> None:
    entry = example()
    assert entry.body is not None
    text = re.sub(r"\\\n\s*", "", chain.__doc__ or "")
    printed = dict(
        re.findall(r"^    (body|SHA-256|header|leaf|seal) +(\S.*)$", text.partition("Worked example.")[2], re.MULTILINE)
    )
    assert printed == {
        "body": entry.body.decode(),
        "SHA-256": chain.body_hash(entry.body),
        "header": entry.header.decode(),
        "leaf": entry.hash.hex(),
        "seal": entry.seal.hex(),
    }


def test_an_entry_holds_together() -> None:
    entry = example()
    header = chain.parsed(entry)
    chain.check_link(header, None)
    chain.check_seal(entry, STATION_KEY.public)
    assert entry.log == entry.hash.hex()
    assert chain.stamp(entry, header).at.up == 1_000_000_000


@pytest.mark.parametrize("part", ["header", "body", "hash", "seal"])
def test_any_changed_byte_breaks_it(part: str) -> None:
    entry = example()
    whole = getattr(entry, part)
    for at in range(len(whole)):
        for flip in (0x01, 0x80):
            changed = replace(entry, **{part: whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :]})
            with pytest.raises(Broken):
                chain.check_seal(changed, chain.parsed(changed).key)


@pytest.mark.parametrize(("field", "value"), [("log", "00" * 32), ("seq", 2)])
def test_another_place_breaks_it(field: str, value: object) -> None:
    with pytest.raises(Broken) as caught:
        chain.parsed(replace(example(), **{field: value}))
    assert caught.value.code in {"place", "genesis"}


def test_long_uptimes_are_text_and_come_back() -> None:
    at = Instant("2026-11-22T08:00:00.000000+01:00", "Europe/Berlin", "00" * 16, 2**53, "system")
    assert chain.moment(at).up == str(2**53)


def test_a_malformed_key_or_signature_does_not_hold() -> None:
    assert not chain.holds("zz", b"", b"")
    assert not chain.holds("00" * 31, b"\x00" * 64, b"")
    assert not chain.holds(STATION_KEY.public, b"short", b"")
