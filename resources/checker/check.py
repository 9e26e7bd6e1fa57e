#!/usr/bin/env python3
"""Check an exported electronic batch record.

    python3 check.py [FOLDER OR ZIP] [--site FINGERPRINT] [--head HASH] [--json]

Needs Python 3.9 or later and the package `cryptography`, and nothing of the program that wrote the record: FORMAT.md
says all that is checked here, well enough to write another checker. Ends with 0 when nothing is wrong, 1 when something
is, 2 when there was nothing it could check. Without --site, somebody could have made up the whole record with own keys;
without --head (a hash seen earlier, on paper or elsewhere), its end could have been cut off. Only the program itself
(`ebr verify`) also derives the documents that people signed anew, and looks at the certificates for PDFs.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

GENESIS, STARTED, CHECKPOINT = "station.genesis/1", "station.key-started/1", "station.checkpoint-made/1"
CREATED, ADMITTED, ENROLLED = "site.created/1", "site.station-admitted/1", "people.person-enrolled/1"
PERSON_KEYS = (ENROLLED, "people.key-replaced/1", "people.password-changed/1")
KEYS = {"people": PERSON_KEYS, "site": (CREATED,), "start_keys": (STARTED,), "stations": (GENESIS, ADMITTED)}
KEY_FIELDS = ("certificate", "encryption_key", "issuing_ca", "key", "log", "name", "office", "pdf_certificate", "person",
              "profile", "root_key", "station")  # fmt: skip
LINE = {"body": (str, type(None)), "header": str, "log": str, "seal": str, "seq": int}
HEADER = {
    **dict.fromkeys("body by event key log presence prev program subject suite".split(), str),
    "action": [str, int, int], "after": [str, ...], "relies": [[str, str], ...], "seq": int,
    "at": {"boot": str, "clock": str, "up": (int, str), "wall": str, "zone": str},
}  # fmt: skip
STATED = {**dict.fromkeys("at key log meaning name person role subject zone".split(), str),
          "covered": [str, ...], "heads": [[str, str], ...]}  # fmt: skip
SIGNED = {**STATED, "document": str, "document_hash": str, "value": str}
READER = json.JSONDecoder(parse_float=int, parse_constant=int)  # int() raises ValueError for "1.5", "1e5" and "NaN"
WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
LARGEST = 2**30  # bytes of one file


def like(value: Any, form: Any) -> bool:
    """Tell whether a value has a form: a type, one of several, an object of these names, a list of these or one kind."""
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


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def holds(key: Any, signature: Any, purpose: str, message: Any) -> bool:
    """Tell whether an Ed25519 signature holds over a purpose, a zero byte and hexadecimal data or a document."""
    try:
        data = bytes.fromhex(message) if isinstance(message, str) else WRITER.encode(message).encode()
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), purpose.encode() + b"\x00" + data)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


class Entry:
    """A line of entries.jsonl; `header` and `fields` (of the event) are None where withheld or unreadable."""

    def __init__(self, line: bytes) -> None:
        parts = plain(line.decode(), composed=False)
        if not like(parts, LINE) or bytes.fromhex(parts["seal"]).hex() != parts["seal"]:
            raise ValueError("it does not hold the five parts of an entry")
        self.log, self.seq, self.seal, self.body = parts["log"], parts["seq"], parts["seal"], parts["body"]
        self.leaf = hashlib.sha256(b"\x00" + parts["header"].encode()).digest()
        self.hash = self.leaf.hex()
        self.header, self.header_wrong = self.read(parts["header"], HEADER)
        body, self.body_wrong = (None, "") if self.body is None else self.read(self.body, [str, dict])
        self.fields: dict[str, Any] | None = body and body[1]
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


def doubts(entry: Entry, before: Entry | None, station_key: str, start_key: str) -> list[tuple[bool, str, str]]:
    """Return what could be wrong with an entry's form, contents, place, link, key and seal, and whether it is."""
    head, started, first = entry.header, entry.event == STARTED, before is None
    if head is None:
        return [(True, "header_form", f"The header does not have the one form of a header: {entry.header_wrong}.")]
    expected, previous = (before.seq + 1, before.hash) if before else (1, "")
    here, needed = entry.log + head["prev"] + head["key"], (started or first) and entry.fields is None
    certified = not started or holds(station_key, entry.get("certificate"), "ebr start key/1", here)
    return [
        (head["suite"] != "ebr/1", "suite_unknown", f"This checker does not know the format {head['suite']}."),
        (entry.body is not None and digest(entry.body.encode()) != head["body"], "body_hash",
         "What the entry says was changed: the body is not the one that the header names."),
        ((head.get("log", entry.hash), head["seq"]) != (entry.log, entry.seq), "place",
         "The entry stands at another place than its header says."),
        (not 1 <= head["action"][1] <= head["action"][2], "action", "Its number within its action cannot be."),
        (head["seq"] != expected, "gap", f"An entry is missing: {expected} should stand here, {head['seq']} does."),
        (head["prev"] != previous, "link",
         "It does not follow on the entry before it: something was changed, taken out, put in or exchanged."),
        (("log" in head) is first or (entry.event == GENESIS) is not first, "genesis",
         "Only the first entry of a log may begin it."),
        (needed, "body_form" if entry.body else "body_missing", "What it says is needed here and cannot be read."),
        ((started or first) and entry.get("key") != head["key"], "start_key" if started else "genesis_key",
         "The entry is not sealed by the very key that it names."),
        (not certified, "start_certificate",
         "The station's key did not certify the sealing key of this start for this place."),
        (not started and not first and head["key"] != start_key, "key_not_in_force",
         "The entry is sealed by a key that was not in force at this place."),
        (not holds(head["key"], entry.seal, "ebr seal/1", entry.hash), "seal",
         "The seal is not that of the key the entry names."),
    ]  # fmt: skip


class Check:
    """Everything that is checked in an export; `findings` are what is wrong: entry, code, sentence."""

    def __init__(self, place: Path, site: str) -> None:
        infos = [] if place.is_dir() else zipfile.ZipFile(place).infolist()
        if any(one.file_size > LARGEST for one in infos) or len({one.filename for one in infos}) != len(infos):
            raise ValueError("a file in the zip is too large, or stands there twice")
        self.root: Any = place if place.is_dir() else zipfile.Path(place)
        self.findings: list[tuple[Entry | None, str, str]] = []
        self.entries, self.logs, self.fingerprint, self.profile = [], {}, "", ""
        self.read((self.file("entries.jsonl") or b"").split(b"\n"))
        for log in self.logs.values():
            self.chain(log)
            self.checkpoints(log)
        self.entries = [entry for entry in self.entries if entry.header]
        self.known = {entry.hash: entry for entry in self.entries}
        self.references()
        self.people()
        self.site(site)
        self.keys()

    def file(self, name: str) -> bytes | None:
        return (self.root / name).read_bytes() if (self.root / name).is_file() else None

    def say(self, entry: Entry | None, code: str, sentence: str) -> None:
        self.findings.append((entry, code, sentence))

    def read(self, lines: list[bytes]) -> None:
        for number, line in enumerate(lines[:-1], 1):
            try:
                entry = Entry(line)
            except (ValueError, RecursionError) as wrong:
                self.say(None, "entries_unreadable", f"Line {number} of entries.jsonl cannot be read: {wrong}.")
                continue
            self.entries.append(entry)
            log = self.logs.setdefault(entry.log, [])
            if log and log[-1].seq > entry.seq:
                self.say(entry, "entries_unreadable", "The lines of entries.jsonl are not in order.")
            log.append(entry)
        if lines[-1] or not self.entries:
            self.say(None, "entries_unreadable", "The end of entries.jsonl is missing.")

    def chain(self, log: list[Entry]) -> None:
        """One log: the first doubt about each entry, and whether actions are whole. Doubtful contents are not used."""
        before, station_key, start_key, last, reached, of = None, "", "", "", 0, 0
        for entry in sorted(log, key=lambda one: one.seq):
            wrong = next((doubt[1:] for doubt in doubts(entry, before, station_key, start_key) if doubt[0]), ("", ""))
            if wrong[0] in {"header_form", "suite_unknown", "body_hash"}:
                entry.fields = None
            elif not wrong[0] and entry.body_wrong:
                wrong = ("body_form", f"What the entry says does not have the form of a body: {entry.body_wrong}.")
            if wrong[0]:
                self.say(entry, *wrong)
            before = entry
            if entry.header is None:
                continue
            station_key = entry.header["key"] if entry.event == GENESIS and not station_key else station_key
            start_key = entry.header["key"] if entry.event == STARTED else start_key
            action, n, total = entry.header["action"]
            if n != reached + 1 or (n > 1 and (action, total) != (last, of)):
                self.say(entry, "action_torn", "The entries of one action do not follow on each other.")
            last, reached, of = action, 0 if n == total else n, total
        if reached:
            self.say(before, "action_open", f"The last action is not whole: {reached} of its {of} entries are here.")

    def checkpoints(self, log: list[Entry]) -> None:
        """Each C2SP note that the station signed fits the RFC 6962 tree over the entries before it."""
        subtrees: list[bytes] = []
        roots = [digest(b"")]
        for size, entry in enumerate(log):
            if entry.event == CHECKPOINT and entry.fields:
                self.checkpoint(entry, log[0].get("key"), roots[min(entry.get("size"), size)])
            node = entry.leaf
            while size & 1:
                node, size = hashlib.sha256(b"\x01" + subtrees.pop() + node).digest(), size >> 1
            subtrees.append(node)
            for left in reversed(subtrees[:-1]):
                node = hashlib.sha256(b"\x01" + left + node).digest()
            roots.append(node.hex())

    def checkpoint(self, entry: Entry, key: str, root: str) -> None:
        text, _, signed = entry.get("note").rpartition("\n\n")
        origin = text.partition("\n")[0]
        key_id = digest(origin.encode() + b"\n\x01" + bytes.fromhex(key))[:8]
        raws = [base64.b64decode(line.rpartition(" ")[2]).hex() for line in signed.split("\n") if line]
        message = f"{text}\n".encode()
        ...
