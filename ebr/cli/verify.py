"""`ebr verify PATH`: whether a record is whole and unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ebr.cli.options import AsJson
from ebr.cli.speech import say, say_json
from ebr.words import ntr, tr


def verify(
    path: Annotated[
        Path, typer.Argument(help="Station folder, export (folder or .zip), archive, bundle (.ebrb) or report (.pdf).")
    ],
    site: Annotated[str, typer.Option("--site", help="Fingerprint of the site, as you know it from elsewhere.")] = "",
    head: Annotated[
        list[str] | None,
        typer.Option(
            "--head", help="Hash of a log's head, as printed or scanned earlier; may be given more than once."
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Check every entry, seal, signature, attachment and page. Needs no key, writes nothing.

    Example: ebr verify ./demo-site --site 3f2a...
    """
    from ebr.station.verifying import kind_of
    from ebr.station.verifying import verify as verify_path

    kind = kind_of(path)
    report = verify_path(path, site=site, heads=head or ())
    if as_json:
        say_json(_document(path, kind, report))
    else:
        _say(path, kind, report)
    return 1 if report.findings else 0


def _document(path: Path, kind: str, report: Any) -> dict[str, Any]:  # noqa: ANN401 - a Report
    return {
        "entries": report.entries,
        "findings": [
            {
                "code": f.code,
                "entry": f.seq,
                "hash": f.hash,
                "log": f.log,
                "params": dict(f.params),
                "where": f.where,
                "words": f.meaning,
            }
            for f in report.findings
        ],
        "fingerprint": report.fingerprint,
        "heads": [{"hash": head, "log": log, "seq": seq} for log, seq, head in report.heads],
        "kind": kind,
        "notes": [{"code": n.code, "params": dict(n.params), "words": n.meaning} for n in report.notes],
        "ok": not report.findings,
        "path": str(path),
        "profile": report.profile,
    }


def _say(path: Path, kind: str, report: Any) -> None:  # noqa: ANN401 - a Report
    for finding in report.findings:
        say(tr("finding: {words}", words=_line(finding)))
    for note in report.notes:
        say(tr("note: {words}", words=note.meaning))
    for log, seq, head in report.heads:
        say(tr("head of log {log}: entry {seq}, {hash}", log=log[:16], seq=seq, hash=head))
    if report.findings:
        say(
            ntr(
                "{path}: {n} finding in {entries} entries",
                "{path}: {n} findings in {entries} entries",
                len(report.findings),
                path=path,
                entries=report.entries,
            )
        )
    elif kind == "bundle":
        say(tr("{path}: the seal holds over every byte of the bundle", path=path))
    else:
        say(tr("{path}: {entries} entries are whole and unchanged", path=path, entries=report.entries))


def _line(finding: Any) -> str:  # noqa: ANN401 - a Finding
    if not finding.seq:
        return str(finding.meaning)
    return tr(
        "entry {seq} ({hash}) {where}: {meaning}",
        seq=finding.seq,
        hash=finding.hash[:16],
        where=finding.where,
        meaning=finding.meaning,
    )
