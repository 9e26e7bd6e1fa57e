"""The published JSON Schema says what the model and the table of kinds say."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from ebr.domain.mbr.document import to_json
from ebr.domain.mbr.kinds import ALWAYS, KIND
from ebr.domain.mbr.model import KINDS, Slot
from ebr.domain.mbr.schema import schema
from ebr.domain.mbr.shape import fields_of
from ebr.domain.mbr.text import read

RESOURCES = Path(__file__).parents[2] / "resources"
PUBLISHED = RESOURCES / "schema" / "mbr-1.schema.json"
EXAMPLES = sorted((RESOURCES / "mbr").glob("*.yaml"))


def test_the_published_schema_is_the_derived_one():
    derived = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("EBR_WRITE_SCHEMA"):  # how the file is made anew after a change of the model
        PUBLISHED.write_text(derived, encoding="utf-8")

    assert PUBLISHED.read_text(encoding="utf-8") == derived


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_satisfy_the_schema(path):
    mbr = read(path.read_text(encoding="utf-8")).mbr
    assert mbr is not None

    jsonschema.Draft202012Validator(schema()).validate(to_json(mbr))


def slot_errors(**fields):
    slot = {"id": "a", "label": "A", **fields}
    whole = schema()
    validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/Slot", "$defs": whole["$defs"]})
    return list(validator.iter_errors(slot))


def test_a_slot_with_a_field_of_another_kind_is_refused():
    assert not slot_errors(kind="number", unit="kg")
    assert slot_errors(kind="check", unit="kg")
    assert slot_errors(kind="calculation", unit="kg")
    assert not slot_errors(kind="calculation", unit="kg", formula="1")


def test_every_kind_of_the_model_has_its_row_and_no_other():
    assert tuple(KIND) == KINDS


def test_the_rows_name_fields_of_a_slot():
    known = {f.name for f in fields_of(Slot)}

    for kind in KIND.values():
        assert {*ALWAYS, *kind.needs, *kind.may} <= known
    assert known == {*ALWAYS, *(f for kind in KIND.values() for f in (*kind.needs, *kind.may))}
