"""The policy in force, read by type: what was changed over what is documented as default.

Reading is total: a value in the record that this program cannot use (an older or newer program wrote it) reads as the
default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal

from ebr.domain.site.state.settings import SETTINGS, setting_trouble

DEFAULTS: Final[Mapping[str, str]] = {name: setting.default for name, setting in SETTINGS.items()}
UNITS: Final[Mapping[str, timedelta]] = {
    "seconds": timedelta(seconds=1),
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings by name; `changed` holds what policy entries set. An unknown name raises KeyError: a fault of ours."""

    changed: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a setting as it stands in the record, or its default."""
        found = self.changed.get(name)
        if found is None or setting_trouble(name, found) is not None:
            return DEFAULTS[name]
        return found

    def whole(self, name: str) -> int:
        """Return a whole number in the setting's own unit."""
        return int(self.text(name))

    def minutes(self, name: str) -> int:
        """Return whole minutes; the setting's unit must be minutes."""
        return self._in_unit(name, "minutes")

    def hours(self, name: str) -> int:
        """Return whole hours; the setting's unit must be hours."""
        return self._in_unit(name, "hours")

    def days(self, name: str) -> int:
        """Return whole days; the setting's unit must be days."""
        return self._in_unit(name, "days")

    def seconds(self, name: str) -> int:
        """Return whole seconds; the setting's unit must be seconds."""
        return self._in_unit(name, "seconds")

    def duration(self, name: str) -> timedelta:
        """Return a time span, whatever its unit."""
        return self.whole(name) * UNITS[SETTINGS[name].unit]

    def yes(self, name: str) -> bool:
        """Return whether a yes-or-no setting says yes."""
        return self.text(name) == "yes"

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the entries of a list."""
        return tuple(self.text(name).split("\n"))

    def severity_floor(self, *, critical: bool, how: Literal["alert", "out", "far", "other"]) -> str:
        """Return the least class of an exception, by criticality and how the entry left its limits (floor-rules 11)."""
        if critical and how in {"out", "far"}:
            return self.text("severity_critical_out")
        if critical and how == "other":
            return self.text("severity_critical_other")
        return self.text(f"severity_{how}")

    def names_signer(self, *, signed_before: bool) -> bool:
        """Return whether the person signed in says again who signs: by badge or user name, beside the full password.

        Signing in with both is the first execution of both components in a continuous presence, and every signature
        asks for the full password (21 CFR 11.200(a)(1)(i); floor-rules 7). A site can ask for both again at the first
        signature of each presence, or at each. `signed_before`: somebody signed in this presence already.
        """
        wanted = self.text("signer_named")
        return wanted == "each" or (wanted == "first" and not signed_before)

    def _in_unit(self, name: str, unit: str) -> int:
        if SETTINGS[name].unit != unit:
            raise KeyError(f"{name} is not in {unit}")
        return self.whole(name)


@dataclass(frozen=True, slots=True)
class Weakness:
    """A policy that is allowed but weak, shown until it is mended: a code with parameters, worded like a refusal."""

    code: str
    params: Mapping[str, str]


def weaknesses(policy: Policy, unlockers: int) -> tuple[Weakness, ...]:
    """Return what is weak.

    Too few duty unlockers for the shifts (floor-rules 8), or materials, labels, equipment and training that nothing
    is known of and that a batch may use all the same (211.80, 211.125, 211.182, 211.25).
    """
    wanted = policy.whole("duty_unlockers") * policy.whole("shifts")
    found = []
    if unlockers < wanted:
        found.append(Weakness("few_duty_unlockers", {"found": str(unlockers), "wanted": str(wanted)}))
    if policy.whole("duty_unlockers") < int(DEFAULTS["duty_unlockers"]):
        found.append(Weakness("duty_unlockers_below_default", {"set": policy.text("duty_unlockers")}))
    if not policy.yes("materials_kept"):
        found.append(Weakness("materials_not_kept", {}))
    if not policy.yes("labels_kept"):
        found.append(Weakness("labels_not_kept", {}))
    if not policy.yes("equipment_kept"):
        found.append(Weakness("equipment_not_kept", {}))
    if not policy.yes("training_kept"):
        found.append(Weakness("training_not_kept", {}))
    return tuple(found)
