"""Attachments: kept by what they are, read back, refused when too large, noticed when damaged."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ebr.domain.refusal import Refusal
from ebr.storage import attachments
from ebr.storage.attachments import Attachments


def test_a_file_is_kept_under_what_it_is(tmp_path: Path) -> None:
    kept = Attachments(tmp_path)
    name = kept.add(b"a photograph")
    assert name == hashlib.sha256(b"a photograph").hexdigest()
    assert kept.read(name) == b"a photograph"
    assert kept.add(b"a photograph") == name
    assert list(kept.names()) == [name]
    assert not list(tmp_path.rglob("*.new"))


def test_a_damaged_file_is_not_shown_and_can_be_put_right(tmp_path: Path) -> None:
    kept = Attachments(tmp_path)
    name = kept.add(b"a photograph")
    path = tmp_path / attachments.FOLDER / name[:2] / name
    path.write_bytes(b"another one")
    assert kept.read(name) is None
    assert kept.present(name)
    kept.add(b"a photograph")
    assert kept.read(name) == b"a photograph"


@pytest.mark.parametrize("name", ["", "..", "../../station.db", "0" * 63, "G" * 64])
def test_only_hashes_are_names(tmp_path: Path, name: str) -> None:
    (tmp_path / "station.db").write_bytes(b"secret")
    assert Attachments(tmp_path).read(name) is None
    assert Attachments(tmp_path).stored(name) is None


def test_empty_and_oversize_files_are_refused(tmp_path: Path) -> None:
    kept = Attachments(tmp_path)
    with pytest.raises(Refusal) as caught:
        kept.add(b"")
    assert caught.value.code == "attachment_empty"
    with pytest.raises(Refusal) as caught:
        kept.add(bytes(attachments.LARGEST + 1))
    assert caught.value == Refusal("attachment_too_large", size="25.0 MB", largest="25.0 MB")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / attachments.FOLDER).write_bytes(b"a file where the folder should be")
    with pytest.raises(Refusal) as caught:
        Attachments(tmp_path).add(b"a photograph")
    assert caught.value.code == "attachment_not_written"
