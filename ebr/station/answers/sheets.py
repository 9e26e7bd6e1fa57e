"""The signing sheet: the document a signature will cover.

Line by line, and the hash that comes back with it (floor-rules 7). What is hashed and signed is the document, which has
the record's form of a number whatever the screen shows. Entries and versions are told in words, so their numbers have
the form of the screen that asks; every other sheet shows the texts of the document as they are kept, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ebr.domain.batch.events import BatchAmended
from ebr.domain.batch.rules.sampling import samples_of
from ebr.domain.batch.state.model import ExceptionState
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.mbr.model import Slot
from ebr.station.answers.amendments import change_lines
from ebr.station.answers.names import batch_of, name_of
from ebr.station.answers.version_sheet import is_version, version_lines, version_title
from ebr.station.questions import Preview, SheetAnswer, SheetLine
from ebr.station.rulebook import RULES
from ebr.station.stating import document_digest
from ebr.wording import field_words, rule_words, severity_word
from ebr.wording.codes import amendment_word, outcome_word
from ebr.wording.equipment import sheet_words
from ebr.wording.lines import duration, in_document, limits_line, value_line
from ebr.wording.materials import row_words
from ebr.wording.parameters import moment_words
from ebr.wording.policy import policy_sheet_value
from ebr.wording.releases import call_word, decision_word, recall_word, supply_word
from ebr.words import figure, tr

if TYPE_CHECKING:
    from ebr.station.inside import Inside

POLICY = "site.change_policy"
"""The act whose rows are settings."""


def preview(station: Inside, question: Preview) -> SheetAnswer:
    """Answer `Preview`; raises `Refusal` when the command could not be signed."""
    _, draft, document, role = station.acting.preview(question.command, question.person)
    parts: dict[str, Any] = json.loads(document)
    amended = _amended_lines(station, draft.event, parts)
    meaning = str(
        parts.get("meaning") or RULES[type(question.command)].sheet(_state(station, draft.subject), draft.event).meaning
    )
    return SheetAnswer(
        title=version_title(parts) if is_version(parts) else str(parts.get("title") or parts.get("batch") or ""),
        meaning=meaning,
        sentence=str(parts.get("sentence") or parts.get("act") or ""),
        role=role,
        seen=document_digest(document),
        name=name_of(station, _signer(station, question)),
        lines=tuple(amended or _lines(station, parts)),
        exceptions=tuple(_exceptions(station, parts)),
        instruction=str(parts.get("shown", parts).get("instruction", "")),
        at=station.clock.now().wall,
        kept=not (amended or is_version(parts) or isinstance(parts.get("entries"), list)),
    )


def _signer(station: Inside, question: Preview) -> str:
    """Return whose signature it is: the asker's, or that of the second person whom the command names."""
    actor = station.acting.actor(question.person, "")
    signer, _ = RULES[type(question.command)].signer(question.command, actor)
    return signer or question.person


def _state(station: Inside, subject: str) -> Any:  # noqa: ANN401 - each aggregate's own
    from ebr.domain.subjects import root_of

    return station.store.state(root_of(subject))


def _exceptions(station: Inside, parts: Mapping[str, Any]) -> list[str]:
    told = parts.get("exceptions", [])
    found = told if isinstance(told, list) else []  # a sheet about many of them says how many
    one = [parts["exception"]] if isinstance(parts.get("exception"), dict) else []
    if not (found or one) or "batch" not in parts:
        return []
    known = batch_of(station, str(parts["batch"])).exceptions
    return [_exception(x, known) for x in [*found, *one] if isinstance(x, dict)]


def _exception(x: Mapping[str, Any], known: Mapping[str, ExceptionState]) -> str:
    found = known.get(x["number"])
    words = x["reason"] or rule_words(x["rule"], found.params if found else {})
    return tr("{number}, {severity}: {words}", number=x["number"], severity=severity_word(x["severity"]), words=words)


def _lines(station: Inside, parts: Mapping[str, Any]) -> list[SheetLine]:
    entries = parts.get("entries")
    if isinstance(entries, list):
        state = batch_of(station, str(parts["batch"]))
        found = [line for entry in entries for line in _entry_lines(station, entry, _slot(state.plan, entry["slot"]))]
        return [*_form_lines(parts), *_shown_lines(parts), *found]
    if is_version(parts):
        return [*version_lines(station, parts), *_text_lines(parts)]
    if isinstance(parts.get("rows"), list):
        rows = [[*map(str, row), "", ""][:3] for row in parts["rows"]]
        if parts.get("act") == POLICY:
            return [_setting_line(*row) for row in rows]
        lines = [
            SheetLine(field_words(label), row_words(label, sheet_words(label, new)), old, "", "changed" if old else "")
            for label, new, old in rows
        ]
        return [*lines, *_text_lines(parts)]
    shown = {
        name: text
        for name, text in parts.items()
        if isinstance(text, str) and name not in ("sentence", "meaning", "language")
    }
    given = parts.get("identifiers", {})
    named = [SheetLine(name, text, "", "", "") for name, text in sorted(given.items())]
    lines = [
        SheetLine(field_words(name), _worded(parts, name, text), "", "", "") for name, text in sorted(shown.items())
    ]
    return [*named, *lines, *_release_lines(station, parts)]


def _setting_line(name: str, new: str, old: str) -> SheetLine:
    """Return a changed setting in words with its unit, old beside new; the reason stands as it was written."""
    was = policy_sheet_value(name, old) if old else ""
    return SheetLine(field_words(name), policy_sheet_value(name, new), was, "", "changed" if old else "")


def _worded(parts: Mapping[str, Any], name: str, text: str) -> str:
    """Return a text of a sheet at a release in words; every other one is data and stands as it is."""
    if name == "what" and parts.get("sentence") == "signed.supply":
        return supply_word(text)
    if name == "decision" and parts.get("sentence") == "signed.recall":
        return recall_word(text)
    return decision_word(text) if name == "decision" and parts.get("sentence") == "signed.sponsor" else text


def _call(text: str) -> str:
    """Return a noted call ("physician: Dr Ohm, 2026-05-04") with who it was in words."""
    code, _, rest = text.partition(": ")
    return tr("{who}: {said}", who=call_word(code), said=rest)


def _release_lines(station: Inside, parts: Mapping[str, Any]) -> list[SheetLine]:
    """Return the results that failed, those that are waited for with their samples, and the calls that were made."""
    failed = parts.get("failed", [])
    plan = batch_of(station, str(parts["batch"])).plan if failed else None
    names = [slot.label if (slot := _slot(plan, address)) is not None else address for address in failed]
    said = [("failed", name) for name in names] + [("pending", text) for text in _pending(station, parts)]
    said += [("calls", _call(text)) for text in parts.get("calls", [])]
    return [SheetLine(field_words(name), text, "", "", "") for name, text in said]


def _pending(station: Inside, parts: Mapping[str, Any]) -> Iterator[str]:
    """Yield each result that a release does not wait for, with the samples that it is to come from."""
    found = parts.get("pending", [])
    state = batch_of(station, str(parts["batch"])) if found else None
    for address in found:
        slot = _slot(state.plan, address) if state is not None else None
        if state is None or state.plan is None or slot is None:
            yield str(address)
            continue
        numbers = ", ".join(samples_of(state, state.plan, slot, rounds_of(address)))
        yield tr("{test}, sample {sample}", test=slot.label, sample=numbers) if numbers else slot.label


def _amended_lines(station: Inside, event: object, parts: Mapping[str, Any]) -> list[SheetLine]:
    """What quality changes in a running batch: kind, reason, each change in words, and the hash of the whole."""
    if not isinstance(event, BatchAmended):
        return []
    changes = change_lines(batch_of(station, event.batch), event.blocks)
    said = [("kind", amendment_word(event.kind)), ("reason", event.reason)]
    said += [("changes", words) for words in changes] + [("hash", str(parts["hash"]))]
    return [SheetLine(field_words(name), text, "", "", "") for name, text in said]


def _text_lines(parts: Mapping[str, Any]) -> list[SheetLine]:
    """Each text of a further language beside its original."""
    if not parts.get("texts"):
        return []
    from ebr.wording.languages import text_field_word

    return [
        SheetLine(tr("{part}, {field}", part=part, field=text_field_word(field)), text, original, "", "")
        for part, field, original, text in parts["texts"]
    ]


def _shown_lines(parts: Mapping[str, Any]) -> list[SheetLine]:
    """In which language the instruction was read, where that is not the document's own."""
    if "shown" not in parts:
        return []
    from ebr.wording.languages import language_word

    return [SheetLine(field_words("shown"), language_word(parts["language"]), "", "", "")]


def _form_lines(parts: Mapping[str, Any]) -> list[SheetLine]:
    """What is said of an emergency form stands before the values that came from it."""
    if "form" not in parts:
        return []
    said = {
        "form": parts["form"],
        "outcome": outcome_word(parts["outcome"]),
        "comment": parts["comment"],
        "scan": parts["scan"].get("name", ""),
    }
    return [SheetLine(field_words(name), text, "", "", "") for name, text in said.items() if text]


def _slot(plan: Plan | None, address: str) -> Slot | None:
    slot = plan.slots.get(last_id(address)) if plan else None
    return in_document(slot, plan.mbr) if plan and slot else None


def _entry_lines(station: Inside, entry: Mapping[str, Any], slot: Slot | None) -> list[SheetLine]:
    if slot is None:
        return []
    lines = [_row_line(station, entry, row, slot) for row in entry["rows"]]
    timer = entry.get("timer")
    if timer:
        text = duration(timer["elapsed"]) if timer["elapsed"] else tr("running")
        lines.append(SheetLine(slot.label, text, "", "", ""))
    figures = entry.get("figures")
    if figures:
        text = ", ".join(f"{name} {figure(value)}" for name, value in sorted(figures.items()) if name != "verdict")
        lines.append(SheetLine(slot.label, text, "", "", "out" if figures.get("verdict") == "out" else ""))
    if entry.get("skipped"):
        lines.append(SheetLine(slot.label, entry["skipped"], "", "", "skipped"))
    return lines


def _row_line(station: Inside, entry: Mapping[str, Any], row: Mapping[str, Any], slot: Slot) -> SheetLine:
    mark = row["verdict"] if row["verdict"] in ("out", "alert") else ""
    mark = "changed" if row["corrections"] else mark or ("attempts" if entry["attempts"] else "")
    label = f"{slot.label} {row['item']}" if len(entry["rows"]) > 1 else slot.label
    by = name_of(station, row["performed_by"])
    return SheetLine(
        label,
        value_line(slot, row["value"]),
        limits_line(row["limits"], slot.unit),
        tr("{name}, {time}", name=by, time=moment_words(row["happened"])) if row.get("happened") else by,
        mark,
    )
