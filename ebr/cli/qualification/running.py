"""Running the operational tests: every scenario on a plant of its own, in a temporary folder that is removed again.

A scenario is failed at its first sentence that is not so, is not understood, or at which the program has a fault; the
others run on. Nothing of a site is read or written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.cli.qualification import steps_access, steps_batch, steps_floor, steps_proof, steps_record
from ebr.cli.qualification.feature import Scenario, scenarios_in
from ebr.cli.qualification.requirements import requirements_in
from ebr.cli.qualification.sentences import NotAsStated, Sentence, carry_out, table
from ebr.cli.qualification.stages import STAGES
from ebr.domain.refusal import Refusal
from ebr.paths import resources
from ebr.station.qualifying import Ran, Requirement
from ebr.wording import refusal_words
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.cli.qualification.plant import Plant, Stages

FOLDER: Final = resources() / "qualification"
REQUIREMENTS: Final = "requirements.yaml"
GIVEN: Final = {
    "the people of a plant": "people",
    "a batch that was issued": "batch",
    "a batch whose room is cleared": "cleared",
    "a plant that keeps its materials and machines": "stocked",
    "a batch of which every step is done": "packed",
    "a batch that is complete": "made",
}
"""First sentences, and the stage at which they begin."""
FAULTS: Final = (
    *(
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        NameError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ),
    Refusal,
)
"""What ends a scenario as failed: a fault of the program is a result of its test."""


def sentences() -> tuple[Sentence, ...]:
    """Return every sentence that is understood."""
    parts = (steps_access, steps_batch, steps_floor, steps_record, steps_proof)
    return table(*(part.SENTENCES for part in parts))


def shipped_scenarios() -> tuple[Scenario, ...]:
    """Return the scenarios that belong to this program."""
    return scenarios_in(FOLDER)


def shipped_requirements() -> tuple[Requirement, ...]:
    """Return what the rules ask, as shipped."""
    return requirements_in(FOLDER / REQUIREMENTS)


def run_all(scenarios: Sequence[Scenario], said: Callable[[Ran], None] = lambda _: None) -> tuple[Ran, ...]:
    """Run scenarios one after the other; `said` hears of each as it ends."""
    from ebr.cli.qualification.plant import Stages

    known, results = sentences(), []
    with tempfile.TemporaryDirectory(prefix="ebr-qualify-") as place:
        stages = Stages(Path(place), STAGES)
        for scenario in scenarios:
            results.append(run_one(scenario, stages, known))
            said(results[-1])
    return tuple(results)


def run_one(scenario: Scenario, stages: Stages, known: tuple[Sentence, ...]) -> Ran:
    """Run one scenario on a copy of the stage that its first sentence names."""
    failed = _failure(scenario, stages, known)
    return Ran(scenario.title, scenario.clauses, scenario.place, scenario.sentences, failed)


def _failure(scenario: Scenario, stages: Stages, known: tuple[Sentence, ...]) -> str:
    if len(scenario.steps) < 2 or scenario.steps[0] not in GIVEN:  # noqa: PLR2004 - a beginning and something stated
        return tr("begins with no known stage, or states nothing")
    plant = stages.plant(GIVEN[scenario.steps[0]])
    text = scenario.steps[0]
    try:
        for text in scenario.steps[1:]:
            carry_out(known, text, plant)
        plant.settled()
    except FAULTS as wrong:
        return f"{text}: {_words(wrong)}"
    finally:
        _ended(plant)
    return ""


def _words(wrong: Exception) -> str:
    if isinstance(wrong, Refusal):
        return tr("refused: {words}", words=refusal_words(wrong))
    if isinstance(wrong, NotAsStated):
        return str(wrong)
    return f"{type(wrong).__name__}: {wrong}"


def _ended(plant: Plant) -> None:
    """Let go of the station, whatever state the scenario left it in, and give its room back."""
    import shutil

    plant.station.store.close()
    shutil.rmtree(plant.folder, ignore_errors=True)
