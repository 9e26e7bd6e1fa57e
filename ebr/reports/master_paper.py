"""A paper about a master batch record as data: what its pages say, independent of how they are drawn.

Two papers are made of it: the printed master (`ebr.reports.master`) and the changes between two versions
(`ebr.reports.changes`). As everything in `ebr.reports.document`, it holds text ready to read; equal papers are drawn as
equal bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.mbr.model import Header
from ebr.reports.document import Block, Fact, Profile, Signature


@dataclass(frozen=True, slots=True)
class Printed:
    """Where and when a paper is made: site, profile of the store, station, who prints; `made` in UTC for the file.

    A comparison of two files outside any site has no site, and the paper says so.
    """

    at: str
    made: str
    by: str = ""
    site: str = ""
    fingerprint: str = ""
    station: str = ""
    profile: Profile = "production"


@dataclass(frozen=True, slots=True)
class MasterPaper:
    """A paper: `version` is what stands beside the MBR's id on each page ("2", "1 -> 2"), `hash` what it is bound to.

    `status` says on the first page and on each what the paper may be used for; `remarks` must not be missed.
    """

    title: str
    header: Header
    version: str
    hash: str
    status: str
    printed: Printed
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...] = ()
    remarks: tuple[str, ...] = ()
