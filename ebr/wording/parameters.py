"""Parameters of a code as people read them: roles, meanings, units, times, sizes.

A refusal or an exception keeps codes and exact texts (they are in the record). Before they stand in a sentence, a role
gets its name, a number its unit, a time is cut to the minute. Which parameter is what, says `READERS`: by
"code.parameter" where a name has several uses, else by the parameter's name; which one is a number, `amounts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from ebr.wording.amounts import amount, span, typed, weight
from ebr.wording.codes import meaning_words, profile_word, role_word, severity_word, status_word
from ebr.wording.deviations import section_word as course_word
from ebr.wording.fields import field_words, setting_words
from ebr.wording.labels import filled_word, particular_named, problem_words
from ebr.wording.lines import with_unit
from ebr.wording.materials import kind_word, lot_word, supplier_word
from ebr.wording.samples import asked_word
from ebr.wording.sentences import word
from ebr.wording.settings import reason_words, unit_name
from ebr.wording.sweep import act_word, run_word
from ebr.wording.units import unit_words
from ebr.words import figure, mark, tr

FACTS: Mapping[str, str] = {
    "people": mark("people"),
    "policy": mark("the policy"),
    "master": mark("master batch records"),
    "equipment": mark("equipment"),
    "lots": mark("lots"),
}
"""What a lease is about, inside a sentence."""

PARTS: Mapping[str, str] = {
    "potency": mark("assay"),
    "lod": mark("loss on drying"),
    "issued": mark("issued"),
    "used": mark("used"),
    "damaged": mark("damaged"),
    "destroyed": mark("destroyed"),
    "returned": mark("returned"),
    "specimen": mark("specimen"),
    "root_key": mark("key of the site"),
    "issuing_ca": mark("certificate for signed documents"),
    "certificate": mark("certificate of the site"),
    "log": mark("record of the station"),
    "station_key": mark("key of the station"),
    "pdf_certificate": mark("certificate for the station's documents"),
    "station_certificate": mark("certificate of the station"),
}
"""Parts of a value or of a foundation, inside a sentence."""

WEAK: Mapping[str, str] = {
    "after_revocation": mark("entries of a revoked station"),
    "lease_over": mark("work at a station whose lease had ended"),
    "master_withdrawn": mark("issued on a master batch record no longer in force"),
    "taken_over": mark("a part taken over without contact"),
    "unaware": mark("entries made in amended steps before the amendment was known"),
    "lot_rejected": mark("a rejected lot"),
    "lot_quarantined": mark("a lot in quarantine"),
    "lot_out_of_storage": mark("a lot that was out of its storage condition"),
    "lot_overdrawn": mark("a lot of which more was taken than there was"),
    "supplier_disqualified": mark("a supplier that was not qualified any more"),
    "calibration_failed": mark("equipment that failed its calibration"),
    "integrity_failed": mark("an assembly that failed its integrity test"),
    "equipment_shared": mark("equipment that another batch used as well"),
    "equipment_stopped": mark("equipment that had been stopped before"),
    "training_withdrawn": mark("training that had been withdrawn before"),
    "room_out_of_limits": mark("a room whose sample was above its action limit"),
    "room_not_sampled": mark("a room without a good sample in time"),
}
"""Weaknesses that release waits for, inside a sentence."""

UNSOUND: Mapping[str, str] = {
    "header_hash": mark("its header was changed."),
    "header_form": mark("its header cannot be read."),
    "body_hash": mark("what it says was changed."),
    "gap": mark("an entry before it is missing."),
    "link": mark("it does not follow on the one before it."),
    "seal": mark("its seal is not the station's."),
}
"""What the quick walk over a log finds broken, at the end of a sentence."""

SUPPLY: Mapping[str, str] = {
    "requested": mark("the physician's request"),
    "evaluated": mark("our evaluation of the risk"),
    "notified": mark("the notice to the physician"),
    "accepted": mark("the physician's acceptance"),
    "informed": mark("informing the sponsor or the authority"),
}
"""The five entries of a supply out of specification, inside a sentence."""

CALLS: Mapping[str, str] = {
    "qualified_person": mark("qualified person"),
    "physician": mark("treating physician"),
    "sponsor": mark("sponsor"),
    "authority": mark("competent authority"),
    "customers": mark("customers"),
}
"""Who is called after a failing result, inside a sentence."""

GIVEN: Mapping[str, str] = {
    "text": mark("what was said"),
    "person": mark("the person"),
    "count": mark("the number"),
    "sample": mark("the number of the sample"),
    "place": mark("the place"),
    "trial": mark("the number of the trial"),
}
"""What a form at a release asks for, inside a sentence."""

LEFT: Mapping[str, str] = {
    "dirty": mark("to be cleaned"),
    "hold": mark("on hold"),
    "out_of_service": mark("out of service"),
}
"""How a machine was left that another took the place of."""

WHY: Mapping[str, str] = {
    "lot_quarantined": mark("in quarantine"),
    "lot_rejected": mark("rejected"),
    "lot_destroyed": mark("destroyed"),
    "lot_expired": mark("expired"),
    "lot_retest_due": mark("retest due"),
    "lot_overdrawn": mark("not enough was left"),
    "lot_not_first": mark("another lot is over before it"),
    "lot_count_open": mark("a count is not decided"),
    "lot_out_of_storage": mark("too long out of its storage condition"),
    "supplier_not_qualified": mark("supplier not qualified"),
    "calibration_overdue": mark("not calibrated"),
    "equipment_dirty": mark("dirty"),
    "equipment_in_use": mark("in use by another batch"),
    "equipment_on_hold": mark("on hold"),
    "equipment_out_of_service": mark("out of service"),
    "equipment_not_qualified": mark("not qualified"),
    "training_missing": mark("training missing"),
    "training_expired": mark("training expired"),
    "training_old_version": mark("trained in an older version"),
    "returned_too_much": mark("more came back than was taken"),
    "assembly_integrity_missing": mark("integrity test missing"),
    "daily_check_missing": mark("daily check missing"),
    "clean_hold_over": mark("clean for too long"),
    "balance_out_of_range": mark("outside the range of the balance"),
    "balance_too_coarse": mark("balance too coarse"),
    "room_not_cleared": mark("room not cleared"),
    "room_grade": mark("room of another grade"),
    "room_unscanned": mark("room not scanned"),
    "lot_assay_missing": mark("assay missing"),
    "lot_allocated_elsewhere": mark("allocated elsewhere"),
    "lot_stale": mark("what is known of it is too old"),
    "equipment_stale": mark("what is known of it is too old"),
    "calibration_failed": mark("failed its calibration"),
    "device_unnamed": mark("device not named"),
}
"""Why something may not be used, in short."""

FIGURES: Mapping[str, str] = {
    "mean": mark("Mean"),
    "sd": mark("Standard deviation"),
    "rsd": mark("Relative standard deviation"),
    "min": mark("Smallest"),
    "max": mark("Largest"),
    "count": mark("How many"),
}
"""Statistics of a series of numbers."""

TRAINING: Mapping[str, str] = {
    "read": mark("read and sign"),
    "confirmed": mark("confirmation by a trainer"),
    "both": mark("read and sign, confirmation by a trainer"),
}
"""What a person's training lacks, inside a sentence."""

SECTIONS: Mapping[str, str] = {
    "@findings": mark("Exceptions and findings"),
    "@identity": mark("Identity and issue"),
    "@yield": mark("Yields and reconciliation"),
}
"""Sections of a record about the batch as a whole (`ebr.domain.batch.state.reviewing`)."""

MEASURED = ("value", "limit", "high", "total")
"""Parameters of a comparison (`bound`) that get the unit beside them; `low` begins a range that `high` ends with it."""


def shown(code: str, params: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters as they stand in a sentence; unknown ones as they are."""
    return {name: _shown(code, name, text, params) for name, text in params.items()}


def _shown(code: str, name: str, text: str, params: Mapping[str, str]) -> str:
    unit, measured = params.get("unit", ""), _measured(name, text, params)
    reader = READERS.get(f"{code}.{name}") or READERS.get(name)
    if reader is not None and text:
        return reader(with_unit(text, unit) if measured else text)
    return with_unit(figure(text), unit) if measured else amount(code, name, text)


def _measured(name: str, text: str, params: Mapping[str, str]) -> bool:
    return "bound" in params and name in MEASURED and _number(text) is not None


def _each(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: ", ".join(read(part) for part in text.split(", "))


def moment_words(text: str) -> str:
    """Return a time of the record to the minute, "2025-11-22 03:40 +01:00"; a text that is no time as it is."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) <= len("2025-11-22") or when.tzinfo is None:
        return text
    offset = when.isoformat()[-6:]
    return f"{when:%Y-%m-%d %H:%M} {offset}"


def seconds_words(text: str) -> str:
    """Return seconds as h:mm:ss; a text that is no number as it is."""
    seconds = _number(text)
    if seconds is None:
        return text
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _megabytes(text: str) -> str:
    size = _number(text)
    return text if size is None else tr("{size} MB", size=figure(f"{size / 1024 / 1024:.1f}"))


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def left_words(state: str) -> str:
    """Return how a machine was left that another took the place of."""
    return word(LEFT, state)


def figure_word(name: str) -> str:
    """Return the name of a statistic."""
    return word(FIGURES, name)


def _fact(kind: str) -> str:
    return word(FACTS, kind)


def _weakness(code: str) -> str:
    return word(WEAK, code)


def _training(name: str) -> str:
    return word(TRAINING, name)


def section_word(section: str) -> str:
    """Return the name of a section of a record: of the whole batch, or the title of a unit procedure as it stands."""
    return word(SECTIONS, section)


def _part(name: str) -> str:
    return word(PARTS, name)


READERS: Mapping[str, Callable[[str], str]] = {
    "section_not_read.section": section_word,
    "deviation_text_missing.section": course_word,
    "deviation_incomplete.section": course_word,
    "needed": _each(role_word),
    "roles": _each(role_word),
    "one": role_word,
    "other": role_word,
    "severity": severity_word,
    "severity_unknown.severity": str,
    "status": status_word,
    "meaning": meaning_words,
    "meaning_unknown.meaning": str,
    "meanings": _each(meaning_words),
    "missing": _each(meaning_words),
    "training_missing.missing": _training,
    "training_read_already.at": moment_words,
    "training_confirmed_already.at": moment_words,
    "equipment_field_missing.field": field_words,
    "material_text_missing.field": field_words,
    "material_day.field": field_words,
    "sample_text.field": asked_word,
    "sample_day.field": asked_word,
    "sample_received_already.at": moment_words,
    "room_taken_already.at": moment_words,
    "room_incubating.until": moment_words,
    "room_count.field": asked_word,
    "exposure_before_start.began": moment_words,
    "material_name.what": field_words,
    "supplier_status.status": str,
    "supplier_status.known": _each(supplier_word),
    "item_kind.known": _each(kind_word),
    "particular": particular_named,
    "label_document.problem": problem_words,
    "label_particulars_unknown.name": str,
    "label_field_missing.name": filled_word,
    "label_contents_differ.name": filled_word,
    "label_of_other_profile.profile": profile_word,
    "label_of_other_profile.here": profile_word,
    "label_is_real.here": profile_word,
    "need_time.field": field_words,
    "need_weight.field": field_words,
    "unit": unit_words,
    "wrong_unit.expected": unit_words,
    "part": _part,
    "value_part_unknown.part": str,
    "founders_double.what": field_words,
    "lease_ended.kind": _fact,
    "lease_term.kind": _fact,
    "stale_facts.kind": _fact,
    "weakness_undecided.weakness": _weakness,
    "record_unsound.what": lambda code: word(UNSOUND, code),
    "supply_entry_missing.entry": lambda code: word(SUPPLY, code),
    "supply_before.entry": lambda code: word(SUPPLY, code),
    "call_open.call": lambda code: word(CALLS, code),
    "field_missing.field": lambda code: word(GIVEN, code),
    "setting_choice.name": setting_words,
    "setting_list.name": setting_words,
    "setting_list_must.name": setting_words,
    "setting_list_must.entry": reason_words,
    "setting_out_of_bounds.name": setting_words,
    "setting_out_of_bounds.unit": unit_name,
    "other_profile.found": profile_word,
    "other_profile.own": profile_word,
    "profiles": _each(profile_word),
    "since": moment_words,
    "until": moment_words,
    "now": moment_words,
    "last": moment_words,
    "stated": moment_words,
    "time": moment_words,
    "at": moment_words,
    "read": moment_words,
    "ended": left_words,
    "label_outdated.name": filled_word,
    "corrected_to_blocked.why": lambda code: word(WHY, code),
    "transcribed_blocked.why": lambda code: word(WHY, code),
    "planned": moment_words,
    "happened": moment_words,
    "time_limit.value": seconds_words,
    "time_limit.limit": seconds_words,
    "statistic": figure_word,
    "run": run_word,
    "act": act_word,
    "severity_lowered.old": severity_word,
    "equipment_dirty.state": left_words,
    "review_unread.section": section_word,
    "started": moment_words,
    "countersignature_missing.missing": _each(meaning_words),
    "clock_jump.before": moment_words,
    "clock_back.before": moment_words,
    "clock_behind.before": moment_words,
    "stated_apart.before": moment_words,
    "stated_apart.other": str,
    "not_holding.other": str,
    "equipment_twice.other": str,
    "severity_short.least": severity_word,
    "attempt_refused.value": moment_words,
    "hold_short.value": seconds_words,
    "hold_short.limit": seconds_words,
    "hold_long.value": seconds_words,
    "hold_long.limit": seconds_words,
    "hold_running_over.value": seconds_words,
    "hold_running_over.limit": seconds_words,
    "lot_not_released.status": lot_word,
    "use_refused.why": lambda code: word(WHY, code),
    "file_too_large.size": _megabytes,
    "file_too_large.largest": _megabytes,
    "balance_out_of_range.weight": weight,
    "balance_out_of_range.limit": weight,
    "balance_too_coarse.weight": weight,
    "balance_too_coarse.limit": weight,
    "number_unreadable.text": typed,
    "limits_differ.limits": span,
    "limits_differ.expected": span,
}
"""How a parameter is read; the finer name, "code.parameter", counts before the parameter's own."""
