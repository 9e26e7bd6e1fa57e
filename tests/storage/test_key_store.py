"""Key stores: the first that works is used and named; a broken one is refused, never replaced by another."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from ebr.domain.refusal import Refusal
from ebr.storage import key_store


class MemoryKeyring(KeyringBackend):
    """A key store that works, until it is told to fail."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, trouble: Exception | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble = trouble

    def _try(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def get_password(self, service: str, username: str) -> str | None:
        self._try()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._try()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._try()
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    before, backend = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def code(caught: pytest.ExceptionInfo[Refusal]) -> str:
    return caught.value.code


def test_a_credential_comes_first(tmp_path: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / key_store.CREDENTIAL).write_text("ab" * 32 + "\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    made = key_store.create(tmp_path, "production")
    assert (made.store, made.secret) == ("credential", b"\xab" * 32)
    assert key_store.opened(tmp_path) == made
    assert not ring.kept


def test_the_systems_key_store_comes_next(tmp_path: Path, ring: MemoryKeyring) -> None:
    made = key_store.create(tmp_path, "production")
    assert made.store == "keyring"
    assert key_store.opened(tmp_path) == made
    assert made.secret.hex() not in (tmp_path / key_store.FILE).read_text()
    assert len(ring.kept) == 1


@pytest.mark.parametrize(
    "trouble", [NoKeyringError("none"), InitError("locked daemon"), KeyringLocked("locked"), OSError("gone")]
)
def test_a_key_store_that_fails_is_passed_over_only_at_creation(
    tmp_path: Path, ring: MemoryKeyring, trouble: Exception
) -> None:
    ring.trouble = trouble
    assert type(trouble).__name__ in key_store.probe_keyring()
    with pytest.raises(Refusal) as caught:
        key_store.create(tmp_path, "production")
    assert code(caught) == "key_store_no_passphrase"
    assert key_store.create(tmp_path, "production", passphrase="a long one").store == "sealed file"


def test_a_key_store_that_fails_later_is_refused_with_its_reason(tmp_path: Path, ring: MemoryKeyring) -> None:
    key_store.create(tmp_path, "production")
    ring.trouble = KeyringLocked("the collection is locked")
    with pytest.raises(Refusal) as caught:
        key_store.opened(tmp_path, passphrase="a long one")
    assert code(caught) == "key_store_unavailable"
    assert "locked" in caught.value.params["why"]


def test_a_key_store_that_waits_for_an_unseen_prompt_is_given_up(
    tmp_path: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()
    monkeypatch.setattr(ring, "set_password", lambda *_: answered.wait(60))
    monkeypatch.setattr(key_store, "PROBE_SECONDS", 0.05)
    assert "TimeoutError" in key_store.probe_keyring()
    answered.set()


def test_a_sealed_file_needs_its_passphrase(tmp_path: Path, ring: MemoryKeyring) -> None:
    made = key_store.create(tmp_path, "practice", passphrase="a long one", prefer="sealed file")
    assert stat.S_IMODE((tmp_path / key_store.FILE).stat().st_mode) == 0o600
    assert made.secret.hex() not in (tmp_path / key_store.FILE).read_text()
    assert key_store.opened(tmp_path, "a long one") == made
    with pytest.raises(Refusal) as caught:
        key_store.opened(tmp_path)
    assert code(caught) == "key_store_needs_passphrase"
    with pytest.raises(Refusal) as caught:
        key_store.opened(tmp_path, "another")
    assert code(caught) == "wrong_password"


def test_an_unprotected_file_says_so_and_is_refused_in_production(tmp_path: Path, ring: MemoryKeyring) -> None:
    made = key_store.create(tmp_path, "demonstration", prefer="demonstration")
    assert "demonstration, not protected" in (tmp_path / key_store.FILE).read_text()
    assert key_store.opened(tmp_path) == made
    assert key_store.in_use(tmp_path) == "demonstration"
    with pytest.raises(Refusal) as caught:
        key_store.create(tmp_path, "production", prefer="demonstration")
    assert code(caught) == "key_store_not_in_production"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"store":"demonstration"}', '{"store":"demonstration","secret":"zz"}', '{"store":1}']
)
def test_a_damaged_file_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / key_store.FILE).write_text(text)
    with pytest.raises(Refusal) as caught:
        key_store.opened(tmp_path)
    assert code(caught) == "key_store_damaged"


def test_a_missing_credential_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    (tmp_path / key_store.FILE).write_text('{"store":"credential"}')
    with pytest.raises(Refusal) as caught:
        key_store.opened(tmp_path)
    assert code(caught) == "key_store_unavailable"
