"""One entry of every kind, for tests and pictures: no kind may be forgotten by the execution screen."""

from __future__ import annotations

from ebr.station import questions as q
from tests.ui.desk_played import AT, STEP, entry, row


def all_kinds() -> list[q.EntryAnswer]:
    """Return an open entry of each kind of the language of master batch records."""
    yes_no = (("clear", "Clear, no layers"), ("streaks", "Streaks or layers"), ("particles", "Particles"))
    rooms = (
        ("t", "Temperature", "degC", 1),
        ("rh", "Relative humidity", "%", 0),
        ("dp", "Pressure to corridor", "Pa", 0),
    )
    clearance = (
        ("old", "No material or label of the batch before", "", 0),
        ("clean", "Surfaces and equipment clean", "", 0),
        ("docs", "Only this record at the place", "", 0),
    )
    weights = tuple(
        row({"number": text}, f"{text} mg", item) for item, text in enumerate(("1003", "998", "1007"), start=1)
    )
    used = (
        row(
            {"lot": "MF-2231", "container": "1", "gross": "25.310", "tare": "0.310", "net": "25.000"},
            "MF-2231 25.000 kg",
        ),
    )
    return [
        entry("instruction", "instruction", "Rinse the container with product"),
        entry("number", "number", "Buffer mass", unit="g", limits={"low": "245.0", "high": "255.0", "target": "250.0"}, critical=True),
        entry("choice", "choice", "Appearance of the mixture", options=yes_no),
        entry("check", "check", "Stopper closed"),
        entry("text", "text", "Remarks of the operator", optional=True),
        entry("datetime", "datetime", "Selection begun at"),
        entry("duration", "duration", "Time of mixing", unit="min", limits={"low": "5", "high": "15"}),
        entry("scan", "scan", "Container of ethanol", spec={"of": "material:ethanol", "expected": "RM-1001"}),
        entry("photo", "photo", "Picture of the label"),
        entry("file", "file", "Report of the selection"),
        entry("table", "table", "Tablet weight", unit="mg", limits={"low": "950", "high": "1050", "target": "1000"}, rows=weights,
              spec={"rows": "10", "most": "10"}, figures={"mean": "1003", "sd": "4.51", "rsd": "0.45", "min": "998", "max": "1007"}),
        entry("calculation", "calculation", "Ethanol to measure", unit="mL", status="computed_later", spec={"formula": "material.ethanol.quantity * 96 / ethanol_strength"}),
        entry("timer", "timer", "Mixing time", unit="min", spec={"declared": "yes"}, limits={"low": "5", "high": "15"}),
        entry("material", "material", "Metformin weighed", unit="kg", rows=used, spec={"potency": "yes", "target": "100.000", "used": "25.000", "rest": "75.000", "material": "Metformin"}, limits={"low": "99.500", "high": "100.500", "target": "100.000"}, critical=True),
        entry("qs", "qs", "Final volume at the mark", unit="mL", limits={"low": "9950", "high": "10050", "target": "10000"}),
        entry("equipment", "equipment", "Paddle", spec={"name": "Stirring paddle"}),
        entry("identity", "identity", "Both identifiers on bag and record", critical=True, spec={"identifier_coi": "Chain of identity (COI)", "identifier_subject": "Subject / treatment number"}),
        entry("clearance", "clearance", "Line clearance", items=clearance),
        entry("sample", "sample", "Bulk sample for titration", unit="mL", spec={"quantity": "100"}),
        entry("result", "result", "Hydrogen peroxide, titration", unit="% v/v", limits={"low": "0.110", "high": "0.140"}),
        entry("labels", "labels", "Bottle labels"),
        entry("yield", "yield", "Yield of the bulk", unit="%", status="computed_later", spec={"formula": "bulk / theoretical * 100"}),
        entry("environment", "environment", "Room before start", items=rooms, limits={"t_low": "18.0", "t_high": "25.0", "rh_high": "60", "dp_low": "10"}),
        entry("handover", "handover", "Hand-over to filling", spec={"of": "Filling team"}),
        entry("signature", "signature", "Supervisor approves the start", spec={"role": "supervisor", "meaning": "approved"}),
    ]  # fmt: skip


def address(kind: str) -> str:
    """Where the entry of a kind stands."""
    return f"{STEP}/{kind}"


__all__ = ["AT", "address", "all_kinds"]
