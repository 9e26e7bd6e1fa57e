"""Files that mean harm or make no sense: each is refused in a sentence, quickly, and without opening anything else."""

from __future__ import annotations

import io
import itertools
import time
import zipfile
from pathlib import Path

import pytest

from ebr.domain.mbr.text import read
from ebr.domain.mbr.yaml_walk import LARGEST_TEXT
from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.reading import read_recipe
from ebr.exchange.batchml.writing import write_recipe
from ebr.exchange.opening import LARGEST, import_bytes, import_file
from ebr.exchange.xml_tree import DEEPEST, MOST_ELEMENTS
from ebr.exchange.xml_tree import LARGEST as LARGEST_XML
from ebr.paths import resources
from ebr.wording import refusal_words
from tests.exchange.making import chain, element, link, logic, recipe

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol">
%s]>
<BatchInformation>&lol9;</BatchInformation>""" % b"\n".join(
    b'<!ENTITY lol%d "%s">' % (n, b"".join(b"&lol%s;" % (str(n - 1).encode() if n > 1 else b"") for _ in range(10)))
    for n in range(1, 10)
)
OUTSIDE = b"""<!DOCTYPE r [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<BatchInformation><MasterRecipe><ID>&secret;</ID></MasterRecipe></BatchInformation>"""
PARAMETER = b"""<?xml version="1.0"?>

<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd"><r/>"""


def refusal(data: bytes, name: str = "file.xml") -> Refusal:
    begun = time.monotonic()
    with pytest.raises(Refusal) as refused:
        import_bytes(data, name)
    assert time.monotonic() - begun < 10
    words = refusal_words(refused.value)
    assert words.endswith(".")
    assert refused.value.code not in words
    return refused.value


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


WORD = "word/document.xml"
W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "line"), [(LAUGHS, "2"), (OUTSIDE, "1"), (PARAMETER, "3")], ids=["laughs", "outside", "dtd"]
)
def test_a_document_type_is_refused_where_it_begins(data: bytes, line: str):
    refused = refusal(data)
    assert (refused.code, refused.params["line"]) == ("xml_doctype", line)


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_the_same_inside_a_word_file(data: bytes):
    assert refusal(zipped(**{WORD: data}), "form.docx").code == "xml_doctype"


def test_an_entity_without_a_document_type_is_not_well_formed():
    refused = refusal(b"<BatchInformation>\n&lol;</BatchInformation>")
    assert (refused.code, refused.params["line"]) == ("xml_unreadable", "2")


def test_a_file_cut_off_names_its_last_line():
    whole = chain("a", "b")
    refused = refusal(whole[: len(whole) // 2])
    assert refused.code == "xml_unreadable"
    assert refused.params["line"] == str(whole[: len(whole) // 2].count(b"\n") + 1)


def test_a_zip_bomb_is_not_unpacked():
    bomb = zipped(**{WORD: b"0" * (LARGEST_XML + 1)})
    assert len(bomb) < 100_000
    assert refusal(bomb, "form.docx").code == "form_part_large"


def test_a_bomb_in_a_part_nobody_needs_is_never_opened():
    table = b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    data = zipped(**{WORD: W % table, "word/embeddings/bomb.bin": b"0" * (200 * 1024 * 1024)})
    assert refusal(data, "form.docx").code == "form_not_known"


def test_too_many_parts_in_a_zip():
    assert refusal(zipped(**{f"p{n}": b"" for n in range(5_001)}), "form.docx").code == "form_parts_many"


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_zip_cut_off(cut: int):
    assert refusal(zipped(**{WORD: W % (b"<w:p/>" * 500)})[:cut], "form.docx").code == "form_damaged"


def test_a_text_of_50_mb_is_refused_by_its_size(tmp_path: Path):
    file = tmp_path / "long.xml"
    with file.open("wb") as stream:
        stream.write(b"<BatchInformation><Description>")
        stream.write(b"a" * 50 * 1024 * 1024)
    with pytest.raises(Refusal, match="import_too_large"):
        import_file(file)


def test_instructions_to_other_programs_and_includes_are_listed_and_not_followed():
    data = recipe(element("a")).replace(
        b"<MasterRecipe>",
        b'<?php passthru("id")?><x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/hostname"/><MasterRecipe>',
    )
    found = {one.at.place: one.params["text"] for one in read_recipe(data).remarks if one.kind == "no_place"}
    assert found["processing-instruction()"] == 'php passthru("id")'
    assert found["/BatchInformation/{http://www.w3.org/2001/XInclude}include"] == "href=/etc/hostname"


def test_sizes_are_said_in_megabytes():
    assert refusal(b"<" * (LARGEST + 1)).params == {"size": "33.6", "limit": "33.6"}


def test_a_text_longer_than_a_field_names_line_and_place():
    long = recipe(element("a")).replace(b"<Description>Made<", b"<Description>" + b"x" * 30_000 + b"<")
    refused = refusal(long)
    assert refused.code == "import_text_long"
    assert refused.params["line"] == "5"
    assert refused.params["place"].endswith("/Description")


def test_elements_without_end_and_without_bottom():
    assert refusal(b"<r>" + b"<a/>" * (MOST_ELEMENTS + 1) + b"</r>").code == "xml_too_many"
    assert refusal(b"<r>" + b"<!--a-->" * (MOST_ELEMENTS + 1) + b"</r>").code == "xml_too_many"
    assert refusal(b"<r>" + b"<?a b?>" * (MOST_ELEMENTS + 1) + b"</r>").code == "xml_too_many"
    assert refusal(b"<r>\n" * (DEEPEST + 1)).params["line"] == str(DEEPEST + 1)
    assert refusal(b"<r>" + b" " * LARGEST_XML + b"</r>").code == "import_too_large"
    assert refusal(b"<" * (LARGEST + 1)).code == "import_too_large"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import_unknown"),
        (b"mbr: 1\n", "import_unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import_old_office"),
        (zipped(readme=b"hello"), "import_unknown"),
        (b"PK\x03\x04 not a zip at all", "form_damaged"),
        (b'<?xml version="1.0" encoding="ebcdic-cp-moon"?><r/>', "xml_encoding"),
        (b"<html><body>no recipe</body></html>", "recipe_missing"),
    ],
)
def test_what_is_no_recipe_and_no_form(data: bytes, code: str):
    assert refusal(data, "some.file").code == code


def test_a_recipe_of_copies_of_copies_does_not_grow_without_end():
    # Given an operation of 300 steps, used 300 times
    names = [f"p{number}" for number in range(300)]
    inner = logic([(f"S{a}", f"S{b}") for a, b in itertools.pairwise(names)], names)
    big = element("big", "Operation", inner + "".join(map(element, names)))
    steps = "".join(
        f"<Step><ID>S{n}</ID><RecipeElementID>big</RecipeElementID><RecipeElementVersion/></Step>" for n in range(300)
    )
    drawn = "".join(link(f"L{n}", f"S{n}", f"S{n + 1}") for n in range(299))
    data = recipe(f"<ProcedureLogic>{drawn}{steps}</ProcedureLogic>{big}")
    with pytest.raises(Refusal, match="import_parts_many"):
        import_bytes(data, "big.xml")


def test_a_recipe_that_makes_more_than_one_document_can_hold():
    # Each step is fine; together their text could not be read again.
    count = LARGEST_TEXT // 900 + 1
    steps = "".join(element(f"n{number}", title="x" * 900) for number in range(count))
    refused = refusal(recipe(steps))
    assert (refused.code, refused.params) == ("import_draft_large", {"phases": str(count)})


def test_a_missing_file(tmp_path: Path):
    with pytest.raises(Refusal, match="path_missing"):
        import_file(tmp_path / "none.xml")
    with pytest.raises(Refusal, match="path_unreadable"):
        import_file(tmp_path)


@pytest.mark.parametrize("name", ["flow", "bounds"])
@pytest.mark.parametrize("text", ["5", "[]", "NaN", "null"])
def test_a_field_of_our_own_that_is_of_another_form_is_named(name: str, text: str):
    data = ours().replace("<ID>ebr.json:items</ID>", f"<ID>ebr.json:{name}</ID>", 1)
    at = data.index(f"ebr.json:{name}")
    begin = data.index("<ValueString>", at) + len("<ValueString>")
    spoilt = data[:begin] + text + data[data.index("<", begin) :]
    assert refusal(spoilt.encode()).code == "recipe_field"


def test_an_entry_of_our_own_without_a_kind_is_no_draft():
    data = ours()
    kind = data.rindex("<ID>ebr:kind</ID>")
    begin = data.index("<ValueString>", kind) + len("<ValueString>")
    assert refusal((data[:begin] + data[data.index("<", begin) :]).encode()).code == "recipe_form"


def ours() -> str:
    text = (resources() / "mbr" / "handrub_f1.yaml").read_text(encoding="utf-8")
    mbr = read(text).mbr
    assert mbr is not None
    return write_recipe(mbr).decode()


@pytest.mark.parametrize("name", ["LinkType", "ParameterType", "DataType", "DataInterpretation", "FromType", "IDScope"])
def test_a_word_the_standard_does_not_have_is_listed(name: str):
    data = ours()
    begin = data.index(f"<{name}>") + len(name) + 2
    found = import_bytes((data[:begin] + "Peculiar" + data[data.index("<", begin) :]).encode(), "ours.xml")
    assert [one.params["text"] for one in found.remarks] == ["Peculiar"]
