"""What stands behind an admission: the root's or an office's certificate, and the CA of the PDFs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.site.events import StationAdmitted
from ebr.storage import certificates
from ebr.storage.admitted import certified, certifiers, pdf_certified
from ebr.storage.site_key import SiteRoot
from tests.storage.test_certificates import NOW

KEY = "ee" * 32


def admitted(by: SiteRoot, key: str = KEY, *, office: bool = False) -> StationAdmitted:
    certificate = by.certify_station("cc" * 32, "Room 1", key, "ff", office=office)
    return StationAdmitted("cc" * 32, "Room 1", key, "ff", office, certificate)


def test_an_admission_holds_as_it_was_certified_only() -> None:
    root = SiteRoot.make()
    event = admitted(root)
    assert certified(event, root.public)
    assert not certified(event, SiteRoot.make().public)
    assert not certified(replace(event, name="Room 2"), root.public)
    assert not certified(replace(event, certificate="zz"), root.public)


def test_only_an_office_of_the_root_certifies_others_and_counts_once() -> None:
    root, office = SiteRoot.make(), SiteRoot.make()
    of_root = admitted(root, office.public, office=True)
    plain, self_made = admitted(root), admitted(office, "dd" * 32, office=True)
    assert certifiers([plain, of_root, self_made, of_root], root.public) == [root.public, office.public]


@pytest.mark.parametrize("leaf", ["", "zz", "00"])
def test_a_malformed_certificate_of_pdfs_was_not_issued(leaf: str) -> None:
    ca = certificates.issuing_ca("Example", "production", certificates.new_key(), NOW).hex()
    assert not pdf_certified(replace(admitted(SiteRoot.make()), pdf_certificate=leaf), ca)
    assert not pdf_certified(admitted(SiteRoot.make()), "zz")
