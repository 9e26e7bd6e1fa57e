"""Check an exported batch record: python3 check.py [FOLDER OR ZIP] [--site FINGERPRINT] [--head HASH] [--json].

Needs Python 3.9 or later and `cryptography`; see FORMAT.md. Ends with 0 if nothing is wrong, 1 if something is, 2 if
nothing could be checked. Without --site, all could be made up with own keys; without --head (a hash seen earlier), its
end be cut off. Only `ebr verify` also derives what people signed anew, and looks at receipts, clocks and certificates.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
import unicodedata
import zipfile
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

GENESIS, STARTED, CHECKPOINT = "station.genesis/1", "station.key-started/1", "station.checkpoint-made/1"
CREATED, ADMITTED, ENROLLED = "site.created/1", "site.station-admitted/1", "people.person-enrolled/1"
PERSON_KEYS = (ENROLLED, "people.key-replaced/1", "people.password-changed/1")
KEYS = (*PERSON_KEYS, CREATED, STARTED, GENESIS, ADMITTED)
KEY_FIELDS = "certificate encryption_key issuing_ca key log name office pdf_certificate person root_key station".split()
LINE = {"body": (str, type(None)), "header": str, "log": str, "seal": str, "seq": int}
HEADER = {"action": [str, int, int], "after": [str, ...], "relies": [[str, str], ...], "seq": int}
HEADER |= dict.fromkeys("body by event key log presence prev program subject suite".split(), str)
HEADER["at"] = {"boot": str, "clock": str, "up": (int, str), "wall": str, "zone": str}
STATED = "at covered heads key log meaning name person role subject zone".split()
READER = json.JSONDecoder(parse_float=int, parse_constant=int)  # int() raises ValueError for "1.5", "1e5" and "NaN"
WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
UNREADABLE = (AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError, zlib.error)


def like(value: Any, form: Any) -> bool:
    """Tell whether a value has a form: a type, one of several, an object of these names, a list."""
    if isinstance(form, dict):
        return type(value) is dict and value.keys() == form.keys() and all(like(value[n], form[n]) for n in form)
    if isinstance(form, list):
        forms = form[:1] * len(value) if form[-1] is ... and type(value) is list else form
        return type(value) is list and len(value) == len(forms) and all(map(like, value, forms))
    return type(value) in (form if isinstance(form, tuple) else (form,))


def plain(text: str, *, composed: bool = True) -> Any:
    """Return the value of canonical JSON; raises ValueError for any other way to write it."""
    value = READER.decode(text)
    spelled = text.isascii() or unicodedata.is_normalized("NFC", re.sub(r"\\(u....|.)", '"', text))
    if WRITER.encode(value) != text or (composed and not spelled):
        raise ValueError("it is not in canonical form")
    return value


def holds(key: Any, signature: Any, *message: Any) -> bool:
    """Tell whether an Ed25519 signature holds over bytes and hexadecimal texts; key and signature are hexadecimal."""
    try:
        data = b"".join(part if isinstance(part, bytes) else bytes.fromhex(part) for part in message)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def root(leaves: list[bytes]) -> bytes:
    """Return the root of the RFC 6962 tree over these leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


class Entry:
    """A line of entries.jsonl; `header` and `fields` (of the event) are None where withheld or unreadable."""

    def __init__(self, line: bytes) -> None:
        parts = plain(line.decode(), composed=False)
        if not like(parts, LINE) or bytes.fromhex(parts["seal"]).hex() != parts["seal"]:
            raise ValueError("it does not hold the five parts of an entry")
        self.log, self.seq, self.seal, self.body = parts["log"], parts["seq"], parts["seal"], parts["body"]
        self.leaf = sha256(b"\x00" + parts["header"].encode()).digest()
        self.hash = self.leaf.hex()
        self.header, self.header_wrong = self.read(parts["header"], HEADER)
        body, self.body_wrong = (None, "") if self.body is None else self.read(self.body, [str, dict])
        self.fields = body and body[1]
        self.event, self.subject = (self.header["event"], self.header["subject"]) if self.header else ("", "")

    def read(self, text: str, form: Any) -> tuple[Any, str]:
        try:
            value = plain(text)
            fits = like({"log": "", **value} if form is HEADER else value, form)
        except (ValueError, TypeError, RecursionError) as wrong:
            return None, str(wrong)
        salted = fits and (form is HEADER or re.fullmatch("[0-9a-f]{32}", value[0]))
        return (value, "") if salted else (None, "it has other names or kinds of values")

    def get(self, name: str) -> Any:
        return (self.fields or {}).get(name, "")

    def files(self) -> list[str]:
        """Return the files that it names: in its value, and in the documents that it holds as canonical JSON text."""
        value, blocks = (part if isinstance(part := self.get(name), dict) else {} for name in ("value", "blocks"))
        texts = [str(text) for text in (self.get("document"), self.get("part"), *blocks.values())]
        shown = re.findall(r'(?<!\\)"sha256":"([0-9a-f]{64})"', "\n".join(texts))
        return list(dict.fromkeys([*filter(None, [value.get("sha256")]), *shown]))


def doubts(entry: Entry, before: Entry | None, station_key: str, start_key: str) -> list[tuple[bool, str, str]]:
    """Return what could be wrong with an entry's form, contents, place, link, key and seal, and whether it is."""
    head, started, first = entry.header, entry.event == STARTED, before is None
    if head is None:
        return [(True, "header_form", f"The header does not have the one form of a header: {entry.header_wrong}.")]
    expected, previous = (before.seq + 1, before.hash) if before else (1, "")
    changed = entry.body is not None and sha256(entry.body.encode()).hexdigest() != head["body"]
    moved = (head.get("log", entry.hash), head["seq"]) != (entry.log, entry.seq)
    kind, named = "start_key" if started else "genesis_key", entry.get("key") == head["key"] or not (started or first)
    here, form = entry.log + head["prev"] + head["key"], "body_form" if entry.body else "body_missing"
    certified = not started or holds(station_key, entry.get("certificate"), b"ebr start key/1\x00", here)
    return [
        (head["suite"] != "ebr/1", "suite_unknown", f"This checker does not know the format {head['suite']}."),
        (changed, "body_hash", "What it says was changed: the body is not the one that the header names."),
        (moved, "place", "The entry stands at another place than its header says."),
        (not 1 <= head["action"][1] <= head["action"][2], "action", "Its number within its action cannot be."),
        (head["seq"] != expected, "gap", f"An entry is missing: {expected} should stand here, {head['seq']} does."),
        (head["prev"] != previous, "link", "Something was changed, taken out, put in or exchanged before this entry."),
        ({"log" in head, entry.event != GENESIS} != {not first}, "genesis", "Only a log's first entry begins it."),
        ((started or first) and entry.fields is None, form, "What it says is needed here and cannot be read."),
        (not named, kind, "The entry is not sealed by the very key that it names."),
        (not certified, "start_certificate", "The station's key did not certify this sealing key for this place."),
        (not (started or first) and head["key"] != start_key, "key_not_in_force", "Its key was not in force here."),
        (not holds(head["key"], entry.seal, b"ebr seal/1\x00", entry.hash), "seal", "Its key did not make the seal."),
        (bool(entry.body_wrong), "body_form", f"What it says is not in the form of a body: {entry.body_wrong}."),
    ]


class Check:
    """All that is checked in an export; `findings` are what is wrong: a code, what it means, and where."""

    def __init__(self, place: Path, site: str, heads: set[str]) -> None:
        files = [] if place.is_dir() else zipfile.ZipFile(place).infolist()
        if len({one.filename for one in files}) != len(files) or any(one.file_size > 2**30 for one in files):
            raise ValueError("a file in the zip is too large, or stands there twice")
        folder: Any = place if place.is_dir() else zipfile.Path(place)
        self.file = lambda name: (folder / name).read_bytes() if (folder / name).is_file() else None
        self.findings, self.entries, self.logs = [], [], {}
        lines = (folder / "entries.jsonl").read_bytes().split(b"\n")
        for number, line in enumerate(lines[:-1], 1):
            try:
                entry = Entry(line)
                self.entries.append(entry)
                self.logs.setdefault(entry.log, []).append(entry)
                late = self.logs[entry.log][-2:][0].seq > entry.seq
                self.say(late, entry, "entries_unreadable", f"Line {number} of entries.jsonl is not in order.")
            except (ValueError, RecursionError) as wrong:
                self.say(True, None, "entries_unreadable", f"Line {number} of entries.jsonl cannot be read: {wrong}.")
        self.say(bool(lines[-1]) or not self.entries, None, "entries_unreadable", "The file's end is missing.")
        for log in self.logs.values():
            self.chain(sorted(log, key=lambda one: one.seq))
            self.checkpoints(log)
        self.entries = [entry for entry in self.entries if entry.header]
        self.known = {entry.hash: entry for entry in self.entries}
        self.of = {name: [e for e in self.entries if e.event == name and e.fields] for name in KEYS}
        self.references()
        self.signatures()
        self.site(site)
        for head in heads - self.known.keys():
            self.say(True, None, "head_missing", f"Entry {head} was seen earlier and is missing: the end was cut off.")

    def say(self, wrong: bool, entry: Entry | None, code: str, meaning: str) -> None:
        where = {name: getattr(entry, name, none) for name, none in (("log", ""), ("seq", 0), ("subject", ""))}
        self.findings += [{"code": code, "meaning": meaning, **where}] if wrong else []

    def chain(self, log: list[Entry]) -> None:
        """One log: the first doubt about each entry, and whether actions are whole. Doubtful contents are not used."""
        before, station_key, start_key, last, n, of = None, "", "", "", 0, 0
        for entry in log:
            wrong = next((doubt for doubt in doubts(entry, before, station_key, start_key) if doubt[0]), None)
            if wrong:
                self.say(True, entry, *wrong[1:])
                entry.fields = None if wrong[1] in {"header_form", "suite_unknown", "body_hash"} else entry.fields
            before = entry
            if entry.header:
                station_key = entry.header["key"] if entry.event == GENESIS and not station_key else station_key
                start_key = entry.header["key"] if entry.event == STARTED else start_key
                reached, (action, n, total) = n % of if of else 0, entry.header["action"]
                torn = n != reached + 1 or (n > 1 and (action, total) != (last, of))
                self.say(torn, entry, "action_torn", "The entries of one action do not follow on each other.")
                last, of = action, total
        self.say(n != of, before, "action_open", f"The last action is not whole: {n} of its {of} entries are here.")

    def checkpoints(self, log: list[Any]) -> None:
        """Each C2SP note that the station signed fits the RFC 6962 tree over the entries before it."""
        key = log[0].get("key")
        for n, entry in enumerate(log):
            if entry.event == CHECKPOINT and entry.fields:
                size, (text, _, signed) = entry.get("size"), entry.get("note").rpartition("\n\n")
                origin, head = text.partition("\n")[0], root([one.leaf for one in log[:size]]) if size <= n else b""
                raw = base64.b64decode(signed.rpartition(" ")[2]).hex()
                key_id = sha256(origin.encode() + b"\n\x01" + bytes.fromhex(key)).hexdigest()[:8]
                made = raw[:8] == key_id and holds(key, raw[8:], f"{text}\n".encode())
                self.say(not made, entry, "checkpoint_signature", "The station's key did not sign the checkpoint.")
                right = (f"{origin}\n{size}\n{base64.b64encode(head).decode()}", head.hex())
                self.say(made and right != (text, entry.get("root")), entry, "checkpoint", "It does not fit the log.")

    def references(self) -> None:
        """Entries follow and rely on entries about what they say; files that they name are here."""
        for entry in self.entries:
            named = [("after", name, entry.subject) for name in entry.header["after"]]
            for how, name, subject in [*named, *(("relies", name, about) for about, name in entry.header["relies"])]:
                self.say(how == "after" and name not in self.known, entry, "after_unknown", f"{name} is missing.")
                other = self.known.get(name, entry).subject != subject and name in self.known
                self.say(other, entry, f"{how}_other_subject", f"It names {name} as one about {subject}; it is not.")
            for name in entry.files():
                data = self.file(f"attachments/{name}") if re.fullmatch("[0-9a-f]{64}", name) else None
                code = "attachment_missing" if data is None else "attachment_damaged"
                self.say(data is None or sha256(data).hexdigest() != name, entry, code, f"{name} is gone or changed.")

    def signatures(self) -> None:
        """Each person's signature is made with the person's key of that time, over all that it states."""
        names = {one.get("person"): one.get("name") for one in reversed(self.of[ENROLLED])}
        since = {(e.get("person"), e.get("key")): e for e in reversed(self.entries) if e.event in PERSON_KEYS}
        needless = {entry.header["action"][0] for entry in self.of[CREATED]} | {"batch.handed-over/1"}
        for entry in self.entries:
            signed = entry.get("signed")
            missing = signed is None and not needless & {entry.header["action"][0], entry.event}
            self.say(missing, entry, "signature_missing", "The act needs a person's signature and has none.")
            if signed:
                self.signature(entry, signed, since.get((signed["person"], signed["key"])), names.get(signed["person"]))

    def signature(self, entry: Entry, signed: Any, since: Entry | None, name: str | None) -> None:
        stated = WRITER.encode({**{part: signed[part] for part in STATED}, "document": signed["document_hash"]})
        made = holds(signed["key"], signed["value"], b"ebr signature/1\x00", stated.encode())
        self.say(not made, entry, "signature", "The signature is not that of the person's key over what it states.")
        late = since is None or (since.log == entry.log and since.seq > entry.seq)
        self.say(late, entry, "signature_key", f"Its key was not that of {signed['person']} at the time.")
        self.say(name not in {None, signed["name"]}, entry, "signature_name", "The name is not the enrolled one.")
        elsewhere = [signed["log"], signed["subject"]] != [entry.log, entry.subject]
        self.say(elsewhere, entry, "signature_place", "It states another log or subject.")
        other = sha256(signed["document"].encode()).hexdigest() != signed["document_hash"]
        self.say(other, entry, "document_hash", "The document kept with the signature is not the one that was signed.")
        self.say(not self.known.keys() >= {*signed["covered"]}, entry, "covered_unknown", "It covers a missing entry.")
        heads = all(head in self.known and self.known[head].subject == about for about, head in signed["heads"])
        self.say(not heads, entry, "signature_heads", "It states a state of the record that was not the one before it.")

    def site(self, wanted: str) -> None:
        """The site's root key certified foundation and stations, and keys.json lists the keys that entries name."""
        first = next(iter(self.of[CREATED]), None)
        self.fingerprint = sha256(bytes.fromhex(first.get("root_key"))).hexdigest() if first else ""
        self.say(wanted not in {"", self.fingerprint}, first, "site_fingerprint", f"The site is {self.fingerprint}.")
        named = [entry for entry in self.entries if entry.event in KEYS and entry.fields]
        rows = [[e.log, e.seq, e.event, {n: e.fields[n] for n in KEY_FIELDS if n in e.fields}] for e in named]
        own = {"fingerprint": self.fingerprint, "form": "ebr keys/1", "keys": rows}
        self.say(json.loads(self.file("keys.json") or b"{}") != own, None, "keys_differ", "keys.json lists other keys.")
        if first is None:
            return
        site = {name: first.get(name) for name in ("issuing_ca", "name", "root_key")}
        founders = [one for one in self.of[ENROLLED] if one.header["action"][0] == first.header["action"][0]]
        site.update(log=first.log, people={one.get("person"): one.get("key") for one in founders})
        made = holds(site["root_key"], first.get("certificate"), b"ebr site/1\x00", WRITER.encode(site).encode())
        self.say(not made, first, "site_certificate", "The site's root key did not certify its foundation.")
        self.say(len(self.of[CREATED]) > 1, first, "site_second", "There is a second foundation of the site.")
        keys, certifiers = {}, [site["root_key"]]
        for adm in sorted(self.of[ADMITTED], key=lambda e: not e.get("office") or bool(e.get("previous_log"))):
            said = WRITER.encode({n: adm.get(n) for n in "encryption_key key log name office pdf_certificate".split()})
            keys.setdefault(adm.get("log"), adm.get("key"))
            made = any(holds(k, adm.get("certificate"), b"ebr station/1\x00", said.encode()) for k in certifiers)
            self.say(not made, adm, "station_certificate", "The site did not certify the admission of this station.")
            certifiers += [adm.get("key")] if made and adm.get("office") else []
        for log, (one, *_) in self.logs.items():
            code = "station_key" if log in keys else "station_not_admitted"
            self.say(keys.get(log) != one.get("key"), one, code, "The site did not admit this log with this key.")


def main() -> int:
    parser = argparse.ArgumentParser(description="Check an exported electronic batch record (see README.md).")
    parser.add_argument("export", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--site", default="", metavar="FINGERPRINT")
    parser.add_argument("--head", action="append", default=[], metavar="HASH")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    try:
        check = Check(given.export, re.sub(r"[\s:]", "", given.site.lower()), {head.lower() for head in given.head})
    except (*UNREADABLE, zipfile.BadZipFile) as wrong:
        print(f"This cannot be checked: {wrong!r}", file=sys.stderr)
        return 2
    found, heads = check.findings, {log: [every[-1].seq, every[-1].hash] for log, every in check.logs.items()}
    result = {"entries": len(check.entries), "findings": found, "heads": heads, "site": check.fingerprint}
    lines = ["Entry {seq}, {subject}: {meaning} [{code}]".format_map(one) for one in found]
    lines += [f"Log {log}: {seq} entries up to {head}" for log, (seq, head) in heads.items()]
    lines += [f"{len(found)} findings in {len(check.entries)} entries. Site: {check.fingerprint or 'none'}"]
    print(json.dumps(result) if given.json else "\n".join(lines))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
