"""Names of what a signing sheet lists: fields of its document, first columns of its rows, settings.

A sheet is data with names of ours (`Sheet.document`); people read these words.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.settings import POLICY, RETIRED, TERMINAL
from ebr.words import mark, tr

BATCH: Mapping[str, str] = {
    "calls": mark("Calls"),
    "dated": mark("Day"),
    "failed": mark("Results out of limits"),
    "reference": mark("Reference"),
    "what": mark("Entry"),
    "whom": mark("Person"),
    "batch": mark("Batch"),
    "comment": mark("Comment"),
    "decision": mark("Decision"),
    "entries": mark("Entries"),
    "exception": mark("Exception"),
    "exceptions": mark("Exceptions"),
    "form": mark("Emergency form"),
    "hash": mark("Fingerprint of the master batch record"),
    "hold": mark("Reason for the hold"),
    "holder": mark("Taken over by the station"),
    "identifiers": mark("Identifiers"),
    "instruction": mark("Instruction"),
    "justification": mark("Justification"),
    "kept": mark("Entry that stands"),
    "kind": mark("Kind"),
    "language": mark("Language"),
    "mbr": mark("Master batch record"),
    "amended": mark("Fingerprint of the instructions as amended"),
    "mbr_hash": mark("Fingerprint of the master batch record"),
    "meaning": mark("Meaning"),
    "note": mark("Note"),
    "outcome": mark("What became of it"),
    "part": mark("Part of the batch"),
    "pending": mark("Results still to come"),
    "reason": mark("Reason"),
    "scan": mark("Scan of the paper"),
    "scope": mark("Signed part"),
    "sentence": mark("What is confirmed"),
    "depth": mark("Depth of the review"),
    "sections": mark("Sections read"),
    "sides": mark("Entries written apart"),
    "size": mark("Batch size"),
    "title": mark("Title"),
    "to": mark("Handed over to"),
    "unconfirmed": mark("Elapsed times not confirmed"),
    "values": mark("Number of values"),
    "version": mark("Version"),
    "was": mark("Held before by"),
    "weakness": mark("Weakness of the record"),
    "weaknesses": mark("Weaknesses of the record"),
}
"""Fields of the documents about a batch."""

ROWS: Mapping[str, str] = {
    "review_depth": mark("Depth of the review of its batches"),
    "act": mark("What is done"),
    "base": mark("Compared with version"),
    "base_hash": mark("Fingerprint of that version"),
    "badge": mark("Badge"),
    "blocks": mark("Fingerprints of the parts"),
    "building_block": mark("Building block"),
    "changes": mark("Changes"),
    "clock_changed": mark("Clock jumped"),
    "coverage": mark("Reached in the dry run"),
    "draft": mark("Fingerprint of the last change of the draft"),
    "access_until": mark("Last day of access"),
    "duty_unlocker": mark("On duty to unlock others"),
    "earlier_until": mark("Training in the version before counts until"),
    "effective": mark("In force from"),
    "encryption_key": mark("Key for confidential texts"),
    "evidence": mark("Evidence of training elsewhere"),
    "findings": mark("Remarks of the check"),
    "identity_checked_by": mark("Identity checked by"),
    "identity_evidence": mark("Proof of identity"),
    "impact": mark("Uses an earlier version"),
    "key": mark("Signature key"),
    "key_replaced": mark("Key replaced by"),
    "label_code": mark("Code"),
    "label_hash": mark("Fingerprint of the label template"),
    "label_template": mark("Label template"),
    "label_text": mark("Printed text"),
    "last_accepted": mark("Last entry accepted"),
    "last_accepted_hash": mark("Fingerprint of the last entry accepted"),
    "log": mark("Record of the station"),
    "needed_by": mark("Needed by"),
    "paper": mark("Fingerprint of the document"),
    "particular": mark("Particular"),
    "performed": mark("Signed by the author"),
    "approved": mark("Approved by quality"),
    "person": mark("User name"),
    "practical": mark("Confirmed by a trainer"),
    "printed_name": mark("Name"),
    "rehearsed": mark("Batches of the dry run"),
    "report": mark("Fingerprint of the report"),
    "roles": mark("Roles"),
    "second": mark("Second person"),
    "station": mark("Station"),
    "task": mark("Procedure"),
    "task_title": mark("Title of the procedure"),
    "temporary_password": mark("Temporary password"),
    "shown": mark("Instruction shown in"),
    "text": mark("Text"),
    "texts": mark("Texts"),
    "translated": mark("Translation confirmed by"),
    "translators": mark("Translated by"),
    "valid_days": mark("Training counts for days"),
    "verified": mark("Verified by"),
    "wall": mark("Stated time"),
    "witness": mark("Witness"),
    "writers": mark("Written by"),
}
"""First columns of the rows about people, the site, a station and a master batch record."""

EQUIPMENT: Mapping[str, str] = {
    "as_found": mark("Found at the calibration"),
    "calibration_days": mark("Days between calibrations"),
    "capacity": mark("Largest weight"),
    "certificate": mark("Certificate"),
    "checklist": mark("Checklist"),
    "class": mark("Class"),
    "clean_hold_hours": mark("Hours that it may wait clean"),
    "cleaning": mark("Cleaned after each use"),
    "clearance": mark("Line clearance"),
    "daily_check": mark("Daily check"),
    "dirty_hold_hours": mark("Hours that it may wait dirty"),
    "due": mark("Holds until the end of"),
    "equipment": mark("Equipment"),
    "grade": mark("Cleanroom grade"),
    "integrity": mark("Integrity test before use"),
    "maintenance_days": mark("Days between maintenance"),
    "minimum": mark("Smallest weight"),
    "overdue": mark("Should have been cleaned by"),
    "photograph": mark("Fingerprint of the photograph"),
    "procedure": mark("Cleaning procedure"),
    "product": mark("Product"),
    "qualification": mark("Evidence that it is fit"),
    "requalify": mark("To be qualified again"),
    "resolution": mark("Step of the balance"),
    "result": mark("Result"),
    "single_use": mark("For a single batch"),
    "stopped": mark("Stopped"),
    "touched": mark("Used since the last good calibration by"),
    "valid_until": mark("Fit until the end of"),
    "work": mark("Work done"),
}
"""First columns of the rows about equipment, single-use assemblies and rooms."""

SAMPLE: Mapping[str, str] = {
    "other_result": mark("Other result"),
    "retests": mark("Retests ordered"),
    "sample": mark("Sample"),
    "sample_kind": mark("Kind of sample"),
    "place": mark("Place"),
    "room": mark("Room"),
    "organism": mark("What grew"),
    "alert_limit": mark("Alert level"),
    "action_limit": mark("Action limit"),
}
"""First columns of the rows about samples."""

MATERIAL: Mapping[str, str] = {
    "audited": mark("Audited on"),
    "by_certificate": mark("A certificate may replace"),
    "certificate": mark("Supplier's certificate"),
    "container": mark("Container"),
    "counted": mark("Counted"),
    "hours_outside": mark("Hours allowed out of the storage condition"),
    "was_outside": mark("Hours out of the storage condition until now"),
    "identity_test": mark("Own test of identity"),
    "received": mark("Received"),
    "comparison": mark("Report of the comparison"),
    "validated": mark("Compared on"),
    "validated_until": mark("Relied on until the end of"),
    "brought_result": mark("Result of the lot it was made of"),
    "expiry": mark("Expiry"),
    "expiry_months": mark("Months from receipt to expiry"),
    "expiry_rule": mark("Expiry comes from"),
    "investigation": mark("Investigation"),
    "item": mark("Material"),
    "lot": mark("Lot"),
    "lot_status": mark("Status until now"),
    "materials": mark("Materials"),
    "qualified_until": mark("Qualified until the end of"),
    "quantity": mark("Quantity"),
    "result_aside": mark("Result set aside"),
    "result_fail": mark("Result, fails"),
    "result_pass": mark("Result, passes"),
    "retest": mark("Retest by"),
    "retest_before": mark("Retest date until now"),
    "retest_months": mark("Months from receipt to retest"),
    "retest_new": mark("New retest date"),
    "specification": mark("Version of the specification"),
    "storage": mark("Storage"),
    "supplier": mark("Supplier"),
    "supplier_before": mark("Status until now"),
    "supplier_lot": mark("Supplier's lot"),
    "supplier_name": mark("Name of the supplier"),
    "supplier_status": mark("Status"),
    "test": mark("Test"),
}
"""First columns of the rows about materials, suppliers and lots."""

DEVIATION: Mapping[str, str] = {
    "batch_affected": mark("Batch found to be affected"),
    "batch_cleared": mark("Batches found not to be affected"),
    "capa": mark("Reference of the action"),
    "cause": mark("Cause"),
    "cause_method": mark("How the cause was found"),
    "conclusion": mark("Conclusion"),
    "contained": mark("Containment"),
    "corrective": mark("Corrective action"),
    "description": mark("What departed"),
    "deviation": mark("Deviation"),
    "deviation_class": mark("Class"),
    "discovered": mark("Discovered on"),
    "due_day": mark("Due on"),
    "impact_assessed": mark("Impact"),
    "preventive": mark("Preventive action"),
    "proposed": mark("Proposed with"),
}
"""First columns of the rows about a deviation."""

FIELDS: Mapping[str, str] = {**DEVIATION, **SAMPLE, **MATERIAL, **BATCH, **ROWS, **EQUIPMENT}
SETTINGS: Mapping[str, str] = {**RETIRED, **POLICY, **TERMINAL}


def field_words(name: str) -> str:
    """Return the name of a field or setting for people; the name itself when it is not known."""
    found = FIELDS.get(name) or SETTINGS.get(name)
    return tr(found) if found else name


def setting_words(name: str) -> str:
    """Return the name of a setting of the policy or of a station; the name itself when it is not known."""
    return tr(SETTINGS[name]) if name in SETTINGS else name
