"""`ebr verify` of a bundle, by somebody who has no key: the seal over every byte, whose it is, and what is not seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.station.verifying import kind_of, verify
from tests.station.two_stations import ROOM, Site, site


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def bundle(both: Site) -> Path:
    return both.made(both.office, ROOM, "whole")


def codes(path: Path, **known: object) -> tuple[list[str], list[str]]:
    report = verify(path, **known)
    return [finding.code for finding in report.findings], [note.code for note in report.notes]


def test_a_whole_bundle_says_whose_seal_it_is_and_that_its_contents_are_closed(both: Site, bundle: Path) -> None:
    assert kind_of(bundle) == "bundle"
    assert codes(bundle) == ([], ["bundle_closed", "site_not_compared", "profile"])
    (note, *_) = verify(bundle).notes
    assert note.params["log"] == both.office.station.store.log.id
    assert note.params["count"] == "1"


def test_the_site_is_compared_when_it_is_named(bundle: Path) -> None:
    right = verify(bundle).fingerprint
    assert codes(bundle, site=right.upper())[0] == []
    assert codes(bundle, site="ab" * 32)[0] == ["site_fingerprint"]


def test_an_entry_asked_for_cannot_be_seen_in_it(bundle: Path) -> None:
    assert "head_not_carried" in codes(bundle, heads=["cd" * 32])[1]


@pytest.mark.parametrize("at", [40, 400, -300, -10, -1])
def test_a_changed_byte_anywhere_breaks_the_seal(bundle: Path, tmp_path: Path, at: int) -> None:
    data = bytearray(bundle.read_bytes())
    data[at] ^= 1
    (tmp_path / "changed.ebrb").write_bytes(data)
    assert codes(tmp_path / "changed.ebrb")[0] == ["bundle_seal"]


def test_a_bundle_cut_off_is_a_finding_and_the_command_ends_with_one(bundle: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "cut.ebrb").write_bytes(bundle.read_bytes()[:-100])
    assert run(["verify", str(tmp_path / "cut.ebrb"), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["kind"], said["ok"]) == ("bundle", False)
    assert run(["verify", str(bundle)]) == 0
    assert "the seal holds over every byte" in capsys.readouterr().out
