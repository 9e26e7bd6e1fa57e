"""One sample report and its sealed form, drawn once for all tests of this folder."""

from __future__ import annotations

import pytest

from ebr.reports.document import Document
from ebr.reports.pdf.draw import draw
from ebr.reports.pdf.sign import seal_reason, sign
from tests.reports.sample import sample
from tests.reports.seals import MADE, Station, station

ATTACHED = {"record.zip": b"PK\x03\x04 the entries", "README.txt": b"what this is"}


@pytest.fixture(scope="session")
def document() -> Document:
    return sample()


@pytest.fixture(scope="session")
def drawn(document: Document) -> bytes:
    return draw(document, ATTACHED)


@pytest.fixture(scope="session")
def site() -> Station:
    return station()


@pytest.fixture(scope="session")
def sealed(drawn: bytes, site: Station) -> bytes:
    return sign(drawn, site.key, site.chain, "Cleanroom B-2", seal_reason(), MADE)
