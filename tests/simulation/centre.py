"""A centre in memory that behaves like a central store, and the things that its administrator could do to it.

The same checks as in an embedded file: gap, link, hash, never a seal; the witness walks with seals before it countersigns. Every eighth history of
honest people runs on the real embedded store instead (`tests.simulation.embedded`), so the two are held together by the same promises.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain import subjects
from ebr.storage.chain import Broken, Entry, check_link, parsed
from ebr.storage.checkpoint import Checkpoint, origin_of, signed_note
from ebr.storage.codec import read_header
from ebr.storage.site_key import fingerprint
from ebr.storage.store import Store
from ebr.storage.tree import consistency_proof, inclusion_proof, root_of
from ebr.storage.walk import Walk
from ebr.sync.other_side import Description, Envelope, Head, Witnessed, goes_along

ORIGIN = origin_of("centre", "0" * 16)


@dataclass
class Centre:
    """Logs, files, envelopes, and the tree of the witness."""

    key: Ed25519PrivateKey
    site: str = ""
    profile: str = ""
    logs: dict[str, list[Entry]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    boxes: list[Envelope] = field(default_factory=list)
    leaves: list[tuple[str, int, bytes]] = field(default_factory=list)
    note: str = ""
    refused: set[str] = field(default_factory=set)
    """Logs at which the witness stopped: it countersigns nothing of them behind the last sound entry."""
    name: str = "the centre"

    def introduce(self, store: Store) -> None:
        """Say what the centre holds, as the first entries of a site tell a central store."""
        self.site, self.profile = fingerprint(store.state("site").root_key), store.genesis.profile

    # The verbs

    def describe(self) -> Description:
        key = self.key.public_key().public_bytes_raw().hex()
        return Description(1, self.site, self.profile, key, independent=True)

    def heads(self) -> dict[str, Head]:
        return {log: Head(entries[-1].seq, entries[-1].hash) for log, entries in self.logs.items() if entries}

    def append(self, log: str, entries: Sequence[Entry]) -> Head:
        here = list(self.logs.get(log, ()))
        for entry in entries:
            if entry.log != log:
                raise Broken("other_log", found=entry.log)
            if entry.seq <= len(here):
                if here[entry.seq - 1].hash != entry.hash:
                    raise Broken("fork", log=log, seq=str(entry.seq))
                continue
            if entry.seq != len(here) + 1:
                raise Broken("gap", expected=str(len(here) + 1), found=str(entry.seq))
            check_link(parsed(entry), here[-1] if here else None)
            here.append(entry)
        self.logs[log] = here
        return Head(here[-1].seq, here[-1].hash)

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        return [_bare(entry, wanted) for entry in self.logs.get(log, [])[seq : seq + limit]]

    def bodies(self, log: str, seqs: Sequence[int]) -> dict[int, bytes]:
        here = self.logs.get(log, [])
        return {seq: body for seq in seqs if seq <= len(here) and (body := here[seq - 1].body) is not None}

    def has_files(self, digests: frozenset[str]) -> frozenset[str]:
        return digests & self.files.keys()

    def put_file(self, digest: str, data: bytes) -> None:
        self.files[digest] = data

    def file(self, digest: str) -> bytes | None:
        return self.files.get(digest)

    def put_envelopes(self, envelopes: Sequence[Envelope]) -> None:
        self.boxes += [one for one in envelopes if one not in self.boxes]

    def envelopes(self, to: str) -> list[Envelope]:
        return list({(one.name, one.version): one for one in self.boxes if one.to == to}.values())

    def witnessed(self, log: str, kept: int) -> Witnessed | None:
        found = [n for n, (name, _, _) in enumerate(self.leaves) if name == log]
        if not found or not self.note:
            return None
        _, seq, leaf = self.leaves[found[-1]]
        hashes = [one[2] for one in self.leaves]
        consistency = consistency_proof(hashes, kept) if 0 < kept <= len(hashes) else ()
        return Witnessed(self.note, seq, leaf, found[-1], inclusion_proof(hashes, found[-1]), consistency)

    def close(self) -> None:
        """There is nothing to give back."""

    # The witness

    def countersign(self) -> None:
        """Walk what has arrived since and sign the tree over it."""
        covered = {log: seq for log, seq, _ in self.leaves}
        for log in sorted(self.logs):
            walk = Walk(log)
            for entry in self.logs[log]:
                try:
                    walk.step(entry)
                except Broken:
                    self.refused.add(log)
                    break
                if entry.seq > covered.get(log, 0):
                    self.leaves.append((log, entry.seq, entry.hash))
        self.sign()

    def sign(self) -> None:
        """Sign the tree as it is."""
        hashes = [leaf for _, _, leaf in self.leaves]
        self.note = signed_note(Checkpoint(ORIGIN, len(hashes), root_of(hashes)), self.key)

    # What its administrator could do

    def copied(self) -> Centre:
        """Return another centre that has the same past: a backup, or a second face."""
        return copy.copy(self)._with_own_lists()

    def truncate(self, log: str, count: int) -> bool:
        """Remove the last entries of a log, from the tree as well."""
        here = self.logs.get(log, [])
        if len(here) <= count:
            return False
        gone = {entry.hash for entry in here[-count:]}
        self.logs[log] = here[:-count]
        witnessed = len(self.leaves)
        self.leaves = [one for one in self.leaves if one[2] not in gone]
        self.sign()
        return len(self.leaves) < witnessed

    def turn_round(self, number: int) -> bool:
        """Show another tree: two leaves exchanged, signed with the same key; tells whether there were two."""
        if len(self.leaves) < 2:
            return False
        at = number % (len(self.leaves) - 1)
        self.leaves[at], self.leaves[at + 1] = self.leaves[at + 1], self.leaves[at]
        self.sign()
        return True

    def _with_own_lists(self) -> Centre:
        self.logs = {log: list(entries) for log, entries in self.logs.items()}
        self.files, self.boxes, self.leaves = dict(self.files), list(self.boxes), list(self.leaves)
        self.refused = set(self.refused)
        return self


def _bare(entry: Entry, wanted: frozenset[str]) -> Entry:
    root = subjects.root_of(read_header(entry.header).subject)
    return (
        entry if goes_along(root, wanted) else Entry(entry.log, entry.seq, entry.header, None, entry.hash, entry.seal)
    )
