"""The answer about a material entry in words: sums on one line, the lot to take, lots passed over, the balance."""

from __future__ import annotations

from ebr.station.questions import DispensingAnswer, FefoRow, ScaleRow, SumRow
from ebr.wording import refusal_words
from ebr.wording.amounts import weight
from ebr.words import figure, listed, tr
from ui.dispense.model import Dispense
from ui.shown import arithmetic_of

SHOWN_PASSED = 2
IN_PARTS = "balance_out_of_range"
"""What weighs less than the charge weighs it in several parts."""


def usable(answer: DispensingAnswer) -> tuple[str, ...]:
    """Return the balances of this terminal that may weigh the charge, also in parts; the best first."""
    here = [scale for scale in answer.scales if scale.here]
    return tuple(one.equipment for one in here if one.blocked is None or one.blocked.code == IN_PARTS)


def dispense_of(answer: DispensingAnswer, chosen: str = "") -> Dispense:
    """Return what the form shows; `chosen` is the balance that somebody chose among those that fit."""
    fit = usable(answer)
    device = chosen if chosen in fit else answer.balance
    here = next((scale for scale in answer.scales if scale.here and scale.equipment == device), None)
    words, tone = balance_words(here, answer.balance)
    take, more = take_words(answer)
    return Dispense(
        answer.unit,
        answer.decimals,
        answer.target,
        answer.low,
        answer.high,
        answer.used,
        answer.rest,
        answer.full,
        tuple(sum_words(one, answer) for one in answer.sums),
        take,
        more,
        passed_words(answer.fefo),
        answer.pure and not answer.known,
        not answer.known,
        refusal_words(answer.blocked) if answer.blocked is not None else "",
        earlier_words(answer),
        words,
        tone,
        others_words(answer.scales) if tone else "",
        device,
        fit,
    )


def sum_words(one: SumRow, answer: DispensingAnswer) -> str:
    """Return one line of arithmetic: "100.60 x 100/99.00 x 100/(100 - 0.50) = 102.13 kg, rounded up"."""
    words = tr("{sum} = {result} {unit}", sum=arithmetic_of(one.sum), result=figure(one.result), unit=answer.unit)
    if one.kind in ("pure", "rest") and answer.rounded_up and answer.exact:
        words = tr("{sum}, rounded up from {exact}", sum=words, exact=figure(answer.exact))
    if answer.grows:
        return tr("Not corrected yet, the assay is missing: {sum} {unit}", sum=figure(one.result), unit=answer.unit)
    names = {
        "pure": tr("Corrected for lot {lot}", lot=answer.lot) if answer.lot else tr("Corrected"),
        "rest": tr("Rest, corrected for lot {lot}", lot=answer.lot) if answer.lot else tr("Rest, corrected"),
        "scaled": tr("For this batch size"),
        "target": tr("Target"),
        "value": one.name,
    }
    return tr("{name}: {sum}", name=names[one.kind], sum=words)


def take_words(answer: DispensingAnswer) -> tuple[str, str]:
    """Return which lot and container to open next, and what is known of it."""
    row = next((one for one in answer.fefo if one.take and one.reason is None), None)
    if row is None:
        if answer.fefo and not answer.full:
            return tr("No lot of this material may be used now"), ""
        return "", ""
    place = row.containers[0] if row.containers else ""
    words = tr("Take lot {lot}, container {container}", lot=row.lot, container=place or "1")
    parts = [
        tr("{date} is over first", date=row.date) if row.date else "",
        tr("{left} {unit} left", left=figure(row.left), unit=row.unit),
        tr("stands in {place}", place=row.place) if row.place else "",
    ]
    return words, listed(parts)


def earlier_words(answer: DispensingAnswer) -> str:
    """Return that another lot is over first, "" where the named one is."""
    row = next((one for one in answer.fefo if one.lot == answer.first), None)
    if row is None or answer.lot in ("", answer.first) or not row.take:
        return ""
    if not row.date:
        return tr("Lot {lot} comes first. Take it, or say in a comment why not.", lot=row.lot)
    return tr("Lot {lot} is over first, {date}. Take it, or say in a comment why not.", lot=row.lot, date=row.date)


def passed_words(rows: tuple[FefoRow, ...]) -> tuple[str, ...]:
    """Return the lots that are over earlier or at hand and may not be used, each with the reason."""
    every = [tr("Passed over: {why}", why=refusal_words(row.reason)) for row in rows if row.reason is not None]
    if len(every) <= SHOWN_PASSED:
        return tuple(every)
    return (*every[:SHOWN_PASSED], tr("{n} more lots may not be used", n=len(every) - SHOWN_PASSED))


def balance_words(here: ScaleRow | None, balance: str) -> tuple[str, str]:
    """Return whether the balance of this terminal may weigh this charge, and the tone."""
    if not balance:
        return "", ""
    if here is None:
        return "", ""
    if here.blocked is None:
        return tr("{equipment} may weigh it: calibrated, checked today, in range", equipment=here.equipment), ""
    if here.blocked.code == IN_PARTS:
        limit = weight(here.blocked.params.get("limit", ""))
        return tr("{equipment} weighs at most {limit}: take it in parts", equipment=here.equipment, limit=limit), ""
    return refusal_words(here.blocked), "warn"


def others_words(scales: tuple[ScaleRow, ...]) -> str:
    """Return which other balances may weigh it; where none may, why not the first of them."""
    others = [scale for scale in scales if not scale.here]
    able = [
        tr("{equipment}, {name}, may weigh it.", equipment=one.equipment, name=one.name)
        for one in others
        if not one.blocked
    ]
    if able:
        return " ".join(able)
    return " ".join(refusal_words(one.blocked) for one in others[:SHOWN_PASSED] if one.blocked is not None)
