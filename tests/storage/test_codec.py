"""Events as bytes: canonical, read back before they are written, strict when they come from elsewhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain import canonical
from ebr.domain.batch.events import ValueRecorded
from ebr.domain.signature import Signed
from ebr.domain.station.events import KeyStarted
from ebr.storage import codec
from tests.storage.storage_world import value

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = st.text(st.characters(max_codepoint=127), max_size=6)
WHOLE = st.integers(-canonical.LARGEST, canonical.LARGEST)
st.register_type_strategy(str, TEXT)
st.register_type_strategy(int, WHOLE)


def fields_of(form: type) -> st.SearchStrategy[Any]:
    """Events with every field filled by its type; keys of maps are ASCII, as the canonical form demands."""
    kinds: dict[str, st.SearchStrategy[Any]] = {}
    for field in (
        msgspec.structs.fields(form)
        if isinstance(form, type(msgspec.Struct))
        else msgspec.inspect.type_info(form).fields
    ):  # type: ignore[attr-defined]
        text = str(field.type)
        if "DictType" in text:
            kinds[field.name] = st.dictionaries(KEYS, WHOLE if "IntType" in text else TEXT, max_size=3)
    return st.builds(form, **kinds)


EVENTS = st.sampled_from(sorted(codec.EVENTS)).flatmap(lambda name: fields_of(codec.EVENTS[name]))


@given(EVENTS)
def test_every_event_is_written_as_the_canonical_form_and_comes_back(event: Any) -> None:
    name, body, read_back = codec.write(event, salt=b"\x2a" * 16)
    assert body == canonical.dumps(["2a" * 16, msgspec.to_builtins(event)])
    assert codec.read(name, body) == read_back == codec.read_strictly(name, body)
    assert codec.write(read_back, salt=b"\x2a" * 16)[1] == body


@given(
    st.recursive(
        TEXT | WHOLE | st.booleans() | st.none(), lambda c: st.lists(c) | st.dictionaries(KEYS, c), max_leaves=8
    )
)
def test_the_fast_writer_is_the_canonical_one(document: Any) -> None:
    assert codec.encode(document) == canonical.dumps(document)


def test_every_body_begins_with_sixteen_fresh_random_bytes() -> None:
    bodies = {codec.write(value("m1", "12.4"))[1] for _ in range(50)}
    assert len({codec.salt_of(body) for body in bodies}) == 50
    assert all(len(bytes.fromhex(codec.salt_of(body))) == 16 for body in bodies)


def test_names_and_classes_are_one_to_one() -> None:
    assert len(codec.NAMES) == len(codec.EVENTS)
    assert all(name.endswith("/1") and name.count(".") == 1 for name in codec.EVENTS)


@pytest.mark.parametrize(
    "event",
    [
        ValueRecorded("b", "s", 1.0, 1, {}, "p", {}, "in"),  # type: ignore[arg-type]
        ValueRecorded("b", "s", True, 1, {}, "p", {}, "in"),
        ValueRecorded("b", "s", 2**53, 1, {}, "p", {}, "in"),
        ValueRecorded("b", 3, 1, 1, {}, "p", {}, "in"),  # type: ignore[arg-type]
        ValueRecorded("b", "\ud800", 1, 1, {}, "p", {}, "in"),
        ValueRecorded("b", "s", 1, 1, {"größe": "1"}, "p", {}, "in"),
        ValueRecorded("b", "s", 1, 1, {"number": 1.5}, "p", {}, "in"),  # type: ignore[dict-item]
        "not an event",
    ],
)
def test_what_has_no_canonical_form_is_never_written(event: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        codec.write(event)


def test_a_decimal_keeps_its_zeros_as_text() -> None:
    _, body, event = codec.write(value("m1", str(Decimal("251.30"))))
    assert b'"251.30"' in body
    assert isinstance(event, ValueRecorded)
    assert event.value["number"] == "251.30"


def test_an_unknown_name_is_told_apart_from_damage() -> None:
    with pytest.raises(codec.UnknownEvent) as caught:
        codec.read("batch.value-recorded/9", b'["' + b"0" * 32 + b'",{}]')
    assert caught.value.name == "batch.value-recorded/9"


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b'"slot"', b'"sloT"'),
        lambda body: body.replace(b'"verdict":"in"', b'"verdict":"in","x":1'),
        lambda body: body.replace(b'"verdict":"in"', b'"verdict": "in"'),
        lambda body: body.replace(b'"late":"",', b""),
        lambda body: body.replace(b'"item":1', b'"item":1.0'),
        lambda body: body.replace(b'["', b'["zz', 1),
        lambda body: body + b" ",
        lambda body: body[:-1],
        lambda body: b"\xff" + body,
    ],
)
def test_another_way_to_write_the_same_is_refused_from_elsewhere(change: Any) -> None:
    name, body, _ = codec.write(value("m1", "12.4"))
    with pytest.raises(codec.Unreadable):
        codec.read_strictly(name, change(body))


def test_text_is_composed_once_at_writing() -> None:
    _, body, event = codec.write(value("m1", "e\u0301"))
    assert isinstance(event, ValueRecorded)
    assert event.value["number"] == "\u00e9"
    decomposed = body.replace("\u00e9".encode(), "e\u0301".encode())
    with pytest.raises(codec.Unreadable):
        codec.read_strictly("batch.value-recorded/1", decomposed)


def test_a_signature_inside_an_event_survives(tmp_path: object) -> None:
    signed = Signed("p", "k", "N", "r", "m", "a", "z", "l", "s", (("x", "y"),), ("c",), "{}", "h", "v")
    name, body, _ = codec.write(codec.EVENTS["batch.step-signed/1"]("b", "s", "performed", signed))
    event: Any = codec.read_strictly(name, body)
    assert event.signed == signed


def test_old_forms_are_lifted_on_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    lifts = {"station.key-begun/1": ("station.key-started/1", lambda old: {**old, "key_store": "unknown"})}
    monkeypatch.setattr(codec, "LIFTS", lifts)
    body = canonical.dumps(["00" * 16, {"certificate": "aa", "key": "bb"}])
    assert codec.read("station.key-begun/1", body) == KeyStarted("bb", "aa", "unknown")
