"""A realistic report: an autologous cell product, two identity pairs, attempts, corrections, exceptions, a void signature."""

from __future__ import annotations

import datetime as dt
import hashlib
from io import BytesIO

from ebr.reports.document import (
    Attempt,
    Block,
    Cell,
    Column,
    Count,
    Document,
    Earlier,
    Entries,
    Entry,
    ExceptionCard,
    Fact,
    Facts,
    Head,
    Heading,
    Identity,
    Image,
    Paragraph,
    Signature,
    Step,
    Table,
    Verification,
)  # fmt: skip

CHEN, ORTIZ, WEISS, HAAS = "Maria Chen", "Pablo Ortiz", "Dr Lena Weiss", "Jonas Haas"
START = dt.datetime(2026, 10, 5, 7, 58, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
HEX = hashlib.sha256(b"sample").hexdigest()


def at(minutes: float) -> str:
    return (START + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S +02:00")


def picture() -> bytes:
    from PIL import Image as Pillow
    from PIL import ImageDraw

    image = Pillow.new("RGB", (1200, 800), (226, 228, 224))
    pen = ImageDraw.Draw(image)
    pen.rectangle((180, 140, 1020, 660), fill=(250, 250, 246), outline=(60, 60, 60), width=6)
    pen.text((230, 190), "DEMO LABEL\nAUTOLOGOUS CELLS\nLOT DEM-0417", fill=(20, 20, 20), font_size=72)
    for x in range(0, 500, 14):
        pen.rectangle((230 + x, 500, 230 + x + (3 + x * 7 % 9), 620), fill=(10, 10, 10))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def signed(name, user, role, meaning, minutes, covers="", void="") -> Signature:
    return Signature(name, user, role, meaning, at(minutes), covers, void)


def phase(number: int, minutes: float) -> tuple[Entry, ...]:
    n = f"{number}."
    return (
        Entry(n + "1", "Biosafety cabinet cleared of earlier product and cleaned; label of previous batch removed", "Yes", CHEN, at(minutes), marks=()),
        Entry(n + "2", "Incubator temperature", "36.9 °C", CHEN, at(minutes + 2), "36.5 to 37.5 °C", notes=("Read by probe TP-114, serial 8841, at 08:00:12",)),
        Entry(n + "3", "Viable cells before wash", "4.21 × 10⁹ cells", CHEN, at(minutes + 9), "≥ 1.0 × 10⁹ cells",
              notes=("Compared as rounded to the limit's decimals: 4.2 × 10⁹",),
              attempts=(Attempt("4.21e19 cells", "More than the alert limit of 5.0 × 10¹⁰; asked again", CHEN, at(minutes + 8)),), marks=("attempt",)),
        Entry(n + "4", "Volume of wash buffer added", "148.5 mL", CHEN, at(minutes + 14), "145.0 to 155.0 mL", recorded_by=ORTIZ,
              earlier=(Earlier("184.5 mL", "Two digits exchanged while typing; the bag's printed scale shows 148.5", CHEN, at(minutes + 11)),), marks=("changed",)),
        Entry(n + "5", "Buffer lot", "PBS-22-0917", CHEN, at(minutes + 15), "PBS lot, released, not expired", notes=("Scanned; not gated: lots are typed facts on this station",)),
        Entry(n + "6", "Centrifugation ended at", "09:12:40", ORTIZ, at(minutes + 45), "10 min ± 30 s at 300 g", notes=("Duration 10 min 12 s by the boot clock",)),
    )  # fmt: skip


def trail(count: int) -> Table:
    columns = (Column("No.", 0, "right"), Column("When", 0), Column("Who", 0), Column("What", 0), Column("Details", 1))
    kinds = ("Value recorded", "Attempt recorded", "Step signed", "Value corrected", "Signed in", "Exception opened")
    rows = [
        (
            str(i + 1),
            at(i * 0.7),
            (CHEN, ORTIZ, HAAS)[i % 3],
            kinds[i * 5 % 6],
            f"Step {1 + i // 40}.{i % 40}: incubator temperature, {36 + i % 10 / 10} °C",
        )
        for i in range(count)
    ]
    return Table(columns, rows, dense=True)


def exceptions() -> list[Block]:
    return [
        Heading(1, "1", "Exceptions", "4 exceptions: 1 critical, 1 major, 2 minor. All are closed but one."),
        ExceptionCard("E-003", "critical", "Critical", "Incubator door open for longer than allowed during expansion, day 5", "Expansion, step 4.2", "Open", False,
                      "The door alarm of incubator INC-07 sounded for 6 min 20 s while bags were moved. Temperature fell to 35.8 °C, below the action limit of 36.5 °C, for 3 min.",
                      (Fact("Limit", "36.5 to 37.5 °C"), Fact("Found", "35.8 °C"), Fact("Equipment", "INC-07", code=True)),
                      (Step("Opened; material placed on hold", CHEN, at(300)), Step("Raised from major to critical: potency may be affected", HAAS, at(331)),
                       Step("Count and viability ordered before continuing at risk", HAAS, at(339)))),
        ExceptionCard("E-001", "major", "Major", "Wash buffer corrected after signature", "Wash, step 3.4", "Closed", True,
                      "The volume was corrected from 184.5 mL to 148.5 mL after the step was signed.",
                      (), (Step("Opened by the correction", CHEN, at(92)), Step("Bag inspected, volume confirmed by second person", ORTIZ, at(97))),
                      (signed(HAAS, "jhaas", "Quality", "Approved", 128, "E-001 and the evidence listed"),)),
        ExceptionCard("E-002", "minor", "Minor", "Repeated reading", "Count, step 3.3", "Closed", True, steps=(Step("Typing error, cause known", CHEN, at(60)),),
                      signatures=(signed(ORTIZ, "portiz", "Supervisor", "Approved", 66),)),
    ]  # fmt: skip


def body(phases: int, entries_of_trail: int) -> list[Block]:
    blocks = exceptions()
    blocks += [
        Heading(1, "2", "Master batch record and issue"),
        Facts((Fact("Issued by", f"{ORTIZ}, supervisor"), Fact("Issued at", at(-30)), Fact("Checked by", f"{HAAS}, quality"), Fact("Batch size", "1 dose"))),
        Paragraph("The batch was made by the instructions named on the cover. Their text was copied into the batch at issue and has not changed since."),
        Heading(1, "3", "Execution"),
    ]  # fmt: skip
    for index in range(1, phases + 1):
        blocks += [
            Heading(2, f"3.{index}", f"Wash and count, round {index}", "Unit procedure Formulation 2 of 6 · station Cleanroom B-2"),
            Paragraph("Wash the cells once in PBS with 1 % human serum albumin. Take care that the bag's label stays readable.", "quiet"),
            Entries(tuple(phase(index, index * 60))),
            signed(CHEN, "mchen", "Operator", "Performed", index * 60 + 50, f"my entries 3.{index}.1 to 3.{index}.6", "a covered value was corrected on 2026-10-05 09:31" if index == 2 else ""),
            signed(ORTIZ, "portiz", "Supervisor", "Verified", index * 60 + 55, f"all entries of 3.{index}"),
        ]  # fmt: skip
    blocks += [
        Heading(1, "4", "Attachments"),
        Image(hashlib.sha256(picture()).hexdigest(), picture, "Label of the final bag, photographed at 3.4.2 by Maria Chen"),
        Image(HEX, lambda: b"not a picture", "Chromatogram export, chromatogram-17.csv"),
        Heading(1, "5", "Samples and results"),
        Table(
            (Column("Sample", 1, code=True), Column("Test", 1.6), Column("Limits", 1.2), Column("Result", 1, "right"), Column("Analyst", 1), Column("Second checker", 1), Column("Reported", 0)),
            [
                ("S-001", "Viability", "≥ 70 %", Cell("91 %", tone="strong"), "A. Novak", "K. Brandt", at(400)),
                ("S-002", "Sterility, day 5", "No growth", Cell("No growth", tone="strong", marks=("late",)), "A. Novak", "K. Brandt", at(9000)),
                ("S-003", "Endotoxin", "≤ 5.0 EU/kg", Cell("0.8 EU/kg", struck=True), "A. Novak", "K. Brandt", at(420)),
                ("S-003", "Endotoxin, corrected", "≤ 5.0 EU/kg", Cell("0.9 EU/kg", tone="strong", marks=("changed",)), "A. Novak", "K. Brandt", at(431)),
            ],
        ),
        Heading(1, "6", "Audit trail", f"{entries_of_trail} entries, oldest first"),
        trail(entries_of_trail),
    ]  # fmt: skip
    return blocks


def sample(phases: int = 9, entries_of_trail: int = 420) -> Document:
    identity = Identity(
        site="Example Cell Works, Halle 4", site_fingerprint=hashlib.sha256(b"site").hexdigest(), profile="demonstration",
        product="Autologous CAR-T cells", strength="0.4 to 2.5 × 10⁸ CAR-positive viable T cells, dispersion for infusion", batch="CT-2026-0417",
        size="1 dose", mbr_id="car_t_autologous", mbr_version="3", mbr_hash=HEX, product_profile="ATMP, investigational",
        disposition="Certified, released by the sponsor", outcome="accepted",
        chain=(("COI", "COI-DE-104-88-0I7O"), ("DIN", "W1234 26 004417 8")),
        more=(("Started", at(0)), ("Completed", at(16000))),
    )  # fmt: skip
    return Document(
        title="Batch record", identity=identity, report_no=2, copy_no=1, printed_at="2026-10-18 14:02:11 +02:00", printed_by=HAAS,
        made="2026-10-18T12:02:11Z", blocks=tuple(body(phases, entries_of_trail)),
        heads=(Head("Cleanroom B-2", hashlib.sha256(b"log 1").hexdigest(), 1874, HEX), Head("Dispensary", hashlib.sha256(b"log 2").hexdigest(), 512, hashlib.sha256(b"h2").hexdigest())),
        unwitnessed=14, supersedes="This report supersedes report 1 of 2026-10-17. What changed:",
        changes=("Result of sample S-002 (sterility, day 5) added", "Exception E-003 raised from major to critical"),
        remarks=("The clock was not verified since 2026-10-05 07:10:00 +02:00.",),
        summary=(Count("entries recorded", "312"), Count("changed after entry", "9", loud=True), Count("attempts not accepted", "9"), Count("exceptions, 1 open", "4", loud=True)),
        signatures=(signed(HAAS, "jhaas", "Quality", "Review complete", 15000), signed(WEISS, "lweiss", "Qualified person", "Certified", 15960, "Annex 16; Part IV")),
        verification=Verification(
            f"EBR1 DEMONSTRATION CT-2026-0417 2/1 {HEX}",
            ("Run: ebr verify FILE.pdf --site FINGERPRINT, with the site fingerprint that you know from elsewhere.",
             "The entries are attached to this file. The check reads them, draws this report again and compares every word and every line."),
        ),
    )  # fmt: skip
