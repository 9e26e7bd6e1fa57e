"""Writing an export whole and reading one from anybody."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import jsonschema
import pytest

from ebr.domain.refusal import Refusal
from ebr.reports.export import read_export, write
from ebr.reports.export.schemas import file_name, files, of_event, of_header
from ebr.storage.chain import parsed
from ebr.storage.codec import EVENTS
from ebr.storage.verify import Material, verify
from tests.reports.exported import BATCH, PICTURE, Record, record


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return record(tmp_path_factory.mktemp("station") / "s")


def written(made: Record, target: Path, batch: str = "") -> Path:
    assert write(made.entries, made.names, made.files.get, target, batch=batch) == len(made.entries)
    return target


def refusal(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_export(path)
    return caught.value


def repacked(source: Path, target: Path, **members: bytes) -> Path:
    """Copy a zip with members exchanged or added; a name's dots and strokes are written as they are."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, data in members.items():
            new.writestr(name, data)
    return target


def test_an_export_holds_all_that_a_stranger_needs(made: Record, tmp_path: Path) -> None:
    place = written(made, tmp_path / "new" / "export")
    found = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    schemas = {f"schemas/{file_name(name)}" for name in EVENTS} | {"schemas/header.schema.json"}
    texts = {"README.md", "FORMAT.md", "check.py", "check.html", "keys.json", "entries.jsonl"}
    assert found == texts | schemas | {f"attachments/{name}" for name in made.names}
    assert (place / "attachments" / made.names[0]).read_bytes() == PICTURE
    readme = (place / "README.md").read_text(encoding="utf-8")
    assert "Demo plant" in readme
    assert made.head in readme
    assert "everything the station recorded" in readme
    assert [name for name in EVENTS if f"| `{name}` | " not in (place / "FORMAT.md").read_text(encoding="utf-8")] == []
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["export"]


def test_folder_and_zip_hold_the_same_bytes_every_time(made: Record, tmp_path: Path) -> None:
    one, other = written(made, tmp_path / "one.zip"), written(made, tmp_path / "other.zip")
    assert one.read_bytes() == other.read_bytes()
    folder = written(made, tmp_path / "folder")
    with zipfile.ZipFile(one) as pack:
        assert pack.testzip() is None
        assert {name: pack.read(name) for name in pack.namelist()} == {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }


@pytest.mark.parametrize("name", ["export", "export.zip"])
def test_what_is_read_back_is_what_was_written_and_verifies(made: Record, tmp_path: Path, name: str) -> None:
    entries, file, names = read_export(written(made, tmp_path / name))
    assert (entries, names) == (made.entries, made.names)
    assert {name: file(name) for name in names} == made.files
    assert file("ab" * 32) is None
    assert verify(Material(entries, file, names), site=made.fingerprint, heads=[made.head]).ok


def test_an_export_of_a_batch_withholds_what_others_say(made: Record, tmp_path: Path) -> None:
    entries, _, names = read_export(written(made, tmp_path / "other", batch="B-2"))
    withheld = [parsed(entry).subject for entry in entries if entry.body is None]
    assert withheld == [f"batch/{BATCH}/unit/p"] * 2
    assert names == []
    assert "batch B-2" in (tmp_path / "other" / "README.md").read_text(encoding="utf-8")
    entries, _, names = read_export(written(made, tmp_path / "own.zip", batch=BATCH))
    assert [entry for entry in entries if entry.body is None] == []
    assert names == made.names


def test_a_file_that_no_entry_names_stays_behind(made: Record, tmp_path: Path) -> None:
    write(made.entries, [*made.names, "ab" * 32], lambda _: PICTURE, tmp_path / "export")
    assert [path.name for path in (tmp_path / "export" / "attachments").iterdir()] == made.names


def test_the_keys_are_listed_with_names_and_entries(made: Record, tmp_path: Path) -> None:
    document = json.loads((written(made, tmp_path / "export") / "keys.json").read_bytes())
    assert document["fingerprint"] == made.fingerprint
    people = {row[3]["person"]: row for row in document["keys"] if row[2] == "people.person-enrolled/1"}
    assert set(people) == {"aroot", "broot", "qlee", "recovery", "zkov"}
    log, seq, _, fields = people["zkov"]
    assert (log, fields["name"]) == (made.entries[0].log, "Zoë Kovář")
    assert fields["key"].encode() in (made.entries[seq - 1].body or b"")
    starts = [row for row in document["keys"] if row[2] == "station.key-started/1"]
    assert [set(row[3]) for row in starts] == [{"certificate", "key"}] * len(starts)
    assert len(starts) == 3


def test_no_private_key_leaves(made: Record, tmp_path: Path) -> None:
    place = written(made, tmp_path / "export")
    whole = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file() and path.suffix != ".md")
    assert b"memory_kib" not in whole
    assert b"argon2" not in whole.lower()


@pytest.mark.parametrize("name", ["export", "export.zip"])
def test_something_that_is_there_is_not_written_over(made: Record, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    target.write_bytes(b"mine") if target.suffix else (target / "mine").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Refusal) as caught:
        written(made, target)
    assert caught.value == Refusal("export_target_exists", target=str(target))
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_used(made: Record, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    assert (written(made, tmp_path / "export") / "entries.jsonl").is_file()


@pytest.mark.parametrize("name", ["export", "export.zip"])
def test_a_disk_that_fills_up_leaves_nothing_and_says_so(made: Record, tmp_path: Path, name: str) -> None:
    def _full(_name: str) -> bytes:
        raise OSError(28, "No space left on device")

    with pytest.raises(Refusal) as caught:
        write(made.entries, made.names, _full, tmp_path / name)
    assert caught.value == Refusal("export_not_written", target=str(tmp_path / name), why="No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_every_body_and_header_fits_its_schema(made: Record) -> None:
    shapes = {name: jsonschema.Draft202012Validator(of_event(name, form)) for name, form in EVENTS.items()}
    header = jsonschema.Draft202012Validator(of_header())
    for entry in made.entries:
        header.validate(json.loads(entry.header))
        shapes[parsed(entry).event].validate(json.loads(entry.body or b""))
    assert len({parsed(entry).event for entry in made.entries}) > 8


def test_a_schema_refuses_what_the_program_would_not_read(made: Record) -> None:
    entry = next(entry for entry in made.entries if b"batch.value-recorded" in entry.header)
    shape = jsonschema.Draft202012Validator(of_event("batch.value-recorded/1", EVENTS["batch.value-recorded/1"]))
    salt, fields = json.loads(entry.body or b"")
    assert shape.is_valid([salt, fields])
    for wrong in (
        ["00", fields],
        [salt],
        [salt, fields, 1],
        [salt, {**fields, "more": ""}],
        [salt, {name: part for name, part in fields.items() if name != "late"}],
        [salt, {**fields, "item": "1"}],
        [salt, {**fields, "value": {"number": 1}}],
    ):
        assert not shape.is_valid(wrong), wrong


def test_every_schema_is_one_and_says_what_the_event_means() -> None:
    found = dict(files())
    assert len(found) == len(EVENTS) + 1
    for data in found.values():
        schema = json.loads(data)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["description"].endswith((".", ")", '"')), schema["title"]


def test_a_name_that_leads_outside_is_refused(made: Record, tmp_path: Path) -> None:
    source = written(made, tmp_path / "a.zip")
    for number, name in enumerate(("../evil", "/etc/evil", "attachments/../../evil", "c:/evil", "a\\..\\evil")):
        assert refusal(repacked(source, tmp_path / f"{number}.zip", **{name: b""})).code == "export_path_outside"


def test_a_name_that_stands_twice_is_refused(made: Record, tmp_path: Path) -> None:
    source = written(made, tmp_path / "a.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(source, "a") as pack:
        pack.writestr("entries.jsonl", b"")
    assert refusal(source) == Refusal("export_path_outside", name="entries.jsonl")


def test_a_link_out_of_the_folder_is_refused(made: Record, tmp_path: Path) -> None:
    place = written(made, tmp_path / "export")
    (place / "entries.jsonl").rename(tmp_path / "entries.jsonl")
    (place / "entries.jsonl").symlink_to(tmp_path / "entries.jsonl")
    assert refusal(place) == Refusal("export_path_outside", name="entries.jsonl")


def test_a_zip_that_would_swell_is_refused_before_it_is_read(made: Record, tmp_path: Path) -> None:
    source = written(made, tmp_path / "a.zip")
    name = f"attachments/{made.names[0]}"
    bomb = repacked(source, tmp_path / "bomb.zip", **{name: bytes(26 * 2**20)})
    assert bomb.stat().st_size < 2**20
    _, file, names = read_export(bomb)
    with pytest.raises(Refusal) as caught:
        file(names[0])
    assert caught.value == Refusal("export_too_large", name=name)


def test_every_zip_that_was_cut_off_or_damaged_is_refused_or_found(made: Record, tmp_path: Path) -> None:
    whole = written(made, tmp_path / "a.zip").read_bytes()
    path = tmp_path / "cut.zip"
    for at in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:at])
        assert refusal(path).code == "export_unreadable"
    with zipfile.ZipFile(tmp_path / "a.zip") as pack:
        start = pack.getinfo("entries.jsonl").header_offset
    for at in range(start + 70, start + 2000, 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert refusal(path).code == "export_unreadable"


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b"[1]",
        b"\xff",
        b'"' + b"\xed\xa0\x80" + b'"',
        b'{"body":null,"header":"","log":"","seal":"","seq":1e999}',
        b'{"body":null,"header":"","log":"","seal":"","seq":Infinity}',
        b'{"body":null, "header":"","log":"","seal":"","seq":1}',
        b'{"body":null,"header":"","log":"","seal":"AB","seq":1}',
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_none_is_refused(made: Record, tmp_path: Path, line: bytes) -> None:
    place = written(made, tmp_path / "export")
    path = place / "entries.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n")
    assert refusal(place).code == "entries_unreadable"
    path.write_bytes(b"")
    assert refusal(place).code == "entries_unreadable"


def test_a_folder_without_entries_or_with_other_keys_is_refused(made: Record, tmp_path: Path) -> None:
    place = written(made, tmp_path / "export")
    other = shutil.copytree(place, tmp_path / "other")
    (place / "entries.jsonl").unlink()
    assert refusal(place).code == "export_unreadable"
    for data in (b"", b"[]", b"{}", b'{"form": "ebr keys/1"}', b"[" * 100_000):
        (other / "keys.json").write_bytes(data)
        assert refusal(other).code == "export_keys_differ", data
