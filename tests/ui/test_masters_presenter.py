"""Master batch records without their looks, on a real station."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ebr.domain.mbr.text import read
from ebr.domain.mbr.yaml_walk import LARGEST_TEXT
from ebr.domain.refusal import Refusal
from ebr.exchange.opening import import_file
from ebr.paths import resources
from ebr.station.questions import DraftRow, Drafts
from tests.ui.real_station import Floor
from ui.desk import Answer
from ui.masters.adding import AddContent
from ui.masters.presenter import Examined, MasterDetail, MastersPresenter
from ui.pages.files import look
from ui.pages.list_line import ListLine
from ui.theme import Theme
from ui.theme.taps import TapGuard
from ui.widgets.button import Button
from ui.widgets.field import Field

RECIPE = Path(__file__).parents[1] / "data" / "batchml" / "recipes" / "Wabe10_Fuellen.xml"
RUB = resources() / "mbr" / "handrub_f1.yaml"


class Shelf:
    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        floor.enter(person)
        self.presenter = MastersPresenter(floor.desk, person, roles)
        self.lines: list[tuple[ListLine[tuple[str, str]], ...]] = []
        self.details: list[MasterDetail | None] = []
        self.found: list[Examined] = []
        p = self.presenter
        p.on_lines, p.on_detail, p.on_examined = self.lines.append, self.details.append, self.found.append
        p.refresh()

    @property
    def offers(self) -> dict[str, str]:
        detail = self.details[-1]
        assert detail is not None
        return {offer.key: offer.reason for offer in detail.offers}


def newer(tmp_path: Path) -> Path:
    text = RUB.read_text(encoding="utf-8")
    assert 'version: "1"' in text
    file = tmp_path / "newer.yaml"
    file.write_text(text.replace('version: "1"', 'version: "2"', 1), encoding="utf-8")
    return file


def test_a_version_in_force_says_who_signed_and_which_sizes_are_allowed(floor: Floor) -> None:
    shelf = Shelf(floor, "sups", "supervisor")
    detail = shelf.details[-1]
    assert detail is not None
    facts = {fact.name: (fact.value, fact.detail) for fact in detail.facts}
    assert facts["Author"][0] == "Al Author"
    assert facts["Approved by quality"][0] == "Quinn Lee"
    assert facts["Batch size"][1].startswith("Allowed: ")
    assert "issue" in shelf.offers


def test_a_new_version_goes_from_file_to_force_and_supersedes(floor: Floor, tmp_path: Path) -> None:
    author = Shelf(floor, "auth", "author")
    author.presenter.examine(newer(tmp_path))
    assert author.found[-1].errors == 0
    said: list[Answer] = []
    author.presenter.add(said.append)
    assert said[0].refusal is None
    author.presenter.choose(("handrub_f1", "2"))
    assert floor.sign(author.presenter.act("performed"), "auth").refusal is None
    assert author.offers["approved"]
    quality = Shelf(floor, "qlee", "quality")
    quality.presenter.choose(("handrub_f1", "2"))
    assert floor.sign(quality.presenter.act("approved"), "qlee").refusal is None
    assert floor.sign(quality.presenter.act("effective", "2026-11-01"), "qlee").refusal is None
    states = {line.key[1]: line.cells[3] for line in quality.lines[-1]}
    assert states == {"1": "Superseded", "2": "In force"}


def test_a_withdrawn_version_can_only_be_saved(floor: Floor) -> None:
    shelf = Shelf(floor, "qlee", "quality")
    assert floor.sign(shelf.presenter.act("withdraw", "Supplier lost"), "qlee").refusal is None
    assert shelf.offers == {"save": ""}


def test_each_problem_of_a_text_has_its_line_and_clause(floor: Floor, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(RUB.read_text(encoding="utf-8").replace("decimals: 1", "decimals: -3", 1), encoding="utf-8")
    shelf = Shelf(floor, "auth", "author")
    shelf.presenter.examine(file)
    found = shelf.found[-1]
    assert found.errors >= 1
    assert found.findings[0].place.startswith("Line ")
    assert found.findings[0].clause
    said: list[Answer] = []
    shelf.presenter.add(said.append)
    assert said[0].refusal is not None


def test_a_recipe_is_listed_first_and_then_becomes_a_draft(floor: Floor) -> None:
    shelf = Shelf(floor, "auth", "author")

    shelf.presenter.examine(RECIPE)

    found = shelf.found[-1]
    assert found.imported
    assert found.errors == 0
    assert found.findings[0].place.startswith("Line 5, /BatchInformation/ListHeader")
    assert found.words == "57 things have no place here; 13 marks to confirm"
    said: list[Answer] = []
    shelf.presenter.add(said.append)
    assert said[0].refusal is None
    drafts: list[tuple[DraftRow, ...]] = []
    floor.desk.ask(Drafts(), drafts.append)
    assert [(row.mbr, row.version) for row in drafts[-1]] == [("masterrecipehc", "1.0.0")]


def test_of_several_recipes_one_is_chosen(floor: Floor, tmp_path: Path, qapp: QApplication) -> None:
    one = RECIPE.read_bytes()
    start, end = one.index(b"<b2mml:MasterRecipe>"), one.index(b"</b2mml:MasterRecipe>") + 21
    file = tmp_path / "two.xml"
    other = one[start:end].replace(b"MasterRecipeHC", b"Another")
    file.write_bytes(one[:end] + other + one[end:])
    shelf = Shelf(floor, "auth", "author")
    content = AddContent(Theme("light", 1.0, TapGuard(itertools.count().__next__)), tmp_path)
    content.examined.connect(lambda sent: shelf.presenter.examine(*sent))
    shelf.presenter.on_examined = content.show_examined

    field = content.first_field()
    assert isinstance(field, Field)
    field.setText(str(file))
    content.button.acted.emit(None)

    said: list[Answer] = []
    choices = {button.text(): button for button in content.findChildren(Button) if button.text().startswith(("M", "A"))}
    assert list(choices) == ["MasterRecipeHC", "Another"]
    choices["Another"].acted.emit(None)
    shelf.presenter.add(said.append)
    assert said[0].refusal is None
    drafts: list[tuple[DraftRow, ...]] = []
    floor.desk.ask(Drafts(), drafts.append)
    assert [row.mbr for row in drafts[-1]] == ["another"]


@pytest.mark.parametrize(("form", "name"), [("text", "handrub_f1-1.yaml"), ("batchml", "handrub_f1-1.xml")])
def test_a_version_is_saved_as_a_file_that_comes_in_as_the_same_text(
    floor: Floor, tmp_path: Path, form: str, name: str
) -> None:
    shelf = Shelf(floor, "auth", "author")
    shelf.presenter.choose(("handrub_f1", "1"))
    said: list[tuple[Path, Refusal | None]] = []

    shelf.presenter.save(form, tmp_path, lambda file, refusal: said.append((file, refusal)))

    assert said == [(tmp_path / name, None)]
    mbr = read(RUB.read_text(encoding="utf-8")).mbr
    again = read(said[0][0].read_text(encoding="utf-8")) if form == "text" else import_file(said[0][0])
    assert again.mbr == mbr
    shelf.presenter.save(form, tmp_path, lambda file, refusal: said.append((file, refusal)))
    assert said[1][1] is not None
    assert said[1][1].code == "file_exists"


def test_a_version_is_saved_as_a_sealed_paper(floor: Floor, tmp_path: Path) -> None:
    shelf = Shelf(floor, "auth", "author")
    shelf.presenter.choose(("handrub_f1", "1"))
    said: list[tuple[Path, Refusal | None]] = []
    shelf.presenter.save("paper", tmp_path, lambda file, refusal: said.append((file, refusal)))
    assert said == [(tmp_path / "handrub_f1-1.pdf", None)]
    assert said[0][0].read_bytes().startswith(b"%PDF")


def test_what_was_found_in_a_file_is_not_shown_for_another(tmp_path: Path, qapp: QApplication) -> None:
    content = AddContent(Theme("light", 1.0, TapGuard(itertools.count().__next__)), tmp_path)
    field = content.first_field()
    assert isinstance(field, Field)
    field.setText(str(tmp_path / "one.yaml"))
    content.button.acted.emit(None)
    assert not content.button.isEnabled(), "it is being read"

    field.setText(str(tmp_path / "other.yaml"))
    field.changed.emit(field.text())  # as typing does
    content.show_examined(Examined("One", (), 0, "No error and no remark"))

    assert content.button.text() == "Check the file"


def test_a_file_of_others_that_is_refused_says_why_and_begins_nothing(floor: Floor, tmp_path: Path) -> None:
    file = tmp_path / "laughs.xml"
    file.write_text('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', encoding="utf-8")
    shelf = Shelf(floor, "auth", "author")
    shelf.presenter.examine(file)
    assert shelf.found[-1].errors == 1
    assert "Line 2" in shelf.found[-1].words
    assert not shelf.presenter.imported


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"x" * (LARGEST_TEXT + 1)])
def test_what_cannot_be_read_is_said(floor: Floor, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "strange.yaml"
    if content is not None:
        file.write_bytes(content)
    shelf = Shelf(floor, "auth", "author")
    shelf.presenter.examine(file)
    assert shelf.found[-1].errors == 1
    assert shelf.found[-1].words


def test_a_folder_is_looked_at_without_hidden_names(tmp_path: Path) -> None:
    for name in ("b.yaml", "A.YAML", ".hidden.yaml", "c.txt"):
        (tmp_path / name).touch()
    (tmp_path / "inner").mkdir()
    found = look(tmp_path, (".yaml",))
    assert (found.folders, found.files, found.trouble) == (("inner",), ("A.YAML", "b.yaml"), "")
    assert look(tmp_path / "nowhere", ()).trouble
