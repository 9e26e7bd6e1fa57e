"""Time stamps on the seal of a report (PAdES B-T): asked of a local authority, embedded, found, forged."""

from __future__ import annotations

import datetime as dt
import random
import socket
from pathlib import Path

import pytest
from asn1crypto import tsp

from ebr.domain.refusal import Refusal
from ebr.reports.pdf import stamp as stamps
from ebr.reports.pdf.read import signature_status
from ebr.reports.pdf.sign import seal_reason, sign
from ebr.station.stamping import stamp
from ebr.sync import time_stamp
from tests.reports.authority import WHEN, Authority, served
from tests.reports.seals import MADE
from tests.reports.test_report_sealing import hole

SHA256 = b"300d06096086480165030402010500"
"""The name of SHA-256 in a signature; its last digit changed to 3 names SHA-512."""


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def file(tmp_path: Path, sealed: bytes) -> Path:
    place = tmp_path / "B-1-report-1.pdf"
    place.write_bytes(sealed)
    return place


@pytest.fixture(scope="module")
def whole(sealed: bytes, authority: Authority) -> bytes:
    with served(authority.stamp) as address:
        return stamps.stamped(sealed, time_stamp.token(address, stamps.imprint(sealed)))


def test_a_report_sealed_offline_is_stamped_later_and_says_when_and_by_whom(file, sealed, authority) -> None:
    assert signature_status(sealed).stamp is None
    with served(authority.stamp) as address:
        found = stamp(file, address)
    status = signature_status(file.read_bytes())
    assert status.good
    assert status.covers_whole_file
    assert status.stamp == found
    assert (found.at, found.authority) == (WHEN.isoformat(), "Test time stamps")
    assert len(found.chain) == 2
    assert all(len(one) == 64 for one in found.fingerprints)


def test_only_the_room_behind_the_seal_changes(whole, sealed) -> None:
    start, end = hole(sealed)
    assert len(whole) == len(sealed)
    assert whole[:start] + whole[end:] == sealed[:start] + sealed[end:]


def test_a_seal_is_stamped_once(whole, authority) -> None:
    with served(authority.stamp) as address, pytest.raises(ValueError, match="already"):
        stamps.stamped(whole, time_stamp.token(address, stamps.imprint(whole)))


def test_the_stamp_of_another_report_does_not_hold(sealed, drawn, site, authority) -> None:
    other = sign(drawn, site.key, site.chain, "Cleanroom B-2", seal_reason(), MADE)
    with served(authority.stamp) as address:
        token = time_stamp.token(address, stamps.imprint(other))
    with pytest.raises(ValueError, match="another seal"):
        stamps.stamped(sealed, token)


def test_a_certificate_for_something_else_stamps_nothing(sealed) -> None:
    with served(Authority(purpose=False).stamp) as address, pytest.raises(ValueError, match="not for time stamps"):
        stamps.stamped(sealed, time_stamp.token(address, stamps.imprint(sealed)))


def test_a_stamp_after_the_end_of_its_certificate_does_not_hold(sealed) -> None:
    late = Authority(at=dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
    with served(late.stamp) as address, pytest.raises(ValueError, match="validity"):
        stamps.stamped(sealed, time_stamp.token(address, stamps.imprint(sealed)))


def test_a_seal_without_room_says_what_to_do(drawn, site, authority, monkeypatch) -> None:
    monkeypatch.setattr("ebr.reports.pdf.sign.ROOM", -4096)
    tight = sign(drawn, site.key, site.chain, "Cleanroom B-2", seal_reason(), MADE)
    with served(authority.stamp) as address:
        token = time_stamp.token(address, stamps.imprint(tight))
    with pytest.raises(ValueError, match="new copy"):
        stamps.stamped(tight, token)


@pytest.mark.parametrize("seed", range(2))
def test_any_flipped_bit_of_a_stamp_is_found(whole, seed) -> None:
    pick = random.Random(seed)
    start, end = hole(whole)
    used = len(whole[start:end].rstrip(b"0>"))
    for _ in range(60):
        changed = bytearray(whole)
        place = start + pick.randrange(used)
        changed[place] ^= 1 << pick.randrange(8)
        assert not signature_status(bytes(changed)).good, place


def test_the_algorithms_that_a_stamp_names_are_those_of_its_signature(whole) -> None:
    """No signature of the authority covers the list: SHA-512 said of a stamp by SHA-256 is found all the same."""
    start, end = hole(whole)
    named = bytes(whole[start:end]).lower().rindex(SHA256 + b"30")  # before the content; the seal's own comes earlier
    changed = bytearray(whole)
    place = start + named + SHA256.index(b"0500") - 1
    changed[place : place + 1] = b"3"
    assert not signature_status(bytes(changed)).good


def _other_nonce(request: bytes) -> bytes:
    asked = tsp.TimeStampReq.load(request)
    asked["nonce"] = 7
    return asked.dump(force=True)


def _rejected(_request: bytes) -> bytes:
    return bytes.fromhex("3005 3003 020102")  # a status alone: 2, rejection


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda _request: b"", "tsa_answer"),
        (lambda _request: b"<html>not found</html>", "tsa_answer"),
        (lambda _request: b"\x30" * 70_000, "tsa_answer"),
        (_rejected, "tsa_refused"),
    ],
)
def test_what_is_no_stamp_is_refused_and_the_file_stays(file, sealed, answer, code) -> None:
    with served(answer) as address, pytest.raises(Refusal) as refused:
        stamp(file, address)
    assert refused.value.code == code
    assert file.read_bytes() == sealed


def test_an_answer_to_another_question_is_refused(file, authority) -> None:
    with served(lambda request: authority.stamp(_other_nonce(request))) as address, pytest.raises(Refusal) as refused:
        stamp(file, address)
    assert refused.value.code == "tsa_answer"


def test_an_authority_that_fails_or_is_not_there_is_named(file, authority) -> None:
    with served(authority.stamp, status=500) as address, pytest.raises(Refusal) as refused:
        stamp(file, address)
    assert refused.value.code == "tsa_unreachable"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with pytest.raises(Refusal) as refused:
            stamp(file, nobody)
    assert refused.value.code == "tsa_unreachable"


@pytest.mark.parametrize("address", ["", "ftp://tsa.example", "file:///etc/passwd", "tsa.example", "https://"])
def test_only_addresses_of_the_web_are_asked(file, address) -> None:
    with pytest.raises(Refusal) as refused:
        stamp(file, address)
    assert refused.value.code == "tsa_address"


def test_a_file_that_is_no_report_is_named(tmp_path, authority) -> None:
    place = tmp_path / "notes.pdf"
    place.write_bytes(b"%PDF-1.7 nothing")
    with served(authority.stamp) as address, pytest.raises(Refusal) as refused:
        stamp(place, address)
    assert refused.value.code == "not_stamped"
    with pytest.raises(Refusal):
        stamp(tmp_path / "none.pdf", "https://tsa.example")
