"""Verify whatever stands at a path: a station's folder, an export, an archive, a bundle, a report.

Of an archive the record in it is verified; its papers are reports of their own. A bundle is encrypted for the stations
that it is for: without their keys, what can be said is that its seal holds over every byte, and whose seal it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ebr.domain.refusal import Refusal
from ebr.storage.folder import DATABASE
from ebr.storage.verify.report import Finding, Note, Report

ENTRIES, RECORD = "entries.jsonl", "record"
DAMAGED = frozenset({"entries_unreadable", "export_keys_differ"})
"""Refusals of reading that mean: this was an export, and somebody changed it."""


def kind_of(path: Path) -> str:
    """Return "station", "export" (an archive too), "bundle" or "report"; raises `Refusal` that names anything else."""
    if not path.exists():
        raise Refusal("path_missing", path=str(path))
    if (path / DATABASE).is_file():
        return "station"
    if path.is_dir():
        if (path / ENTRIES).is_file() or (path / RECORD / ENTRIES).is_file():
            return "export"
        raise Refusal("nothing_to_verify", path=str(path))
    head = _head(path)
    if b"%PDF-" in head:
        return "report"
    if head.startswith(b"PK"):
        return "export"
    if head.startswith(b"ebr bundle/"):
        return "bundle"
    raise Refusal("nothing_to_verify", path=str(path))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1024)
    except OSError as wrong:
        raise Refusal("path_unreadable", path=str(path), why=wrong.strerror or "") from wrong


def verify(path: Path, *, site: str = "", heads: Sequence[str] = ()) -> Report:
    """Return everything found; raises `Refusal` for a path that holds nothing to verify."""
    kind = kind_of(path)
    if kind == "station":
        from ebr.storage.verify.station_folder import verify_folder

        return verify_folder(path, site=site, heads=heads)
    if kind == "report":
        from ebr.reports.check import check_pdf

        return check_pdf(path.read_bytes(), site=site, heads=heads)
    if kind == "bundle":
        return _bundle(path, site, heads)
    from ebr.reports.export import read_export
    from ebr.storage.verify import Material
    from ebr.storage.verify import verify as verify_entries

    try:
        exported = read_export(path)
    except Refusal as refusal:
        if refusal.code in DAMAGED:
            return _damaged(refusal)
        raise
    return verify_entries(Material(*exported), site=site, heads=heads)


def _damaged(refusal: Refusal) -> Report:
    """Return an export that cannot be read to its end as what it is: a finding that names the line or the part."""
    if refusal.code == "export_keys_differ":
        found = Finding("export_keys_differ", refusal.params)
    else:
        found = Finding("entries_unreadable", refusal.params)
    return Report((found,), (), 0, (), "", "")


def _bundle(path: Path, site: str, heads: Sequence[str]) -> Report:
    """Return what can be said of a bundle without the key of a receiver."""
    from ebr.sync import bundle

    try:
        address = bundle.read(path).address
    except Refusal as refusal:
        if refusal.code != "file_damaged":
            raise
        return Report((Finding("bundle_seal", {}),), (), 0, (), "", "")
    wanted = "".join(site.lower().replace(":", " ").split())
    other = [Finding("site_fingerprint", {"found": address.site})] if wanted not in ("", address.site) else []
    notes = [Note("bundle_closed", {"log": address.of, "key": address.by, "count": str(len(address.to))})]
    notes += [] if wanted else [Note("site_not_compared", {"fingerprint": address.site})]
    notes += [Note("profile", {"profile": address.profile})] if address.profile != "production" else []
    notes += [Note("head_not_carried", {"hash": head}) for head in heads]
    return Report(tuple(other), tuple(notes), 0, (), address.profile, address.site)
