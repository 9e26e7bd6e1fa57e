"""The operational tests that are shipped, run as tests of ours; and that neither they nor their report can hide anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from ebr.cli import run
from ebr.cli.qualification import installation, running
from ebr.cli.qualification.feature import Scenario, clauses_of, scenarios_in
from ebr.cli.qualification.plant import Stages
from ebr.cli.qualification.requirements import requirements_in
from ebr.cli.qualification.running import run_one, sentences, shipped_requirements, shipped_scenarios
from ebr.cli.qualification.sentences import table
from ebr.cli.qualification.stages import STAGES
from ebr.reports.pdf.read import signature_status
from ebr.reports.qualification import Check, Qualification, Ran, Requirement
from ebr.station.qualifying import print_qualification

SHIPPED = shipped_scenarios()
KNOWN = sentences()
ASKED = Requirement("21 CFR 11.10(d)", "Access is limited.", claimed=True)
PASSED = Ran("Nobody gets in (21 CFR 11.10(d))", ("21 CFR 11.10(d)",), "a.feature:1", ("Given a door",))
GOOD = Qualification((Check("Files", "sums", "all", "pass"),), (ASKED,), (PASSED,))


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(tmp_path_factory.mktemp("qualification"), STAGES)


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda one: one.title[:70])
def test_as_shipped(scenario: Scenario, stages: Stages) -> None:
    assert run_one(scenario, stages, KNOWN).failed == ""


def test_there_are_enough_and_each_is_found_by_its_title() -> None:
    assert len(SHIPPED) >= 60
    assert len({one.title for one in SHIPPED}) == len(SHIPPED)
    assert all(one.clauses for one in SHIPPED)


def test_every_claimed_requirement_has_a_test_and_every_clause_is_a_requirement() -> None:
    asked = shipped_requirements()
    named = {clause for one in SHIPPED for clause in one.clauses}
    assert named <= {one.clause for one in asked}
    assert [one.clause for one in asked if one.claimed and one.clause not in named] == []
    assert all(one.why for one in asked if not one.claimed)


def test_every_sentence_that_is_understood_is_used() -> None:
    said = {step for one in SHIPPED for step in one.steps}
    unused = [one.pattern for one in KNOWN if not any(one.form.fullmatch(step) for step in said)]
    assert unused == []


# A scenario that states something untrue fails, whatever it is


def scenario(*steps: str) -> Scenario:
    return Scenario(
        "made up", "Made up (21 CFR 11.10(d))", ("21 CFR 11.10(d)",), "x.feature", 1, steps, ("Context",) * len(steps)
    )


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (("the people of a plant", "John is signed in"), "signed in: nobody"),
        (("the people of a plant", "Maria signs in", 'it is refused with "x"'), "it was not refused"),
        (("the people of a plant", "Maria tries a wrong password", 'it is refused with "elephant"'), "the words were"),
        (("the people of a plant", "Maria tries a wrong password", "the record verifies", "it is done"), "refused:"),
        (("the people of a plant", "Maria tries a wrong password"), "refused:"),
        (("the people of a plant", "Maria tries a wrong password", "Maria signs in"), "refused:"),
        (("the people of a plant", "the moon is full"), "0 meanings"),
        (("the people of another plant", "Maria signs in"), "begins with no known stage"),
        (("the people of a plant",), "states nothing"),
        (("the people of a plant", "the verifier finds that something was changed"), "the verifier found nothing"),
        (("the people of a plant", "the lot is fine", "Maria signs in"), "0 meanings"),
        (("a batch whose room is cleared", '"20.4" stands as the "temperature"'), "there stand: nothing"),
        (("a batch whose room is cleared", '"20.4" stands as the "moon"'), "KeyError"),
        (("a batch that is complete", "3 exceptions are open"), "0 exceptions are open"),
    ],
)
def test_a_scenario_that_is_not_so_fails_with_the_sentence(steps: tuple[str, ...], why: str, stages: Stages) -> None:
    found = run_one(scenario(*steps), stages, KNOWN)
    assert not found.passed
    assert why in found.failed


def test_a_sentence_with_two_meanings_is_not_understood(stages: Stages) -> None:
    both = table({"{who} signs in": print, "Maria {does} in": repr})
    assert "2 meanings" in run_one(scenario("the people of a plant", "Maria signs in"), stages, both).failed
    with pytest.raises(ValueError, match="twice"):
        table({"a": print}, {"a": print})


@pytest.mark.parametrize(
    ("title", "clauses"),
    [
        ("A (21 CFR 11.10(e); Annex 11, 9)", ("21 CFR 11.10(e)", "Annex 11, 9")),
        ("A thing (with a remark) (21 CFR 211.101(c))", ("21 CFR 211.101(c)",)),
        ("A (floor-rules 7)", ()),
        ("A", ()),
    ],
)
def test_clauses_are_read_off_the_title(title: str, clauses: tuple[str, ...]) -> None:
    assert clauses_of(title) == clauses


# Requirements, matrix, outcome


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('- {clause: "A", text: a, claimed: no}', "does not say why"),
        ('- {clause: "A", text: a, claimed: yes}\n- {clause: "A", text: b, claimed: yes}', "twice"),
    ],
)
def test_a_list_of_requirements_that_contradicts_itself(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=why):
        requirements_in(tmp_path / "r.yaml")


def test_what_makes_a_qualification_unsound() -> None:
    assert GOOD.sound
    assert not replace(GOOD, tests=(replace(PASSED, failed="a door: open"),)).sound
    assert not replace(GOOD, checks=(Check("Files", "sums", "one differs", "fail"),)).sound
    assert replace(GOOD, checks=(Check("Files", "sums", "a checkout", "note"),)).sound
    untested = replace(GOOD, requirements=(ASKED, Requirement("Annex 11, 9", "Reasons.", claimed=True)))
    assert (untested.sound, [one.clause for one in untested.gaps]) == (False, ["Annex 11, 9"])
    unclaimed = replace(
        GOOD, requirements=(ASKED, Requirement("Annex 11, 9", "Reasons.", claimed=False, why="not ours"))
    )
    assert unclaimed.sound
    assert not replace(GOOD, requirements=()).sound, "a test for a clause that nobody asks for is a slip of the pen"
    assert not replace(GOOD, tests=(), requirements=()).sound


def words_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file.read_bytes())
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return text


def test_the_paper_shows_failures_and_gaps_and_is_an_entry_first(stages: Stages, tmp_path: Path) -> None:
    plant = stages.plant("people")
    bad = replace(
        GOOD,
        requirements=(
            ASKED,
            Requirement("Annex 11, 9", "Reasons.", claimed=True),
            Requirement("Annex 11, 3", "Suppliers.", claimed=False, why="the site's"),
        ),
        tests=(replace(PASSED, failed="John is signed in: signed in: nobody"),),
    )
    plant.be("qlee")
    answer = print_qualification(plant.station, bad, tmp_path / "q.pdf", "qlee")
    assert answer.refusal is None
    text = words_of(tmp_path / "q.pdf")
    for words in (
        "NOT everything passed",
        "GAP: claimed, but no test shows it: Annex 11, 9",
        "GAP: no test",
        "FAILED: John is signed in",
        "Not claimed: the site's",
        "Performance qualification",
        "Approved by the quality unit",
        "Quinn Lee",
        "From requirement to test",
        "From test to requirement",
    ):
        assert words in text, words
    assert plant.audit()[0].event.startswith("station.export-made")
    data = bytearray((tmp_path / "q.pdf").read_bytes())
    seal = signature_status(bytes(data))
    assert (seal.intact, seal.covers_whole_file) == (True, True)
    data[len(data) // 3] ^= 1
    assert not signature_status(bytes(data)).intact
    plant.station.close()


# Installation


@pytest.fixture
def released(tmp_path: Path) -> Path:
    import hashlib

    folder = tmp_path / "ebr"
    for name, text in {"ebr": "program", "_internal/a.so": "a library", "VERSION": "ebr 0.1.0\nPython 3.11"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    names = ("VERSION", "_internal/a.so", "ebr")
    rows = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(rows), encoding="utf-8")
    return folder


def verdicts(folder: Path | None) -> dict[str, tuple[str, str]]:
    return {one.what: (one.result, one.found) for one in installation.files(folder)}


def test_a_checkout_says_that_it_is_no_released_bundle() -> None:
    ((result, words),) = verdicts(None).values()
    assert result == "note"
    assert "not a released bundle" in words


def test_files_as_released_pass(released: Path) -> None:
    assert {result for result, _ in verdicts(released).values()} == {"pass"}


@pytest.mark.parametrize(
    ("harm", "what", "named"),
    [
        (lambda folder: (folder / "_internal/a.so").write_text("another"), "Altered", "_internal/a.so"),
        (lambda folder: (folder / "ebr").unlink(), "Missing", "ebr"),
        (
            lambda folder: (folder / "_internal/b.so").write_text("x"),
            "Strange files that the program could load",
            "_internal/b.so",
        ),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "SHA256SUMS", "missing"),
    ],
)
def test_files_that_are_not_as_released_are_named(released: Path, harm, what: str, named: str) -> None:
    harm(released)
    result, words = verdicts(released)[what]
    assert result == "fail"
    assert named in words


def test_a_file_beside_is_named_and_decides_nothing(released: Path) -> None:
    (released / "kiosk").write_text("script", encoding="utf-8")
    assert verdicts(released)["Other files in the folder"] == ("note", "kiosk")


def test_machine_and_versions(tmp_path: Path, released: Path) -> None:
    found = list(installation.installation_checks(tmp_path, released))
    assert not [one for one in found if one.result == "fail"]
    (released / "VERSION").unlink()
    assert [one.what for one in installation.versions(released) if one.result == "fail"] == ["Released as"]


# The command


def few(monkeypatch: pytest.MonkeyPatch, *, broken: bool) -> None:
    """Two shipped scenarios and what they are for; with `broken`, one that states what is not so."""
    chosen = SHIPPED[:1] + (
        (replace(SHIPPED[1], steps=("the people of a plant", "John is signed in"), kinds=("Context", "Outcome")),)
        if broken
        else ()
    )
    named = {clause for one in chosen for clause in one.clauses}
    monkeypatch.setattr(running, "shipped_scenarios", lambda: chosen)
    monkeypatch.setattr(
        running, "shipped_requirements", lambda: tuple(one for one in shipped_requirements() if one.clause in named)
    )


@pytest.mark.parametrize("broken", [False, True])
def test_the_command_writes_the_report_and_says_by_its_code_what_came_of_it(
    tmp_path: Path, capsys, monkeypatch, broken: bool
) -> None:
    few(monkeypatch, broken=broken)
    code = run(["qualify", "-o", str(tmp_path / "q.pdf")])
    told = capsys.readouterr()
    assert (code, told.err) == (int(broken), "")
    assert ("FAILED" in told.out) is broken
    assert ("Everything passed" in words_of(tmp_path / "q.pdf")) is not broken


def test_a_station_of_the_site_seals_its_own_report(tmp_path: Path, capsys, monkeypatch, stages: Stages) -> None:
    few(monkeypatch, broken=False)
    from ebr.cli.qualification.plant import founded_now

    folder = founded_now(tmp_path / "site")
    assert run(["qualify", "--station", str(folder), "-o", str(tmp_path / "q.pdf")]) == 0
    told = capsys.readouterr()
    assert "Protection of the station's key" in told.out
    assert "existed for this run only" not in told.out


def test_no_file_is_overwritten(tmp_path: Path, capsys) -> None:
    (tmp_path / "q.pdf").write_text("mine", encoding="utf-8")
    assert run(["qualify", "-o", str(tmp_path / "q.pdf")]) == 1
    assert (tmp_path / "q.pdf").read_text(encoding="utf-8") == "mine"


def test_a_feature_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    from ebr.cli.qualification.feature import FeatureWrong

    (tmp_path / "a.feature").write_text("Feature: x\n  Scenario: y\n    Given z\n    nonsense\n", encoding="utf-8")
    with pytest.raises(FeatureWrong, match=r"a\.feature"):
        scenarios_in(tmp_path)
