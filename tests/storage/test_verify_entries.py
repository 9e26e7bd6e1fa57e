"""The verifier on entries alone: nothing wrong is silent, and everything found names its place."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.batch.events import StepSigned
from ebr.domain.decision import Draft
from ebr.domain.people.events import PersonEnrolled
from ebr.domain.site.events import SiteCreated, StationAdmitted
from ebr.domain.station.events import CheckpointMade
from ebr.storage import certificates, chain, codec
from ebr.storage.chain import Entry
from ebr.storage.checkpoint import Checkpoint, origin_of, signed_note
from ebr.storage.keys import new_person_keys
from ebr.storage.site_key import SiteRoot, fingerprint
from ebr.storage.store import Store
from ebr.storage.verify import Material, Report, verify
from tests.storage.storage_world import (
    AGGREGATES,
    BATCH,
    FOUNDING,
    STATION,
    UNIT,
    busy,
    create,
    draft,
    enrolled,
    instant,
    opened,
    setting,
    signed_step,
    value,
    write,
)


@pytest.fixture
def store(tmp_path: Path):
    create(tmp_path)
    with opened(tmp_path) as found:
        yield found


def everything(store: Store) -> list[Entry]:
    return store.log.read_after(store.log.id, 0)


def check(entries: list[Entry], **options: Any) -> Report:
    return verify(Material(entries, aggregates=AGGREGATES), **options)


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_an_intact_record_has_no_findings_and_says_what_was_not_checked(store: Store) -> None:
    busy(store)
    report = check(everything(store))
    assert report.ok, report.findings
    assert (report.profile, report.entries) == ("practice", store.log.head.seq)
    assert report.heads == ((store.log.id, store.log.head.seq, store.log.head.hash.hex()),)
    assert [note.code for note in report.notes] == ["no_site", "unwitnessed", "profile"]
    assert all(note.meaning for note in report.notes)


def test_every_changed_byte_of_every_entry_is_found_at_its_place(store: Store) -> None:
    busy(store)
    entries = everything(store)
    for n, entry in enumerate(entries):
        for part in ("header", "body", "hash", "seal"):
            whole = getattr(entry, part)
            for at in range(0, len(whole), 1 if part in {"hash", "seal"} else 5):
                changed = replace(entry, **{part: whole[:at] + bytes([whole[at] ^ 0x01]) + whole[at + 1 :]})
                report = check([*entries[:n], changed, *entries[n + 1 :]])
                assert (entry.log, entry.seq) in [(f.log, f.seq) for f in report.findings], (part, at)
                assert all(f.meaning for f in report.findings)


def test_one_damage_gives_few_findings_and_the_rest_is_still_checked(store: Store) -> None:
    busy(store)
    entries = everything(store)
    first = replace(entries[4], body=entries[4].body[:-1] + b"}")
    second = replace(entries[6], seal=bytes(64))
    report = check([*entries[:4], first, entries[5], second, *entries[7:]])
    assert {(f.seq, f.code) for f in report.findings} >= {(5, "body_hash"), (7, "seal")}


@pytest.mark.parametrize("taken", [1, 3, 5])
def test_a_missing_entry_is_found(store: Store, taken: int) -> None:
    busy(store)
    entries = everything(store)
    assert "gap" in codes(check(entries[:taken] + entries[taken + 1 :]))


def test_a_cut_off_end_is_found_by_a_head_that_was_kept(store: Store) -> None:
    busy(store)
    entries = everything(store)
    kept = entries[-1].hash.hex()
    assert check(entries, heads=[kept]).ok
    assert codes(check(entries[:-1], heads=[kept])) == ["head_missing"]


def test_an_action_cut_in_two_is_found(store: Store) -> None:
    write(store, "a1", draft("m1", "1"), draft("m2", "2"))
    assert codes(check(everything(store)[:-1])) == ["action_open"]


def resealed(entries: list[Entry], n: int, sealer: chain.Sealer, **changes: Any) -> list[Entry]:
    """What somebody with a sealing key does: change an entry's header and seal everything after it anew."""
    done = list(entries[:n])
    for entry in entries[n:]:
        header = chain.read_header_strictly(entry.header)
        header = msgspec.structs.replace(header, prev=done[-1].hash.hex(), **(changes if entry is entries[n] else {}))
        done.append(chain.sealed(header, entry.body, sealer))
    return done


def test_a_thief_of_todays_key_cannot_reseal_yesterday(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        write(store, "a1", draft("m1", "1"))
        yesterday = store.log.head.seq - 1
    with opened(tmp_path) as store:
        write(store, "a2", draft("m2", "2"))
        forged = resealed(everything(store), yesterday, store.log.sealer, by="somebody")
        found = set(codes(check(forged)))
    assert found & {"key_not_in_force", "start_certificate", "start_key", "seal"}


def test_todays_own_key_can_rewrite_today_only_where_no_witness_looks(store: Store) -> None:
    write(store, "a1", draft("m1", "1"))
    entries = everything(store)
    forged = resealed(entries, len(entries) - 1, store.log.sealer, by="somebody")
    assert check(forged).ok
    assert codes(check(forged, heads=[entries[-1].hash.hex()])) == ["head_missing"]


def test_a_start_key_is_certified_for_one_place_only(store: Store) -> None:
    entries = everything(store)
    thief = chain.Sealer.of(Ed25519PrivateKey.generate())
    forged = resealed(entries, 2, thief, key=thief.public)
    assert set(codes(check(forged))) & {"start_key", "start_certificate"}


def test_relying_on_a_wrong_name_and_following_a_stranger_are_found(store: Store) -> None:
    write(store, "a1", draft("m1", "1"))
    entries = everything(store)
    head = entries[2].hash.hex()
    last = len(entries) - 1
    assert "relies_other_subject" in codes(check(resealed(entries, last, store.log.sealer, relies=(("site", head),))))
    assert "after_other_subject" in codes(check(resealed(entries, last, store.log.sealer, after=(head,))))
    assert "after_unknown" in codes(check(resealed(entries, last, store.log.sealer, after=("ab" * 32,))))


class TestSignatures:
    def signed(self, store: Store) -> tuple[Any, Draft]:
        keys = new_person_keys()
        write(store, "enrol", enrolled(store, "op1", keys))
        write(store, "a1", draft("m1", "12.40"))
        return keys, signed_step(store, "op1", keys)

    def found(self, store: Store, event: StepSigned, subject: str = UNIT) -> list[str]:
        write(store, "sign", Draft(subject, event))
        return codes(check(everything(store)))

    def test_a_right_signature_holds(self, store: Store) -> None:
        _, step = self.signed(store)
        assert self.found(store, step.event) == []

    def test_a_missing_one_is_found(self, store: Store) -> None:
        _, step = self.signed(store)
        assert self.found(store, replace(step.event, signed=None)) == ["signature_missing"]

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"at": "2030-01-01T00:00:00+00:00"}, "signature"),
            ({"role": "quality"}, "signature"),
            ({"value": "00" * 64}, "signature"),
            ({"document": '{"values":{"m1":"99"}}'}, "document_hash"),
        ],
    )
    def test_a_changed_statement_is_found(self, store: Store, change: dict[str, Any], code: str) -> None:
        _, step = self.signed(store)
        assert code in self.found(store, replace(step.event, signed=replace(step.event.signed, **change)))

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"document": "{}", "document_hash": hashlib.sha256(b"{}").hexdigest()}, "document_differs"),
            ({"meaning": "verified"}, "document_differs"),
            ({"covered": ()}, "covered_differs"),
            ({"covered": ("ab" * 32,)}, "covered_unknown"),
            ({"heads": ((BATCH, "ab" * 32),)}, "signature_heads"),
            ({"name": "Somebody Else"}, "signature_name"),
            ({"subject": BATCH}, "signature_place"),
        ],
    )
    def test_a_statement_signed_over_something_else_is_found(
        self, store: Store, change: dict[str, Any], code: str
    ) -> None:
        keys, step = self.signed(store)
        wrong = keys.sign(replace(step.event.signed, value="", **change))
        assert code in self.found(store, replace(step.event, signed=wrong))

    def test_another_persons_key_is_found(self, store: Store) -> None:
        _, step = self.signed(store)
        other = new_person_keys()
        forged = other.sign(replace(step.event.signed, key=other.public, value=""))
        assert self.found(store, replace(step.event, signed=forged)) == ["signature_key"]

    def test_a_value_changed_between_showing_and_signing_is_found(self, store: Store) -> None:
        _, step = self.signed(store)
        write(store, "a2", draft("m1", "99"))
        assert "document_differs" in self.found(store, step.event)


class TestSite:
    def founded(self, store: Store, **changes: Any) -> tuple[SiteRoot, list[Draft]]:
        root, ca_key, key = SiteRoot.make(), certificates.new_key(), certificates.new_key()
        now = datetime(2026, 11, 22, tzinfo=UTC)
        ca = certificates.issuing_ca("Example", "practice", ca_key, now)
        leaf = certificates.station_leaf(ca, ca_key, "Room 1", "practice", key, now).hex()
        person = new_person_keys()
        enrolment = PersonEnrolled(
            "adm1", "Ann", ("administrator",), "", "adm2", "id", person.public, person.encryption_public, False
        )
        log = store.log.id
        certificate = root.certify_site("Example", log, {"adm1": person.public}, ca.hex())
        site = SiteCreated("Example", root.public, ca.hex(), ("adm1",), "", certificate)
        admission = root.certify_station(log, "Room 1", store.keys.public, leaf, office=True)
        station = StationAdmitted(log, "Room 1", store.keys.public, leaf, True, admission)
        parts = {"site": site, "station": station, "person": enrolment}
        parts = {name: replace(event, **changes.get(name, {})) for name, event in parts.items()}
        return root, [
            Draft("site", parts["site"]),
            Draft("person/adm1", parts["person"]),
            Draft("site", parts["station"]),
        ]

    def found(self, store: Store, **changes: Any) -> list[str]:
        _, drafts = self.founded(store, **changes)
        write(store, "foundation", *drafts)
        return codes(check(everything(store)))

    def test_a_founded_site_is_right_and_compared_when_known(self, store: Store) -> None:
        root, drafts = self.founded(store)
        write(store, "foundation", *drafts)
        unknown = check(everything(store))
        assert unknown.ok, unknown.findings
        assert unknown.fingerprint == fingerprint(root.public)
        assert "site_not_compared" in [note.code for note in unknown.notes]
        known = check(everything(store), site=fingerprint(root.public).upper())
        assert known.ok
        assert "site_not_compared" not in [note.code for note in known.notes]

    def test_another_site_is_not_taken_for_the_known_one(self, store: Store) -> None:
        _, drafts = self.founded(store)
        write(store, "foundation", *drafts)
        assert codes(check(everything(store), site="ab" * 32)) == ["site_fingerprint"]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"site": {"name": "Other"}}, "site_certificate"),
            ({"site": {"certificate": "00" * 64}}, "site_certificate"),
            ({"site": {"root_key": "zz"}}, "site_certificate"),
            ({"person": {"key": "00" * 32}}, "site_certificate"),
            ({"station": {"name": "Room 9"}}, "station_certificate"),
            ({"station": {"key": "00" * 32}}, "station_key"),
            ({"station": {"log": "00" * 32}}, "station_not_admitted"),
            ({"station": {"pdf_certificate": "00"}}, "station_pdf_certificate"),
        ],
    )
    def test_what_the_root_did_not_certify_is_found(self, store: Store, changes: dict[str, Any], code: str) -> None:
        assert code in self.found(store, **changes)

    def test_a_second_foundation_is_found(self, store: Store) -> None:
        write(store, "first", *self.founded(store)[1])
        write(store, "second", *self.founded(store)[1])
        assert "site_second" in codes(check(everything(store)))


class TestCheckpoints:
    def made(self, store: Store, **changes: Any) -> list[str]:
        busy(store)
        tree = store.log.tree
        origin = origin_of("Room 1", store.log.id)
        good = Checkpoint(origin, tree.size, tree.root())
        note = signed_note(replace(good, **changes), store.keys.signing)
        write(store, "checkpoint", Draft(STATION, CheckpointMade(tree.size, tree.root().hex(), note)))
        return codes(check(everything(store)))

    def test_the_right_one_fits(self, store: Store) -> None:
        assert self.made(store) == []

    @pytest.mark.parametrize("changes", [{"size": 3}, {"root": bytes(32)}])
    def test_another_tree_is_found(self, store: Store, changes: dict[str, Any]) -> None:
        assert self.made(store, **changes) == ["checkpoint"]

    def test_another_key_is_found(self, store: Store) -> None:
        tree = store.log.tree
        note = signed_note(Checkpoint("Room-1/x", tree.size, tree.root()), Ed25519PrivateKey.generate())
        write(store, "checkpoint", Draft(STATION, CheckpointMade(tree.size, tree.root().hex(), note)))
        assert codes(check(everything(store))) == ["checkpoint_signature"]

    def test_a_genesis_with_a_key_that_is_none_gives_findings(self, store: Store) -> None:
        assert self.made(store) == []
        entries = everything(store)
        genesis = chain.parsed(entries[0])
        event = replace(codec.read(genesis.event, entries[0].body), key="no key")
        body = codec.encode([codec.salt_of(entries[0].body), event])
        header = msgspec.structs.replace(genesis, body=chain.body_hash(body), key="no key")
        forged = replace(chain.sealed(header, body, store.log.sealer), log=store.log.id)
        assert "checkpoint_signature" in codes(check([forged, *entries[1:]]))

    def test_a_signature_line_in_other_letters_is_found(self, store: Store) -> None:
        tree = store.log.tree
        note = signed_note(Checkpoint("Room-1/x", tree.size, tree.root()), store.keys.signing)
        changed = note[:-3] + "\u00df\n"
        write(store, "checkpoint", Draft(STATION, CheckpointMade(tree.size, tree.root().hex(), changed)))
        assert codes(check(everything(store))) == ["checkpoint_signature"]


def test_withheld_bodies_and_newer_events_are_notes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(store)
    entries = everything(store)
    withheld = [replace(e, body=None) if b"value-corrected" in e.header else e for e in entries]
    report = check(withheld)
    assert report.ok, report.findings
    assert {"bodies_withheld", "not_folded"} <= {note.code for note in report.notes}


def test_a_simulated_time_in_production_is_found(tmp_path: Path) -> None:
    Store.create(
        tmp_path,
        replace(FOUNDING, profile="production"),
        passphrase="a long one",
        prefer_key_store="sealed file",
        setting=setting(),
    )
    with Store.open(tmp_path, passphrase="a long one", setting=setting()) as store:
        assert set(codes(check(everything(store)))) == {"simulated_clock"}


def test_logs_of_two_profiles_do_not_belong_together(tmp_path: Path) -> None:
    create(tmp_path / "one")
    create(tmp_path / "two", replace(FOUNDING, profile="demonstration"))
    with opened(tmp_path / "one") as one, opened(tmp_path / "two") as two:
        assert codes(check(everything(one) + everything(two))) == ["profile_mixed"]


def test_attachments_are_compared(store: Store) -> None:
    name = hashlib.sha256(b"photograph").hexdigest()
    event = replace(value("photo", "1"), value={"number": "1", "sha256": name})
    store.log.append("a1", [Draft(UNIT, event)], by="op1", presence="", at=instant())
    entries = everything(store)
    for kept, found in ((b"photograph", []), (b"another", ["attachment_damaged"]), (None, ["attachment_missing"])):
        material = Material(entries, {name: kept}.get, ["ab" * 32], AGGREGATES)
        report = verify(material)
        assert codes(report) == found
        assert "attachment_unnamed" in [note.code for note in report.notes]


def test_sampled_seals_still_check_every_hash(store: Store) -> None:
    busy(store)
    entries = everything(store)
    assert check(entries, every_seal=False).ok
    damaged = replace(entries[4], body=entries[4].body[:-1] + b"}")
    assert "body_hash" in codes(check([*entries[:4], damaged, *entries[5:]], every_seal=False))


def test_bodies_written_another_way_are_found_even_when_hashed_so(store: Store) -> None:
    write(store, "a1", draft("m1", "1"))
    entries = everything(store)
    body = entries[-1].body.replace(b'"late":""', b'"late": ""')
    header = chain.parsed(entries[-1])
    forged = chain.sealed(msgspec.structs.replace(header, body=chain.body_hash(body)), body, store.log.sealer)
    assert codes(check([*entries[:-1], forged])) == ["body_form"]
    assert codec.read(header.event, body)


def test_a_body_with_a_key_that_no_body_can_have_is_found(store: Store) -> None:
    write(store, "a1", draft("m1", "1"))
    entries = everything(store)
    body = entries[-1].body.replace(b'"number"', '"n\u00famero"'.encode())
    assert body != entries[-1].body
    header = chain.parsed(entries[-1])
    forged = chain.sealed(msgspec.structs.replace(header, body=chain.body_hash(body)), body, store.log.sealer)
    assert codes(check([*entries[:-1], forged])) == ["body_form"]
