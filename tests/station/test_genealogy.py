"""Genealogy on a real station: joins kept up with the record, intermediates, finding, the recall list as a sealed PDF."""

from __future__ import annotations

import io
import json
import secrets
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import sqlalchemy
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.schema import CreateIndex, CreateTable

from ebr import cli
from ebr.domain import subjects
from ebr.domain.batch.commands import CorrectValue
from ebr.domain.decision import Draft
from ebr.domain.genealogy import Thing
from ebr.domain.material import events as e
from ebr.domain.refusal import Refusal
from ebr.reports.pdf.read import words_by_page
from ebr.station import tracing
from ebr.station.answers.genealogy import walked_in
from ebr.station.questions import FindThings, Genealogy, GenealogyAnswer
from ebr.station.recalling import recall_of
from ebr.station.tracing import Joins
from ebr.storage.views.batches import BATCHES
from ebr.storage.views.equipment import EQUIPMENT
from ebr.storage.views.genealogy import GENEALOGY
from ebr.storage.views.genealogy_lots import GENEALOGY_LOTS
from ebr.storage.views.lots import LOTS
from tests.station.plant import BATCH, IDENTIFIERS, Plant, fine

AT = "2026-05-04T08:00:00.000000+02:00"


def ask(plant: Plant, kind: str, name: str, part: str = "", direction: str = "both") -> GenealogyAnswer:
    found = plant.station.ask(Genealogy(kind, name, part, direction))
    assert isinstance(found, GenealogyAnswer)
    return found


def names(found: GenealogyAnswer, *kinds: str, beside: bool = False) -> list[str]:
    rows = [row for row in found.things[1:] if row.kind in kinds and (beside or not row.beside)]
    return sorted(f"{row.name}/{row.part}" if row.part else row.name for row in rows)


@pytest.fixture
def weighed(running: Plant) -> Plant:
    """Two lots were weighed, a little of the second came back, a little was spilled."""
    running.clear()
    running.recorded("ready", done="yes")
    rows = (
        ("L-1", "1", "6.00", ""),
        ("L-2", "1", "3.00", ""),
        ("L-2", "2", "2.00", ""),
        ("L-2", "2", "0.75", "returned"),
        ("L-2", "2", "0.25", "spilled"),
    )
    for item, (lot, container, net, row) in enumerate(rows, 1):
        running.recorded(
            "weighed",
            item=item,
            lot=lot,
            container=container,
            net=net,
            potency="100",
            lod="0",
            **({"row": row} if row else {}),
        )
    return running


# -- joins


def test_a_lot_leads_to_the_batch_and_the_batch_back_to_everything(weighed: Plant) -> None:
    ahead = ask(weighed, "lot", "L-2", direction="forward")
    assert names(ahead, "batch") == [BATCH]
    (batch,) = [row for row in ahead.things if row.kind == "batch"]
    assert (batch.title, batch.where, batch.patients, batch.status) == (
        "Test solution",
        "Room 12",
        ("COL-0815", "PAT-4711"),
        "running",
    )
    behind = ask(weighed, "batch", BATCH, direction="backward")
    assert names(behind, "lot") == ["L-1", "L-2"]
    assert names(behind, "equipment", "room") == ["Room 12", "S-01", "V-01"]
    assert names(behind, "identifier") == sorted(IDENTIFIERS.values())


def test_the_patients_own_material_stands_between_patient_and_batch(weighed: Plant) -> None:
    found = ask(weighed, "identifier", "PAT-4711")
    joins = {(found.things[link.source].name, link.role, found.things[link.target].name) for link in found.links}
    assert {("PAT-4711", "origin", "L-1"), ("L-1", "used", BATCH), ("PAT-4711", "identifier", BATCH)} <= joins


def test_a_container_leads_only_where_it_was_used(weighed: Plant) -> None:
    found = ask(weighed, "lot", "L-2", "2", "forward")
    assert {(link.container, link.quantity, link.role) for link in found.links if link.source == 0} == {
        ("2", "2.00", "used"), ("2", "0.75", "returned"), ("2", "0.25", "spilled"),
    }  # fmt: skip
    assert found.balances[0].gone == "1.25"


def test_mass_balance_counts_rows_that_came_back(weighed: Plant) -> None:
    found = ask(weighed, "lot", "L-2")
    (use,) = found.uses
    assert (use.name, use.used, use.returned, use.spilled, use.unit) == (BATCH, "5.00", "0.75", "0.25", "g")
    assert use.containers == ("1", "2")
    (balance,) = found.balances
    assert (balance.gone, balance.left, balance.reason) == ("4.25", "", "receipt_unknown")


def test_a_corrected_row_joins_the_right_lot_and_a_withdrawn_one_none(weighed: Plant) -> None:
    slot = weighed.at("weighed")
    value = {"lot": "L-9", "container": "1", "net": "6.00", "potency": "100", "lod": "0"}
    weighed.done(CorrectValue(BATCH, slot, 1, value, "Read from the wrong label"), "mchen")
    with pytest.raises(Refusal) as refused:
        ask(weighed, "lot", "L-1")
    assert refused.value.code == "thing_unknown"
    assert names(ask(weighed, "lot", "L-9"), "batch") == [BATCH]
    weighed.done(CorrectValue(BATCH, slot, 1, {}, "Never added"), "mchen")
    assert names(ask(weighed, "batch", BATCH), "lot") == ["L-2"]
    unchanged(weighed)


def test_kept_up_is_what_a_rebuild_makes(worked: Plant) -> None:
    unchanged(worked)


def unchanged(plant: Plant) -> None:
    before, digest = rows(plant), plant.station.store.views_digest()
    plant.station.store.rebuild()
    assert rows(plant) == before
    assert len(before) > 5
    assert plant.station.store.views_digest() == digest


def rows(plant: Plant) -> list[tuple[object, ...]]:
    every = "SELECT * FROM genealogy UNION ALL SELECT * FROM genealogy_lots ORDER BY root, edge"
    with plant.station.store.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(every)]


# -- intermediates: many batches, rows alone


def made(joined: list[tuple[str, str, str]], parts: list[tuple[str, str]], batches: list[str]) -> sqlalchemy.Engine:
    """Rows of batches: (lot, container, batch that used it), (batch, bag it made)."""
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.begin() as connection:
        for found in (GENEALOGY, GENEALOGY_LOTS, BATCHES, LOTS, EQUIPMENT):
            connection.execute(CreateTable(found))
        for index in GENEALOGY.indexes:
            connection.execute(CreateIndex(index))
        for batch in batches:
            connection.execute(
                BATCHES.insert().values(
                    root=f"batch/{batch}",
                    batch=batch,
                    product="P",
                    mbr="m",
                    version="1",
                    status="certified",
                    size="1",
                    unit="kg",
                    identifiers="{}",
                    issued_at=AT,
                    open_exceptions=0,
                )
            )
        for at, (lot, container, batch) in enumerate(joined):
            connection.execute(
                GENEALOGY.insert().values(
                    row(batch, f"use#{at}", ("lot", lot, container), ("batch", batch, ""), "used")
                )
            )
        for batch, bag in parts:
            connection.execute(
                GENEALOGY.insert().values(
                    row(batch, f"make[{bag}]", ("batch", batch, ""), ("part", batch, bag), "made")
                )
            )
    return engine


def row(batch: str, edge: str, source: tuple[str, str, str], target: tuple[str, str, str], role: str) -> dict[str, str]:
    ends = dict(
        zip(
            ("source_kind", "source", "source_part", "target_kind", "target", "target_part"),
            (*source, *target),
            strict=True,
        )
    )
    return {
        "root": f"batch/{batch}",
        "edge": edge,
        **ends,
        "role": role,
        "quantity": "1",
        "unit": "kg",
        "label": "x",
        "code": "",
        "slot": edge,
        "at": AT,
        "by": "p",
    }


BATCH_NAMES = [f"B{n}" for n in range(5)]
USES = st.lists(
    st.tuples(st.sampled_from([*BATCH_NAMES, "L0", "L1"]), st.sampled_from("AB"), st.sampled_from(BATCH_NAMES)),
    max_size=12,
    unique=True,
)
MADE = st.lists(st.tuples(st.sampled_from(BATCH_NAMES), st.sampled_from("AB")), max_size=6, unique=True)


def what(lot: str, container: str, parts: list[tuple[str, str]]) -> Thing:
    if not lot.startswith("B"):
        return Thing("lot", lot)
    return Thing("part", lot, container) if (lot, container) in parts else Thing("batch", lot)


@settings(max_examples=60, deadline=None)
@given(USES, MADE, st.sampled_from([*BATCH_NAMES, "L0"]), st.booleans())
def test_intermediates_are_followed_through_their_bags(joined, parts, start, ahead) -> None:
    """Against a naive closure over the same rows, where a lot that is a batch is that batch, or its bag."""
    pairs = {(what(lot, container, parts), Thing("batch", batch)) for lot, container, batch in joined}
    pairs |= {(Thing("batch", batch), Thing("part", batch, bag)) for batch, bag in parts}
    first = Thing("batch" if start.startswith("B") else "lot", start)
    reached, before = {first}, set()
    while reached != before:
        before = set(reached)
        reached |= {b if ahead else a for a, b in pairs if (a if ahead else b) in before}
    engine = made(joined, parts, BATCH_NAMES)
    with engine.connect() as connection:
        found = Joins(connection).walk(first, "forward" if ahead else "backward")
    engine.dispose()
    assert set(found.reached) == reached
    assert {(link.source, link.target) for link in found.links} == {
        pair for pair in pairs if pair[0 if ahead else 1] in reached
    }


def test_more_used_than_was_made_is_named() -> None:
    engine = made([("B0", "A", "B1"), ("B0", "A", "B2")], [("B0", "A")], ["B0", "B1", "B2"])
    with engine.connect() as connection:
        found = walked_in(Joins(connection), Genealogy("part", "B0", "A"), lambda _root: None)
    engine.dispose()
    (balance,) = found.balances
    assert (balance.came, balance.gone, balance.left, balance.reason) == ("1", "2", "-1", "more_out_than_in")


def test_many_bags_are_counted_for_the_screen_and_listed_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "MANY", 2)
    engine = made([("L0", "A", name) for name in BATCH_NAMES], [(name, "A") for name in BATCH_NAMES], BATCH_NAMES)
    with engine.connect() as connection:
        few = walked_in(Joins(connection, whole=False), Genealogy("lot", "L0"), lambda _root: None)
        whole = walked_in(Joins(connection), Genealogy("lot", "L0", whole=True), lambda _root: None)
    engine.dispose()
    assert (names(few, "batch"), names(few, "part"), few.unlisted) == (BATCH_NAMES, [], (("part", 5),))
    assert (len(names(whole, "part")), whole.unlisted) == (5, ())


# -- lots of the store


@pytest.fixture
def stocked(weighed: Plant) -> Plant:
    """Lot L-2 came in two containers from a supplier, a part was split off as L-3, some was destroyed, what is left was counted."""
    amounts = (e.Amount("1", "10.00"), e.Amount("2", "5.00"))
    lot, sub = subjects.lot("L-2"), subjects.lot("L-3")
    write(
        weighed,
        Draft(lot, e.LotReceived("L-2", "RM-0001", "ACME", "AC/77", amounts, "g", "", "", "", "Store A", "UTC")),
    )
    at = weighed.at("weighed")
    write(
        weighed,
        *(
            Draft(lot, e.LotUsed("L-2", box, net, "g", BATCH, at, item))
            for item, box, net in (("2", "1", "3.00"), ("3", "2", "2.00"), ("4", "2", "-0.75"))
        ),
    )
    split = e.SublotSplit("L-2", "L-3", (e.Amount("1", "4.00"),), "g")
    made = e.LotReceived(
        "L-3", "RM-0001", "", "", (e.Amount("1", "4.00"),), "g", "", "", "", "Store B", "UTC", parents=("L-2",)
    )
    write(weighed, Draft(lot, split), Draft(sub, made))
    write(
        weighed,
        Draft(lot, e.LotDestroyed("L-2", (e.Amount("1", "1.00"),), "g", all=False, reason="Fell", witness="jdoe")),
    )
    return weighed


def write(plant: Plant, *drafts: Draft) -> None:
    plant.wait(2)
    at = plant.station.clock.now()
    plant.station.store.log.append(secrets.token_hex(16), drafts, by="mchen", presence="", at=at, relies=())


def test_a_supplier_leads_to_its_lots_their_sub_lots_and_batches(stocked: Plant) -> None:
    found = ask(stocked, "supplier", "ACME", direction="forward")
    assert (names(found, "lot"), names(found, "batch")) == (["L-2", "L-3"], [BATCH])
    assert names(ask(stocked, "lot", "L-3", direction="backward"), "lot", "supplier") == ["ACME", "L-2"]
    assert [(one.kind, one.status, one.where) for one in stocked.station.ask(FindThings("L-3")).things] == [
        ("lot", "quarantine", "Store B")
    ]
    unchanged(stocked)


def test_the_store_says_how_much_came_and_what_is_left(stocked: Plant) -> None:
    (whole,) = ask(stocked, "lot", "L-2").balances
    assert dict(whole.sums) == {"received": "15.00", "used": "4.25", "split": "4.00", "destroyed": "1.00"}
    assert (whole.left, whole.reason) == ("5.75", "")
    (box,) = ask(stocked, "lot", "L-2", "2").balances
    assert (box.came, box.left, box.reason) == ("5.00", "3.75", "")


def test_a_count_that_differs_and_more_out_than_in_are_named(stocked: Plant) -> None:
    lot = subjects.lot("L-2")
    write(stocked, Draft(lot, e.LotCounted("L-2", "1", "1.50", "-0.50", "g", "Scale drifted")))
    (found,) = ask(stocked, "lot", "L-2").balances
    assert (found.left, found.counted, found.difference, found.reason) == ("5.75", "5.25", "-0.50", "counted_less")
    write(stocked, Draft(lot, e.LotUsed("L-2", "1", "9.00", "g", "B-0002", "x", "1")))
    (found,) = ask(stocked, "lot", "L-2").balances
    assert found.reason == "more_out_than_in"


def test_a_use_that_the_store_was_not_told_of_counts_all_the_same(weighed: Plant) -> None:
    write(
        weighed,
        Draft(
            subjects.lot("L-1"),
            e.LotReceived("L-1", "RM-0001", "ACME", "A", (e.Amount("1", "5.00"),), "g", "", "", "", "", "UTC"),
        ),
    )
    (found,) = ask(weighed, "lot", "L-1").balances
    assert (found.came, found.gone, found.left, found.reason) == ("5.00", "6.00", "-1.00", "more_out_than_in")


# -- finding


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("L-2", [("lot", "L-2", "")]),
        (" L-2/2 ", [("lot", "L-2", "2")]),
        ("L-2/9", []),
        (BATCH, [("batch", BATCH, "")]),
        ("V-01", [("equipment", "V-01", "")]),
        ("Room 12", [("room", "Room 12", "")]),
        ("COL-0815", [("identifier", "COL-0815", "")]),
        ("l-2", []),
        ("", []),
        ("' OR 1=1 --", []),
    ],
)
def test_finding(weighed: Plant, text: str, things: list[tuple[str, str, str]]) -> None:
    found = weighed.station.ask(FindThings(text))
    assert [(one.kind, one.name, one.part) for one in found.things] == things


def test_near_numbers_are_offered(weighed: Plant) -> None:
    assert [one.name for one in weighed.station.ask(FindThings("l-")).near] == ["COL-0815", "L-1", "L-2"]
    assert weighed.station.ask(FindThings("100%")).near == ()
    assert weighed.station.ask(FindThings("_")).near == ()


def test_one_number_can_be_several_things(weighed: Plant) -> None:
    weighed.recorded("weighed", item=6, lot="V-01", container="1", net="1.00", potency="100", lod="0")
    found = weighed.station.ask(FindThings("V-01"))
    assert sorted(one.kind for one in found.things) == ["equipment", "lot"]


# -- the recall list


def test_the_recall_list_is_noted_first_sealed_and_says_everything(weighed: Plant, tmp_path: Path) -> None:
    file = tmp_path / "recall.pdf"
    weighed.be("qlee")
    answer = fine(weighed.station.print_recall(("lot", "L-2", ""), "forward", file, "qlee"))
    assert answer.answer["file"] == str(file)
    (noted,) = [one for one in weighed.audit() if one.event.startswith("station.export-made")]
    assert noted.by == "qlee"
    data = file.read_bytes()
    assert b"/ByteRange" in data
    pages = [" ".join(" ".join(words).split()) for words in words_by_page(data)]
    text = " ".join(pages)
    for said in (
        "Recall list",
        "L-2",
        "Active substance",
        BATCH,
        "Test solution",
        "Room 12",
        "PAT-4711",
        "2.00 g of L-2, container 2 went into",
        "0.75 g",
        "Practice" if "Practice" in text else "Demonstration",
    ):
        assert said in text, said
    assert all("Page" in page and "L-2" in page for page in pages)


def test_a_list_that_cannot_be_written_stays_noted(weighed: Plant, tmp_path: Path) -> None:
    weighed.be("qlee")
    with pytest.raises(Refusal) as refused:
        weighed.station.print_recall(("lot", "L-2", ""), "forward", tmp_path, "qlee")
    assert refused.value.code == "report_not_written"
    assert any(one.event.startswith("station.export-made") for one in weighed.audit())


def test_nothing_is_noted_for_what_is_not_here(weighed: Plant, tmp_path: Path) -> None:
    before = weighed.entries()
    with pytest.raises(Refusal):
        weighed.station.print_recall(("lot", "L-404", ""), "forward", tmp_path / "recall.pdf", "qlee")
    assert weighed.entries() == before


def test_the_list_leaves_out_what_only_stands_beside(weighed: Plant) -> None:
    found = ask(weighed, "lot", "L-2", direction="forward")
    assert "L-1" in names(found, "lot", beside=True)
    recall = recall_of(found)
    assert "L-1" not in {one.name for one in recall.things}
    assert all(0 <= join.source < len(recall.things) and 0 <= join.target < len(recall.things) for join in recall.joins)


# -- the command


def run(*arguments: str) -> tuple[int, str, str]:
    said, told = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(told):
        code = cli.run(["genealogy", *arguments])
    return code, said.getvalue(), told.getvalue()


def test_the_command_says_it_in_words_and_as_json(weighed: Plant, tmp_path: Path) -> None:
    weighed.close()
    where = ("--station", str(weighed.folder))
    code, said, _ = run("L-2", *where)
    assert code == 0
    assert f"Batch {BATCH}: Test solution" in said
    assert "Used 5.00 g" in said
    code, said, _ = run("L-2", *where, "--forward", "--json")
    assert (code, json.loads(said)["direction"]) == (0, "forward")
    file = tmp_path / "out.pdf"
    code, said, told = run(BATCH, *where, "--backward", "-o", str(file))
    assert (code, told) == (0, ""), told
    assert file.read_bytes().startswith(b"%PDF")
    assert said.splitlines()[-1] == str(file)
    weighed.reopen()


def test_the_command_names_what_is_near(weighed: Plant) -> None:
    weighed.close()
    code, _, told = run("l-2", "--station", str(weighed.folder))
    assert code == 1
    assert "L-2" in told
    weighed.reopen()
