"""Printing: letters, notices and statements as PDF, set by Typst from a room's template and its facts.

A template is a .typ file beside the deed that prints it. It begins with

    #import "/backend/letterhead.typ": page_of_the_county
    #let facts = json(bytes(sys.inputs.facts))

and reads the facts as data: a name with 「#」 or 「[」 in it is only a name. Nothing is read but files of this
checkout, and no network. The font comes out of a wheel, so that a letter looks the same on every machine; only a
character that it lacks (an archive may hold 𠮷) is looked for in the machine's own fonts.
"""

import asyncio
import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock

import pylopdf_fonts_zh_cn
import segno
import typst

_ROOT = Path(__file__).parent.parent
_FONTS = pylopdf_fonts_zh_cn.sans_path().parent
_one_at_a_time = Lock()  # a compiler keeps what it read of the last document; two threads may not share it


async def print_pdf(template: Path, facts: Mapping[str, object]) -> bytes:
    """The PDF of `template` with `facts` (JSON values only; money already written in words or yuan).

    About 10 ms for a page, in a worker thread. Raises typst.TypstError where the template does not fit its facts: that
    is a mistake of ours, for whatever a person typed travels as data.
    """
    return await asyncio.to_thread(printed, template, facts)


def printed(template: Path, facts: Mapping[str, object]) -> bytes:
    """As `print_pdf`, for whoever has no event loop."""
    with _one_at_a_time:
        pdf = _compiler(template).compile(format="pdf", sys_inputs={"facts": json.dumps(facts)})
    assert isinstance(pdf, bytes), "a PDF is one file, however many pages it has"
    return pdf


@cache
def _compiler(template: Path) -> typst.Compiler:
    return typst.Compiler(str(template), root=str(_ROOT), font_paths=[str(_FONTS)])


def qr_code(address: str) -> str:
    """A QR code as SVG, for `image(bytes(facts.code), format: "svg")`; empty for an empty address."""
    if not address:
        return ""
    svg = io.BytesIO()
    segno.make(address, error="m").save(svg, kind="svg", scale=4)
    return svg.getvalue().decode()
