"""`AmendWork`: the instructions of a running batch being edited; what was done and what stands is not (211.100).

Every edit is tried first: one that would change what stands is refused with the words of the rule, so the document is
at every moment one that quality may sign.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ebr.domain.batch.state.amendable import blocks_for, standing
from ebr.domain.batch.state.amended import laid_over
from ebr.domain.batch.state.plan import Plan, prepare
from ebr.domain.mbr.document import from_json, to_json
from ebr.domain.mbr.editing import Edit, Editing, SetField, TakeDocument
from ebr.domain.mbr.editing.history import done
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ui.editor.departing import Departing
from ui.editor.parts import Parts
from ui.editor.work import Work


class AmendWork(Work):
    """AmendWork(batch, document, begun): the document in force and the ids of steps in which something was done."""

    def __init__(self, batch: str, document: Mbr, begun: Collection[str]) -> None:
        super().__init__(document, document)
        self.batch, self.begun = batch, frozenset(begun)
        self.force: Plan = prepare(document)
        self._was = Parts(document)

    def _apply(self, edit: Edit, *, joined: bool = False) -> str:
        if not self._plain(edit):
            self.stands(done(self.mbr, edit)[0])
        return super()._apply(edit, joined=joined)

    def _plain(self, edit: Edit) -> bool:
        """A field inside a step that has not begun or is new: nothing that stands can be touched by it."""
        return isinstance(edit, SetField) and edit.field != "id" and self._open(edit.part.partition("/")[0])

    def _open(self, key: str) -> bool:
        part = self._was.get(key) or self.parts.get(key)
        return part is not None and part.level in ("phase", "slot") and not self.locked(key)

    def stands(self, document: Mbr) -> None:
        """Raise `Refusal` when a document changes what stands."""
        refusal = next(standing(self.batch, self.force, prepare(document), self.begun), None)
        if refusal is not None:
            raise refusal

    def step_of(self, key: str) -> str:
        """Return the step that a part is shown in."""
        return self.parts.page_of(key.partition("/")[0])

    def is_new(self, key: str) -> bool:
        """Tell whether the amendment adds a part."""
        return self._was.get(key) is None

    def locked(self, key: str) -> Refusal | None:
        """Return why a part stands as it is, None for one that may be changed."""
        part = self._was.get(key)
        if key == "header" or (part is not None and part.level == "header"):
            return Refusal("amend_header", batch=self.batch)
        if part is None:
            return None
        if part.level in ("material", "equipment"):
            return Refusal("amend_fixed", part=part.it.name)
        step = self._was.get(self._was.page_of(key)) if part.level == "slot" else part
        if step is not None and step.level == "phase" and step.key in self.begun:
            return Refusal("amend_begun", step=f"{self.force.places[step.key].number} {step.it.title}")
        return None

    def rebase(self, document: Mbr, begun: Collection[str]) -> Refusal | None:
        """Go on from other instructions in force: somebody worked, or quality amended meanwhile.

        What was written stays; returns why it cannot be signed any more, when a step in it has begun.
        """
        self.begun = frozenset(begun)
        if document != self.force.mbr:
            mine = {} if self.mbr == self.force.mbr else blocks_for(self.force.mbr, self.mbr)
            self.force, self._was = prepare(document), Parts(document)
            self.base, self.departing = self._was, Departing(self._was)
            self._begin(_laid(document, mine))
        return next(standing(self.batch, self.force, prepare(self.mbr), self.begun), None)

    def resume(self, blocks: Mapping[str, str]) -> None:
        """Lay changes over it that were kept; raises `Refusal` when what they change has begun meanwhile."""
        self._apply(TakeDocument(_laid(self.mbr, blocks)))
        self.stay()

    def forget(self) -> None:
        """Go back to the instructions in force."""
        self._begin(self.force.mbr)

    def _begin(self, document: Mbr) -> None:
        """Begin a history of edits: nothing before it can come back by undo, as it was of other instructions."""
        self.editing = Editing(document, self.force.mbr)
        self.rough.clear()
        self.stay()


def _laid(document: Mbr, blocks: Mapping[str, str]) -> Mbr:
    return from_json(laid_over(to_json(document), blocks), unfinished=True) if blocks else document
