"""Attacks on a station's folder and on a report, each by somebody with the file, some with the station's key as well (architecture.md, "Who can forge what").

Each row of the table is one attack: `ebr verify` exits 1 and its findings name the place. What a key alone cannot hide is found in the record; what it
can hide is found by a head that somebody saw before.
"""

from __future__ import annotations

import io
import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from ebr.cli import run
from ebr.reports.pdf import sign as seals
from ebr.station.founding import PDF_KEY, PDF_LEAF
from ebr.station.verifying import verify
from ebr.storage import certificates
from ebr.storage.chain import Entry, body_hash, leaf_of
from ebr.storage.codec import read_header
from ebr.storage.verify import Material
from ebr.storage.verify import verify as verify_entries
from tests.reports.seals import station as foreign_station
from tests.station.forgery import (
    Thief,
    entries_in,
    file_of,
    nothing,
    number_of,
    one_value,
    put_back,
    resealed,
    set_column,
    swapped,
    without,
)
from tests.station.plant import BATCH, MORNING, Plant, busy, copied, found, issued

REPORT = f"reports/{BATCH}-report-1.pdf"


@dataclass
class Told:
    """What `ebr verify --json` said."""

    exit: int
    codes: set[str]
    places: set[str]
    words: str


def asked(capsys, path: Path, *options: str) -> Told:
    exit_code = run(["verify", str(path), "--json", *options])
    said = json.loads(capsys.readouterr().out)
    places = {f"{one['entry'] or ''} {one['where']}".strip() for one in said["findings"]}
    return Told(
        exit_code, {one["code"] for one in said["findings"]}, places, " ".join(one["words"] for one in said["findings"])
    )


@pytest.fixture
def folder(tmp_path) -> Path:
    return copied(busy(), tmp_path / "station")


def head_of(folder: Path) -> str:
    return entries_in(folder)[-1].hash.hex()


# Somebody with the file


def edited(folder):
    seq = number_of(folder, "batch.value-recorded", '"20.4"')
    set_column(folder, seq, "body", swapped('"20.4"', '"24.4"'))
    return seq


def back_dated(folder):
    seq = number_of(folder, "batch.step-signed")
    set_column(folder, seq, "header", swapped("2026-05-04T", "2026-05-03T"))
    return seq


def back_dated_with_its_hash(folder):
    entries = entries_in(folder)
    at = number_of(folder, "batch.value-recorded") - 1
    moment = read_header(entries[at].header).at
    entries[at] = resealed(entries[at], at=msgspec.structs.replace(moment, wall="2026-05-03" + moment.wall[10:]))
    put_back(folder, entries)
    return at + 1


def another_person(folder):
    seq = number_of(folder, "batch.value-recorded")
    set_column(folder, seq, "header", swapped('"by":"mchen"', '"by":"jdoe_"'))
    return seq


def deleted(folder):
    entries = entries_in(folder)
    at = number_of(folder, "batch.attempt-recorded") - 1
    put_back(folder, entries[:at] + entries[at + 1 :])
    return at + 2


def deleted_and_numbered_anew(folder):
    entries = entries_in(folder)
    at = number_of(folder, "batch.attempt-recorded") - 1
    put_back(folder, entries[:at] + [replace(e, seq=e.seq - 1) for e in entries[at + 1 :]])
    return at + 1


def inserted(folder):
    entries = entries_in(folder)
    at = number_of(folder, "batch.value-recorded", '"20.4"')
    copy = resealed(entries[at], seq=len(entries) + 1, prev=entries[-1].hash.hex())
    put_back(folder, [*entries, replace(copy, seq=len(entries) + 1)])
    return len(entries) + 1


def repeated(folder):
    """The same entry a second time, at the end."""
    entries = entries_in(folder)
    put_back(folder, [*entries, replace(entries[number_of(folder, "batch.value-recorded") - 1], seq=len(entries) + 1)])
    return len(entries) + 1


def reordered(folder):
    entries = entries_in(folder)
    at = number_of(folder, "batch.value-recorded") - 1
    entries[at], entries[at + 1] = replace(entries[at + 1], seq=at + 1), replace(entries[at], seq=at + 2)
    put_back(folder, entries)
    return at + 1


def bodies_swapped(folder):
    entries = entries_in(folder)
    at = number_of(folder, "batch.value-recorded") - 1
    entries[at], entries[at + 1] = (
        replace(entries[at], body=entries[at + 1].body),
        replace(entries[at + 1], body=entries[at].body),
    )
    put_back(folder, entries)
    return at + 1


def seals_exchanged(folder):
    entries = entries_in(folder)
    at = number_of(folder, "batch.step-signed") - 1
    entries[at] = replace(entries[at], seal=entries[at + 1].seal)
    put_back(folder, entries)
    return at + 1


def signature_moved(folder):
    """The signature of one step under another one."""
    entries = entries_in(folder)
    signed = [e.seq - 1 for e in entries if read_header(e.header).event.startswith("batch.step-signed")]
    one, other = signed[0], signed[2]
    parts, foreign = json.loads(entries[one].body), json.loads(entries[other].body)
    parts[1]["signed"] = foreign[1]["signed"]
    entries[one] = replace(entries[one], body=json.dumps(parts, sort_keys=True, separators=(",", ":")).encode())
    put_back(folder, entries)
    return one + 1


def torn(folder):
    """The end is cut off in the middle of an action."""
    entries = entries_in(folder)
    at = next(e.seq for e in entries if read_header(e.header).action[1:] == (1, 2))
    put_back(folder, entries[:at])
    return at


def attachment_replaced(folder):
    picture = next((folder / "attachments").glob("??/*"))
    picture.write_bytes(picture.read_bytes().replace(b"photograph", b"photograqh"))
    return number_of(folder, "batch.value-recorded", "sha256")


def attachment_removed(folder):
    next((folder / "attachments").glob("??/*")).unlink()
    return number_of(folder, "batch.value-recorded", "sha256")


def view_edited(folder):
    with file_of(folder) as file:
        file.execute("UPDATE batches SET status = 'certified'")
    return "batch/B-0001"


def person_in_view_edited(folder):
    with file_of(folder) as file:
        file.execute("UPDATE people SET roles = 'operator quality' WHERE person = 'mchen'")
    return "person/mchen"


def note_of_action_edited(folder):
    with file_of(folder) as file:
        file.execute("UPDATE action SET count = count + 1 WHERE first_arrival = 70")
    return ""


# Somebody with the station's key


def value_rewritten(folder):
    first = number_of(folder, "batch.value-recorded", '"20.4"')
    Thief(folder).rewrite(first, one_value("20.4", "24.4"))
    return "B-0001"


def attempt_left_out(folder):
    Thief(folder).rewrite(number_of(folder, "batch.attempt-recorded"), without("batch.attempt-recorded"))
    return "B-0001"


def exception_left_out(folder):
    Thief(folder).rewrite(number_of(folder, "batch.exception-raised"), without("batch.exception-raised"))
    return "B-0001"


def rights_rewritten(folder):
    first = number_of(folder, "people.person-enrolled", '"jdoe"')
    Thief(folder).rewrite(
        first,
        lambda _, fields: (
            {**fields, "roles": ["quality"]} if fields.get("person") == "jdoe" and "roles" in fields else fields
        ),
    )
    return "person/jdoe"


def own_key_for_somebody(folder):
    first = number_of(folder, "people.person-enrolled", '"jdoe"')
    key = "ab" * 32
    Thief(folder).rewrite(
        first,
        lambda name, fields: {**fields, "key": key} if "enrolled" in name and fields["person"] == "jdoe" else fields,
    )
    return "person/jdoe"


def unsigned(folder):
    def change(name: str, fields: Any) -> Any:
        return {**fields, "signed": None} if name.startswith("batch.step-signed") else fields

    Thief(folder).rewrite(number_of(folder, "batch.step-signed"), change)
    return "B-0001"


def another_meaning(folder):
    def change(name: str, fields: Any) -> Any:
        if not name.startswith("batch.step-signed"):
            return fields
        return {**fields, "meaning": "approved", "signed": {**fields["signed"], "meaning": "approved"}}

    Thief(folder).rewrite(number_of(folder, "batch.step-signed"), change)
    return "B-0001"


def another_printed_name(folder):
    def change(name: str, fields: Any) -> Any:
        return (
            {**fields, "signed": {**fields["signed"], "name": "Quinn Lee"}}
            if name.startswith("batch.step-signed")
            else fields
        )

    Thief(folder).rewrite(number_of(folder, "batch.step-signed"), change)
    return "B-0001"


def master_rewritten(folder):
    def change(name: str, fields: Any) -> Any:
        return (
            {**fields, "document": fields["document"].replace('"high":"25.0"', '"high":"35.0"')}
            if name.startswith("master.added")
            else fields
        )

    Thief(folder).rewrite(number_of(folder, "master.added"), change)
    return "master/compact"


ATTACKS: list[tuple[Callable[[Path], Any], set[str]]] = [
    (edited, {"body_hash"}),
    (back_dated, {"header_hash"}),
    (back_dated_with_its_hash, {"seal"}),
    (another_person, {"header_hash"}),
    (deleted, {"gap"}),
    (deleted_and_numbered_anew, {"place"}),
    (inserted, {"seal"}),
    (repeated, {"place"}),
    (reordered, {"place"}),
    (bodies_swapped, {"body_hash"}),
    (seals_exchanged, {"seal"}),
    (signature_moved, {"body_hash"}),
    (torn, {"action_open"}),
    (attachment_replaced, {"attachment_damaged"}),
    (attachment_removed, {"attachment_missing"}),
    (view_edited, {"view_rows"}),
    (person_in_view_edited, {"view_rows"}),
    (note_of_action_edited, {"action_row"}),
    (value_rewritten, {"covered_unknown", "document_differs"}),
    (attempt_left_out, {"covered_differs"}),
    (exception_left_out, {"document_differs"}),
    (rights_rewritten, {"document_differs"}),
    (own_key_for_somebody, {"signature_key"}),
    (unsigned, {"signature_missing"}),
    (another_meaning, {"signature"}),
    (another_printed_name, {"signature_name"}),
    (master_rewritten, {"document_differs"}),
]


@pytest.mark.parametrize(("attack", "codes"), ATTACKS, ids=lambda part: getattr(part, "__name__", ""))
def test_an_attack_on_the_folder_is_found_and_its_place_named(folder, capsys, attack, codes):
    place = attack(folder)

    told = asked(capsys, folder)

    assert told.exit == 1
    assert codes <= told.codes, told.codes
    assert any(str(place) in one.split(" ", 1) or str(place) in one for one in told.places), (place, told.places)


def test_the_untouched_folder_has_no_finding(folder, capsys):
    assert asked(capsys, folder) == Told(0, set(), set(), "")


@pytest.mark.parametrize("least", [1, 3, 20])
def test_a_cut_off_end_is_found_by_a_kept_head(folder, capsys, least):
    """An end that falls between two actions is whole in itself; whoever kept a head sees it."""
    head, entries = head_of(folder), entries_in(folder)
    end = next(
        n
        for n in range(len(entries) - least, 0, -1)
        if read_header(entries[n - 1].header).action[1] == read_header(entries[n - 1].header).action[2]
    )
    put_back(folder, entries[:end])

    told = asked(capsys, folder, "--head", head)

    assert told.exit == 1
    assert "head_missing" in told.codes
    assert head in told.words


def test_an_older_copy_of_the_file_is_found_by_a_kept_head(folder, capsys):
    head = head_of(folder)
    shutil.copyfile(issued() / "station.db", folder / "station.db")

    assert asked(capsys, folder).exit == 0
    assert asked(capsys, folder, "--head", head).codes == {"head_missing"}


def test_a_thief_with_the_station_key_can_rewrite_the_end_but_not_the_head_on_paper(folder, capsys):
    """Behind the last signature only a witness helps: the entry that numbers the report is taken out, everything else is whole."""
    head, first = head_of(folder), number_of(folder, "batch.report-made")
    Thief(folder).rewrite(first, without("batch.report-made"))

    assert asked(capsys, folder).codes <= {"action_row"}
    assert asked(capsys, folder, "--head", head).codes == {"head_missing"}
    assert asked(capsys, folder, "--head", json.loads(_json(capsys, folder / REPORT))["heads"][0]["hash"]).codes == {
        "head_missing"
    }


def _json(capsys, path):
    run(["verify", str(path), "--json"])
    return capsys.readouterr().out


def test_a_log_sealed_anew_from_its_beginning_breaks_every_signature(folder, capsys):
    """People sign hashes: whoever seals what they signed anew, even unchanged, is found."""
    Thief(folder).rewrite(number_of(folder, "people.person-enrolled") + 1, nothing)

    told = asked(capsys, folder)

    assert told.exit == 1
    assert {"covered_unknown", "signature_heads"} <= told.codes


def test_another_sites_record_is_found_by_the_fingerprint(folder, capsys, tmp_path):
    fingerprint = verify(folder).fingerprint
    found(tmp_path / "forged")

    told = asked(capsys, tmp_path / "forged", "--site", fingerprint)

    assert (told.exit, told.codes) == (1, {"site_fingerprint"})
    assert asked(capsys, tmp_path / "forged").exit == 0


# Every byte


def damaged(entry: Entry, column: str, at: int, bit: int) -> Entry:
    data = bytearray(getattr(entry, column))
    data[at] ^= 1 << bit
    return replace(entry, **{column: bytes(data)})


def seen_at(entries: list[Entry], at: int, changed: Entry) -> bool:
    report = verify_entries(Material([*entries[:at], changed, *entries[at + 1 :]]))
    return any(one.seq == changed.seq for one in report.findings)


@pytest.mark.parametrize("at", [0, 1, 9])
def test_every_byte_of_an_entry_is_watched(at):
    """Genesis, start of the program, sign-in: header, body, hash and seal, byte by byte, one bit each."""
    entries = entries_in(busy())[: at + 3]
    pick = random.Random(at)
    for column in ("header", "body", "hash", "seal"):
        for place in range(len(getattr(entries[at], column))):
            changed = damaged(entries[at], column, place, pick.randrange(8))
            assert seen_at(entries, at, changed), (column, place)


def test_any_byte_of_any_entry_is_watched():
    """One byte of each part of every entry, all kinds of events, in the whole record."""
    entries = entries_in(busy())
    pictures = {path.name: path.read_bytes() for path in (busy() / "attachments").glob("??/*")}
    assert verify_entries(Material(entries, pictures.get)).findings == ()
    pick = random.Random(2)
    for at in range(pick.randrange(2), len(entries), 2):
        entry = entries[at]
        column = pick.choice(("header", "body", "hash", "seal"))
        changed = damaged(entry, column, pick.randrange(len(getattr(entry, column))), pick.randrange(8))
        report = verify_entries(Material([*entries[:at], changed, *entries[at + 1 :]], pictures.get))
        assert any(one.seq == entry.seq for one in report.findings), (entry.seq, column)


def test_every_byte_of_an_attachment_is_watched():
    entries = entries_in(busy())
    (path,) = (busy() / "attachments").glob("??/*")
    whole = path.read_bytes()
    at = number_of(busy(), "batch.value-recorded", "sha256")
    pick = random.Random(3)
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1 << pick.randrange(8)
        report = verify_entries(Material(entries, lambda _name, data=bytes(data): data), every_seal=False)
        assert [(one.code, one.seq) for one in report.findings] == [("attachment_damaged", at)]


def test_a_body_with_its_hash_in_the_header_put_right_breaks_the_seal():
    entries = entries_in(busy())
    at = number_of(busy(), "batch.value-recorded", '"20.4"') - 1
    body = entries[at].body.replace(b'"20.4"', b'"24.4"')
    forged = replace(resealed(entries[at], body=body_hash(body)), body=body)
    assert forged.hash == leaf_of(forged.header)

    report = verify_entries(Material([*entries[:at], forged, *entries[at + 1 :]], lambda _name: None))

    assert ("seal", at + 1) in {(one.code, one.seq) for one in report.findings}
    assert ("link", at + 2) in {(one.code, one.seq) for one in report.findings}


# A report


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return (busy() / REPORT).read_bytes()


def station_seal(folder: Path) -> tuple[Any, list[bytes]]:
    """The station's own key and certificates for reports, as a thief of the station has them."""
    plant = Plant(folder, start=MORNING + timedelta(hours=5))
    store = plant.station.store
    key = certificates.key_from(store.keys.unlock(PDF_KEY, store.secret(PDF_KEY)))
    chain = [store.secret(PDF_LEAF), bytes.fromhex(store.state("site").issuing_ca)]
    plant.close()
    return key, chain


def unsealed(pdf: bytes) -> pikepdf.Pdf:
    """The report as it was drawn: what stands before the appended seal."""
    end = pdf.index(b"%%EOF") + len(b"%%EOF\n")
    return pikepdf.open(io.BytesIO(pdf[:end]))


def overlaid(opened: pikepdf.Pdf) -> None:
    opened.pages[-1].contents_add(
        opened.make_stream(b"q 1 1 1 rg 350 500 60 12 re f 0 0 0 rg BT /F1+0 9 Tf 352 503 Td (149.5) Tj ET Q")
    )


def page_removed(opened: pikepdf.Pdf) -> None:
    del opened.pages[1]


def pages_exchanged(opened: pikepdf.Pdf) -> None:
    first = opened.pages[1]
    opened.pages.append(first)
    del opened.pages[1]


def attachment_edited(opened: pikepdf.Pdf) -> None:
    """The attached record with another value in it."""
    name = next(name for name in opened.attachments if "entries" in name or name.endswith(".jsonl"))
    spec = opened.attachments[name]
    data = spec.get_file().read_bytes()
    assert b"20.4" in data
    del opened.attachments[name]
    opened.attachments[name] = pikepdf.AttachedFileSpec(opened, data.replace(b"20.4", b"24.4"), filename=name)


def record_taken_out(opened: pikepdf.Pdf) -> None:
    for name in list(opened.attachments):
        del opened.attachments[name]


CHANGES = [
    (overlaid, {"pdf_differs"}, "page"),
    (page_removed, {"pdf_differs"}, "page"),
    (pages_exchanged, {"pdf_differs"}, "page"),
    (attachment_edited, {"body_hash"}, "body"),
    (record_taken_out, {"pdf_record"}, "record"),
]


@pytest.mark.parametrize("whose", ["another key", "the station's own key"])
@pytest.mark.parametrize(("change", "codes", "word"), CHANGES, ids=lambda part: getattr(part, "__name__", None))
def test_a_changed_report_sealed_again_is_found(pdf, folder, tmp_path, capsys, change, codes, word, whose):
    with unsealed(pdf) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    foreign = foreign_station("Room-12")
    key, chain = station_seal(folder) if whose != "another key" else (foreign.key, foreign.chain)
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(
        seals.sign(out.getvalue(), key, chain, "Room-12", seals.seal_reason(), datetime(2026, 5, 5, tzinfo=UTC))
    )

    told = asked(capsys, forged)

    assert told.exit == 1
    assert codes <= told.codes, told.codes
    assert word in told.words.lower()
    if whose == "another key" and codes != {"pdf_record"}:
        assert "pdf_certificate" in told.codes


@pytest.mark.parametrize("seed", range(6))
def test_a_changed_byte_of_a_report_is_found(pdf, tmp_path, capsys, seed):
    data = bytearray(pdf)
    place = random.Random(seed).randrange(len(data))
    data[place] ^= 1
    (tmp_path / "changed.pdf").write_bytes(data)

    assert asked(capsys, tmp_path / "changed.pdf").exit == 1, place


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:-200],
        lambda data: data + b"\n% more",
        lambda data: b"%PDF-1.7\n" + data[9:400],
    ],
)
def test_a_cut_or_prolonged_report_is_found(pdf, tmp_path, capsys, change):
    (tmp_path / "cut.pdf").write_bytes(change(pdf))

    told = asked(capsys, tmp_path / "cut.pdf")

    assert told.exit == 1
    assert told.codes & {"pdf_seal", "pdf_record"}


def test_the_untouched_report_has_no_finding(tmp_path, pdf, capsys):
    (tmp_path / "whole.pdf").write_bytes(pdf)

    assert asked(capsys, tmp_path / "whole.pdf").exit == 0
