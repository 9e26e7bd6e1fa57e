"""Any edit an author can make in a document: valid ones, senseless ones, and texts nobody should paste."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from ebr.domain.mbr.address import KEPT, LEVEL_OF
from ebr.domain.mbr.editing import AddPart, CopyParts, MovePart, RemovePart, RenameId, SetField
from ebr.domain.mbr.editing.texts import parts_of
from ebr.domain.mbr.model import KINDS, MEANINGS, Mbr
from ebr.domain.mbr.shape import fields_of
from ebr.domain.mbr.text import read

EXAMPLES = sorted((Path(__file__).parents[2] / "resources" / "mbr").glob("*.yaml"))

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "no",
            "1",
            "1.50",
            " a b ",
            "a\tb",
            "a\r\nb",
            "x" * 95,
            "a\n\n  b",
            "# x",
            "- x",
            ": ",
            "é",
            "e\u0301",
            "\x00",
            "\u202e",
            "true",
        ]
    ),
    st.sampled_from(
        ["temp", "round", "batch.size * 2", "volume / ", "1 == 1", "mean(temp.values)", "(" * 50, '"', "volume + 1 kg"]
    ),
)
IDS = st.sampled_from(["a", "b", "temp", "volume", "fresh", "Bad Id", "batch", "header", "", "x" * 64, "salt"])
WHOLES = st.one_of(st.integers(-1, 3), st.sampled_from([10**6, 10**6 + 1, 10**400]))
VALUES = st.one_of(
    TEXTS,
    WHOLES,
    st.booleans(),
    st.none(),
    st.lists(TEXTS, max_size=2),
    st.just({}),
    st.just({"most": 2, "until": "round == 2"}),
)


def example(name: str) -> Mbr:
    mbr = read(next(path for path in EXAMPLES if name in path.stem).read_text(encoding="utf-8")).mbr
    assert mbr is not None
    return mbr


def values(part: type, way: list[str]):
    """Values that fit a field of a part most often; any at all where there is no such field."""
    f = next((f for f in fields_of(part) if f.name == way[0]), None)
    if f is None or (len(way) > 1 and f.form != "part"):
        return VALUES
    if len(way) > 1:
        return values(f.part, way[1:])
    if f.words:
        return st.sampled_from(["", *f.words])
    fitting = {
        "text": st.one_of(TEXTS, IDS),
        "whole": WHOLES,
        "truth": st.booleans(),
        "texts": st.lists(st.sampled_from([*MEANINGS, "fill", "volume", "u"]), max_size=2),
    }
    return fitting.get(f.form, VALUES)


def dotted(part: object) -> list[str]:
    """Return the names of all fields of a part, inner ones too."""
    names = []
    for f in fields_of(type(part)):
        names.append(f.name)
        if f.form == "part":
            names += [f"{f.name}.{inner.name}" for inner in fields_of(f.part)]
            names += [
                f"{f.name}.{i.name}.{j.name}" for i in fields_of(f.part) if i.form == "part" for j in fields_of(i.part)
            ]
    return [*names, "statistics.mean", "statistics.sd.high", "nothing"]


@st.composite
def edits(draw, mbr: Mbr):
    """One edit of a document, most often one that can be made."""
    parts = dict(parts_of(mbr))
    odd = draw(st.integers(0, 9)) == 0
    some = st.sampled_from(
        ["nowhere", "materials", "equipment", "", "header/nothing", "fill/x"] if odd else list(parts)
    )
    part, at = draw(some), draw(st.integers(-1, 4))
    match draw(st.integers(0, 7)):
        case 0 | 1 | 2:
            found = parts.get(part, mbr.header)
            field = draw(st.sampled_from(dotted(found)))
            value = draw(VALUES if draw(st.integers(0, 7)) == 0 else values(type(found), field.split(".")))
            return SetField(part, field, value)
        case 3:
            level = draw(st.sampled_from(list(KEPT)))
            inside = part if odd else draw(st.sampled_from(tops(mbr, level) or ["nowhere"]))
            fields = draw(
                st.dictionaries(
                    st.sampled_from(["id", "title", "label", "unit", "limits", "slots"]), VALUES, max_size=1
                )
            )
            kind = {"kind": draw(st.sampled_from(["", *KINDS]))} if level == "slot" else {}
            return AddPart(inside, at, level, {**fields, **kind})
        case 4:
            return RemovePart(part)
        case 5:
            level = LEVEL_OF[type(parts.get(part, mbr))]
            return MovePart(part, draw(st.sampled_from(tops(mbr, level) or ["nowhere"])), at)
        case 6:
            return RenameId(
                part, draw(st.one_of(IDS, st.sampled_from([address.partition("/")[2] or address for address in parts])))
            )
    source = draw(st.sampled_from([mbr, HANDRUB]))
    chosen = draw(st.sampled_from([address for address, _ in parts_of(source)]))
    level = LEVEL_OF[type(dict(parts_of(source))[chosen])]
    others = draw(st.sampled_from([(), (), (chosen,), ("volume",), ("nowhere",)]))
    return CopyParts(
        source, () if odd else (chosen, *others), draw(st.sampled_from(tops(mbr, level) or ["nowhere"])), at
    )


def tops(mbr: Mbr, level: str) -> list[str]:
    """Return some places where parts of a level can stand."""
    if level not in KEPT:
        return []
    kept = KEPT[level]
    return (
        [address for address, part in parts_of(mbr) if LEVEL_OF[type(part)] == kept.inside][:20]
        if kept.inside
        else [kept.key]
    )


HANDRUB = example("handrub")
