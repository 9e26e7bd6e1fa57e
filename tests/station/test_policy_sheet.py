"""What quality reads before signing a change of the policy: settings, values and units in words."""

from __future__ import annotations

from ebr.domain.site.commands import ChangePolicy
from ebr.station.questions import Preview
from tests.station.plant import Plant


def test_settings_are_shown_in_words_with_their_unit_old_beside_new(running: Plant) -> None:
    running.be("aroot")
    wanted = {
        "idle_lock": "5",
        "bundles": "no",
        "signer_named": "each",
        "severity_alert": "major",
        "correction_reasons": "Typing error\nOur own reason",
    }
    sheet = running.station.ask(Preview(ChangePolicy(wanted, "Safer", "qlee"), "aroot"))
    assert {line.label: (line.value, line.limits) for line in sheet.lines} == {
        "Time without a touch or key after which the station locks": ("5 minutes", "10 minutes"),
        "Allow signed bundles on removable media": ("No", "Yes"),
        "When badge or user name is asked for, beside the full password of each signature": (
            "At each signature",
            "At the sign-in",
        ),
        "Least class of an exception: alert limit exceeded": ("Major", "Minor"),
        "Reasons offered for a correction": (
            "Typing error\nOur own reason",
            "Typing error\nRead wrongly\nWrong unit\nRecorded in the wrong place\nNew information\nOther, see comment",
        ),
        "Reason": ("Safer", ""),
    }
