"""Printing: a PDF that says what the facts say, whatever characters they hold, on whichever thread."""

import asyncio
import re
import zlib
from pathlib import Path

import pytest
import typst

from backend.printing import print_pdf, printed

NOTICE = Path(__file__).with_name("notice.typ")
FACTS = {
    "title": "告知书",
    "number": "MZ-410325-2026-000001",
    "name": "王秀英",
    "body": "请看。",
    "rows": [["三月", "50"]],
}


def characters_in(pdf: bytes) -> str:
    """Every character that the PDF's fonts say they show, out of their maps to Unicode."""
    shown = ""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            continue
        for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
            for _, code in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                shown += bytes.fromhex(code).decode("utf-16-be")
    return shown


def test_a_letter_shows_what_its_facts_say() -> None:
    pdf = printed(NOTICE, FACTS)
    assert pdf.startswith(b"%PDF-")
    assert set("告知书王秀英嵩县民政局三月") <= set(characters_in(pdf))


@pytest.mark.parametrize("name", ["王#panic()", "[粗]*体*$x$", "</script>\"'\\", "㛃𫗧"])
def test_whatever_a_person_is_called_is_only_a_name(name: str) -> None:
    assert set(name) - set(" ") <= set(characters_in(printed(NOTICE, FACTS | {"name": name})))


def test_the_same_facts_give_the_same_letter() -> None:
    assert characters_in(printed(NOTICE, FACTS)) == characters_in(printed(NOTICE, FACTS))


async def test_letters_printed_at_once_are_not_mixed_up() -> None:
    names = ["赵一", "钱二", "孙三", "李四"]
    letters = await asyncio.gather(*(print_pdf(NOTICE, FACTS | {"name": name}) for name in names * 3))
    for name, letter in zip(names * 3, letters, strict=True):
        shown = set(characters_in(letter))
        assert set(name) <= shown
        assert not set("".join(names)) - set(name) - set("三") & shown


def test_a_template_that_misses_a_fact_is_a_mistake_of_ours() -> None:
    with pytest.raises(typst.TypstError):
        printed(NOTICE, {"title": "告知书"})
