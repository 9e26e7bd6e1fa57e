"""The keys of a station and of people: made, wrapped, unwrapped, used.

A station has one secret of 32 random bytes, kept in its key store (`ebr.storage.key_store`). Its keys are derived from
that by HKDF-SHA256 with the purposes below: an Ed25519 key that certifies start keys, an X25519 key to which secrets
are sealed, and a key that wraps what only this station may open. The key store is needed once per start; what seals
entries afterwards is a start key that lives in memory only.

A person has an Ed25519 key for signatures and an X25519 key for what is sealed to that person. Both private keys are
wrapped together:

    wrap     canonical JSON {suite, salt, memory_kib, passes, lanes, nonce, box}
    key      HKDF-SHA256(Argon2id(NFC password, salt, memory, passes, lanes), salt = site secret,
             info = "ebr person wrap/1")
    box      AES-256-GCM(key, nonce, signing seed || encryption key,
             associated data = person || 0x00 || signing public key)

No hash of a password exists: unwrapping is the only check (21 CFR 11.300; OWASP: memory-hard). The site secret, which
no export holds, makes a stolen wrap useless for guessing. Wraps live in the table `secret`, outside the record, and are
replaced on change.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ebr.domain import canonical
from ebr.domain.refusal import Refusal
from ebr.domain.signature import PURPOSE, Signed
from ebr.storage.chain import Broken, Sealer, holds, start_message

SECRET_BYTES: Final = 32
NONCE_BYTES: Final = 12
WRAP_SUITE: Final = "ebr wrap/1"
SEALED_TO: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
"""RFC 9180 base mode; the output is the encapsulated key followed by the ciphertext."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a password costs: Argon2id memory in KiB, passes, lanes."""

    memory_kib: int
    passes: int
    lanes: int


FULL_COST: Final = Cost(64 * 1024, 3, 4)
SMALL_COST: Final = Cost(64, 1, 1)
"""For tests and demonstrations, where a thousand signatures are made in minutes; never in production."""
MOST: Final = Cost(1024 * 1024, 16, 16)
"""What a wrap may ask for at all."""


class Wrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something wrapped with a password, with all that is needed to try one."""

    box: str
    lanes: int
    memory_kib: int
    nonce: str
    passes: int
    salt: str
    suite: str


@dataclass(frozen=True, slots=True)
class StationKeys:
    """The keys of a station, derived from its secret."""

    signing: Ed25519PrivateKey
    encryption: X25519PrivateKey
    wrapping: bytes

    @classmethod
    def of(cls, secret: bytes) -> StationKeys:
        """Derive the keys of a secret."""
        return cls(
            Ed25519PrivateKey.from_private_bytes(derived(secret, b"ebr station signing/1")),
            X25519PrivateKey.from_private_bytes(derived(secret, b"ebr station encryption/1")),
            derived(secret, b"ebr station wrapping/1"),
        )

    @property
    def public(self) -> str:
        """The public key that the genesis names, hex."""
        return self.signing.public_key().public_bytes_raw().hex()

    @property
    def encryption_public(self) -> str:
        """The public key to which others seal secrets for this station, hex."""
        return self.encryption.public_key().public_bytes_raw().hex()

    def sealer(self) -> Sealer:
        """Return the sealer of the genesis."""
        return Sealer.of(self.signing)

    def certify(self, log: str, prev: str, start_key: str) -> str:
        """Return the certificate of a start key at one place of the log, hex."""
        return self.signing.sign(start_message(log, prev, start_key)).hex()

    def lock(self, name: str, plain: bytes) -> bytes:
        """Wrap what only this station may open, bound to its name."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.wrapping).encrypt(nonce, plain, name.encode())

    def unlock(self, name: str, box: bytes) -> bytes:
        """Open what `lock` wrapped under this name; raises `Broken`."""
        try:
            return AESGCM(self.wrapping).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError) as wrong:
            raise Broken("secret_damaged", name=name) from wrong


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """A person's private keys, in memory while the person signs."""

    signing: Ed25519PrivateKey
    encryption: X25519PrivateKey

    @property
    def public(self) -> str:
        """The public key of signatures, hex (`PersonEnrolled.key`)."""
        return self.signing.public_key().public_bytes_raw().hex()

    @property
    def encryption_public(self) -> str:
        """The public key to which secrets are sealed, hex (`PersonEnrolled.encryption_key`)."""
        return self.encryption.public_key().public_bytes_raw().hex()

    def sign(self, unsigned: Signed) -> Signed:
        """Return the signature with its value; the statement must name this very key."""
        if unsigned.key != self.public:
            raise ValueError("the statement names another key")
        return replace(unsigned, value=self.signing.sign(PURPOSE + canonical.dumps(unsigned.statement())).hex())


def new_person_keys() -> PersonKeys:
    """Make a person's keys."""
    return PersonKeys(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())


def cost_for(profile: str) -> Cost:
    """Return what wrapping costs in a store of this profile."""
    return FULL_COST if profile == "production" else SMALL_COST


def wrap_person(person: str, keys: PersonKeys, password: str, site_secret: bytes, cost: Cost) -> bytes:
    """Wrap a person's keys with a password."""
    plain = keys.signing.private_bytes_raw() + keys.encryption.private_bytes_raw()
    return wrapped(plain, password, site_secret, cost, b"ebr person wrap/1", _bound(person, keys.public))


def unwrap_person(person: str, key: str, wrap: bytes, password: str, site_secret: bytes) -> PersonKeys:
    """Return the person's keys; raises `Refusal("wrong_password")`.

    About 0.1 s of work at full cost: call it before the transaction.
    """
    plain = unwrapped(wrap, password, site_secret, b"ebr person wrap/1", _bound(person, key))
    return PersonKeys(Ed25519PrivateKey.from_private_bytes(plain[:32]), X25519PrivateKey.from_private_bytes(plain[32:]))


def signature_holds(signed: Signed) -> bool:
    """Tell whether the person's key made this signature over this statement."""
    try:
        value = bytes.fromhex(signed.value)
        statement = canonical.dumps(signed.statement())
    except (ValueError, TypeError):
        return False
    return holds(signed.key, value, PURPOSE + statement)


def seal_to(public: str, plain: bytes, purpose: bytes) -> bytes:
    """Seal something to an X25519 key (hex) by HPKE, so that only its holder can open it."""
    return SEALED_TO.encrypt(plain, X25519PublicKey.from_public_bytes(bytes.fromhex(public)), info=purpose)


def open_sealed(private: X25519PrivateKey, box: bytes, purpose: bytes) -> bytes:
    """Open what was sealed to this key for this purpose; raises `Broken`."""
    try:
        return SEALED_TO.decrypt(box, private, info=purpose)
    except (InvalidTag, ValueError) as wrong:
        raise Broken("sealed_box", purpose=purpose.decode()) from wrong


def wrapped(plain: bytes, password: str, pepper: bytes, cost: Cost, purpose: bytes, bound: bytes) -> bytes:
    """Wrap bytes with a password, bound to a purpose and a context."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(NONCE_BYTES)
    key = _stretched(password, salt, cost, pepper, purpose)
    box = AESGCM(key).encrypt(nonce, plain, bound)
    form = Wrap(box.hex(), cost.lanes, cost.memory_kib, nonce.hex(), cost.passes, salt.hex(), WRAP_SUITE)
    return msgspec.json.encode(form, order="sorted")


def unwrapped(wrap: bytes, password: str, pepper: bytes, purpose: bytes, bound: bytes) -> bytes:
    """Open what `wrapped` made; raises `Refusal("wrong_password")`.

    A damaged wrap cannot be told from a wrong password.
    """
    try:
        form = msgspec.json.decode(wrap, type=Wrap)
        cost = _cost_of(form)
        key = _stretched(password, bytes.fromhex(form.salt), cost, pepper, purpose)
        return AESGCM(key).decrypt(bytes.fromhex(form.nonce), bytes.fromhex(form.box), bound)
    except (InvalidTag, ValueError, msgspec.MsgspecError) as wrong:
        raise Refusal("wrong_password") from wrong


def derived(secret: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    """Return 32 bytes derived from a secret for one purpose (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=SECRET_BYTES, salt=salt, info=purpose).derive(secret)


Result = TypeVar("Result")


def in_time(call: Callable[[], Result], seconds: float, errors: tuple[type[Exception], ...]) -> Result:
    """Return what the call returns, or raise which of these errors it raises; `TimeoutError` when nothing came by then.

    For calls of a key store that may wait for a prompt nobody sees. The thread is left behind: nothing can end such
    a call.
    """
    future: Future[Result] = Future()

    def _run() -> None:
        try:
            future.set_result(call())
        except errors as error:
            future.set_exception(error)

    threading.Thread(target=_run, name="key store probe", daemon=True).start()
    return future.result(seconds)


def _stretched(password: str, salt: bytes, cost: Cost, pepper: bytes, purpose: bytes) -> bytes:
    typed = unicodedata.normalize("NFC", password).encode()
    slow = hash_secret_raw(typed, salt, cost.passes, cost.memory_kib, cost.lanes, SECRET_BYTES, Type.ID)
    return derived(slow, purpose, pepper)


def _cost_of(form: Wrap) -> Cost:
    """Return the cost that a wrap names; raises `ValueError` for one we never wrote, which could ask for all memory."""
    cost = Cost(form.memory_kib, form.passes, form.lanes)
    bounded = (
        8 * cost.lanes <= cost.memory_kib <= MOST.memory_kib and cost.passes <= MOST.passes and cost.lanes <= MOST.lanes
    )
    if form.suite != WRAP_SUITE or not bounded or cost.passes < 1 or cost.lanes < 1:
        raise ValueError("not a wrap of ours")
    return cost


def _bound(person: str, key: str) -> bytes:
    return person.encode() + b"\x00" + bytes.fromhex(key)
