"""What leaves a station as a paper or a file: reports, emergency forms, printed masters, registers, exports.

Each is asked from the record, noted in it, then written whole. The modules that make them are imported when one is
asked for: a station opens without the libraries that draw.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ebr.station.answered import Answer
from ebr.station.inside import Inside


class PaperDoor(Inside):
    """One method for each kind of paper or file; all raise `Refusal` or answer with the file's name."""

    def report(
        self, batch: str, target: Path | None = None, by: str = "", *, copy_of: int = 0, command_id: str = ""
    ) -> Answer:
        """Make a report (or a numbered copy of one) as a sealed PDF; the answer names report, copy and file."""
        from ebr.station import reporting

        return reporting.make(self, batch, target, by, copy_of, command_id)

    def report_order(
        self, batch: str, target: Path | None = None, by: str = "", *, copy_of: int = 0, command_id: str = ""
    ) -> tuple[Answer, dict[str, Any] | None]:
        """Number a report and return what a child process needs to draw it (`ebr.station.child`).

        It holds the station's key for PDFs: it goes to that child's standard input and nowhere else.
        """
        from dataclasses import asdict

        from ebr.station import reporting

        answer, order = reporting.ordered(self, batch, target, by, copy_of, command_id)
        return answer, asdict(order) if order is not None else None

    def print_form(self, batch: str, target: Path | None = None, by: str = "", *, command_id: str = "") -> Answer:
        """Print the rest of a batch as a numbered emergency form; the answer names form, entries and file."""
        from ebr.station import forms

        return forms.make(self, batch, target, by, command_id)

    def form_order(
        self, batch: str, target: Path | None = None, by: str = "", *, again: str = "", command_id: str = ""
    ) -> tuple[Answer, dict[str, Any] | None]:
        """Number an emergency form, or name one to print again; returns what a child process needs to draw it.

        It holds the station's key for PDFs, as that of `report_order`.
        """
        from dataclasses import asdict

        from ebr.station import forms

        answer, order = forms.ordered(self, batch, target, by, again, command_id)
        return answer, {"work": "form", **asdict(order)} if order is not None else None

    def print_master(self, mbr: str, version: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write a version of a master batch record as a sealed PDF (21 CFR 211.186); the answer names the file."""
        from ebr.station import master_papers

        return master_papers.print_master(self, mbr, version, target, by, command_id)

    def save_master(
        self, mbr: str, version: str, target: Path, by: str = "", *, form: str = "text", command_id: str = ""
    ) -> Answer:
        """Write a version of a master batch record for other programs: "text" or "batchml"; the answer names it."""
        from ebr.station import master_files

        return master_files.save_master(self, mbr, version, target, by, form, command_id)

    def print_changes(
        self, mbr: str, versions: tuple[str, str], target: Path, by: str = "", *, command_id: str = ""
    ) -> Answer:
        """Write what changed between two versions of a master batch record as a sealed PDF, as `print_master`."""
        from ebr.station import master_papers

        return master_papers.print_changes(self, mbr, versions, target, by, command_id)

    def print_recall(
        self, thing: tuple[str, str, str], direction: str, target: Path, by: str = "", *, command_id: str = ""
    ) -> Answer:
        """Write all that a thing (kind, number, container) reached as a sealed PDF; the answer names the file."""
        from ebr.station import recalling

        return recalling.print_recall(self, thing, direction, target, by, command_id)

    def print_inventory(self, lot: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the inventory record of a lot (21 CFR 211.184) as a sealed PDF; the answer names the file."""
        from ebr.station import inventories

        return inventories.print_inventory(self, lot, target, by, command_id)

    def print_product(
        self, mbr: str, slot: str, rules: str, last: int, target: Path, by: str = "", *, command_id: str = ""
    ) -> Answer:
        """Write the product review of a master, or of one value, as a sealed PDF or CSV; the answer names the file."""
        from ebr.station import product_papers

        return product_papers.print_product(self, mbr, slot, rules, last, target, by, command_id)

    def print_use_log(self, equipment: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the use log of a piece of equipment as a sealed PDF; the answer names the file. Raises `Refusal`."""
        from ebr.station import use_logs

        return use_logs.print_use_log(self, equipment, target, by, command_id)

    def print_training(self, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write who is trained for what as a sealed PDF; the answer names the file. Raises `Refusal`."""
        from ebr.station import training_papers

        return training_papers.print_training(self, target, by, command_id)

    def print_certificate(self, batch: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the certificate of a decided batch as a sealed PDF; the answer names the file. Raises `Refusal`."""
        from ebr.station import release_papers

        return release_papers.print_certificate(self, batch, target, by, command_id)

    def print_analysis(self, batch: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the certificate of analysis of a batch as a sealed PDF; the answer names the file. Raises `Refusal`."""
        from ebr.station import analysis_papers

        return analysis_papers.print_analysis(self, batch, target, by, command_id)

    def print_register(self, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the register of releases as a sealed PDF, or as CSV for a name that ends so. Raises `Refusal`."""
        from ebr.station import release_papers

        return release_papers.print_register(self, target, by, command_id)

    def export_deviation(self, number: str, form: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write a deviation as "json", "csv" or sealed "pdf"; the answer names the file. Raises `Refusal`."""
        from ebr.station import deviation_papers

        return deviation_papers.export_deviation(self, number, form, target, by, command_id)

    def print_deviations(self, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the register of deviations as a sealed PDF, or as CSV for a name that ends so. Raises `Refusal`."""
        from ebr.station import deviation_papers

        return deviation_papers.print_deviations(self, target, by, command_id)

    def export(self, target: Path, batch: str = "", by: str = "", *, command_id: str = "") -> Answer:
        """Write the record, or one batch, with its checker as a folder or .zip; the answer counts the entries."""
        from ebr.station import exporting

        return exporting.write(self, target, batch, by, command_id)

    def archive(self, target: Path, batch: str, by: str = "", *, command_id: str = "") -> Answer:
        """Write all about a batch for thirty years as a folder or .zip; the answer counts entries and papers."""
        from ebr.station import exporting

        return exporting.archive(self, target, batch, by, command_id)
