"""The site root key: certifies, leaves in a file and two halves, and comes back only from all three."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.refusal import Refusal
from ebr.storage import site_key
from ebr.storage.site_key import SiteRoot, from_words, recovered, to_words

PEOPLE = {"adm1": "aa" * 32, "adm2": "bb" * 32}


def test_the_root_certifies_the_foundation_and_stations() -> None:
    root = SiteRoot.make()
    of_site = root.certify_site("Example", "cc" * 32, PEOPLE, "dd")
    of_station = root.certify_station("cc" * 32, "Room 1", "ee" * 32, "ff", office=True)
    assert site_key.site_holds(root.public, of_site, "Example", "cc" * 32, PEOPLE, "dd")
    assert not site_key.site_holds(root.public, of_site, "Example", "cc" * 32, {**PEOPLE, "adm3": "00" * 32}, "dd")
    assert not site_key.site_holds(SiteRoot.make().public, of_site, "Example", "cc" * 32, PEOPLE, "dd")
    assert site_key.station_holds(root.public, of_station, "cc" * 32, "Room 1", "ee" * 32, "ff", office=True)
    assert not site_key.station_holds(root.public, of_station, "cc" * 32, "Room 1", "ee" * 32, "ff", office=False)
    assert not site_key.station_holds(root.public, "zz", "cc" * 32, "Room 1", "ee" * 32, "ff", office=True)


def test_file_and_both_halves_bring_the_key_back() -> None:
    root = SiteRoot.make()
    recovery = root.leave("Example")
    assert recovered(recovery).public == root.public
    assert root.private.private_bytes_raw().hex().encode() not in recovery.file
    sloppy = replace(
        recovery, words_a=recovery.words_a.lower().replace(" ", "  "), words_b=recovery.words_b.replace(" ", "-")
    )
    assert recovered(sloppy).public == root.public


def test_words_of_another_site_or_half_are_told_apart() -> None:
    one, other = SiteRoot.make().leave("Example"), SiteRoot.make().leave("Example")
    with pytest.raises(Refusal) as caught:
        recovered(replace(one, words_b=other.words_b))
    assert caught.value.code == "recovery_other_site"
    with pytest.raises(Refusal) as caught:
        recovered(replace(one, words_a=one.words_b, words_b=one.words_a))
    assert caught.value == Refusal("recovery_words", half="A")
    with pytest.raises(Refusal) as caught:
        recovered(replace(one, file=b"{}"))
    assert caught.value.code == "recovery_file"


def test_every_single_mistyped_letter_is_noticed() -> None:
    words = to_words("A", bytes(range(32)))
    assert len(words.split()) == 15
    for at, letter in enumerate(words):
        if letter != " ":
            wrong = words[:at] + ("B" if letter != "B" else "C") + words[at + 1 :]
            with pytest.raises(Refusal):
                from_words("A", wrong)


@pytest.mark.parametrize("words", ["", "AAAA", "0000 1111", "é" * 60])
def test_other_text_is_no_half(words: str) -> None:
    with pytest.raises(Refusal):
        from_words("A", words)
