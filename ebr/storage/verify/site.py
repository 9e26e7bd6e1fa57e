"""The site above the stations: foundation, admissions, PDF certificates, checkpoints, profiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ebr.domain.people.events import PersonEnrolled
from ebr.domain.site.events import SiteCreated, StationAdmitted
from ebr.domain.station.events import CheckpointMade
from ebr.storage.admitted import certified, certifiers, pdf_certified
from ebr.storage.chain import Broken
from ebr.storage.checkpoint import opened
from ebr.storage.site_key import fingerprint, site_holds
from ebr.storage.tree import Frontier
from ebr.storage.verify.chains import Logs, Read, Sparse, genesis_of
from ebr.storage.verify.report import Finding, Note


def check_site(logs: Logs, wanted: str) -> tuple[list[Finding], list[Note], str]:
    """Return findings, notes and the site's fingerprint; `wanted` is the one that the reader knows, "" for none."""
    foundations = [read for read in logs.all() if isinstance(read.event, SiteCreated)]
    if not foundations:
        missing = [Finding("site_fingerprint", {"found": "-"})] if wanted else []
        return missing, [Note("no_site")], ""
    first, findings = foundations[0], [read.finding("site_second") for read in foundations[1:]]
    site = first.event
    assert isinstance(site, SiteCreated)
    try:
        found = fingerprint(site.root_key)
    except ValueError:
        return [*findings, first.finding("site_certificate")], [], ""
    if not site_holds(
        site.root_key, site.certificate, site.name, first.entry.log, _people(logs, first), site.issuing_ca
    ):
        findings.append(first.finding("site_certificate"))
    findings += _stations(logs, site)
    plain = "".join(wanted.lower().split()).replace(":", "")
    if plain and plain != found:
        findings.append(first.finding("site_fingerprint", found=found))
    return findings, [] if plain else [Note("site_not_compared", {"fingerprint": found})], found


def check_checkpoints(logs: Logs) -> Iterator[Finding]:
    """Compare every checkpoint in a log with the tree over the entries before it.

    Where entries are left out, the tree begins with the checkpoint that stands for them; of those before it only
    the signature can be looked at.
    """
    for log, entries in logs.read.items():
        sparse = logs.sparse.get(log)
        wanted = {r.event.size for r in entries if isinstance(r.event, CheckpointMade)}
        if sparse is not None:
            yield from _left_out(entries, sparse)
        if not wanted:
            continue
        tree = sparse.tree if sparse is not None and sparse.tree is not None else Frontier()
        key, first = genesis_of(entries)["key"], tree.size
        roots = {first: tree.root()}
        for read in entries:
            if isinstance(read.event, CheckpointMade):
                yield from _checkpoint(read, read.event, roots, key, first)
            if read.entry.seq > first:
                tree.add(read.entry.hash)
            if tree.size in wanted:
                roots[tree.size] = tree.root()


def _left_out(entries: Sequence[Read], sparse: Sparse) -> Iterator[Finding]:
    """Compare the tree that is filled by what stands for entries left out with the checkpoint that it claims."""
    left = sparse.left
    anchor = next((read for read in entries if read.entry.seq == left.checkpoint), entries[0])
    event = anchor.event
    root = sparse.tree.root().hex() if sparse.tree is not None and left.checkpoint > left.size else ""
    if not isinstance(event, CheckpointMade) or (event.size, event.root) != (left.size, root):
        yield anchor.finding("left_out")


def profile_of(logs: Logs) -> tuple[str, list[Finding]]:
    """Return the profile of all logs; a second profile and a simulated clock in production are findings."""
    profiles = {log: genesis_of(entries)["profile"] for log, entries in logs.read.items()}
    names = sorted({name for name in profiles.values() if name})
    findings = [Finding("profile_mixed", {"found": ", ".join(names)})] if len(names) > 1 else []
    for log, entries in logs.read.items():
        if profiles[log] == "production":
            findings += [read.finding("simulated_clock") for read in entries if read.header.at.clock != "system"]
    return (names[0] if len(names) == 1 else ", ".join(names)), findings


def _people(logs: Logs, foundation: Read) -> Mapping[str, str]:
    action = foundation.header.action[0]
    together = [read.event for read in logs.read[foundation.entry.log] if read.header.action[0] == action]
    return {event.person: event.key for event in together if isinstance(event, PersonEnrolled)}


def _stations(logs: Logs, site: SiteCreated) -> Iterator[Finding]:
    admitted: dict[str, StationAdmitted] = {}
    asked = [read.event for read in logs.all() if isinstance(read.event, StationAdmitted)]
    keys = certifiers(asked, site.root_key)
    for read in logs.all():
        event = read.event
        if not isinstance(event, StationAdmitted):
            continue
        admitted.setdefault(event.log, event)
        if not any(certified(event, key) for key in keys):
            yield read.finding("station_certificate", name=event.name)
        if not pdf_certified(event, site.issuing_ca):
            yield read.finding("station_pdf_certificate", name=event.name)
    yield from _unadmitted(logs.read, admitted)


def _unadmitted(logs: Mapping[str, Sequence[Read]], admitted: Mapping[str, StationAdmitted]) -> Iterator[Finding]:
    for log, entries in logs.items():
        if not entries:
            continue
        admission = admitted.get(log)
        if admission is None:
            yield entries[0].finding("station_not_admitted")
        elif admission.key != genesis_of(entries)["key"]:
            yield entries[0].finding("station_key")


def _checkpoint(
    read: Read, event: CheckpointMade, roots: Mapping[int, bytes], key: str, first: int
) -> Iterator[Finding]:
    try:
        note = opened(event.note, key)
    except Broken as broken:
        yield read.finding(broken.code)
        return
    root = roots.get(event.size)
    unseen = root is None and 0 < event.size < first
    differs = (note.size, note.root.hex()) != (event.size, event.root) or root != note.root
    if (note.size, note.root.hex()) != (event.size, event.root) or (differs and not unseen):
        yield read.finding("checkpoint")
