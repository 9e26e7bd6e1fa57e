"""What stands behind the admission of a station: whose key certified it, and who issued the certificate of its PDFs.

A station is certified by the site's root key or by the key of an office; an office is certified by the root alone. The
verifier asks this of entries at rest, the sync of entries that arrive: both by the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from ebr.domain.site.events import StationAdmitted
from ebr.storage.certificates import issued_by
from ebr.storage.site_key import station_holds


def certified(event: StationAdmitted, by: str) -> bool:
    """Tell whether this key (hex) certified this admission."""
    return station_holds(
        by,
        event.certificate,
        event.log,
        event.name,
        event.key,
        event.pdf_certificate,
        event.encryption_key,
        office=event.office,
    )


def certifiers(admitted: Iterable[StationAdmitted], root_key: str) -> list[str]:
    """Return the root key and the keys of its offices; a restored office keeps its key."""
    offices = [event.key for event in admitted if event.office and certified(event, root_key)]
    return [root_key, *dict.fromkeys(offices)]


def pdf_certified(event: StationAdmitted, ca: str) -> bool:
    """Tell whether the station's certificate for PDFs was issued by this CA (hex); malformed ones were not."""
    try:
        return issued_by(bytes.fromhex(event.pdf_certificate), bytes.fromhex(ca))
    except ValueError:
        return False
