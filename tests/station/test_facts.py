"""One fact that stops work goes as codes from the office to a room without a network, and counts there at once."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import segno
import zxingcpp
from PIL import Image

from ebr.cli import run
from ebr.domain import canonical
from ebr.domain.batch.commands import IssueBatch
from ebr.domain.master.commands import WithdrawMbr
from ebr.domain.people.commands import ChangeRights, DeactivatePerson
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import ChangePolicy
from ebr.domain.subjects import person
from ebr.station import facts, joining
from ebr.station.questions import Facts, Masters
from ebr.station.verifying import verify
from ebr.storage.chain import SEAL_PURPOSE, Entry, body_hash, leaf_of, parsed
from ebr.sync import fact as codes
from ebr.wording import refusal_words
from tests.station.plant import IDENTIFIERS, PASSWORD, Plant, code, fine, fresh, issued
from tests.station.two_rooms import second_room, tell
from tests.station.two_stations import ROOM, Site, site


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Site]:
    made = site(tmp_path)
    yield made
    made.close()


def deactivated(office: Plant, who: str = "jdoe") -> str:
    """Deactivate somebody at the office and return the entry's hash."""
    office.signed(DeactivatePerson(who, "Left the company", "qlee"), "aroot")
    return next(row.entry for row in office.station.ask(Facts()))


def sent(office: Plant, entry: str) -> list[str]:
    office.be("qlee")
    return str(fine(facts.export(office.station, entry[:12], "screen", "qlee")).answer["lines"]).split("\n")


def refused(at: Plant, lines: Sequence[str], expected: str) -> None:
    """A fact is refused in words, and nothing is kept of it."""
    before = at.entries(), at.station.store.contacts("")
    answer = facts.take(at.station, lines)
    assert code(answer) == expected
    assert answer.refusal is not None
    assert "{" not in refusal_words(answer.refusal)
    assert (at.entries(), at.station.store.contacts("")) == before


def test_somebody_deactivated_signs_nothing_in_a_room_without_a_network(both: Site) -> None:
    entry = deactivated(both.office)
    lines = sent(both.office, entry)
    assert both.office.events()[-1] == "station.export-made/1"
    assert all(len(line) <= codes.PART + 20 and line.isalnum() and line.isupper() for line in lines)
    room = both.room
    fine(room.station.sign_in("jdoe", PASSWORD))

    answer = fine(facts.take(room.station, [*reversed(lines), "", lines[0].lower()]))

    assert (answer.answer["about"], answer.answer["held"], answer.answer["station"]) == ("John Doe", "1", "Room-12")
    assert room.station.store.state(person("jdoe")).active is False
    assert code(room.station.sign_in("jdoe", PASSWORD)) != ""
    assert room.station.store.secret("person/jdoe") is None
    assert room.events()[-3:].count("station.bundle-taken/1") == 1
    assert [(row.about, row.held) for row in room.station.ask(Facts())] == [("John Doe", True)]
    assert room.station.store.log.state(person("jdoe")).active is True, "it is no part of the record yet"
    assert room.station.store.log.heads(person("jdoe")) != both.office.station.store.log.heads(person("jdoe"))
    refused(room, lines, "fact_known")

    room.reopen()
    assert room.station.store.state(person("jdoe")).active is False, "the next start knows it too"

    fine(both.to_room("rest"))
    assert [(row.about, row.held) for row in room.station.ask(Facts())] == [("John Doe", False)]
    assert room.station.store.held() == []
    assert room.station.store.log.state(person("jdoe")).active is False
    assert verify(room.folder).findings == ()
    refused(room, lines, "fact_known")


def test_a_fact_that_follows_directly_enters_the_record(tmp_path: Path) -> None:
    office = Plant(fresh(issued))
    room = second_room(office, tmp_path / "room")
    office.be("aroot")
    tell(office, room)
    entry = deactivated(office)
    lines = sent(office, entry)
    assert fine(facts.take(room.station, lines)).answer["held"] == ""
    assert room.station.store.held() == []
    assert room.station.store.log.state(person("jdoe")).active is False
    refused(room, lines, "fact_known")
    for plant in (office, room):
        plant.close()
        assert verify(plant.folder).findings == ()


def test_no_batch_is_issued_on_a_version_that_was_withdrawn(both: Site) -> None:
    row = both.office.station.ask(Masters())[0]
    issue = IssueBatch("ISO-1-0001", row.mbr, row.version, "1000", IDENTIFIERS)
    both.room.be("sups")
    assert both.room.seen(issue, "sups"), "it could be issued"
    both.office.signed(WithdrawMbr(row.mbr, row.version, "Wrong limit"), "qlee")
    fact = both.office.station.ask(Facts())[0]
    assert (fact.event, fact.about) == ("master.withdrawn/1", f"{row.mbr} {row.version}")
    fine(facts.take(both.room.station, sent(both.office, fact.entry)))
    with pytest.raises(Refusal, match="master_not_effective"):
        both.room.seen(issue, "sups")


def altered(lines: Sequence[str], **change: object) -> list[str]:
    """The codes of another entry with the same proof."""
    fact = codes.read(lines)
    entry = replace(fact.entry, **change)  # type: ignore[arg-type]
    return codes.lines_of(entry, fact.prev, fact.certificate)


def test_what_is_not_right_is_refused(both: Site) -> None:
    lines = sent(both.office, deactivated(both.office))
    room = both.room
    fact = codes.read(lines)
    refused(room, [], "fact_incomplete")
    refused(room, ["https://example.org/lot/1"], "fact_unreadable")
    refused(room, [lines[0][:-1] + "1"], "fact_unreadable")
    if len(lines) > 1:
        refused(room, lines[:-1], "fact_incomplete")
    other = sent(both.office, deactivated(both.office, "mchen"))
    refused(room, [*lines[:-1], other[-1]], "fact_mixed")
    header, body = fact.entry.header, fact.entry.body or b""
    refused(room, altered(lines, body=body.replace(b"Left the", b"Left our")), "fact_unsound")
    refused(room, altered(lines, header=header.replace(b'"by":"aroot"', b'"by":"broot"')), "fact_unsound")
    refused(room, altered(lines, seal=bytes(64)), "fact_unsound")
    refused(room, altered(lines, log="ab" * 32), "fact_station")
    refused(room, codes.lines_of(fact.entry, bytes(32), fact.certificate), "fact_unsound")
    refused(room, codes.lines_of(fact.entry, fact.prev, bytes(64)), "fact_unsound")
    refused(room, codes.lines_of(replace(fact.entry, body=None), fact.prev, fact.certificate), "fact_unsound")


def test_only_what_ends_something_comes_alone(both: Site) -> None:
    both.office.signed(ChangeRights("jdoe", ("supervisor",), False, "Promoted", "qlee"), "aroot")
    store = both.office.station.store
    entry = store.log.read_after(store.log.id, both.office.entries() - 1, 1)[0]
    assert parsed(entry).event == "people.rights-changed/1"
    assert code(facts.export(both.office.station, entry.hash.hex(), "screen")) == "fact_unknown"
    lines = codes.lines_of(entry, *facts._start_of(both.office.station, entry))
    refused(both.room, lines, "fact_kind")


def test_only_quality_sends(both: Site) -> None:
    entry = deactivated(both.office)
    both.office.be("aroot")
    before = both.office.entries()
    assert code(facts.export(both.office.station, entry, "screen", "aroot")) == "right_missing"
    assert code(facts.export(both.office.station, entry[:7], "screen")) == "fact_unknown"
    assert both.office.entries() == before


def test_a_signature_for_something_else_carries_no_fact(both: Site) -> None:
    """Whoever has the sealing key of a station can seal anything; he cannot have quality sign it."""
    store = both.office.station.store
    both.office.signed(ChangeRights("jdoe", ("supervisor",), False, "Promoted", "qlee"), "aroot")
    rights = store.log.read_after(store.log.id, both.office.entries() - 1, 1)[0]
    fact = codes.read(sent(both.office, deactivated(both.office)))
    signed = msgspec.json.decode(rights.body or b"")[1]["signed"]
    for change, expected in (({"signed": signed}, "fact_unsound"), ({"signed": None}, "fact_unsound")):
        forged = resealed(both.office, fact.entry, change)
        refused(both.room, codes.lines_of(forged, *facts._start_of(both.office.station, fact.entry)), expected)


def resealed(office: Plant, entry: Entry, change: dict[str, object]) -> Entry:
    """The entry with other fields, sealed by the station's own key in force: what a thief of that key can do."""
    salt, fields = json.loads(entry.body or b"")
    body = canonical.dumps([salt, {**fields, **change}])
    header = entry.header.replace(body_hash(entry.body or b"").encode(), body_hash(body).encode())
    leaf = leaf_of(header)
    seal = office.station.store.log.sealer.private.sign(SEAL_PURPOSE + leaf)
    return replace(entry, header=header, body=body, hash=leaf, seal=seal)


def test_what_a_station_wrote_after_its_revocation_is_no_fact(both: Site) -> None:
    """A revocation is itself a fact: another station learns of it without a network."""
    command = joining.revocation(both.office.station, ROOM, "Terminal stolen", "qlee")
    both.office.signed(command, "aroot")
    rows = both.office.station.ask(Facts())
    assert [(row.event, row.about) for row in rows] == [("site.station-revoked/1", ROOM)]
    lines = sent(both.office, rows[0].entry)
    fine(facts.take(both.room.station, lines))
    assert both.room.station.store.log.id in both.room.station.store.state("site").revoked


def test_another_entry_in_its_place_is_a_fault(both: Site) -> None:
    """A thief of the office's key sealed a fact that the office's log does not have."""
    fact = codes.read(sent(both.office, deactivated(both.office)))
    twin = _other_salt(both.office, fact.entry)
    fine(facts.take(both.room.station, codes.lines_of(twin, fact.prev, fact.certificate)))
    fine(both.to_room("rest"))
    faults = [row for row in both.room.audit() if row.event == "station.fault-noted/1"]
    assert len(faults) == 1
    assert len(both.room.station.store.held()) == 1, "it counts until people have looked"
    refused(both.room, codes.lines_of(fact.entry, fact.prev, fact.certificate), "fact_known")
    fine(both.to_room("again"))
    assert len([row for row in both.room.audit() if row.event == "station.fault-noted/1"]) == 1


def _other_salt(office: Plant, entry: Entry) -> Entry:
    _, fields = json.loads(entry.body or b"")
    body = canonical.dumps(["00" * 16, fields])
    header = entry.header.replace(body_hash(entry.body or b"").encode(), body_hash(body).encode())
    leaf = leaf_of(header)
    return replace(
        entry,
        header=header,
        body=body,
        hash=leaf,
        seal=office.station.store.log.sealer.private.sign(SEAL_PURPOSE + leaf),
    )


def test_switched_off_with_bundles(both: Site) -> None:
    both.office.signed(ChangePolicy({"bundles": "no"}, "Removable media forbidden", "qlee"), "aroot")
    tell(both.office, both.room)
    lines = sent(both.office, deactivated(both.office))
    answer = facts.take(both.room.station, lines)
    assert code(answer) == "bundles_off"
    assert both.room.station.store.held() == []


def scanned(picture: Path) -> str:
    """Return what another reader of codes than ours sees in a picture."""
    with Image.open(picture) as opened:
        (found,) = zxingcpp.read_barcodes(opened.convert("RGB"))
    return str(found.text)


def test_from_the_command_line(
    both: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = deactivated(both.office)
    lines = sent(both.office, entry)
    both.close()
    office, room = str(both.office.folder), str(both.room.folder)
    assert run(["fact", "list", "--station", office]) == 0
    assert f"{entry[:16]}  2026" in capsys.readouterr().out
    picture = tmp_path / "fact.png"
    assert run(["fact", "export", entry[:12], "--station", office, "-o", str(picture)]) == 0, capsys.readouterr().err
    made = capsys.readouterr().out.split()
    assert len(made) == len(lines)
    assert [Path(name).read_bytes() for name in made] == [drawn(line) for line in lines]
    assert [scanned(Path(name)) for name in made] == lines
    (tmp_path / "scan.txt").write_text("\n".join(lines), encoding="ascii")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert run(["fact", "import", "--station", room]) == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert "John Doe was deactivated, says Room-12. It counts here from now on." in said
    assert run(["fact", "import", str(tmp_path / "scan.txt"), "--station", room]) == 1
    assert "is here already" in capsys.readouterr().err
    (tmp_path / "noise.txt").write_bytes(b"\xff\xfe")
    for file, tells in (("noise.txt", "no code of a fact"), ("none.txt", "no file or folder"), (".", "is a folder")):
        assert run(["fact", "import", str(tmp_path / file), "--station", room]) in {1, 2}
        assert tells in capsys.readouterr().err
    assert run(["fact", "list", "--station", room]) == 0
    assert "held until the record arrives" in capsys.readouterr().out


def drawn(line: str) -> bytes:
    """The picture of a text."""
    into = io.BytesIO()
    segno.make(line, error="m", micro=False).save(into, kind="png", scale=5)
    return into.getvalue()
