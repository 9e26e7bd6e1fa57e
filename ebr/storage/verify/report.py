"""What the verifier reports: findings (broken), notes (worth knowing), and what it looked at.

Both are a code with parameters; the sentences stand in `MEANINGS` and `NOTES`, in the words of the catalogue. A finding
names the place: log, number, hash, and where in the batch or person it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.words import mark, tr

MEANINGS: Mapping[str, str] = {
    "database_damaged": mark(
        "The database file is damaged: {why}. Entries up to here were read; what follows is missing from this check."
    ),
    "database_not_opened": mark("The database could not be opened: {why}."),
    "view_rows": mark("The table {view} shows something else than the entries say: {differing} of its rows differ."),
    "action_row": mark("The note of what action {action} wrote does not fit its entries."),
    "header_hash": mark("The header was changed after it was written: its hash is not the stored one."),
    "header_form": mark("The header is not in the one form that an entry has: {why}."),
    "suite_unknown": mark("The entry names a format this program does not know: {suite}."),
    "body_hash": mark(
        "What the entry says was changed after it was written: the body is not the one that the header names."
    ),
    "body_form": mark("The body is not in the one form that its event has: {why}."),
    "body_missing": mark("The body is missing where the chain cannot be checked without it."),
    "place": mark("The entry stands at another place than its header says: entry {seq} of log {log}."),
    "other_log": mark("The entry belongs to another log: {found}."),
    "action": mark("The entry says that it is number {n} of {of} of its action, which cannot be."),
    "action_open": mark("The last action of the log is not whole: {found} of its {of} entries are here."),
    "action_torn": mark("The entries of one action do not follow on each other."),
    "gap": mark("An entry is missing: number {expected} should stand here, {found} does."),
    "link": mark("The entry does not follow on the one before it: something was taken out, put in or exchanged."),
    "genesis": mark("Only the first entry of a log may begin it."),
    "genesis_key": mark("The first entry of the log is not sealed by the station key it names."),
    "start_key": mark("The entry that begins a start of the program is not sealed by the key it names."),
    "start_certificate": mark(
        "The sealing key of this start of the program was not certified by the station's key for this place."
    ),
    "key_not_in_force": mark("The entry is sealed by a key that was not in force at this place."),
    "seal": mark("The seal is not that of the key the entry names."),
    "after_unknown": mark("The entry follows on one that is not here: {hash}."),
    "after_other_subject": mark("The entry follows on one about something else."),
    "relies_other_subject": mark("The entry relies on a fact under a wrong name: {subject}."),
    "simulated_clock": mark("A simulated time stands in a production record."),
    "signature_missing": mark("The act needs a person's signature and has none."),
    "signature": mark("The signature is not that of the person's key over what it states."),
    "signature_key": mark("The signature of {person} was made with a key that was not that person's at the time."),
    "signature_place": mark("The signature states another log or subject than the entry's."),
    "signature_name": mark("The signature states the name {stated}; {person} was enrolled as {enrolled}."),
    "signature_heads": mark("The signature states a state of the record that was not the one before it."),
    "document_hash": mark("The document kept with the signature is not the one that was signed."),
    "document_differs": mark("The document that was signed is not what the entries before it say."),
    "document_fact": mark("The document that was signed says something else than the entries before it: {fact}."),
    "covered_unknown": mark("The signature covers an entry that is not here: {hash}."),
    "covered_differs": mark("The signature covers other entries than those it should."),
    "changes_differ": mark(
        "Version {version} does not say truly what changed against version {base}: those who approved it saw another"
        " list."
    ),
    "master_hash": mark("The text of version {version} is not the one that its submission names."),
    "attachment_missing": mark("The file {name} that the entry names is missing."),
    "attachment_damaged": mark("The file {name} is no longer the one that the entry names."),
    "checkpoint": mark("The checkpoint in the log does not fit the entries before it."),
    "checkpoint_signature": mark("The checkpoint is not signed by the station's key."),
    "checkpoint_form": mark("The checkpoint is not in the form of a signed note."),
    "left_out": mark("What stands for the entries left out of this log is not what the station signed."),
    "site_certificate": mark("The foundation of the site is not certified by the root key it names."),
    "site_second": mark("There is a second foundation of the site."),
    "site_fingerprint": mark("The record belongs to another site: its fingerprint is {found}."),
    "entries_unreadable": mark("Line {line} of the entries was changed: it is not one entry in its one form."),
    "export_keys_differ": mark("The list of keys was changed: it is not the one of the entries."),
    "bundle_seal": mark("The seal on the bundle does not hold: it was cut off or changed on the way."),
    "pdf_seal": mark("The seal on the file: {why}"),
    "pdf_record": mark("The record attached to the file cannot be read: {why}."),
    "pdf_withheld": mark("What the entry says is withheld, and the report would have to show it."),
    "pdf_incomplete": mark("The report was made knowing an entry about {subject} that is not in it: {hash}."),
    "pdf_certificate": mark("The file is sealed with a certificate that the site never gave to station {station}."),
    "pdf_not_rebuilt": mark("The document could not be made anew from the attached entries: {why}."),
    "pdf_differs": mark(
        "Page {page} is not what the attached entries draw ({kind}): expected {expected}, found {found}."
    ),
    "pdf_fact_missing": mark("No page says what the attached entries say: {fact}."),
    "station_not_admitted": mark("The station of this log was never admitted by the site."),
    "station_certificate": mark("The admission of station {name} is not certified by the site."),
    "station_key": mark("The station was admitted with another key than its log begins with."),
    "station_pdf_certificate": mark("The certificate with which station {name} signs PDFs was not issued by the site."),
    "receipt_witness": mark("The receipt is said to be by a witness that the site never admitted."),
    "receipt_note": mark("The receipt is not signed by the witness that it names."),
    "receipt_proof": mark("The receipt does not prove that its entry stands in the witness's tree."),
    "receipt_place": mark("The receipt is about another entry than the one that stands at number {entry}."),
    "receipts_differ": mark(
        "The witness signed two histories that cannot both be true: this one, of {size} entries, and one before it."
    ),
    "head_missing": mark(
        "The record lacks an entry that was seen before: {hash}. Its end was cut off, or it was exchanged."
    ),
    "profile_mixed": mark("Logs of different profiles stand in one store: {found}."),
}

NOTES: Mapping[str, str] = {
    "site_not_compared": mark("The site's fingerprint was not compared with one you know: {fingerprint}"),
    "no_site": mark("No site was founded in this record."),
    "unwitnessed": mark("{count} entries have not been witnessed on another machine or on paper."),
    "profile": mark("This is a {profile} record, not a production record."),
    "bodies_withheld": mark("{count} entries are here without what they say; their place and seal were checked."),
    "changes_not_compared": mark(
        "Of {count} versions of master batch records the list of changes was not compared anew: another version of the"
        " program wrote it, or what it was compared with is not here."
    ),
    "relied_not_here": mark("{count} facts that decisions relied on are not in this copy."),
    "unknown_events": mark(
        "{count} entries were written by a newer program; their place and seal were checked, not what they mean."
    ),
    "entries_left_out": mark(
        "{count} entries that say nothing about this batch are left out; their places in the trees that the stations"
        " signed were checked."
    ),
    "head_not_carried": mark(
        "The entry {hash} is not among those carried here; ask the station, or an export of everything, about it."
    ),
    "seal_holds": mark(
        "The seal holds: no byte of the file was changed since {name} sealed it on {at}."
        " SHA-256 of its certificate, to compare with the one in the record: {fingerprint}"
    ),
    "stamped": mark(
        "The seal on the file was stamped at {at} by {authority}; its certificate was not compared with one you know:"
        " {fingerprint}"
    ),
    "witnessed_through": mark("{witness} countersigned the log of {station} up to entry {entry}, at {time}."),
    "not_witnessed": mark("No witness countersigned the log of {station}."),
    "not_folded": mark(
        "{subject} could not be followed through by this program; its signatures' documents were not derived again."
    ),
    "bundle_closed": mark(
        "The bundle was sealed with the key {key} for log {log}. It is encrypted for its receivers ({count}), who check"
        " the sender and each entry when they take it."
    ),
    "sheets_of_other_form": mark(
        "{count} signed documents are of another form than this program writes (form {forms}). Entries, seals and"
        " signatures hold; what these documents say of persons, places and values was compared, not every letter."
    ),
    "pages_of_other_form": mark(
        "The pages were drawn in form {form} of the report; this program draws form {ours}. Entries, seals and"
        " signatures hold, and {count} values, persons and times were looked for on the pages; their drawing was not"
        " compared."
    ),
    "attachment_unnamed": mark("{count} files are kept that no entry names."),
    "views_of_other_version": mark(
        "{count} tables were made by another version of the program and not compared; they are made anew when the"
        " station is started."
    ),
    "seals_sampled": mark("Seals were checked at starts and checkpoints only; every hash and link was checked."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something broken, and where."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    log: str = ""
    seq: int = 0
    hash: str = ""
    where: str = ""

    @property
    def meaning(self) -> str:
        """What it means, in the language in use."""
        return tr(MEANINGS[self.code], **self.params)


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing that is not broken."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def meaning(self) -> str:
        """What it means, in the language in use."""
        return tr(NOTES[self.code], **self.params)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, how much was looked at, and the head of every log (log, number of entries, hash)."""

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    entries: int
    heads: tuple[tuple[str, int, str], ...]
    profile: str
    fingerprint: str

    @property
    def ok(self) -> bool:
        """Whether nothing is broken."""
        return not self.findings
