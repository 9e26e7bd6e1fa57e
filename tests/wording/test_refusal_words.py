from __future__ import annotations

import re
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.devices.host_status import TROUBLES
from ebr.devices.mt_sics import FAILED
from ebr.devices.sbi import SPECIAL
from ebr.domain.batch.state.troubles import DEVICE_TROUBLES
from ebr.domain.refusal import Refusal
from ebr.sync.central.trouble import FILE, REFUSED
from ebr.wording import refusal_words, waits_words
from ebr.wording.refusals import AREAS, REFINED_BY, REFUSALS
from ebr.wording.sentences import choices, places
from ebr.wording.waits import WAITS
from tests.wording.source_codes import Site, sites

RAISED = sites("Refusal", "refuse")

# Places whose code is computed: what it can be, and what it carries besides the keywords that can be seen.
COMPARED = frozenset({"value", "bound", "limit", "measured", "unit"})
COMPUTED = {
    "domain/batch/rules/guards.py": (frozenset(WAITS), frozenset()),
    "domain/batch/rules/record.py": (frozenset({"out_of_limit", "not_acceptable"}), COMPARED),
    "domain/batch/rules/devices.py": (frozenset(DEVICE_TROUBLES), frozenset()),
    "devices/host_status.py": (frozenset(code for _, code in TROUBLES), frozenset()),
    "devices/mt_sics.py": (frozenset(FAILED.values()), frozenset()),
    "devices/sbi.py": (frozenset({*SPECIAL.values(), "device_refuses", "device_garbage"}), frozenset()),
    "sync/central/founding.py": (frozenset({"centre_older", "centre_newer"}), frozenset()),
    "sync/central/trouble.py": (frozenset({*REFUSED.values(), *FILE.values()}), frozenset()),
}
# These hand on a refusal that was made elsewhere.
HANDED_ON = {
    "domain/decision.py",
    "station/founding.py",
    "station/answered.py",
    "reports/record/labels.py",
    "reports/record/steps.py",
    "storage/store.py",
}
# `**bounds` in the settings of the policy.
UNSEEN = {"setting_out_of_bounds": frozenset({"low", "high", "unit"})}


def file_of(site: Site) -> str:
    return site.where.partition(":")[0]


def by_code() -> dict[str, list[frozenset[str]]]:
    """Return, for each code, the parameters that each place which raises it gives."""
    found: dict[str, list[frozenset[str]]] = {}
    for site in RAISED:
        codes, more = (site.codes, frozenset()) if site.codes else COMPUTED.get(file_of(site), ((), frozenset()))
        for code in codes:
            found.setdefault(code, []).append(site.names | more | UNSEEN.get(code, frozenset()))
    return found


def finer(code: str) -> list[str]:
    return [key for key in REFUSALS if key.startswith(f"{code}.")]


CODES = by_code()


def test_the_walk_over_the_source_sees_the_refusals():
    assert len(CODES) > 200
    assert {"out_of_limit", "waits_for", "scan_empty", "record_changed"} <= set(CODES)


def test_a_computed_code_is_one_of_the_known_places():
    computed = {file_of(site) for site in RAISED if not site.codes}
    assert computed == set(COMPUTED) | HANDED_ON


def test_parameters_that_cannot_be_seen_are_named_here():
    # Every place with `**` is one of those whose parameters are listed above.
    unseen = {code for site in RAISED if site.open for code in site.codes}
    assert unseen == set(UNSEEN)


def test_every_refusal_has_words():
    assert sorted(set(CODES) - set(REFUSALS)) == []


def test_no_words_are_left_over():
    refined = {key for code in REFINED_BY for key in finer(code)}
    assert sorted(set(REFUSALS) - set(CODES) - refined) == []
    assert sum(len(area) for area in AREAS) == len(REFUSALS)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_place_that_raises_a_refusal_gives_what_its_sentence_needs(code: str):
    for given_names in CODES[code]:
        for key in [code, *finer(code)]:
            if key == code or REFINED_BY[code] in given_names:
                needs = [set(places(text)) for text in choices(REFUSALS, key)]
                assert any(need <= given_names for need in needs), (key, sorted(given_names))


@pytest.mark.parametrize("key", sorted(REFUSALS))
def test_every_sentence_can_be_reached(key: str):
    raised = CODES[key if key in CODES else key.rpartition(".")[0]]
    earlier: set[frozenset[str]] = set()
    for text in choices(REFUSALS, key):
        need = frozenset(places(text))
        assert any(need <= names for names in raised), text
        assert not any(before <= need for before in earlier), f"an earlier sentence always wins over: {text}"
        earlier.add(need)


ALL = sorted({text for code in REFUSALS for text in choices(REFUSALS, code)})
# Words of the program's inside, and words that point at somebody.
JARGON = re.compile(
    r"\b(hash|null|none|invalid|illegal|exception code|genesis|fold|checkpoint|payload|schema|json|sql|journal|traceback"
    r"|boot|bytes|parse|token|abort|aborted|slot|scope|subject|stale|you forgot|your mistake|your fault|failed to)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", ALL)
def test_a_sentence_is_plain_short_and_whole(text: str):
    assert not JARGON.search(re.sub(r"\{\w+\}", "", text))
    assert text.endswith(".")
    assert text[0].isupper() or text[0] in "{“"
    assert len(text) <= 190
    assert "  " not in text
    assert "!" not in text
    assert all(name is None or re.fullmatch(r"[a-z_]+", name) for _, name, _, _ in Formatter().parse(text))


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (
            Refusal("out_of_limit", slot="Bag temperature", unit="degC", value="9.1", bound="high", limit="8.0", low="2.0", high="8.0"),
            "Bag temperature is 9.1 °C. The limit is 2.0 to 8.0 °C. Measure again or document an exception.",
        ),
        (
            Refusal("out_of_limit", slot="Yield", unit="%", value="91.2", bound="low", limit="95.0", low="95.0", high=""),
            "Yield is 91.2 %. It must be at least 95.0 %. Measure again or document an exception.",
        ),
        (
            Refusal("not_acceptable", slot="Line clearance", unit="", value="No labels left over", bound="answer", limit="", low="", high=""),
            "“No labels left over” is answered with No. Put it right first, or document an exception.",
        ),
        (
            Refusal("not_acceptable", slot="Appearance", unit="", value="Cloudy", bound="choice", limit="", low="", high=""),
            "Appearance: “Cloudy” is not accepted. Check again or document an exception.",
        ),
        (
            Refusal("waits_for", step="Bottling", what="Mixing", number="6.2"),
            "Bottling is locked. Finish and sign 6.2 Mixing first.",
        ),
        (Refusal("waits_for", step="Bottling", what="Mixing", number=""), "Bottling is locked. Finish and sign Mixing first."),
        (Refusal("right_missing", person="A", needed="operator, supervisor"), "This needs one of these roles: Operator, Supervisor. Ask somebody who has it."),
        (Refusal("right_missing", asked="SignMbr approved", roles="quality"), "This needs one of these roles: Quality. Ask somebody who has it."),
        (Refusal("reason_missing"), "Give a reason that somebody can understand later."),
        (Refusal("second_person_missing", slot="Weigh ethanol", meaning="verified"), "Weigh ethanol must first be verified by a second person."),
        (Refusal("second_person_missing", roles="quality"), "A second person must sign. It needs one of these roles: Quality."),
        (
            Refusal("setting_out_of_bounds", name="idle_lock", value="99", low="1", high="30", unit="minutes"),
            "Time without a touch or key after which the station locks: “99” is not a number from 1 to 30 minutes.",
        ),
        (
            Refusal("person_locked", person="ines.roth", failures="5", since="2025-11-22T03:40:11.000002+01:00"),
            "ines.roth is locked on this station since 2025-11-22 03:40 +01:00, after 5 failures. A duty unlocker can help.",
        ),
        (
            Refusal("file_too_large", size="31457280", largest="26214400", slot="Photo"),
            "Photo: the file has 30.0 MB. At most 25.0 MB are possible. Choose a smaller one.",
        ),
        (Refusal("lease_ended", kind="lots", until="2025-11-22"), "What this station knows about lots was good until 2025-11-22. Synchronise with the site office."),
        (Refusal("steps_open", count="3", first="Mixing", status="to_verify"), "Steps still open: 3. The first is Mixing (To be verified)."),
        (Refusal("severity_unknown", severity="minor?"), "“minor?” is not a class. Choose minor, major or critical."),
    ],
)  # fmt: skip
def test_a_refusal_reads_as_people_speak(refusal: Refusal, words: str):
    assert refusal_words(refusal) == words


def test_a_refusal_of_a_newer_program_is_named_as_it_stands():
    assert refusal_words(Refusal("from_the_future", slot="x")) == "This is not possible (from_the_future)."


@given(
    st.sampled_from(sorted(REFUSALS)),
    st.dictionaries(st.sampled_from(["slot", "value", "unit", "bound", "since"]), st.text()),
)
def test_wording_never_fails_whatever_the_record_holds(code: str, params: dict[str, str]):
    assert refusal_words(Refusal(code, **params))


def test_a_value_with_braces_stays_as_it_is():
    assert "“{oops}”" in refusal_words(Refusal("number_unreadable", text="{oops}"))


@pytest.mark.parametrize(
    ("code", "params", "words"),
    [
        ("waits_for", {"what": "Mixing", "number": "6.2"}, "Needs 6.2 signed"),
        ("waits_for", {"what": "Assay", "number": ""}, "Needs Assay"),
        ("waits_for_condition", {"what": "Rework", "number": "7.1"}, "Not known yet if it applies"),
        ("waits_for_running", {"what": "Filling", "number": "3.1"}, "Runs beside 3.1"),
        ("waits_for_round", {"what": "2", "number": ""}, "Needs round 2 signed"),
        ("waits_for_rain", {}, "waits_for_rain"),
    ],
)
def test_why_a_step_is_locked_fits_the_outline(code: str, params: dict[str, str], words: str):
    assert waits_words(code, params) == words
    assert len(words) <= 36
