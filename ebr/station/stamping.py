"""Putting a time stamp on a report that is there: the file is written whole, or stays as it was.

Not an entry: the record says nothing new, and whoever holds the file may have it stamped, years later too.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.station.reporting import write
from ebr.sync import time_stamp

if TYPE_CHECKING:
    from ebr.reports.pdf.stamp import Stamp


def stamp(file: Path, address: str) -> Stamp:
    """Have the seal of a report stamped by the authority at an address; raises `Refusal` and changes nothing."""
    from ebr.reports.pdf import stamp as pdf

    if not file.is_file():
        raise Refusal("path_missing", path=str(file))
    data = file.read_bytes()
    try:
        token = time_stamp.token(address, pdf.imprint(data))
        whole = pdf.stamped(data, token)
        found = pdf.found(whole)
    except ValueError as wrong:
        raise Refusal("not_stamped", file=file.name, why=str(wrong)) from wrong
    try:
        write(file, whole)
    except OSError as wrong:
        raise Refusal("report_not_written", file=str(file), why=wrong.strerror or "") from wrong
    return found
