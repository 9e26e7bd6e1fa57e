"""The procedure logic of a recipe: from steps, transitions and links to an order that our flows can say.

BatchML draws a chart (ISA-88, SFC): links join steps, transitions and other links. Here it becomes the order of the
steps with, for each, the steps it waits for. A chain is a sequence; anything else is parallel work in which each step
waits `after` its predecessors, which says the same. A choice between branches is a condition (`when`) on every step
that only the branch reaches. A condition that ends a step without a choice belongs to that step.

Links of other kinds than control (transfer, synchronisation) are no order; they are left for the list of what has no
place. Refused, with the line: an id used twice, a link that points nowhere, two starts, a circle, a step without its
element.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.codes import code
from ebr.exchange.source import children, peek, word
from ebr.exchange.xml_tree import Element

MOST_STEPS = 5_000

NO_CONTROL = frozenset({"TransferLink", "SynchronizationLink"})
_TRIVIAL = re.compile(r"true|1||step\s.+\sis\s(completed?|done|finished|ended)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Use:
    """One step of a chart: what it uses, the ids of the steps it waits for, and its conditions.

    `when` are conditions under which it is done at all, `until` those that end it, `before` those that let it begin
    (after the start of the whole, where no step is that they could end).
    """

    id: str
    element: Element
    step: Element
    after: tuple[str, ...]
    when: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """The steps in an order that never waits for a later one; `linear` when each waits for the one before only."""

    uses: tuple[Use, ...]
    linear: bool


Edges = dict[str, list[str]]
Find = Callable[[str], Element | None]


def chart(logic: Element, find: Find) -> Chart:
    """Return the order of a procedure logic; `find` gives the recipe element of an id."""
    return _Chart(logic, find).read()


def is_edge(element: Element) -> bool:
    """Tell whether a recipe element is a mark for begin or end, which a chart needs and a procedure does not."""
    return peek(element, "RecipeElementType") in ("Begin", "End")


class _Chart:
    def __init__(self, logic: Element, find: Find) -> None:
        self.steps = _by_id(children(logic, "Step"))
        self.transitions = _by_id(children(logic, "Transition"))
        control = [link for link in logic.children if link.name == "Link" and peek(link, "LinkType") not in NO_CONTROL]
        for link in control:
            link.used = True
        self.links = _by_id(control)
        if len(self.steps) > MOST_STEPS:
            raise Refusal("recipe_steps_many", line=str(logic.line), limit=str(MOST_STEPS))
        _apart(self.steps, self.transitions)
        self.elements = {name: self._element(name, step, find) for name, step in self.steps.items()}
        self.forth: Edges = {}
        self.back: Edges = {}
        for name, link in self.links.items():
            self._join(name, link)

    def _element(self, name: str, step: Element, find: Find) -> Element:
        wanted = word(step, "RecipeElementID")
        found = find(wanted)
        if found is None:
            raise Refusal("recipe_element_missing", step=name, element=wanted, line=str(step.line))
        if is_edge(found):
            found.used = True
        return found

    def _join(self, name: str, link: Element) -> None:
        """Enter a link: from what it comes to what it goes; a link may be joined to another link."""
        code(link, "LinkType")
        ends = [(end, self._end(link, end, what)) for what in ("From", "To") for end in children(link, f"{what}ID")]
        if {end.name for end, _ in ends} != {"FromID", "ToID"}:
            raise Refusal("recipe_link_nowhere", link=name, end="", line=str(link.line))
        for end, node in ends:
            here = "\0" + name
            pair = (node, here) if end.name == "FromID" else (here, node)
            self.forth.setdefault(pair[0], []).append(pair[1])
            self.back.setdefault(pair[1], []).append(pair[0])

    def _end(self, link: Element, end: Element, what: str) -> str:
        name, kind = word(end, f"{what}IDValue"), code(end, f"{what}Type")
        code(end, "IDScope")
        known: Mapping[str, Mapping[str, Element]] = {
            "Step": self.steps,
            "Transition": self.transitions,
            "Link": self.links,
        }
        if not any(name in elements for elements in ([known[kind]] if kind in known else known.values())):
            raise Refusal("recipe_link_nowhere", link=peek(link, "ID"), end=name, line=str(end.line))
        return "\0" + name if kind == "Link" else name

    def read(self) -> Chart:
        before = {name: self._near(name, self.back) for name in self.steps}
        self._one_start(before)
        order = self._order(before)
        inner = [name for name in order if not is_edge(self.elements[name])]
        waits = {name: self._inner(name, before) for name in inner}
        linear = all(waits[name] == ((inner[at - 1],) if at else ()) for at, name in enumerate(inner))
        conditions = _Conditions(self, inner)
        return Chart(tuple(self._use(name, waits[name], conditions) for name in inner), linear)

    def _use(self, name: str, after: tuple[str, ...], conditions: _Conditions) -> Use:
        step = self.steps[name]
        return Use(
            name,
            self.elements[name],
            step,
            after,
            tuple(conditions.when.get(name, ())),
            tuple(conditions.until.get(name, ())),
            tuple(conditions.before.get(name, ())),
        )

    def _near(self, name: str, edges: Edges) -> tuple[str, ...]:
        """Return the steps next to a step, over transitions and links, in the order of the file."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = list(edges.get(name, ()))
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            if here in self.steps:
                found.add(here)
            else:
                waiting.extend(edges.get(here, ()))
        return tuple(step for step in self.steps if step in found) if len(found) > 1 else tuple(found)

    def _inner(self, name: str, before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(step for step in before[name] if not is_edge(self.elements[step]))

    def _one_start(self, before: Mapping[str, tuple[str, ...]]) -> None:
        """A procedure begins in one place (ISA-88): a second step that nothing leads to is refused, not ordered."""
        starts = [name for name, steps in before.items() if not steps]
        if len(starts) > 1:
            first, second = starts[:2]
            raise Refusal("recipe_two_starts", first=first, second=second, line=str(self.steps[second].line))

    def _order(self, before: Mapping[str, tuple[str, ...]]) -> list[str]:
        place = {name: at for at, name in enumerate(self.steps)}
        left = {name: len(steps) for name, steps in before.items()}
        following: Edges = {}
        for name, steps in before.items():
            for step in steps:
                following.setdefault(step, []).append(name)
        ready = [(place[name], name) for name, count in left.items() if not count]
        heapq.heapify(ready)
        order: list[str] = []
        while ready:
            name = heapq.heappop(ready)[1]
            order.append(name)
            for after in following.get(name, ()):
                left[after] -= 1
                if not left[after]:
                    heapq.heappush(ready, (place[after], after))
        if len(order) < len(self.steps):
            round_ = [name for name in self.steps if name not in set(order)]
            line = self.steps[round_[0]].line
            raise Refusal("recipe_circle", steps=", ".join(round_[:5]), line=str(line))
        return order


class _Conditions:
    """The conditions of the transitions, given to the steps they concern."""

    def __init__(self, chart: _Chart, inner: list[str]) -> None:
        self.when: dict[str, list[str]] = {}
        self.until: dict[str, list[str]] = {}
        self.before: dict[str, list[str]] = {}
        self.chart, self.inner = chart, inner
        for name, transition in chart.transitions.items():
            condition = word(transition, "Condition")
            if not _TRIVIAL.fullmatch(condition):
                self._give(name, condition)

    def _give(self, name: str, condition: str) -> None:
        chart = self.chart
        sources = chart._near(name, chart.back)  # noqa: SLF001 - one algorithm in two classes
        if any(self._chooses(source) for source in sources):
            for step in self._only_through(name):
                self.when.setdefault(step, []).append(condition)
            return
        ended = [source for source in sources if source in self.inner]
        if ended:
            self.until.setdefault(ended[-1], []).append(condition)
        else:
            for step in chart._near(name, chart.forth):  # noqa: SLF001
                self.before.setdefault(step, []).append(condition)

    def _chooses(self, step: str) -> bool:
        """Tell whether a step is followed by more than one transition: a choice between branches."""
        found: set[str] = set()
        waiting = list(self.chart.forth.get(step, ()))
        seen: set[str] = set()
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            if here in self.chart.transitions:
                found.add(here)
            elif here not in self.chart.steps:
                waiting.extend(self.chart.forth.get(here, ()))
        return len(found) > 1

    def _only_through(self, transition: str) -> Iterable[str]:
        """Yield the steps that nothing reaches any more when a transition is taken away."""
        starts = [name for name in self.chart.steps if not self.chart.back.get(name)]
        seen: set[str] = set()
        waiting = list(starts)
        while waiting:
            here = waiting.pop()
            if here in seen or here == transition:
                continue
            seen.add(here)
            waiting.extend(self.chart.forth.get(here, ()))
        return [name for name in self.inner if name not in seen]


def _by_id(elements: Iterable[Element]) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in elements:
        name = word(element, "ID")
        if not name:
            raise Refusal("recipe_id_missing", element=element.name, line=str(element.line))
        if name in found:
            raise Refusal("recipe_id_twice", id=name, line=str(element.line), first=str(found[name].line))
        found[name] = element
    return found


def _apart(steps: Mapping[str, Element], transitions: Mapping[str, Element]) -> None:
    """Steps and transitions of one chart share their ids' names: a link of unknown type must not be ambiguous."""
    for name, transition in transitions.items():
        if name in steps:
            raise Refusal("recipe_id_twice", id=name, line=str(transition.line), first=str(steps[name].line))
