"""Lots as lines and facts: words for what the station answers, no looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.station.questions import ContainerRow, InventoryRow, LotAnswer, LotRow, ResultRow
from ebr.wording import refusal_words
from ebr.wording.materials import change_word, kind_word, lot_word
from ebr.wording.parameters import moment_words
from ebr.words import figure, tr
from ui.lots.share_words import Share, shares_of
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown

ICONS: Final[Mapping[str, str]] = {
    "quarantine": "hourglass",
    "released": "circle-check",
    "rejected": "circle-x",
    "destroyed": "trash",
    "used_up": "circle-minus",
    "expired": "calendar",
    "retest_due": "calendar",
    "out_of_storage": "temperature",
}
TONES: Final[Mapping[str, str]] = {
    "quarantine": "warn",
    "released": "ok",
    "rejected": "crit",
    "expired": "crit",
    "retest_due": "warn",
    "out_of_storage": "crit",
}
FILTERS: Final = (
    "quarantine",
    "released",
    "retest_due",
    "expired",
    "out_of_storage",
    "used_up",
    "rejected",
    "destroyed",
)


@dataclass(frozen=True, slots=True)
class LotDetail:
    """One lot in full: why it may not be used, facts, results, containers, who has how much, origin.

    `offers` stand below it; `more` are all acts of the person, for the sheet behind "More".
    """

    lot: str
    status: str
    tone: str
    blocked: str
    facts: tuple[Shown, ...]
    containers: tuple[Shown, ...]
    results: tuple[Shown, ...]
    no_results: str
    shares: tuple[Share, ...]
    origin: tuple[Shown, ...]
    offers: tuple[Offer, ...]
    more: tuple[Offer, ...]


def quantity(number: str, unit: str) -> str:
    """Return a quantity with its unit."""
    return tr("{number} {unit}", number=figure(number), unit=unit)


def line_of(row: LotRow) -> ListLine[str]:
    """Return a lot as a line."""
    material = tr("{code} {title}", code=row.item, title=row.title)
    cells = (row.lot, material, lot_word(row.status), until_of(row), quantity(row.left, row.unit), row.place)
    quiet = row.status in ("rejected", "destroyed", "used_up")
    tone = "warn" if row.odd else "crit" if row.status in ("expired", "out_of_storage") else "quiet" if quiet else ""
    return ListLine(row.lot, cells, tone, ICONS.get(row.status, ""))


def until_of(row: LotRow) -> str:
    """Return the date that is over first in a list: the expiry, else the retest date."""
    if row.expiry:
        return moment_words(row.expiry)
    return tr("Retest {date}", date=moment_words(row.retest)) if row.retest else tr("No date")


def facts_of(answer: LotAnswer) -> tuple[Shown, ...]:
    """Return what a lot is and where it stands."""
    row = answer.row
    facts = [
        Shown(tr("Material"), row.title or row.item, f"{row.item} · {kind_word(answer.kind)}"),
        Shown(tr("Status"), lot_word(row.status), _since(answer)),
        Shown(
            tr("Expiry"),
            moment_words(row.expiry) if row.expiry else tr("None"),
            tr("to its end in {zone}", zone=answer.zone),
        ),
        Shown(tr("Retest by"), moment_words(row.retest) if row.retest else tr("None")),
        Shown(tr("Left"), quantity(row.left, row.unit), "", "crit" if answer.overdrawn else ""),
        Shown(tr("Place"), row.place or tr("Not given"), answer.storage),
        *(Shown(tr("Came stored otherwise"), storage, reason, "warn") for storage, reason in answer.otherwise),
    ]
    return (*_warnings(answer), *facts)


def origin_of(answer: LotAnswer) -> tuple[Shown, ...]:
    """Return where a lot came from and went."""
    row = answer.row
    facts = (
        Shown(tr("Supplier"), row.supplier_name or tr("Own make"), row.supplier_lot),
        Shown(tr("Received by"), answer.received_by, moment_words(answer.received_at)),
    )
    return (*facts, *_family(answer))


def _since(answer: LotAnswer) -> str:
    since = tr("since {time}", time=moment_words(answer.since))
    return " · ".join(one for one in (since, answer.decided_by, answer.reason) if one)


def _warnings(answer: LotAnswer) -> list[Shown]:
    found = []
    if answer.contested:
        words = tr("The stricter one counts until quality decides")
        found.append(Shown(tr("Contested"), tr("Two stations decided differently"), words, "warn"))
    if answer.overdrawn:
        named = tr("Container {names}", names=", ".join(answer.overdrawn))
        boxes = named if "" not in answer.overdrawn else tr("The lot as a whole")
        found.append(Shown(tr("Overdrawn"), boxes, tr("More was taken than the book had; count it"), "crit"))
    for one in answer.counts:
        counted, came = quantity(one.counted, answer.row.unit), quantity(one.received, answer.row.unit)
        words = tr(
            "Container {container} came with {came}: {reason}", container=one.container, came=came, reason=one.reason
        )
        found.append(Shown(tr("Counted above its receipt"), counted, words, "crit"))
    if answer.received_again_by:
        words = tr("Another receipt under this number is passed over")
        found.append(Shown(tr("Received twice"), ", ".join(answer.received_again_by), words, "warn"))
    return found


def _family(answer: LotAnswer) -> list[Shown]:
    found = []
    if answer.parents:
        found.append(Shown(tr("Made of"), ", ".join(answer.parents)))
    if answer.children:
        found.append(Shown(tr("Went into"), ", ".join(answer.children)))
    return found


def container_fact(one: ContainerRow, unit: str) -> Shown:
    """Return a container as a line."""
    held = tr("of {number} {unit}", number=figure(one.received), unit=unit)
    return Shown(
        one.container, quantity(one.left, unit), " · ".join(part for part in (held, one.place, one.storage) if part)
    )


def result_fact(one: ResultRow) -> Shown:
    """Return a result as a line: value, limits, who."""
    value = quantity(one.value, one.unit) if one.unit else one.value
    standing = {
        "unchecked": tr("not checked yet"),
        "checked": tr("checked by {name}", name=one.checker),
        "aside": tr("set aside: {reason}", reason=one.investigation),
        "brought": tr("of the lot it was made of"),
    }[one.standing]
    source = tr("certificate {certificate} of the supplier", certificate=one.certificate) if one.certificate else ""
    verdict = tr("Passes") if one.verdict == "pass" else tr("Fails")
    tone = "crit" if one.verdict == "fail" and one.standing != "aside" else ""
    return Shown(
        one.title,
        value,
        " · ".join(part for part in (verdict, one.limits, source, one.analyst, standing) if part),
        tone,
    )


def detail_of(answer: LotAnswer, offers: tuple[Offer, ...]) -> LotDetail:
    """Return a lot in full."""
    row = answer.row
    missing = tr("Missing: {tests}", tests=", ".join(answer.missing)) if answer.missing else ""
    return LotDetail(
        row.lot,
        lot_word(row.status),
        TONES.get(row.status, ""),
        refusal_words(answer.blocked) if answer.blocked is not None else "",
        facts_of(answer),
        tuple(container_fact(one, row.unit) for one in answer.containers),
        tuple(result_fact(one) for one in answer.results),
        missing,
        shares_of(answer),
        origin_of(answer),
        first_offers(offers),
        offers,
    )


def first_offers(offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """Return what stands below a lot: the next right act, or the first that is possible; the inventory; all others."""
    able = [one for one in offers if not one.reason]
    following = [one for one in able if one.strong] or able
    return (*following[:1], Offer("inventory", tr("Inventory"), "table"), Offer("more", tr("More"), "list-check"))


def inventory_cells(one: InventoryRow) -> tuple[str, ...]:
    """Return a change of the inventory as cells."""
    why = " · ".join(part for part in (one.batch, one.reason) if part)
    balance = quantity(one.balance, one.unit)
    return (
        moment_words(one.at),
        change_word(one.kind),
        one.container,
        quantity(one.quantity, one.unit),
        balance,
        why,
        one.by,
    )
