"""Reading sheets: from sheets and their mapping to lines, row after row. Pure."""

from collections.abc import Callable, Sequence
from datetime import date

from backend.rosters.columns import columns_of
from backend.rosters.mapping import SheetMapping
from backend.rosters.named_twice import hold_against_each_other
from backend.rosters.reading import Reading, titles_of
from backend.rosters.reading_rows import RowReader
from backend.rosters.villages import Villages
from backend.spreadsheet import Sheet


def read_roster(
    sheets: Sequence[Sheet],
    mappings: Sequence[SheetMapping],
    programme: str,
    villages: Villages,
    today: date,
    told: Callable[[int], None] = lambda rows: None,
) -> Reading:
    """Every line of the sheets; `told` hears how many rows are done. A second for 10,000 rows: call it in a thread."""
    reading = Reading()
    columns = {column.key: column for column in columns_of(programme)}
    by_name = {sheet.name: sheet for sheet in sheets}
    for mapping in mappings:
        sheet = by_name[mapping.sheet]
        reader = RowReader(sheet, mapping, programme, columns, villages, today, reading)
        for row in sheet.rows:
            if row.number > mapping.heading:
                reader.read(row)
                if reading.rows % 500 == 0:
                    told(reading.rows)
    hold_against_each_other(reading, programme, titles_of(programme))
    told(reading.rows)
    return reading
