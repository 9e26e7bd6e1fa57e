"""An export: the record as files that a stranger can read and check without this program (11.10(b), Annex 11 8).

A folder or a zip of it, always of the same form:

    README.md               what this is, and how to run the checker
    FORMAT.md               how everything here is written, hashed, sealed and signed, in plain language
    check.py                one readable Python file that checks all of it and needs only `cryptography`
    check.html              a page that checks the same in any browser, written apart from it; it loads nothing
    entries.jsonl           the entries (`ebr.reports.material`)
    keys.json               who has which public key since which entry (`ebr.reports.export.keys`)
    attachments/<SHA-256>   the files that entries name
    schemas/<event>.schema.json, schemas/header.schema.json

The same entries give the same bytes: no time, no path and no name of a machine is added. The texts are English,
whatever the station speaks, because the reader may be anybody, years from now. Private keys are in no export.
"""

from __future__ import annotations

from ebr.reports.export.reading import read_export
from ebr.reports.export.writing import write

__all__ = ["read_export", "write"]
