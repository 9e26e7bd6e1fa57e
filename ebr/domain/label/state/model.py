"""The state of one version of a label template. Life: written > checked > approved > effective > withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ebr.domain.label.state.template import Template, read
from ebr.domain.values import Stamp

Life = Literal["unknown", "written", "checked", "approved", "effective", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Step:
    """Who did one step of its life and when, and the hash of the entry that says so."""

    person: str
    entry: str
    at: str


@dataclass(slots=True)
class LabelState:
    """One version; `entry` is the hash of the entry that brought it, empty before."""

    id: str
    version: str
    title: str = ""
    hash: str = ""
    document: str = ""
    """The canonical JSON of the template."""
    entry: str = ""
    written_by: str = ""
    written_at: str = ""
    checked: Step | None = None
    approved: Step | None = None
    effective: Step | None = None
    begins: str = ""
    withdrawn: Step | None = None
    reason: str = ""
    others: list[Stamp] = field(default_factory=list)
    """Other texts that were brought under the same version without knowing of this one; they were passed over."""

    @property
    def template(self) -> Template:
        """The template; raises `Refusal` if this program cannot read it."""
        return read(self.document)

    @property
    def life(self) -> Life:
        """Where it stands."""
        if not self.entry:
            return "unknown"
        for step, word in (
            (self.withdrawn, "withdrawn"),
            (self.effective, "effective"),
            (self.approved, "approved"),
            (self.checked, "checked"),
        ):
            if step is not None:
                return word  # type: ignore[return-value]  # each word is one of Life
        return "written"

    def in_force(self, day: str) -> bool:
        """Tell whether it may be printed on a day (ISO), as far as this version alone tells."""
        return self.life == "effective" and self.begins <= day
