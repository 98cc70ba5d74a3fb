"""What goes over the wire comes back the same; what is no such thing is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.errors import Reason
from inspection.model import Document, Extraction, Failure, Link, Part, Passage, Stage
from inspection.wire import pack_document, pack_extraction, unpack_document, unpack_extraction

DOCUMENT = Document(
    path=("附件.zip", "名单.xlsx"),
    format="xlsx",
    digest="00" * 32,
    title="名单",
    passages=(
        Passage("姓名\t号码\n张三\t1", "名单", Part.TABLE, rows=(3, 7)),
        Passage("页眉", "页眉", Part.HEADER, 2, heading=True),
    ),
    links=(Link("/x", "链接", "a"),),
    base="http://a/",
    published="2026-11-23",
)


def test_a_document_comes_back_the_same() -> None:
    assert unpack_document(pack_document(DOCUMENT)) == DOCUMENT


def test_an_extraction_comes_back_the_same() -> None:
    failure = Failure(Stage.EXTRACT, Reason.ENCRYPTED, "附件.zip", ("附件.zip", "b.docx"), "x", found_on="http://a/")
    extraction = Extraction((DOCUMENT,), (failure,))
    assert unpack_extraction(pack_extraction(extraction)) == extraction


@given(st.binary(max_size=200))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a packed document"):
        unpack_document(b"\xc1" + data)
    try:
        unpack_extraction(data)
    except ValueError:
        return


def test_a_cell_knows_its_place() -> None:
    table = DOCUMENT.passages[0]
    assert table.place_at(table.text.index("张三")) == "名单!A7"
    assert table.place_at(table.text.index("号码")) == "名单!B3"
    wide = Passage("\t" * 27 + "x", "表", Part.TABLE, rows=(1,))
    assert wide.place_at(27) == "表!AB1"
    assert DOCUMENT.passages[1].place_at(1) == "页眉"
