"""A short readable name for each event of the record, for audit trails and reports.

Named without its form number: an event keeps its name when its form changes ("batch.held/1", "batch.held/2").
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.sentences import word
from ebr.words import mark

BATCH: Mapping[str, str] = {
    "batch.issued": mark("Batch issued"),
    "batch.issue-checked": mark("Issue checked"),
    "batch.value-recorded": mark("Value recorded"),
    "batch.attempt-recorded": mark("Attempt kept"),
    "batch.value-calculated": mark("Value computed"),
    "batch.value-corrected": mark("Value corrected"),
    "batch.items-closed": mark("List closed"),
    "batch.timer-started": mark("Timer started"),
    "batch.timer-stopped": mark("Timer stopped"),
    "batch.step-signed": mark("Step signed"),
    "batch.round-opened": mark("Round begun"),
    "batch.rounds-ended": mark("Rounds ended"),
    "batch.exception-raised": mark("Exception raised"),
    "batch.severity-changed": mark("Class of an exception changed"),
    "batch.exception-decided": mark("Exception decided"),
    "batch.comment-added": mark("Comment added"),
    "batch.scribe-named": mark("Scribe named"),
    "batch.handed-over": mark("Step handed over"),
    "batch.left-now": mark("Everybody left at once"),
    "batch.returned": mark("Work resumed after leaving"),
    "batch.held": mark("Batch put on hold"),
    "batch.hold-lifted": mark("Hold lifted"),
    "batch.aborted": mark("Batch ended early"),
    "batch.completed": mark("Production completed"),
    "batch.reviewed": mark("Batch reviewed"),
    "batch.decided": mark("Batch decided"),
    "batch.report-made": mark("Report made"),
    "batch.holder-changed": mark("Part given to another station"),
    "batch.taken-over": mark("Part taken over without contact"),
    "batch.amended": mark("Instructions amended"),
    "batch.conflict-resolved": mark("Conflict resolved"),
    "batch.weakness-decided": mark("Weakness of the record decided"),
    "batch.form-printed": mark("Emergency form printed"),
    "batch.form-reconciled": mark("Emergency form reconciled"),
}

OTHERS: Mapping[str, str] = {
    "people.person-enrolled": mark("Person enrolled"),
    "people.acknowledgement-signed": mark("Electronic signature acknowledged"),
    "people.rights-changed": mark("Rights changed"),
    "people.person-deactivated": mark("Person deactivated"),
    "people.key-replaced": mark("Key replaced"),
    "people.password-changed": mark("Password changed"),
    "people.badge-changed": mark("Badge changed"),
    "people.recovery-used": mark("Recovery administrator signed in"),
    "site.created": mark("Site created"),
    "site.policy-changed": mark("Policy changed"),
    "site.station-admitted": mark("Station admitted"),
    "site.station-revoked": mark("Station revoked"),
    "site.witness-admitted": mark("Witness admitted"),
    "site.lease-granted": mark("Lease granted"),
    "master.added": mark("Master batch record added"),
    "master.submitted": mark("Draft submitted for review"),
    "master.signed": mark("Master batch record signed"),
    "master.commented": mark("Remark on a version in review"),
    "master.comment-closed": mark("Remark settled"),
    "master.returned": mark("Master batch record given back"),
    "master.rehearsed": mark("Dry run of a version"),
    "master.made-effective": mark("Master batch record put in force"),
    "master.superseded": mark("Master batch record superseded"),
    "master.withdrawn": mark("Master batch record withdrawn"),
    "draft.begun": mark("Draft begun"),
    "draft.saved": mark("Draft changed"),
    "draft.taken": mark("Draft taken over"),
    "draft.commented": mark("Remark on a draft"),
    "draft.comment-closed": mark("Remark on a draft settled"),
    "draft.resolved": mark("Conflict in a draft decided"),
    "draft.rehearsed": mark("Dry run of a draft"),
    "draft.submitted": mark("Draft ended: in review"),
    "draft.abandoned": mark("Draft given up"),
    "block.added": mark("Building block added"),
    "block.approved": mark("Building block approved"),
    "block.withdrawn": mark("Building block withdrawn"),
    "station.genesis": mark("Station begun"),
    "station.key-started": mark("Program started"),
    "station.signed-in": mark("Signed in"),
    "station.signed-out": mark("Signed out"),
    "station.sign-in-failed": mark("Password or sign-in failed"),
    "station.person-locked": mark("Person locked"),
    "station.person-unlocked": mark("Person unlocked"),
    "station.clock-changed": mark("Clock jumped"),
    "station.clock-stated": mark("Time stated"),
    "station.checkpoint-made": mark("Checkpoint made"),
    "station.settings-changed": mark("Settings of the station changed"),
    "station.export-made": mark("Export or print made"),
    "station.witnessed": mark("Countersigned by a witness"),
    "station.bundle-made": mark("Bundle written"),
    "station.bundle-taken": mark("Bundle taken in"),
    "station.second-copy-made": mark("Second copy written"),
    "station.fault-noted": mark("Fault noted"),
}

EVENTS: Mapping[str, str] = {**BATCH, **OTHERS}


def event_words(name: str) -> str:
    """Return the name of an event for people; takes it with or without its form number."""
    plain = name.partition("/")[0]
    return word(EVENTS, plain) if plain in EVENTS else name
