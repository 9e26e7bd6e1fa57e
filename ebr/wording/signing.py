"""What a person agrees to by signing: the legal line of the sheet for every signature (21 CFR 11.50, 11.100(c)).

The sheet's document names the sentence by code (`sentence` of a batch, `act` of everything else) and is signed with it,
so the words can be shown again in any language. Each text is whole: what is confirmed, and as whom it is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.wording.sentences import Sentences, refined, sentence
from ebr.words import mark

ACKNOWLEDGEMENT: Final = mark(
    "I understand that my electronic signature in this system is the legally binding equivalent of"
    " my handwritten signature."
    " I keep my password to myself and sign only what I did, witnessed, verified or approved."
)
"""What a person accepts before the first signature, as it is kept in the record."""

BATCH: Mapping[str, str] = {
    "signed.step": mark(
        "By signing, you confirm what is listed above, in the meaning named. Your signature is recorded as"
        " {name}, {at}."
    ),
    "signed.step.performed": mark(
        "By signing, you confirm that you performed this step as instructed and that your entries are true and"
        " complete. Your signature is recorded as {name}, {at}."
    ),
    "signed.step.recorded": mark(
        "By signing, you confirm that you recorded these entries as they happened. Your signature is recorded as"
        " {name}, {at}."
    ),
    "signed.step.witnessed": mark(
        "By signing, you confirm that you were present and saw this done. Your signature is recorded as {name}, {at}."
    ),
    "signed.step.verified": mark(
        "By signing, you confirm that you checked these entries against the evidence and that they are right. Your"
        " signature is recorded as {name}, {at}."
    ),
    "signed.step.approved": mark(
        "By signing, you confirm that you assessed what is listed above and approve it. Your signature is recorded as"
        " {name}, {at}."
    ),
    "signed.hand_over": mark(
        "By signing, you confirm that your own entries in this step are true and complete and that you hand over the"
        " rest. Your signature is recorded as {name}, {at}."
    ),
    "signed.exception": mark(
        "By signing, you confirm that you assessed this exception and decided as shown. Your signature is recorded as"
        " {name}, {at}."
    ),
    "signed.issue": mark(
        "By signing, you issue this batch on the version of the master batch record shown. Your signature is recorded"
        " as {name}, {at}."
    ),
    "signed.issue_check": mark(
        "By signing, you confirm that the issued batch record is an accurate reproduction of the approved master."
        " Your signature is recorded as {name}, {at}."
    ),
    "signed.lift": mark(
        "By signing, you lift the hold, and production may go on. Your signature is recorded as {name}, {at}."
    ),
    "signed.completed": mark(
        "By signing, you confirm that production of this batch is complete. Your signature is recorded as {name}, {at}."
    ),
    "signed.reviewed": mark(
        "By signing, you confirm that you reviewed the whole record of this batch. Your signature is recorded as"
        " {name}, {at}."
    ),
    "signed.trail": mark(
        "By signing, you confirm that you reviewed the audit trail of this batch, and that what was changed, late,"
        " overridden, or done with the clock or with rights is explained. Your signature is recorded as {name}, {at}."
    ),
    "signed.decided": mark(
        "By signing, you decide about this batch as shown above. Your signature is recorded as {name}, {at}."
    ),
    "signed.aborted": mark(
        "By signing, you end production of this batch for good. Your signature is recorded as {name}, {at}."
    ),
    "signed.taken_over": mark(
        "By signing, you take this part of the batch over without contact to the station that holds it. Your signature"
        " is recorded as {name}, {at}."
    ),
    "signed.amended": mark(
        "By signing, you change the instructions of this running batch as shown above. Your signature is recorded as"
        " {name}, {at}."
    ),
    "signed.conflict": mark(
        "By signing, you decide which of these entries stands. Your signature is recorded as {name}, {at}."
    ),
    "signed.form": mark(
        "By signing, you confirm what became of this form, and that you checked every value listed against the paper."
        " Your signature is recorded as {name}, {at}."
    ),
    "signed.weakness": mark(
        "By signing, you confirm that you assessed this weakness of the record and that it may stand. Your signature is"
        " recorded as {name}, {at}."
    ),
}

RELEASE: Mapping[str, str] = {
    "signed.sponsor": mark(
        "By signing, you release this certified batch for the trial on behalf of the sponsor. Your signature is"
        " recorded as {name}, {at}."
    ),
    "signed.supply": mark(
        "By signing, you confirm this entry of a supply out of specification for one patient. It is not a release. Your"
        " signature is recorded as {name}, {at}."
    ),
    "signed.recall": mark(
        "By signing, you decide what becomes of what has left the house, having seen the calls listed. Your signature"
        " is recorded as {name}, {at}."
    ),
    "signed.legal_hold": mark(
        "By signing, you order that nothing about this batch is destroyed until quality lifts this. Your signature is"
        " recorded as {name}, {at}."
    ),
    "signed.legal_hold_lifted": mark(
        "By signing, you end the legal hold, and retention counts again. Your signature is recorded as {name}, {at}."
    ),
}

ACTS: Mapping[str, str] = {
    "people.enrol": mark(
        "By signing, you approve that this person may work here with these roles. Your signature is recorded as"
        " {name}, {at}."
    ),
    "people.change_rights": mark("By signing, you approve these rights. Your signature is recorded as {name}, {at}."),
    "people.deactivate": mark(
        "By signing, you approve that this person can no longer sign in. Your signature is recorded as {name}, {at}."
    ),
    "people.limit_access": mark(
        "By signing, you approve that this person may sign in here until the day shown. Your signature is recorded as"
        " {name}, {at}."
    ),
    "people.replace_key": mark(
        "By signing, you confirm that the identity was checked and that this person gets a new key. Your signature is"
        " recorded as {name}, {at}."
    ),
    "people.acknowledge": mark(
        "By signing, you accept that your electronic signature binds you like your handwritten one. Your signature is"
        " recorded as {name}, {at}."
    ),
    "site.change_policy": mark(
        "By signing, you approve these settings of the site's policy. Your signature is recorded as {name}, {at}."
    ),
    "site.admit_station": mark(
        "By signing, you approve that this station belongs to the site. Your signature is recorded as {name}, {at}."
    ),
    "site.revoke_station": mark(
        "By signing, you approve that this station is no longer trusted after the entry shown. Your signature is"
        " recorded as {name}, {at}."
    ),
    "site.admit_witness": mark(
        "By signing, you approve that receipts by this witness count. Your signature is recorded as {name}, {at}."
    ),
    "station.state_clock": mark(
        "By signing, you confirm that the stated time is right. Your signature is recorded as {name}, {at}."
    ),
    "master.sign": mark(
        "By signing, you confirm this version of the master batch record, in the meaning named. Your signature is"
        " recorded as {name}, {at}."
    ),
    "master.sign.performed": mark(
        "By signing, you confirm as its author that this version of the master batch record is finished. Your signature"
        " is recorded as {name}, {at}."
    ),
    "master.sign.verified": mark(
        "By signing, you confirm that you checked this version of the master batch record independently of its authors."
        " Your signature is recorded as {name}, {at}."
    ),
    "master.sign.translated": mark(
        "By signing, you confirm that these texts say in this language what the originals say. Your signature is"
        " recorded as {name}, {at}."
    ),
    "master.sign.approved": mark(
        "By signing, you approve this version of the master batch record. Your signature is recorded as {name}, {at}."
    ),
    "master.make_effective": mark(
        "By signing, you put this version of the master batch record in force from the date shown. Your signature is"
        " recorded as {name}, {at}."
    ),
    "master.review_depth": mark(
        "By signing, you decide how deep batches on this version are reviewed, for the reason shown. Your signature is"
        " recorded as {name}, {at}."
    ),
    "master.withdraw": mark(
        "By signing, you withdraw this version of the master batch record. Your signature is recorded as {name}, {at}."
    ),
    "label.check": mark(
        "By signing, you confirm that you compared every word and code of this label with what it shall say. Your"
        " signature is recorded as {name}, {at}."
    ),
    "label.approve": mark(
        "By signing, you approve this label for the quality unit. Your signature is recorded as {name}, {at}."
    ),
    "label.make-effective": mark(
        "By signing, you put this label in force from the date shown. Your signature is recorded as {name}, {at}."
    ),
    "label.withdraw": mark(
        "By signing, you withdraw this version of the label: nobody prints it any more. Your signature is recorded as"
        " {name}, {at}."
    ),
    "block.approve": mark(
        "By signing, you approve this version of the building block, having seen where another version of it is used."
        " Your signature is recorded as {name}, {at}."
    ),
    "block.withdraw": mark(
        "By signing, you withdraw this version of the building block. Your signature is recorded as {name}, {at}."
    ),
    "equipment.qualify": mark(
        "By signing, you find this equipment fit for use as shown. Your signature is recorded as {name}, {at}."
    ),
    "equipment.calibrate": mark(
        "By signing, you confirm that this is the result of the calibration. Your signature is recorded as {name},"
        " {at}."
    ),
    "equipment.clean": mark(
        "By signing, you confirm that you checked the cleaning and that it is done. Your signature is recorded as"
        " {name}, {at}."
    ),
    "equipment.maintain": mark(
        "By signing, you confirm that you checked the work and that it is done. Your signature is recorded as {name},"
        " {at}."
    ),
    "equipment.clear": mark(
        "By signing, you confirm that you checked the room or line and that each answer is right. Your signature is"
        " recorded as {name}, {at}."
    ),
    "equipment.release": mark(
        "By signing, you lift the holds shown, so that the equipment can be used. Your signature is recorded as {name},"
        " {at}."
    ),
    "equipment.return": mark(
        "By signing, you return this equipment to service, having assessed the batches shown. Your signature is"
        " recorded as {name}, {at}."
    ),
    "sample.order-retest": mark(
        "By signing, you order the retests shown in this investigation; the results so far stay in the record. Your"
        " signature is recorded as {name}, {at}."
    ),
    "sample.check-retest": mark(
        "By signing, you confirm that you checked this retest against its raw data and that it is right. Your"
        " signature is recorded as {name}, {at}."
    ),
    "sample.invalidate": mark(
        "By signing, you set this result aside by the investigation named; it stays in the record. Your signature"
        " is recorded as {name}, {at}."
    ),
    "sample.check-room": mark(
        "By signing, you confirm that you read this plate or its record yourself and that the result is right. Your"
        " signature is recorded as {name}, {at}."
    ),
    "sample.conclude-room": mark(
        "By signing, you decide that this result stands and that the investigation named says what follows from it."
        " Your signature is recorded as {name}, {at}."
    ),
    "sample.withdraw": mark(
        "By signing, you withdraw this sample, so that it is tested no more. Your signature is recorded as {name},"
        " {at}."
    ),
    "material.specify": mark(
        "By signing, you put this specification in force. Your signature is recorded as {name}, {at}."
    ),
    "material.withdraw": mark(
        "By signing, you withdraw this material, so that no more lots of it are received. Your signature is recorded as"
        " {name}, {at}."
    ),
    "supplier.qualify": mark(
        "By signing, you find that this supplier may deliver the materials shown. Your signature is recorded as {name},"
        " {at}."
    ),
    "supplier.status": mark(
        "By signing, you give this supplier the status shown. Your signature is recorded as {name}, {at}."
    ),
    "lot.check": mark(
        "By signing, you confirm that you checked these results against their raw data and that they are right. Your"
        " signature is recorded as {name}, {at}."
    ),
    "lot.set_aside": mark(
        "By signing, you find this result invalid by the investigation named. Your signature is recorded as"
        " {name}, {at}."
    ),
    "lot.release": mark(
        "By signing, you release this lot for use, having assessed its results against the specification. Your"
        " signature is recorded as {name}, {at}."
    ),
    "lot.reject": mark("By signing, you reject this lot for good. Your signature is recorded as {name}, {at}."),
    "lot.extend": mark(
        "By signing, you set a later retest date on the results shown. Your signature is recorded as {name}, {at}."
    ),
    "material.certificates": mark(
        "By signing, you allow certificates of qualified suppliers to replace the tests shown. Your signature is"
        " recorded as {name}, {at}."
    ),
    "supplier.validate": mark(
        "By signing, you find that this supplier's results agree with own ones. Your signature is recorded as {name},"
        " {at}."
    ),
    "lot.count_above": mark(
        "By signing, you confirm that you counted this yourself. Your signature is recorded as {name}, {at}."
    ),
    "material.storage": mark(
        "By signing, you allow lots of this material to be out of their storage condition for the hours shown. Your"
        " signature is recorded as {name}, {at}."
    ),
    "lot.judge_storage": mark(
        "By signing, you judge the time that this lot was out of its storage condition, so that it can be used. Your"
        " signature is recorded as {name}, {at}."
    ),
    "lot.decide_count": mark(
        "By signing, you say what you found out about this count, so that the lot can be used again. Your signature is"
        " recorded as {name}, {at}."
    ),
    "lot.destroy": mark(
        "By signing, you confirm that you were present and saw this destroyed. Your signature is recorded as {name},"
        " {at}."
    ),
    "deviation.propose": mark(
        "By signing, you confirm that this investigation is complete as shown and propose to close it. Your signature"
        " is recorded as {name}, {at}."
    ),
    "deviation.return": mark(
        "By signing, you send this investigation back for the reason shown. Your signature is recorded as {name}, {at}."
    ),
    "deviation.close": mark(
        "By signing, you approve this investigation as shown and close the deviation. Your signature is recorded as"
        " {name}, {at}."
    ),
    "deviation.reopen": mark("By signing, you open this deviation again. Your signature is recorded as {name}, {at}."),
    "training.set_task": mark(
        "By signing, you put this version of the procedure in force for training. Your signature is recorded as {name},"
        " {at}."
    ),
    "training.withdraw_task": mark(
        "By signing, you take this procedure out of force. Your signature is recorded as {name}, {at}."
    ),
    "training.read": mark(
        "By signing, you confirm that you read and understood this version and work to it. Your signature is recorded"
        " as {name}, {at}."
    ),
    "training.confirm": mark(
        "By signing, you confirm as a trainer that this person can do the task. Your signature is recorded as {name},"
        " {at}."
    ),
    "training.withdraw": mark(
        "By signing, you declare that this person's training in the task counts no more. Your signature is recorded as"
        " {name}, {at}."
    ),
}

SENTENCES: Sentences = {**BATCH, **RELEASE, **ACTS}
UNKNOWN = mark("By signing, you confirm what is listed above. Your signature is recorded as {name}, {at}.")
REFINED_BY = {"signed.step": "meaning", "master.sign": "meaning"}


def sentence_words(code: str, name: str, at: str, meaning: str = "") -> str:
    """Return the legal line of a sheet for its sentence or act.

    `at` is the time as it is to be read, `meaning` the code of the signature's meaning.
    """
    found = refined(SENTENCES, REFINED_BY, code, {"meaning": meaning})
    table: Sentences = SENTENCES if found in SENTENCES else {found: UNKNOWN}
    return sentence(table, found, {"name": name, "at": at})
