"""Which pictures `ebr screenshots` makes: every screen, with what is worth seeing of the demonstration in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt

from ebr.station.door import Station
from ebr.station.questions import Batches, BatchQuestion, People
from ui.screenshots_acts import Shot, charted, keys, plain_key, press, touch
from ui.screenshots_deviations import investigated
from ui.screenshots_drafts import BLOCK_STEP, EDITED, EDITED_ENTRY, NEWER, blocks, drafted
from ui.screenshots_equipment import kept
from ui.screenshots_inspection import visited
from ui.screenshots_labels import TO_CHECK, labelled
from ui.screenshots_materials import OUTSIDE, stored
from ui.screenshots_review import SUBMITTED, VERSION, submitted
from ui.screenshots_samples import sampled

AMENDED: Final = "bulk_left"
"""The entry of the hand rub that is shown while its batch runs and could be amended."""
MORE: Final = "Record something else"


def shots(station: Station) -> list[Shot]:
    """Return what is worth a picture, by the batches that the demonstration left."""
    rows = {row.mbr: row.batch for row in station.ask(Batches())}
    rub, tablets, cells = (rows.get(name, "") for name in ("handrub_f1", "metformin_er_1000", "car_t_autologous"))
    operator, supervisor, quality, administrator = people(station)
    operators = [row.person for row in station.ask(People(active_only=True)) if "operator" in row.roles]
    signer, step = signable(station, tablets, operators)
    author = drafted(station)
    blocks(station)
    submitted(station)
    balance, room = kept(station)
    late, plate = sampled(station)
    open_one, proposed = investigated(station, rub, tablets)
    laboratory = next(row.person for row in station.ask(People(active_only=True)) if "laboratory" in row.roles)
    labels = {"batch": rub, "slot": labelled(station, rub)}
    waiting, released = stored(station)
    version = {"mbr": SUBMITTED, "version": VERSION}
    return [
        Shot("login", "", "login"),
        Shot("queue", operator, "queue"),
        Shot("execution", operator, "execution", {"batch": cells}),
        Shot("execution_out", operator, "execution", {"batch": rub}),
        Shot("execution_series", operator, "execution", {"batch": tablets}),
        Shot("keypad", operator, "execution", {"batch": rub}, touch),
        Shot("signing", signer or operator, "execution", {"batch": tablets, "phase": step}, keys(Qt.Key.Key_Return)),
        Shot("exception", operator, "execution", {"batch": rub}, keys(Qt.Key.Key_E)),
        Shot("record", supervisor, "record", {"batch": rub}),
        Shot("exceptions", quality, "exceptions", {}),
        Shot("deviation", supervisor, "deviations", {"deviation": open_one}),
        Shot("deviation_impact", supervisor, "deviations", {"deviation": open_one}, press("Write: Impact")),
        Shot("deviation_close", quality, "deviations", {"deviation": proposed}),
        Shot("deviation_register", quality, "deviations", {"deviation": proposed}, press("Register of deviations")),
        Shot("release", quality, "release", {"batch": rub}),
        Shot("releases", quality, "releases", {}),
        Shot("review_list", quality, "reviews", {}),
        Shot("review_findings", quality, "quality", {"batch": cells, "tab": "findings"}, charted),
        Shot("review_proof", quality, "quality", {"batch": tablets, "tab": "proof"}),
        Shot("review_sections", quality, "quality", {"batch": tablets, "tab": "sections"}),
        Shot("review_trail", quality, "quality", {"batch": tablets, "tab": "trail"}),
        Shot("review_ask", quality, "quality", {"batch": tablets, "tab": "questions"}, press("Ask the floor")),
        Shot("amend", quality, "amend", {"batch": rub, "show": AMENDED}),
        Shot("amend_ways", quality, "record", {"batch": rub}, press("Amend")),
        Shot("genealogy", quality, "genealogy", {"kind": "batch", "name": cells}),
        Shot("genealogy_list", quality, "genealogy", {"kind": "batch", "name": cells}, press("Show the list")),
        Shot("trends", quality, "trends", {"mbr": NEWER}),
        Shot("trends_list", quality, "trends", {}),
        Shot("trends_batches", quality, "trends", {"mbr": NEWER, "part": "batches"}),
        Shot("masters", quality, "masters", {}),
        Shot("blocks", quality, "blocks", {}),
        Shot("labels", quality, "labels", {"template": TO_CHECK, "version": "1"}),
        Shot("batch_labels", operator, "batch_labels", labels),
        Shot("training", supervisor, "training", {}),
        Shot("my_training", operator, "my_training", {}),
        Shot("training_tasks", quality, "training_tasks", {}),
        Shot("compare", quality, "compare", {"mbr": NEWER}, keys(Qt.Key.Key_Down)),
        Shot("editor", author, "editor", {"mbr": EDITED, "version": "2", "show": EDITED_ENTRY}),
        Shot("editor_bill", author, "editor", {"mbr": EDITED, "version": "2", "show": "serum"}),
        Shot(
            "editor_blocks",
            author,
            "editor",
            {"mbr": EDITED, "version": "2", "show": BLOCK_STEP},
            press("1 newer block"),
        ),
        Shot(
            "preview",
            author,
            "editor",
            {"mbr": EDITED, "version": "2", "show": EDITED_ENTRY},
            plain_key(Qt.Key.Key_F5),
        ),
        Shot("compare_draft", author, "compare", {"mbr": EDITED, "new": "2"}),
        Shot("rehearse", author, "rehearse", version, press("Play generated batches")),
        Shot("queue_quality", quality, "queue"),
        Shot("review", quality, "review", version),
        Shot("approve", quality, "review", version, press("Verify")),
        Shot("lots", supervisor, "lots", {"lot": released}),
        Shot("inventory", supervisor, "lots", {"lot": released}, press("Inventory")),
        Shot("receive", operator, "lots", {"lot": waiting}, press("Receive a lot")),
        Shot("release_lot", quality, "lots", {"lot": waiting}, press("Release")),
        Shot("samples", laboratory, "samples", {"sample": late}),
        Shot("sample_plan", laboratory, "samples", {"sample": late}, press("Plan a sample")),
        Shot("sample_acts", quality, "samples", {"sample": plate}, press("More")),
        Shot("items", quality, "items", {"item": "RM-1001"}),
        Shot("suppliers", quality, "suppliers", {}),
        Shot("equipment", quality, "equipment", {"equipment": balance}),
        Shot("clearance", operator, "equipment", {"equipment": room}, press(MORE, "Line clearance")),
        Shot("cleaning", operator, "equipment", {"equipment": room}, press("Cleaning")),
        Shot("take_delivery", operator, "batch_labels", labels, press("Take in a delivery")),
        Shot("count_delivery", supervisor, "batch_labels", labels, press("Count the delivery")),
        Shot("lot_out", quality, "lots", {"lot": OUTSIDE}, press("Judge the time out of storage")),
        Shot("use_log", quality, "use_log", {"equipment": balance}),
        Shot("people", administrator, "people", {}),
        Shot("inspection", visited(station), "record", {"batch": rub}),
        Shot("appearance", operator, "appearance", {}),
        Shot("scanner", operator, "scanner", {}),
        Shot("policy", administrator, "policy", {}),
        Shot("issue", supervisor, "issue", {}),
        Shot("help", operator, "help", {"chapter": "execution"}),
    ]


def shots_apart(station: Station, batch: str) -> list[Shot]:
    """Return what is worth a picture where two stations work on one batch."""
    operator, supervisor, quality, administrator = people(station)
    return [
        Shot("status", supervisor, "status", {}, press("Synchronise now")),
        Shot("stations", administrator, "stations", {}),
        Shot("admit", administrator, "stations", {}, press("Admit a station")),
        Shot("apart", quality, "apart", {"batch": batch}),
        Shot("parts", supervisor, "apart", {"batch": batch}),
        Shot("give", supervisor, "apart", {"batch": batch}, press("Give to another station: Filling and labelling")),
        Shot("bundles", operator, "bundles", {}),
    ]


def people(station: Station) -> tuple[str, str, str, str]:
    """Return an operator, a supervisor, a person of quality and an administrator of the demonstration."""
    rows = station.ask(People(active_only=True))
    found = [
        next(row.person for row in rows if role in row.roles)
        for role in ("operator", "supervisor", "quality", "administrator")
    ]
    return found[0], found[1], found[2], found[3]


def signable(station: Station, batch: str, persons: Sequence[str]) -> tuple[str, str]:
    """Return a person and a step of the batch that this person can sign now; empty texts when there is none."""
    for person in persons:
        asked = station.ask(BatchQuestion(batch, person))
        for row in asked.outline:
            if row.status in ("to_verify", "unsigned", "active"):
                step = station.ask(BatchQuestion(batch, person, row.address)).step
                if step is not None and step.next_meaning:
                    return person, row.address
    return "", ""
