"""The review of a batch: sections, audit trail, questions to the floor, how deep it goes."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

REVIEWS: Mapping[str, str | tuple[str, ...]] = {
    "question_open": mark(
        "Question {question} of batch {batch} is not answered yet. Wait for the answer, or withdraw the question."
    ),
    "section_not_read": mark(
        "“{section}” is not marked as read as it stands now. Open it on the review of batch {batch} and mark it."
    ),
    "trail_not_reviewed": mark(
        "The audit trail of batch {batch} is not signed as reviewed, or the record went on since. Quality reviews it."
    ),
    "section_unknown": mark("The record of batch {batch} has no section “{section}”."),
    "section_changed": mark("The record of batch {batch} went on while you read. Look at the section again."),
    "question_empty": mark("Write the question about batch {batch}."),
    "question_to_nobody": mark("Choose who is asked: one person, or everybody of one role."),
    "question_unknown": mark("Batch {batch} has no question {question}."),
    "question_answered": mark("Question {question} is answered already."),
    "question_not_yours": mark("Question {question} was asked of somebody else. They answer, or quality."),
    "answer_empty": mark("Write the answer to question {question}."),
    "review_depth_unknown": mark("“{depth}” is no depth of a review. Choose one from the list."),
    "review_depth_own": mark(
        "You wrote version {version} of {mbr}. Another person of quality decides how deep its review goes."
    ),
    "review_depth_same": mark("Batches on version {version} of {mbr} are reviewed that deep already."),
    "review_depth_why": mark("Say why batches on version {version} of {mbr} may be reviewed that deep."),
}
