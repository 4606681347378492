"""Checks for tests: letters on record, and replies as departments send them."""

from datetime import date
from typing import Any

from backend import inquiries
from backend.applications import Application
from backend.inquiries import Authorised, CheckAuthorisation, CheckBatch
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.spreadsheet import read_table
from backend.staff import Officer
from backend.workbook import write_plain_xlsx
from tests.backend.applications.cases import a_photo


async def a_letter(case: Application, clerk: Officer, **instead: Any) -> CheckAuthorisation:
    """The applicant's letter, or another's."""
    resident = await Resident.get(id=case.resident_id)
    given: dict[str, Any] = {
        "name": resident.name, "identity_number": resident.identity_number, "relation": "本人",
        "valid_until": date(2027, 3, 1), "photo_id": await a_photo(resident, PhotoKind.CHECK_AUTHORISATION), **instead,
    }  # fmt: skip
    return await inquiries.record_authorisation(case.id, Authorised(**given), clerk)


async def a_reply(batch: CheckBatch, reviewer: Officer, *answers: tuple[str, str, str], **cells: str) -> bytes:
    """The 回复 sheet of the request file, filled in for every person: an item, 有 or 无, and the words."""
    _, content = await inquiries.check_request_file(batch.id, reviewer)
    sheet = read_table(content)[1]
    heads = list(sheet.rows[0].cells)
    rows = [[row.cell(column) for column in range(len(heads))] for row in sheet.rows[1:]]
    said = {item: (flag, words) for item, flag, words in answers}
    filled = []
    for row in rows:
        line = dict(zip(heads, row, strict=True))
        if line["核对项目"] in said:
            line["结果"], line["说明"] = said[line["核对项目"]]
            line["数据日期"] = "2026-03-01"
            filled.append([(line | cells)[head] for head in heads])
    return write_plain_xlsx("回复", [heads, *filled])


async def a_reply_on(day: str, reply: bytes) -> bytes:
    """The same with another 数据日期."""
    heads, *rows = [list(row.cells) for row in read_table(reply)[0].rows]
    at = heads.index("数据日期")
    return write_plain_xlsx("回复", [heads, *([*row[:at], day, *row[at + 1 :]] for row in rows)])
