"""What happened in a batch (subjects `batch/<id>`, `batch/<id>/unit/<unit procedure>`, `batch/<id>/exception/<n>`).

`batch` is the id, equal to the number printed on labels. `slot`, `phase`, `node` are instance addresses (floor-rules
1): the path of ids with the name of the round after each repeating node, `granulation/drying/check_lod[2]/lod`.
`item` counts the rows of a slot that has many (material, table), else it is 1; `attempt` counts what was tried for
that item. Every field is text, a whole number or a map of text, so what is hashed is what is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch.events.course import (
    BatchAborted,
    BatchCompleted,
    BatchDecided,
    BatchHeld,
    BatchReviewed,
    HoldLifted,
)
from ebr.domain.batch.events.departure import (
    ConflictResolved,
    ExceptionDecided,
    ExceptionRaised,
    SeverityChanged,
    WeaknessDecided,
)
from ebr.domain.batch.events.holding import GoesOn, HolderChanged, TakenOver
from ebr.domain.batch.events.issue import BatchAmended, BatchIssued, IssueChecked
from ebr.domain.batch.events.label import EVENTS as LABELS
from ebr.domain.batch.events.label import LabelPrintAnswered, LabelPrinted, LabelPrintFailed, LabelsIssued
from ebr.domain.batch.events.paper import FormPrinted, FormReconciled, ReportMade
from ebr.domain.batch.events.recording import (
    AttemptRecorded,
    ItemsClosed,
    RoundOpened,
    RoundsEnded,
    TimerStarted,
    TimerStopped,
    ValueCalculated,
    ValueCorrected,
    ValueRecorded,
)
from ebr.domain.batch.events.release import EVENTS as RELEASE
from ebr.domain.batch.events.release import (
    CallNoted,
    LegalHoldLifted,
    LegalHoldSet,
    RecallDecided,
    RecallOpened,
    SampleRetained,
    SponsorReleased,
    SupplyAccepted,
    SupplyEvaluated,
    SupplyInformed,
    SupplyNotified,
    SupplyRequested,
    TrialEnded,
)
from ebr.domain.batch.events.relied import EVENTS as RELIED
from ebr.domain.batch.events.relied import EquipmentRelied, TrainingRelied
from ebr.domain.batch.events.review import EVENTS as REVIEW
from ebr.domain.batch.events.review import QuestionAnswered, QuestionAsked, SectionRead, TrailReviewed
from ebr.domain.batch.events.signing import CommentAdded, HandedOver, LeftNow, Returned, ScribeNamed, StepSigned
from ebr.domain.deviation.batch_events import EVENTS as DEVIATIONS

__all__ = [
    "EVENTS",
    "AttemptRecorded",
    "BatchAborted",
    "BatchAmended",
    "BatchCompleted",
    "BatchDecided",
    "BatchHeld",
    "BatchIssued",
    "BatchReviewed",
    "CallNoted",
    "CommentAdded",
    "ConflictResolved",
    "EquipmentRelied",
    "ExceptionDecided",
    "ExceptionRaised",
    "FormPrinted",
    "FormReconciled",
    "GoesOn",
    "HandedOver",
    "HoldLifted",
    "HolderChanged",
    "IssueChecked",
    "ItemsClosed",
    "LabelPrintAnswered",
    "LabelPrintFailed",
    "LabelPrinted",
    "LabelsIssued",
    "LeftNow",
    "LegalHoldLifted",
    "LegalHoldSet",
    "QuestionAnswered",
    "QuestionAsked",
    "RecallDecided",
    "RecallOpened",
    "ReportMade",
    "Returned",
    "RoundOpened",
    "RoundsEnded",
    "SampleRetained",
    "ScribeNamed",
    "SectionRead",
    "SeverityChanged",
    "SponsorReleased",
    "StepSigned",
    "SupplyAccepted",
    "SupplyEvaluated",
    "SupplyInformed",
    "SupplyNotified",
    "SupplyRequested",
    "TakenOver",
    "TimerStarted",
    "TimerStopped",
    "TrailReviewed",
    "TrainingRelied",
    "TrialEnded",
    "ValueCalculated",
    "ValueCorrected",
    "ValueRecorded",
    "WeaknessDecided",
]

EVENTS: Mapping[str, type] = {
    "batch.issued/1": BatchIssued,
    "batch.issue-checked/1": IssueChecked,
    "batch.value-recorded/1": ValueRecorded,
    "batch.attempt-recorded/1": AttemptRecorded,
    "batch.value-calculated/1": ValueCalculated,
    "batch.value-corrected/1": ValueCorrected,
    "batch.items-closed/1": ItemsClosed,
    "batch.timer-started/1": TimerStarted,
    "batch.timer-stopped/1": TimerStopped,
    "batch.step-signed/1": StepSigned,
    "batch.round-opened/1": RoundOpened,
    "batch.rounds-ended/1": RoundsEnded,
    "batch.exception-raised/1": ExceptionRaised,
    "batch.severity-changed/1": SeverityChanged,
    "batch.exception-decided/1": ExceptionDecided,
    "batch.comment-added/1": CommentAdded,
    "batch.scribe-named/1": ScribeNamed,
    "batch.handed-over/1": HandedOver,
    "batch.left-now/1": LeftNow,
    "batch.returned/1": Returned,
    "batch.held/1": BatchHeld,
    "batch.hold-lifted/1": HoldLifted,
    "batch.aborted/1": BatchAborted,
    "batch.completed/1": BatchCompleted,
    "batch.reviewed/1": BatchReviewed,
    "batch.decided/1": BatchDecided,
    "batch.report-made/1": ReportMade,
    "batch.holder-changed/1": HolderChanged,
    "batch.taken-over/1": TakenOver,
    "batch.goes-on/1": GoesOn,
    "batch.amended/1": BatchAmended,
    "batch.conflict-resolved/1": ConflictResolved,
    "batch.weakness-decided/1": WeaknessDecided,
    "batch.form-printed/1": FormPrinted,
    "batch.form-reconciled/1": FormReconciled,
    **LABELS,
    **RELIED,
    **RELEASE,
    **REVIEW,
    **DEVIATIONS,
}
