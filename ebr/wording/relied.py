"""What was known of a machine or a room when a batch used it, in sentences (21 CFR 211.182, 211.188(b))."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ebr.words import tr

Say = Callable[[str], str]
"""How a person, or a time, is written."""


def fitness_words(facts: Mapping[str, str], name: Say, moment: Say) -> Iterator[str]:
    """Yield what made it fit for use: qualification, calibration, maintenance, check, integrity."""
    if facts.get("grade"):
        yield tr("Grade {grade}", grade=facts["grade"])
    if facts.get("qualified_until"):
        yield tr("Qualified to the end of {day}", day=facts["qualified_until"])
    elif facts.get("qualified_at"):
        yield tr("Qualified by {name} at {time}", name=name(facts["qualified_by"]), time=moment(facts["qualified_at"]))
    if facts.get("calibrated_until"):
        day, certificate = facts["calibrated_until"], facts.get("certificate", "")
        yield tr("Calibrated to the end of {day}, certificate {certificate}", day=day, certificate=certificate)
    if facts.get("maintained_until"):
        yield tr("Maintained to the end of {day}", day=facts["maintained_until"])
    if facts.get("checked_at"):
        yield tr("Daily check passed at {time}", time=moment(facts["checked_at"]))
    if facts.get("integrity") == "pass":
        yield tr("Integrity test passed at {time}", time=moment(facts["integrity_at"]))
    elif facts.get("integrity"):
        yield tr("Integrity test failed at {time}", time=moment(facts["integrity_at"]))


def cleaning_words(facts: Mapping[str, str], name: Say, moment: Say) -> Iterator[str]:
    """Yield when and by whom it was cleaned and cleared."""
    if facts.get("cleaned_at"):
        by, time, second = name(facts["cleaned_by"]), moment(facts["cleaned_at"]), facts.get("cleaned_checked_by", "")
        if second:
            yield tr("Cleaned by {name}, checked by {second}, at {time}", name=by, second=name(second), time=time)
        else:
            yield tr("Cleaned by {name} at {time}", name=by, time=time)
    if facts.get("clean_until"):
        yield tr("Clean until {time}", time=moment(facts["clean_until"]))
    if facts.get("cleared_at"):
        by, time, second = name(facts["cleared_by"]), moment(facts["cleared_at"]), facts.get("cleared_checked_by", "")
        if second:
            yield tr("Cleared by {name}, checked by {second}, at {time}", name=by, second=name(second), time=time)
        else:
            yield tr("Cleared by {name} at {time}", name=by, time=time)
