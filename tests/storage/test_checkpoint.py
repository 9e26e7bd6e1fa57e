"""Checkpoints: signed notes as C2SP describes them; any other text is no checkpoint."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.storage.chain import Broken
from ebr.storage.checkpoint import Checkpoint, opened, origin_of, signed_note

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = KEY.public_key().public_bytes_raw().hex()
CHECKPOINT = Checkpoint(origin_of("Room 1+2", "ab" * 32), 904, bytes(range(32)))


def test_a_note_comes_back() -> None:
    note = signed_note(CHECKPOINT, KEY)
    assert note.startswith("Room-1-2/abababababababab\n904\nAAECAwQF")
    assert opened(note, PUBLIC) == CHECKPOINT


def test_further_signatures_do_no_harm() -> None:
    note = signed_note(CHECKPOINT, KEY) + "\N{EM DASH} witness.example/1 AAAAAAAA\n"
    assert opened(note, PUBLIC) == CHECKPOINT


def test_any_changed_character_is_noticed() -> None:
    note = signed_note(CHECKPOINT, KEY)
    for at, letter in enumerate(note[:-3]):
        changed = note[:at] + ("A" if letter != "A" else "B") + note[at + 1 :]
        with pytest.raises(Broken):
            opened(changed, PUBLIC)


@pytest.mark.parametrize("note", ["", "\n\n", "a\nb\nc\n\n", "a\n01\nAAAA\n\n", signed_note(CHECKPOINT, KEY)[:-40]])
def test_other_text_is_no_checkpoint(note: str) -> None:
    with pytest.raises(Broken):
        opened(note, PUBLIC)


def test_a_key_of_the_same_name_is_not_the_configured_key() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
    with pytest.raises(Broken) as caught:
        opened(signed_note(CHECKPOINT, other), PUBLIC)
    assert caught.value.code == "checkpoint_signature"
