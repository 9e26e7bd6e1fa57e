"""Training: tasks, reading and signing, confirming, and what stops somebody who is not trained."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

TRAINING: Mapping[str, str | tuple[str, ...]] = {
    "task_unknown": mark(
        "{task} is no task people are trained for at this site. Quality sets it under Training before somebody works"
        " to it."
    ),
    "task_withdrawn": mark("{task} {title} was withdrawn. Nobody works to it; quality can set a new version."),
    "training_missing": mark(
        "{person} is not trained in {task} {title}, version {version}. Missing: {missing}. It is done under Training;"
        " somebody who is trained can do this step."
    ),
    "training_expired": mark(
        "The training of {person} in {task} {title}, version {version}, ended on {since}. It is renewed under Training;"
        " somebody who is trained can do this step."
    ),
    "training_old_version": mark(
        "{person} is trained in version {trained} of {task} {title}; version {version} is in force. It is read and"
        " signed under Training; somebody who is trained can do this step."
    ),
    "task_name": mark(
        "“{task}” cannot be the number of a procedure. It has up to 40 letters, digits, blanks and . _ : / ( ) -, and"
        " begins and ends with a letter or digit."
    ),
    "task_version": mark(
        "“{version}” cannot be a version of {task}. It has up to 16 letters, digits, blanks, points and hyphens."
    ),
    "task_title": mark("Give {task} a title of one line."),
    "task_days": mark("Training cannot count for {days} days. Enter 0 for no end, or up to {most} days."),
    "task_document": mark("“{name}” is no PDF. Attach the procedure as a PDF, or leave it kept elsewhere."),
    "task_until": mark("“{text}” is no day. Write it as 2026-03-31, or leave it empty."),
    "task_version_used": mark("{task} had a version {version} before. A version never comes back: take a new number."),
    "task_document_changed": mark(
        "Version {version} of {task} has another document. A version never changes its text: set a new version."
    ),
    "task_unchanged": mark("Nothing differs from version {version} of {task} in force. Change something first."),
    "task_version_not_in_force": mark("Version {asked} of {task} is not in force; take version {version}."),
    "training_read_for_other": mark("Only {person} can sign what {person} read. Everybody reads for themselves."),
    "training_document": mark(
        "The document of {task}, version {version}, was not opened, or it is another one now. Open it and sign then."
    ),
    "training_read_already": mark("You signed {task}, version {version}, on {at}. Nothing is to be read again."),
    "training_confirmed_already": mark("This training in {task}, version {version}, was confirmed on {at} already."),
    "training_not_practical": mark("{task}, version {version}, is read and signed only. No trainer has to confirm it."),
    "training_read_first": mark("{person} has not read and signed {task}, version {version}. That comes first."),
    "training_none": mark("{person} has no training in {task} that could be withdrawn."),
    "trainer_signs": mark("A trainer signs with the own name. {person} has to sign in for that."),
    "trainer_is_same": mark("{name} cannot confirm the own training. Another trainer does."),
    "trainer_not_trained": mark(
        "{name} is not trained in {task} and so cannot confirm it. A trained trainer does; quality may confirm by"
        " evidence of training elsewhere."
    ),
}
