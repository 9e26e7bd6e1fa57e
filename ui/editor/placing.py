"""Where a part goes: one place up or down, a level up or down, or beside the line that it was dragged to.

Plain arithmetic on a document; what it gives are edits. Steps leave an operation at its end and go on in the next one,
so that Alt+Up and Alt+Down reach every place of the outline.
"""

from __future__ import annotations

from ebr.domain.mbr.editing import AddPart, Edit, MovePart, RemovePart
from ui.editor.parts import Part, Parts

Goal = tuple[str, int]
"""What to put a part into, and at which position."""


def siblings(parts: Parts, part: Part) -> tuple[Part, ...]:
    """Return the parts of its level that stand in the same part."""
    return tuple(one for one in parts.inside(part.inside) if one.level == part.level)


def stepped(parts: Parts, key: str, by: int) -> Goal | None:
    """Return the place one further up (-1) or down (1); over the edge into the neighbour, None at the very end."""
    part = parts.get(key)
    if part is None or not part.inside:
        return None
    at = part.at + by
    if 0 <= at < len(siblings(parts, part)):
        return part.inside, at
    return _beside(parts, part, by)


def _beside(parts: Parts, part: Part, by: int) -> Goal | None:
    """The end of the neighbour before, or the beginning of the one after."""
    above = parts.get(part.inside)
    if above is None or above.level == "procedure":
        return None
    same = parts.of_level(above.level)
    at = same.index(above) + by
    if not 0 <= at < len(same):
        return None
    goal = same[at]
    return goal.key, len(parts.inside(goal.key)) if by < 0 else 0


def dragged(parts: Parts, key: str, over: str, *, below: bool) -> Goal | None:
    """Return where a part goes that is let go over another line, above or below its middle; None for nowhere."""
    part, goal = parts.get(key), parts.get(over)
    if part is None or goal is None or not part.inside or part.key == goal.key:
        return None
    if goal.level == part.level:
        at = goal.at + (1 if below else 0)
        if goal.inside == part.inside and part.at < at:
            at -= 1
        return goal.inside, at
    if _holds(parts, part, goal):
        return None
    return _by_level(parts, part, goal)


def _by_level(parts: Parts, part: Part, goal: Part) -> Goal | None:
    holder = {"operation": "unit", "phase": "operation", "slot": "phase"}.get(part.level, "")
    if goal.level == holder:
        return goal.key, 0
    here: Part | None = goal
    while here is not None and here.level != part.level:  # a line inside a neighbour: behind that neighbour
        here = parts.get(here.inside)
    if here is None or here.key == part.key:
        return None
    same = here.inside == part.inside and part.at < here.at + 1
    return here.inside, here.at + (0 if same else 1)


def _holds(parts: Parts, part: Part, goal: Part) -> bool:
    here: Part | None = goal
    while here is not None:
        if here.key == part.key:
            return True
        here = parts.get(here.inside)
    return False


def raised(parts: Parts, key: str, title: str) -> tuple[Edit, ...]:
    """Return the edits that let a step begin an operation of its own, with the steps behind it; () when it cannot.

    An operation begins a unit procedure in the same way.
    """
    part = parts.get(key)
    if part is None or part.level not in ("phase", "operation") or part.at == 0:
        return ()
    above = parts.get(part.inside)
    if above is None:
        return ()
    name = _free(parts, part.key)
    behind = siblings(parts, part)[part.at :]
    level = above.level
    assert level in ("unit", "operation")
    new = AddPart(above.inside, above.at + 1, "unit" if level == "unit" else "operation", {"id": name, "title": title})
    return (new, *(MovePart(one.key, name, at) for at, one in enumerate(behind)))


def lowered(parts: Parts, key: str) -> tuple[Edit, ...]:
    """Return the edits that join an operation, or a unit procedure, to the one before it; () when there is none."""
    part = parts.get(key)
    if part is None or part.level not in ("operation", "unit") or part.at == 0:
        return ()
    before = siblings(parts, part)[part.at - 1]
    start = len(parts.inside(before.key))
    moves = [MovePart(one.key, before.key, start + at) for at, one in enumerate(parts.inside(part.key))]
    return (*moves, RemovePart(part.key))


def _free(parts: Parts, stem: str) -> str:
    number = 2
    while f"{stem}_{number}" in parts.by_key:
        number += 1
    return f"{stem}_{number}"
