"""A production site by its commands alone, with the full cost of keys: sealed key files, passphrases, nothing half made."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from ebr.cli import run

PASSPHRASE, OTHER, BACKUP = "seven green bottles 9", "eight blue cups 8", "nine red caps 7"
ADMINISTRATOR, QUALITY = "Linden-Tree-Quarry-41", "Velvet-Anchor-Meadow-63"
CODE = re.compile(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")
ANSWERS = {
    "site": "Plant / North",
    "station": "Office",
    "profile": "production",
    "passphrase": PASSPHRASE,
    "key_store": "sealed file",
    "founders": [
        {
            "person": person,
            "name": name,
            "roles": [role],
            "password": password,
            "identity_checked_by": checker,
            "identity_evidence": "passport",
        }
        for person, name, role, password, checker in (
            ("aroot", "Anna Root", "administrator", ADMINISTRATOR, "broot"),
            ("broot", "Bert Root", "administrator", "Copper-Kettle-Harbor-52", "aroot"),
            ("qlee", "Quinn Lee", "quality", QUALITY, "aroot"),
        )
    ],
}


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_site_a_witness_a_second_station_and_its_restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office, room, answers = tmp_path / "office", tmp_path / "room", tmp_path / "answers.json"
    answers.write_text(json.dumps(ANSWERS), encoding="utf-8")
    create = ["site", "create", "--station", str(office), "--answers", str(answers), "--recovery"]

    def fine(*arguments: str, secrets: tuple[str, ...] = ()) -> str:
        typed(monkeypatch, *secrets)
        assert run(arguments) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    def refused(*arguments: str, secrets: tuple[str, ...] = (), status: int = 1) -> str:
        typed(monkeypatch, *secrets)
        assert run(arguments) == status
        said = capsys.readouterr().err
        assert said.startswith("ebr: ")
        assert len(said.splitlines()) == 1
        return said

    # The root key leaves in this file alone: where it cannot be written, no site is founded.
    refused(*create, str(tmp_path / "nowhere"), status=2)
    assert not office.exists()
    fine(*create, str(tmp_path))
    assert (tmp_path / "recovery-plant---north.json").is_file()

    at_office, people = ["--station", str(office)], ["--as", "aroot", "--quality", "qlee"]
    witness = ["site", "witness", "ab" * 32, *at_office, *people, "--name", "Vault", "--reason", "First"]
    assert "passphrase" in refused(*witness)
    refused(*witness, secrets=("not it",))
    assert "acknowledge" in refused(*witness, secrets=(PASSPHRASE, ADMINISTRATOR, QUALITY))
    shown = fine("site", "acknowledge", *at_office, "--as", "qlee", secrets=(PASSPHRASE, QUALITY, QUALITY))
    assert "handwritten" in shown
    shown = fine(*witness, secrets=(PASSPHRASE, ADMINISTRATOR, QUALITY))
    assert "recorded as Quinn Lee" in shown
    refused("site", "witness", "abab", *witness[3:], status=2)

    fingerprint = json.loads(fine("status", *at_office, "--json"))["fingerprint"]
    join = ["site", "join", "--station", str(room), "--name", "Room-2", "--site", fingerprint]
    request = str(tmp_path / "room.ebrj")
    for wrong in (["-o", str(answers)], ["-o", request, "--key-store", "paper"]):
        refused(*join, *wrong, secrets=(OTHER,))
        assert not room.exists()
    code = CODE.findall(fine(*join, "-o", request, "--key-store", "sealed file", secrets=(OTHER,)))[0]
    assert json.loads(fine("status", "--station", str(room), "--json"))["fingerprint"] == fingerprint

    first = str(tmp_path / "first.ebrb")
    admit = ["site", "admit", request, *at_office, *people, "--code", code, "--bundle", first]
    fine(*admit, secrets=(PASSPHRASE, ADMINISTRATOR, QUALITY))
    # A service without a terminal is given the passphrase by its credentials.
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "ebr-passphrase").write_text(f"{OTHER}\n", encoding="utf-8")
    with monkeypatch.context() as service:
        service.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "given"))
        fine("bundle", "import", first, "--station", str(room))

    kept = str(tmp_path / "room.ebrs")
    fine("backup", "--station", str(room), "-o", kept, secrets=(BACKUP,))
    for secrets in ((BACKUP,), (BACKUP, "not it")):
        refused("restore", kept, "--station", str(tmp_path / "new"), secrets=secrets)
        assert not any((tmp_path / "new").iterdir())
    assert CODE.search(fine("restore", kept, "--station", str(tmp_path / "new"), secrets=(BACKUP, OTHER)))
