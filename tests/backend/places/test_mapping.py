"""The county's own divisions come in from a file: whole or not at all, each mistake by its cell, twice the same."""

from pathlib import Path

import pytest

from backend import journal, places
from backend.journal import By, Signature
from backend.places import BadDivisions, Place
from backend.spreadsheet import Sheet, read_table

BY = Signature(By.IMPORT)
GOOD = """区划代码,级别,名称,上级代码
410000000000,省,河南省,
410300000000,市,洛阳市,410000000000
410325000000,县,嵩县,410300000000
410325103000,乡镇,车村镇,410325000000
410325103201,村,车村村民委员会,410325103000
"""


def sheet(text: str) -> Sheet:
    return read_table(text.encode())[0]


async def test_the_shipped_divisions_come_in_and_a_second_time_changes_nothing(
    empty_database: str, repository: Path
) -> None:
    file = read_table((repository / "data/divisions/songxian-divisions.csv").read_bytes())[0]
    tried = await places.put_on_the_map("410325", file, by=BY, dry_run=True)
    assert (tried.added, await Place.all().count()) == (362, 0)
    assert (await places.put_on_the_map("410325", file, by=BY)).added == 362
    again = await places.put_on_the_map("410325", file, by=BY)
    assert (again.added, again.renamed, again.unchanged, again.absent) == (0, 0, 362, 0)
    assert await journal.Entry.filter(deed=journal.Deed.DIVISIONS_MAPPED.value).count() == 1


async def test_another_name_is_taken_and_who_is_not_named_stays(empty_database: str) -> None:
    await places.put_on_the_map("410325", sheet(GOOD), by=BY)
    shorter = GOOD.replace("车村镇", "车村乡").replace("410325103201,村,车村村民委员会,410325103000\n", "")
    done = await places.put_on_the_map("410325", sheet(shorter), by=BY)
    assert (done.added, done.renamed, done.absent) == (0, 1, 1)
    assert await places.name_of("410325103000") == "车村乡"
    assert await places.name_of("410325103201") == "车村村民委员会"
    entry = await journal.Entry.filter(deed=journal.Deed.DIVISIONS_MAPPED.value).order_by("-at").first()
    assert entry
    assert entry.facts["renamed"] == ["410325103000"]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("410325103201,村", "41032510320,村", "A6「区划代码」：请填12位"),
        ("410325103201,村", "4103251032０１x,村", "A6「区划代码」：请填12位"),
        ("410325103201,村", "410325103000,村", "A6「区划代码」：不像村一级"),
        ("410325103000,乡镇", "410325103201,乡镇", "A5「区划代码」：不像乡镇一级"),
        ("410325103201,村", "410324103201,村", "A6「区划代码」：不在本县"),
        ("410325103201,村", "410325103201,组", "B6「级别」"),
        ("车村村民委员会", "村", "C6「名称」"),
        (",410325103000\n", ",410325000001\n", "D6「上级代码」：请填它所在"),
        (",410325103000\n", ",\n", "D6「上级代码」：请填它所在"),
        ("410325103000,乡镇,车村镇,410325000000\n", "", "D5「上级代码」：410325103000不在文件里"),
        ("河南省,", "河南省,410000000000", "D2「上级代码」：省级没有"),
        ("410325103201,村", "410325103000,乡镇,又一个,410325000000\n410325103201,村", "A6「区划代码」：与第5行重复"),
        ("区划代码,级别", "代号,级别", "A1：这一行要是表头"),
        (GOOD.partition("\n")[2], "", "文件里没有一行区划"),
    ],
)
async def test_a_mistake_is_named_by_its_cell_and_nothing_comes_in(
    empty_database: str, old: str, new: str, where: str
) -> None:
    assert old in GOOD
    with pytest.raises(BadDivisions) as refused:
        await places.put_on_the_map("410325", sheet(GOOD.replace(old, new)), by=BY)
    assert [reason for reason in refused.value.details["reasons"] if reason.startswith(where)]
    assert await Place.all().count() == 0
