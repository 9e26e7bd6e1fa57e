"""The scripts of the demonstration: they read as written, and speak only of what is in the example records."""

from __future__ import annotations

from pathlib import Path

import pytest

from ebr import paths
from ebr.cli.demonstration.acts import VERBS
from ebr.cli.demonstration.script import RowPlan, duration, folder, rows_of, scripts, site, small_scripts
from ebr.domain.mbr.check import check
from ebr.domain.mbr.model import Phase
from ebr.domain.mbr.text import read

EXAMPLES = scripts()
SCRIPTS = EXAMPLES | small_scripts()


def phases_of(mbr: str) -> dict[str, Phase]:
    place = paths.resources() / "mbr" if mbr in EXAMPLES else folder() / "records"
    document = read((place / f"{mbr}.yaml").read_text(encoding="utf-8")).mbr
    assert document is not None
    return {phase.id: phase for _, _, phase in document.phases()}


@pytest.mark.parametrize(
    ("text", "seconds"), [("30 s", 30), ("4.5 min", 270), ("2 h", 7200), ("1 d 2 h 3 min", 93780), ("", 0)]
)
def test_a_duration_is_the_sum_of_its_parts(text: str, seconds: float):
    assert duration(text) == seconds


def test_a_duration_without_its_unit_is_an_error():
    with pytest.raises(ValueError):
        duration("20")


def test_a_plain_value_is_one_row_and_a_list_one_row_each():
    assert rows_of("21.5") == (RowPlan("21.5"),)
    assert rows_of(["80.1", {"tries": ["86.2"], "pause": "7 min", "value": "80.3"}]) == (
        RowPlan("80.1"),
        RowPlan("80.3", tries=("86.2",), pause=420),
    )


def test_a_mapping_that_plans_nothing_is_itself_the_value():
    assert rows_of({"lot": "A", "net": "3"}) == (RowPlan({"lot": "A", "net": "3"}),)


@pytest.mark.parametrize("mbr", SCRIPTS)
def test_every_verb_step_slot_and_person_of_a_script_exists(mbr: str):
    phases = phases_of(mbr)
    people = {person.id for person in site().people}

    for act in SCRIPTS[mbr].acts:
        assert act.verb in VERBS
        assert {act.told[name] for name in ("by", "second", "scribe", "minor") if name in act.told} <= people
        if act.verb == "step":
            slots = {slot.id for slot in phases[str(act.what).partition("[")[0]].slots}
            assert set(act.told.get("values", ())) | set(act.told.get("only", ())) <= slots


@pytest.mark.parametrize("mbr", EXAMPLES)
def test_every_file_that_a_script_attaches_is_shipped(mbr: str):
    files = {slot.id for phase in phases_of(mbr).values() for slot in phase.slots if slot.kind in ("photo", "file")}
    named = [value for act in SCRIPTS[mbr].acts for slot, value in act.told.get("values", {}).items() if slot in files]

    assert named
    assert all((folder() / name).is_file() for name in named)


@pytest.mark.parametrize("path", sorted((folder() / "records").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_small_records_of_the_demonstration_check_clean(path: Path):
    reading = read(path.read_text(encoding="utf-8"))
    assert reading.mbr is not None
    assert reading.mbr.header.id == path.stem
    assert not [problem for problem in check(reading.mbr) if problem.level == "error"]


def test_photographs_are_pictures():
    from PIL import Image

    for path in sorted(folder().glob("*.png")):
        with Image.open(path) as picture:
            assert min(picture.size) >= 400


@pytest.mark.parametrize("mbr", SCRIPTS)
def test_the_second_person_is_never_the_first(mbr: str):
    script, phases = SCRIPTS[mbr], phases_of(mbr)
    for act in script.acts:
        by, second, scribe = act.text("by", script.by), act.text("second", script.second), act.text("scribe")
        if act.verb == "step" and {"verified", "witnessed"} & set(phases[str(act.what).partition("[")[0]].sign):
            assert second not in (by, scribe), act.what
            assert scribe != by, act.what


def test_enough_people_work_in_the_plant():
    roles = [role for person in site().people for role in person.roles]
    assert roles.count("administrator") == 2
    assert roles.count("operator") + roles.count("supervisor") >= 4
    assert {"laboratory", "quality", "qualified_person", "author"} <= set(roles)
    assert sum(person.unlocks for person in site().people) >= 2
