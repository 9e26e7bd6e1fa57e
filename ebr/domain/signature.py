"""A person's electronic signature as a fact (21 CFR 11.50, 11.70; floor-rules 7).

The person's Ed25519 key signs `PURPOSE` followed by the canonical JSON of `statement`: who, with which key, printed
name, role, meaning, when with zone, where, over which entries, and the hash of the document that was shown. The
document itself is kept, so that anybody can later derive it anew from the entries and compare. Cutting a signature
out and pasting it elsewhere changes the statement.
"""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.canonical import Json

PURPOSE = b"ebr signature/1\x00"


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: the statement's parts, the document shown (canonical JSON text) and the signature value (hex)."""

    person: str
    key: str
    name: str
    role: str
    meaning: str
    at: str
    zone: str
    log: str
    subject: str
    heads: tuple[tuple[str, str], ...]
    covered: tuple[str, ...]
    document: str
    document_hash: str
    value: str = ""

    def statement(self) -> dict[str, Json]:
        """Return exactly what the person's key signs, as plain data."""
        return {
            "at": self.at,
            "covered": list(self.covered),
            "document": self.document_hash,
            "heads": [list(pair) for pair in self.heads],
            "key": self.key,
            "log": self.log,
            "meaning": self.meaning,
            "name": self.name,
            "person": self.person,
            "role": self.role,
            "subject": self.subject,
            "zone": self.zone,
        }
