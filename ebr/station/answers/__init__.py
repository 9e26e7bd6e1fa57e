"""Every question and the function that answers it, written out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ebr.station import questions as q
from ebr.station.answers import (
    amendments,
    apart,
    batch,
    blocks,
    drafts,
    files,
    forms,
    genealogy,
    masters,
    people,
    queue,
    record,
    sheets,
    stations,
    status,
    training,
)

ANSWERS: Mapping[type, Callable[[Any, Any], Any]] = {
    q.Who: people.who,
    q.People: people.people,
    q.BadgeOwner: people.badge_owner,
    q.PolicySettings: people.policy,
    q.Reasons: people.reasons,
    q.StationStatus: status.status,
    q.Stations: stations.stations,
    q.CentralStore: stations.central,
    q.Facts: stations.facts,
    q.OwnRequest: stations.request,
    q.Masters: masters.masters,
    q.Drafts: drafts.drafts,
    q.DraftDocument: drafts.draft,
    q.MasterVersion: drafts.version,
    q.Blocks: blocks.blocks,
    q.BlockUse: blocks.block_use,
    q.ImpactList: blocks.impact,
    q.MasterImpact: blocks.master_impact,
    q.Tasks: training.tasks,
    q.TrainingMatrix: training.matrix,
    q.TrainingOf: training.of_person,
    q.Queue: queue.queue,
    q.BatchQuestion: batch.batch,
    q.Apart: apart.apart,
    q.Amending: amendments.amending,
    q.Proposals: amendments.proposals,
    q.Forms: forms.all_forms,
    q.FindThings: genealogy.find_things,
    q.Genealogy: genealogy.genealogy,
    q.KeptFile: files.kept_file,
    q.Preview: sheets.preview,
    q.Exceptions: record.all_exceptions,
    q.Batches: record.batch_rows,
    q.Signatures: record.signatures,
    q.AuditTrail: record.audit_page,
}
