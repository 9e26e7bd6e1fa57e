"""One file of every kind that the program makes, drawn by the program itself, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read
from ebr.domain.trends import assess
from ebr.rehearsal import rehearse
from ebr.reports import document as d
from ebr.reports.analysis import Analysed, Drawn, Other, Specified, analysis_paper
from ebr.reports.certificate import Certified, Dated, Departed, Result, Signer, certificate_paper
from ebr.reports.changes import changes_paper
from ebr.reports.coverage import coverage_paper
from ebr.reports.deviation import Actions, Cause, Exported, Impact, Part, deviation_paper
from ebr.reports.form import Place, build
from ebr.reports.inventory import Change, Examined, Held, Kept, inventory_paper
from ebr.reports.master import Life, master_paper
from ebr.reports.master_paper import Printed
from ebr.reports.pdf.draw import draw
from ebr.reports.pdf.form import draw_form
from ebr.reports.pdf.master import draw_paper
from ebr.reports.pdf.recall import draw_recall
from ebr.reports.pdf.sign import seal_reason, sign
from ebr.reports.product import ReviewedBatch, ReviewedProduct, ReviewedSeries, ReviewedValue, product_paper
from ebr.reports.qualification import Check, Qualification, Ran, Requirement, qualification_paper
from ebr.reports.recall import Join, Reached, Recall, recall_paper
from ebr.reports.release_register import RegisterLine, register_paper
from ebr.reports.training import PrintedPerson, PrintedTask, PrintedTraining, training_paper
from ebr.reports.use_log import LoggedThing, LogLine, use_log_paper
from ebr.station.label_files import drawn_example
from tests.domain.batch_small import at_step, small
from tests.reports.sample import sample
from tests.reports.seals import MADE, station

FOLDER: Final = Path(__file__).parents[2] / "resources" / "mbr"
AT: Final = "2026-11-01T08:00:00Z"
PRINTED: Final = Printed("2026-11-01 09:00:00 +01:00", AT, "Al (auth)", "Riverside", "ab12" * 16, "Room-1", "practice")
SIGNED: Final = d.Signature("Quinn Lee", "qlee", "Quality", "Approved by", "2026-10-01 07:00 +02:00", "Whole document")
ATTACHED: Final = {"entries.jsonl": b'{"log": "a"}\n', "ab" * 32: b"a file", "picture.jpg": b"\xff\xd8\xff"}


def image(kind: str, mode: str, wide: int) -> bytes:
    """Return a small picture; cameras, scanners and office programs write all of these modes."""
    from PIL import Image as Pillow

    out = BytesIO()
    Pillow.new(mode, (wide, 30)).save(out, kind)
    return out.getvalue()


PICTURES: Final[Mapping[str, bytes]] = {
    "transparent PNG": image("PNG", "RGBA", 40),
    "grey PNG with transparency": image("PNG", "LA", 41),
    "PNG with a palette": image("PNG", "P", 42),
    "black and white PNG": image("PNG", "1", 43),
    "PNG of 16 bits": image("PNG", "I;16", 44),
    "JPEG for print, CMYK": image("JPEG", "CMYK", 45),
    "grey JPEG": image("JPEG", "L", 46),
    "colour JPEG": image("JPEG", "RGB", 47),
}


def example(name: str) -> Mbr:
    """Return a master record that comes with the program."""
    found = read((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")).mbr
    assert found is not None
    return found


@lru_cache
def report() -> bytes:
    """A batch report with attachments and a picture of every kind that cameras and scanners write."""
    odd = d.Paragraph("Greek \u03bc, minus \u2212, control \x07, direction \u202e, a character no face has \U0001f9ea")
    shown = [d.Image("cd" * 32, partial(bytes, data), caption) for caption, data in PICTURES.items()]
    found = sample(2, 60)
    return draw(replace(found, blocks=(*found.blocks, odd, *shown)), ATTACHED)


@lru_cache
def sealed() -> bytes:
    """The same with the station's seal, which writes an update behind it."""
    site = station()
    return sign(report(), site.key, site.chain, "Cleanroom B-2", seal_reason(), MADE)


@lru_cache
def master() -> bytes:
    """A printed master batch record."""
    life = Life("In force", usable=True, effective="2026-10-02", signatures=(SIGNED,))
    return draw_paper(master_paper(example("handrub_f1"), life, PRINTED))


@lru_cache
def changes() -> bytes:
    """What changed between two masters."""
    return draw_paper(changes_paper(example("handrub_f1"), example("metformin_er_1000"), PRINTED, "Draft"))


@lru_cache
def form() -> bytes:
    """An emergency form."""
    floor = at_step("measure")
    floor.done(c.PrintForm(floor.batch), "olga")
    return draw_form(build(floor.state, "EF-001", Place("Riverside", "ab12" * 16, "practice", str.title)))


@lru_cache
def recall() -> bytes:
    """A recall list."""
    lot = Reached("lot", "LOT-1", "", "Ethanol", "", "", (), 0, "", "")
    batch = Reached("batch", "B-1", "", "Hand rub", "", "", ("PAT-1",), 1, "certified", "Room 14")
    join = Join(0, 1, "used", "2", "1.5", "kg", "2026-05-04T08:00:00.000000+02:00", "mchen")
    return draw_recall(recall_paper(Recall((lot, batch), (join,), "forward", entries=2, head="cd" * 32), PRINTED))


@lru_cache
def use_log() -> bytes:
    """The use log of a machine."""
    line = LogLine("2026-05-04 08:00", "use-began", "Hand rub", "B-1", "mchen", "portiz", "Room 14")
    thing = LoggedThing("BAL-1", "Balance", "balance", "Room 14", "SN-1", "")
    return draw_recall(use_log_paper(thing, [line], PRINTED))


@lru_cache
def training() -> bytes:
    """The training matrix."""
    task = PrintedTask("SOP-1", "Weighing", "2", 365, practical=True, roles=("operator",))
    done = PrintedTraining("SOP-1", "2", "current", "2", "2027-01-01", "2026-01-01", "2026-01-02", "qlee", "watched")
    return draw_recall(training_paper([task], [PrintedPerson("mchen", "Maria Chen", ("operator",), (done,))], PRINTED))


@lru_cache
def qualification() -> bytes:
    """A qualification report."""
    checks = (Check("Machine", "Python", "3.11", "pass"), Check("Machine", "Disk", "full", "fail"))
    tests = (Ran("Signs", ("11.50",), "a.feature:1", ("Given a station",)), Ran("Fails", (), "b:1", (), "Then"))
    asked = (Requirement("11.50", "Shown signatures", claimed=True), Requirement("11.70", "Linked", claimed=True))
    return draw_recall(qualification_paper(Qualification(checks, asked, tests), PRINTED))


@lru_cache
def certificate() -> bytes:
    """A certificate of a batch."""
    result = Result("Assay", "95.0 to 105.0 %", "99.8 %", "in", "anovak", "kbrandt")
    signer = Signer("certified", "Lena Weiss", "lweiss", "qualified_person", AT)
    dated = Dated("request", "2026-10-01", "Dr A", "Asked", "R-1", "lweiss")
    said = Certified(
        "B-1", "Hand rub", "75 %", "solution", "small_molecule", "10 L", "handrub_f1", "1", "ef" * 32, "certified",
        (("Lot", "B-1"),), AT, AT, "None", (result,), (Departed("E-1", "minor", "accepted", "Read 2 times", "2.1 Assay"),), (signer,), (dated,),
    )  # fmt: skip
    return draw_recall(certificate_paper(said, PRINTED))


@lru_cache
def register() -> bytes:
    """The register of releases."""
    decided = RegisterLine(
        "B-1",
        "Hand rub",
        "handrub_f1",
        "1",
        "certified",
        AT,
        "Lena Weiss",
        "qualified_person",
        "",
        void=False,
        sponsor="",
    )
    return draw_recall(register_paper([decided], PRINTED))


@lru_cache
def product() -> bytes:
    """A product review: a chart with limits that changed, signals, too few values."""
    values = [Decimal(text) for text in ("9.9", "10.1", "10.0", "10.2", "9.8") * 6] + [Decimal(13)]
    rows = tuple(
        ReviewedValue(f"B-{n}", "2" if n > 20 else "1", "certified", str(value), 1, "out" if value > 12 else "in", AT, "9", "12" if n > 20 else "11")
        for n, value in enumerate(values)
    )  # fmt: skip
    assay = ReviewedSeries(
        "assay", "value", "Assay", "%", "Test", "9", "12", rows, assess(values, Decimal(9), Decimal(12))
    )
    few = ReviewedSeries(":time", "batch_time", "", "h", "", "", "", rows[:3], assess(values[:3]))
    batches = tuple(ReviewedBatch(row.batch, row.version, "certified", AT, AT, "9.5", 1, 0, 0, 0, 0) for row in rows)
    return draw_recall(product_paper(ReviewedProduct("tablets", "Tablets", "nelson", batches, (few, assay)), PRINTED))


@lru_cache
def inventory() -> bytes:
    """The inventory record of a lot."""
    changes = (Change(AT, "received", "1", "25", "25", "", "", "Maria Chen"),)
    examined = (Examined("Assay", "99.5 %", "98.0 ... 102.0", "pass", "COA-1", "Lena Vogt", "Lars Holm"),)
    held = (Held("Room-12", "20", "18", "2"),)
    kept = Kept(
        "MET-1", "RM-1001", "Metformin", "Acme", "AC/77", "released", "2027-06-30", "", AT, "Maria Chen", "Quinn Lee",
        "25", "kg", changes, examined, held, ("A drum was fuller than it came",), 14, "cd34" * 16,
    )  # fmt: skip
    return draw_recall(inventory_paper(kept, PRINTED))


@lru_cache
def analysis() -> bytes:
    """A certificate of analysis with a result that was set aside."""
    result = Specified("Assay", ("S-1",), "98.0 ... 102.0", "99.5 %", "in", AT, "Lena Vogt", "Lars Holm")
    other = Other("Assay", "S-1", "97.1 %", "out", AT, "Lena Vogt", "Lars Holm", 0, "DEV-0001", "Flask was not dry")
    drawn = Drawn("S-1", "Bulk", "5 mL", AT, AT, "Tested", "")
    said = Analysed(
        "B-1", "Tablets", "500 mg", "Tablet", "10 kg", "tablets", "2", "ab" * 32, (("Lot", "1"),),
        (result,), (other,), (drawn,), (),
    )  # fmt: skip
    return draw_recall(analysis_paper(said, PRINTED))


@lru_cache
def deviation() -> bytes:
    """A deviation under investigation."""
    said = Exported(
        "DEV-0001", "Fill volume drifted", "open", "major", "", "2026-05-04", "Sam Okafor", AT, True,
        Part("Three bottles near the limit.", "Sam Okafor", AT), Part("Line stopped.", "Sam Okafor", AT),
        Cause("five_whys", "A worn seal.", "Sam Okafor", AT), Impact("None beside it.", ("B-1",), ("B-2",), "", AT),
        Actions("Seal changed.", "Seal on the monthly list.", "CAPA-7", "2026-06-01", "Sam Okafor", AT),
        (), (), (), (), (),
    )  # fmt: skip
    return draw_recall(deviation_paper(said, PRINTED))


@lru_cache
def coverage() -> bytes:
    """What a dry run reached."""
    return draw_paper(coverage_paper(small(), rehearse(small(), seed=1, batches=1), PRINTED))


@lru_cache
def label() -> bytes:
    """A label as a file."""
    return drawn_example("cart_bag", ".pdf")


KINDS: Final[Mapping[str, Callable[[], bytes]]] = {
    "report": report,
    "sealed report": sealed,
    "master": master,
    "changes": changes,
    "form": form,
    "recall": recall,
    "use log": use_log,
    "training": training,
    "qualification": qualification,
    "certificate": certificate,
    "register": register,
    "product review": product,
    "inventory": inventory,
    "analysis": analysis,
    "deviation": deviation,
    "coverage": coverage,
    "label": label,
}
