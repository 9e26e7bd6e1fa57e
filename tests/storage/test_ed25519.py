"""libsodium and OpenSSL give one answer: never does libsodium accept what OpenSSL refuses, and what it refuses OpenSSL decides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

from ebr.storage.ed25519 import openssl, verified
from tests.storage.edwards import BASE, EIGHTH, NEUTRAL, ORDER, P, Point, add, challenge, encoded, signature, times

SECRET, NONCE = 0x1234567, 0x7654321
KEY, R = times(SECRET, BASE), times(NONCE, BASE)
Case = tuple[str, bytes, bytes, bytes, bool, bool]
"""Name, key, signature, message; whether it holds (OpenSSL), whether libsodium alone says so."""


def sodium(key: bytes, signed: bytes, message: bytes) -> bool:
    try:
        return crypto_sign_open(signed + message, key) == message
    except CryptoError:
        return False


def made(r: bytes, key: bytes, message: bytes, nonce: int = NONCE, secret: int = SECRET) -> bytes:
    return signature(r, (nonce + challenge(r, key, message) * secret) % ORDER)


def where(key: Point, divisor: int) -> bytes:
    """Return a message whose challenge is divisible, so that the small part of a key falls away."""
    found = (f"m{n}".encode() for n in range(1000))
    return next(m for m in found if challenge(encoded(R), encoded(key), m) % divisor == 0)


def cases() -> Iterator[Case]:
    key, r, message = encoded(KEY), encoded(R), b"seal"
    right = made(r, key, message)
    yield "a right one", key, right, message, True, True
    yield "another message", key, right, b"sea1", False, False
    yield (
        "S not below the order",
        key,
        signature(r, int.from_bytes(right[32:], "little") + ORDER),
        message,
        False,
        False,
    )
    yield "S with the highest bits", key, right[:63] + bytes([right[63] | 0xE0]), message, False, False
    crooked = encoded(add(R, EIGHTH))
    yield "R with a small part: right only with the cofactor", key, made(crooked, key, message), message, False, False
    mixed = add(KEY, EIGHTH)
    hit, missed = where(mixed, 8), next(m for m in (b"a", b"b", b"c") if challenge(r, encoded(mixed), m) % 8)
    yield "a key with a small part that falls away", encoded(mixed), made(r, encoded(mixed), hit), hit, True, True
    yield "a key with a small part", encoded(mixed), made(r, encoded(mixed), missed), missed, False, False
    for n in range(8):
        small = times(n, EIGHTH)
        fits = where(small, 8)
        yield f"key of small order {n}", encoded(small), made(r, encoded(small), fits, secret=0), fits, True, False
    neutral = encoded(NEUTRAL)
    yield "R of small order", key, made(neutral, key, message, nonce=0), message, True, False
    long = (P + 1).to_bytes(32, "little")
    yield "a key not written canonically", long, made(r, long, message, secret=0), message, True, False
    yield "an R not written canonically", key, made(long, key, message, nonce=0), message, False, False
    yield "no point", (2).to_bytes(32, "little"), right, message, False, False


CASES = {name: rest for name, *rest in cases()}


@pytest.mark.parametrize("name", CASES)
def test_awkward_cases_have_one_answer(name: str) -> None:
    key, signed, message, holds, quick = CASES[name]
    assert openssl(key.hex(), signed, message) is holds
    assert sodium(key, signed, message) is quick
    assert verified(key.hex(), signed, message) is holds


def test_libsodium_accepts_nothing_that_openssl_refuses() -> None:
    assert all(holds for _, _, _, holds, quick in CASES.values() if quick)
    assert sum(holds and not quick for _, _, _, holds, quick in CASES.values()) == 10


@settings(max_examples=100, deadline=None)
@given(
    seed=st.binary(min_size=32, max_size=32),
    message=st.binary(max_size=80),
    place=st.integers(0, 95),
    bit=st.integers(0, 8),
)
def test_a_changed_bit_is_answered_alike(seed: bytes, message: bytes, place: int, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    both = bytearray(private.public_key().public_bytes_raw() + private.sign(message))
    both[place] ^= 1 << bit & 0xFF  # bit 8: none
    key, signed = bytes(both[:32]), bytes(both[32:])
    assert verified(key.hex(), signed, message) is openssl(key.hex(), signed, message) is (bit == 8)


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_takes_nothing_from_the_message(length: int) -> None:
    private = Ed25519PrivateKey.generate()
    key, whole = private.public_key().public_bytes_raw().hex(), private.sign(b"xyz") + b"xyz"
    assert verified(key, whole[:64], whole[64:])
    assert not verified(key, whole[:length], whole[length:])


@pytest.mark.parametrize("key", ["", "zz", "00" * 31, "00" * 33])
def test_what_is_no_key_verifies_nothing(key: str) -> None:
    assert not verified(key, bytes(64), b"")
