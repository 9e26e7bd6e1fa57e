"""The checker that every export carries, run as a stranger runs it, and held against the program's own verifier."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import random
import re
import runpy
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr import paths
from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.reports import material
from ebr.reports.export import write
from ebr.storage import chain, codec
from ebr.storage.chain import Entry, Sealer
from tests.reports.browser import NODE, in_node
from tests.reports.exported import CHECKER, Record, Verdict, checked, record, verified

CHECK = runpy.run_path(str(CHECKER), run_name="checker")["Check"]
ONLY_THE_PROGRAM = {"document_differs", "covered_differs"}  # needs the rules of the domain


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return record(tmp_path_factory.mktemp("station") / "s")


@pytest.fixture
def place(made: Record, tmp_path: Path) -> Path:
    write(made.entries, made.names, made.files.get, tmp_path / "export")
    return tmp_path / "export"


def lines_of(place: Path) -> list[bytes]:
    return (place / "entries.jsonl").read_bytes().splitlines(keepends=True)


def inside(place: Path, site: str = "", heads: frozenset[str] = frozenset()) -> set[tuple[str, int]] | None:
    """Check without a process of its own; None where nothing could be checked."""
    try:
        found = CHECK(place, site, set(heads)).findings
    except (OSError, LookupError, ValueError, TypeError, AttributeError):
        return None
    return {(one["code"], one["seq"]) for one in found}


def agreed(place: Path, *, site: str = "", heads: tuple[str, ...] = ()) -> Verdict:
    """Return the checker's verdict, which must be the verifier's: sound or not, and the same findings at the same entries.

    The verifier reads nothing at all when a line cannot be read; then the checker must say so, and may say more. The
    checker for a browser says the very same as the one in Python.
    """
    options = [*(["--site", site] if site else []), *(part for head in heads for part in ("--head", head))]
    verdict = checked(place, *options)
    ours = verified(place, site=site, heads=heads)
    if NODE is not None:
        other = in_node(place, place.parent, site=site, heads=heads)
        assert (other.status, other.findings) == (verdict.status, verdict.findings), other.text
    assert (verdict.status == 0) is (not ours), (verdict, ours)
    if {code for code, _ in ours} & {"entries_unreadable", "export_keys_differ"}:
        assert {code.removeprefix("export_") for code, _ in ours} <= verdict.codes
    else:
        assert {pair for pair in ours if pair[0] not in ONLY_THE_PROGRAM} == verdict.findings - {("keys_differ", 0)}
    return verdict


def test_the_checker_is_one_readable_file_that_needs_cryptography_alone() -> None:
    text = CHECKER.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 120
    tree = ast.parse(text, feature_version=(3, 9))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert max((node.end_lineno or 0) - node.lineno for node in functions) <= 35
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    foreign = {name.split(".")[0] for name in imported if name} - set(sys.stdlib_module_names)
    assert foreign == {"cryptography"}


def test_an_intact_export_is_sound_for_both(place: Path, made: Record) -> None:
    spelled = ":".join(re.findall("..", made.fingerprint)).upper()
    assert checked(place, "--site", spelled, "--head", made.head).status == 0
    assert agreed(place, site=made.fingerprint, heads=(made.head, made.entries[3].hash.hex())).findings == frozenset()


def test_a_zip_and_an_export_of_one_batch_are_sound_for_both(made: Record, tmp_path: Path) -> None:
    write(made.entries, made.names, made.files.get, tmp_path / "whole.zip")
    write(made.entries, made.names, made.files.get, tmp_path / "batch", batch="HR-0001")
    write(made.entries, made.names, made.files.get, tmp_path / "other", batch="B-2")
    for name in ("whole.zip", "batch", "other"):
        assert agreed(tmp_path / name, site=made.fingerprint).status == 0


def test_the_checker_in_the_export_checks_the_folder_that_it_stands_in(place: Path) -> None:
    assert (place / "check.py").read_bytes() == CHECKER.read_bytes()
    assert runpy.run_path(str(place / "check.py"), run_name="checker")["Check"](place, "", set()).findings == []


def test_every_sampled_byte_of_the_entries_that_is_changed_is_found_by_both(place: Path) -> None:
    path = place / "entries.jsonl"
    whole = path.read_bytes()
    chosen = random.Random(7)
    for at in [*chosen.sample(range(len(whole)), 250), 0, len(whole) - 1]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ chosen.choice([1, 2, 16, 32, 128])]) + whole[at + 1 :])
        ours, theirs = verified(place), inside(place)
        assert ours, at
        assert theirs is None or theirs, at
        if theirs is not None and not {code for code, _ in ours} & {"entries_unreadable", "export_keys_differ"}:
            assert {pair for pair in ours if pair[0] not in ONLY_THE_PROGRAM} == theirs - {("keys_differ", 0)}, at


@pytest.mark.parametrize("line", [0, 1, 6, 20])
def test_a_line_taken_out_is_found(place: Path, line: int) -> None:
    lines = lines_of(place)
    (place / "entries.jsonl").write_bytes(b"".join(lines[:line] + lines[line + 1 :]))
    assert agreed(place).status == 1


@pytest.mark.parametrize("line", [0, 5, 20])
def test_two_lines_swapped_or_one_written_twice_are_found(place: Path, line: int) -> None:
    lines = lines_of(place)
    (place / "entries.jsonl").write_bytes(b"".join([*lines[:line], lines[line + 1], lines[line], *lines[line + 2 :]]))
    assert "entries_unreadable" in agreed(place).codes
    (place / "entries.jsonl").write_bytes(b"".join([*lines[:line], lines[line], *lines[line:]]))
    assert agreed(place).status == 1


def test_an_end_that_was_cut_off_is_found_by_a_hash_that_was_kept(made: Record, tmp_path: Path) -> None:
    write(made.entries[:-1], made.names, made.files.get, tmp_path / "export")
    assert agreed(tmp_path / "export").status == 0, "a chain alone cannot know"
    assert agreed(tmp_path / "export", heads=(made.head,)).codes == {"head_missing"}


def test_half_a_last_line_is_found(place: Path) -> None:
    path = place / "entries.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    assert "entries_unreadable" in agreed(place).codes


def test_an_attachment_exchanged_or_missing_is_found(place: Path) -> None:
    (path,) = (place / "attachments").iterdir()
    path.write_bytes(b"another picture")
    assert agreed(place).codes == {"attachment_damaged"}
    path.unlink()
    assert agreed(place).codes == {"attachment_missing"}


def test_another_site_is_found(place: Path) -> None:
    assert agreed(place, site="ab" * 32).codes == {"site_fingerprint"}


def test_keys_that_nobody_has_are_found(place: Path) -> None:
    path = place / "keys.json"
    document = json.loads(path.read_bytes())
    document["keys"][-1][3]["name"] = "Somebody Else"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert agreed(place).codes == {"keys_differ"}


def resealed(made: Record, n: int, change: object, seed: bytes = b"s" * 32) -> list[Entry]:
    """Return the record as somebody rewrites it from entry n on, with every key of the machine but none of a person.

    The forger holds the station's key: a new start is certified and everything after it sealed anew.
    """
    sealer = Sealer.of(Ed25519PrivateKey.from_private_bytes(seed))
    done = list(made.entries[:n])
    for entry in made.entries[n:]:
        header = msgspec.structs.replace(chain.parsed(entry), prev=done[-1].hash.hex(), key=sealer.public)
        body = entry.body
        if entry is made.entries[n]:
            body = change(body)
            header = msgspec.structs.replace(header, body=chain.body_hash(body))
        done.append(chain.sealed(header, body, sealer))
    return done


def enrolment(made: Record) -> int:
    """Return where the last enrolment stands, which quality signed."""
    return max(n for n, entry in enumerate(made.entries) if b"person-enrolled" in entry.header)


def with_signed(body: bytes, **parts: object) -> bytes:
    salt, fields = json.loads(body)
    fields["signed"] = None if parts.get("all") is None and "all" in parts else {**fields["signed"], **parts}
    return codec.encode([salt, fields])


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ({"value": "00" * 64}, {"signature"}),
        ({"person": "aroot"}, {"signature", "signature_key", "signature_name"}),
        ({"role": "qualified person"}, {"signature"}),
        ({"meaning": "performed"}, {"signature"}),
        ({"at": "2031-01-01T00:00:00+00:00"}, {"signature"}),
        ({"name": "Quinn Leigh"}, {"signature", "signature_name"}),
        ({"subject": "site"}, {"signature", "signature_place"}),
        ({"covered": ["ab" * 32]}, {"signature", "covered_unknown"}),
        ({"heads": [["site", "ab" * 32]]}, {"signature", "signature_heads"}),
        ({"document": "{}"}, {"document_hash"}),
        ({"all": None}, {"signature_missing"}),
    ],
)
def test_a_forged_signature_is_found_even_by_who_can_seal(
    made: Record, tmp_path: Path, parts: dict[str, object], codes: set[str]
) -> None:
    n = enrolment(made)
    forged = resealed(made, n, lambda body: with_signed(body, **parts))
    write(forged, made.names, made.files.get, tmp_path / "export")
    assert codes <= agreed(tmp_path / "export").codes


def test_another_persons_signature_that_is_copied_is_found(made: Record, tmp_path: Path) -> None:
    first = next(n for n, entry in enumerate(made.entries) if b"acknowledgement-signed" in entry.header)
    other = json.loads(made.entries[first].body or b"")[1]["signed"]
    forged = resealed(made, enrolment(made), lambda body: with_signed(body, **other))
    write(forged, made.names, made.files.get, tmp_path / "export")
    assert "signature_place" in agreed(tmp_path / "export").codes


@pytest.mark.parametrize("field", ["root", "size", "note"])
def test_a_wrong_checkpoint_is_found(made: Record, tmp_path: Path, field: str) -> None:
    n = max(n for n, entry in enumerate(made.entries) if b"checkpoint-made" in entry.header)

    def _changed(body: bytes) -> bytes:
        salt, fields = json.loads(body)
        if field == "note":
            origin, size, _, *rest = fields["note"].split("\n")
            fields["note"] = "\n".join([origin, size, base64.b64encode(bytes(32)).decode(), *rest])
        else:
            fields[field] = {"root": "ab" * 32, "size": 3}[field]
        return codec.encode([salt, fields])

    write(resealed(made, n, _changed), made.names, made.files.get, tmp_path / "export")
    assert agreed(tmp_path / "export").codes & {"checkpoint", "checkpoint_signature"}


def test_a_foundation_and_an_admission_with_other_keys_are_found(made: Record, tmp_path: Path) -> None:
    for name, code in (("site.created", "site_certificate"), ("station-admitted", "station_certificate")):
        n = next(n for n, entry in enumerate(made.entries) if name.encode() in entry.header)

        def _changed(body: bytes) -> bytes:
            salt, fields = json.loads(body)
            fields["name"] = "Another plant"
            return codec.encode([salt, fields])

        write(resealed(made, n, _changed), made.names, made.files.get, tmp_path / name)
        assert code in agreed(tmp_path / name).codes


@pytest.mark.parametrize(
    "spelling", [b'["%s", {"a":1}]', b'["%s",{"a":1.5}]', b'["%s",{"b":1,"a":1}]', b'["%s",[]]', b"[]"]
)
def test_contents_in_another_spelling_are_found(made: Record, tmp_path: Path, spelling: bytes) -> None:
    n = len(made.entries) - 1
    body = spelling.replace(b"%s", b"2a" * 16)
    write(resealed(made, n, lambda _: body), made.names, made.files.get, tmp_path / "export")
    assert "body_form" in agreed(tmp_path / "export").codes


def test_what_is_no_export_cannot_be_checked(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_bytes(b"PK\x03\x04 not really")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as pack:
        pack.writestr("photo.jpg", b"")
    for name in ("empty", "text.zip", "other.zip", "nowhere"):
        verdict = checked(tmp_path / name)
        assert verdict.status == 2
        assert verdict.text.startswith("This cannot be checked: ")


def test_ten_thousand_entries_are_checked_in_about_two_seconds(made: Record, tmp_path: Path) -> None:
    sealer = Sealer.of(Ed25519PrivateKey.from_private_bytes(b"t" * 32))
    entries = list(made.entries)
    last, subject = chain.parsed(entries[-1]), subjects.unit("HR-0001", "p")
    draft = Draft(
        subject,
        codec.read("batch.value-recorded/1", next(e.body for e in entries if b"batch.value" in e.header) or b""),
    )
    while len(entries) < 10_000:
        _, body, _ = codec.write(draft.event, b"s" * 16)
        header = msgspec.structs.replace(
            last, seq=len(entries) + 1, prev=entries[-1].hash.hex(), key=sealer.public, body=chain.body_hash(body),
            event="batch.value-recorded/1", subject=subject, after=(), relies=(), action=(f"a{len(entries)}", 1, 1),
        )  # fmt: skip
        entries.append(chain.sealed(header, body, sealer))
    (tmp_path / "keys.json").write_bytes(b"{}")
    (tmp_path / "entries.jsonl").write_bytes(b"".join(material.written(entries)))
    began = time.process_time()
    found = inside(tmp_path) or set()
    took = time.process_time() - began
    assert {code for code, seq in found if seq > len(made.entries)} >= {"key_not_in_force"}
    print(f"10,000 entries checked in {took:.2f} s")
    assert took < 4  # under two where nothing else runs; twice that is no accident


def examples() -> list[dict[str, str]]:
    """Return the worked examples of FORMAT.md: name and text of each part, its lines joined."""
    text = (paths.resources() / "checker" / "FORMAT.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```example\n(.*?)```", text, re.DOTALL)
    joined = [re.sub(r"\\\n\s*", "", block) for block in blocks]
    return [dict(re.findall(r"^(\w+)\s+(.*)$", textwrap.dedent(block), re.MULTILINE)) for block in joined]


def test_the_examples_of_the_format_come_out() -> None:
    entry, signature = examples()
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    leaf = hashlib.sha256(b"\x00" + entry["header"].encode()).digest()
    assert hashlib.sha256(entry["body"].encode()).hexdigest() == entry["sha256"] == json.loads(entry["header"])["body"]
    assert leaf.hex() == entry["hash"]
    assert key.sign(b"ebr seal/1\x00" + leaf).hex() == entry["seal"]
    person = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
    assert person.sign(b"ebr signature/1\x00" + signature["statement"].encode()).hex() == signature["value"]
    assert json.loads(signature["statement"])["key"] == person.public_key().public_bytes_raw().hex()


def test_text_whose_escape_stands_before_a_combining_mark_is_canonical(made: Record, tmp_path: Path) -> None:
    def _changed(body: bytes) -> bytes:
        salt, fields = json.loads(body)
        fields["value"] = {"text": "a\n\N{COMBINING TILDE} \x1f\N{COMBINING DOT ABOVE}"}
        return codec.encode([salt, fields])

    n = max(n for n, entry in enumerate(made.entries) if b"batch.value" in entry.header)
    write(resealed(made, n, _changed), made.names, made.files.get, tmp_path / "export")
    assert "body_form" not in agreed(tmp_path / "export").codes
