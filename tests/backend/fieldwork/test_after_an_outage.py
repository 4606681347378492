"""What is asked at each file or photo reads a few rows, however many a county's phones have brought."""

import pytest

from backend import database, evidence, fieldwork
from backend.evidence import Photo
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Cadre
from tests.backend.evidence.pictures import a_picture
from tests.people import COUNTY, a_cadre, a_resident

THERE, AT_ONCE = 12_000, 2_000
_OFTEN = 8  # after five times PostgreSQL plans a statement once for whatever it will be asked
_ITEMS = """
INSERT INTO field_item (id, county, cadre_id, item_id, kind, body, digest, captured_at, received_at, state)
SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), 'photo', '{}', repeat('0', 64), now(), now(), 'waiting'
FROM generate_series(1, $3)
"""
# Like nothing, each of its own photo; a copy of one that was taken.
_PHOTOS = """
WITH copied AS (
    INSERT INTO photo SELECT (jsonb_populate_record(p, jsonb_build_object(
        'id', gen_random_uuid(), 'upload_id', gen_random_uuid()))).*
    FROM photo p, generate_series(1, $2) WHERE p.id = $1 RETURNING id, county)
INSERT INTO photo_print (photo_id, county, fingerprint, bands)
SELECT id, county, decode(repeat('00', 32), 'hex'), ARRAY(
    SELECT (band << 16) + 1 + abs(hashtext(id::text || band)) % 65000 FROM generate_series(0, 15) AS band)
FROM copied
"""


async def rows_read(table: str) -> int:
    """Of a table in this transaction, and on its connection in the second before."""
    row = await database.row(
        """SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) AS number FROM pg_stat_xact_user_tables
           WHERE relname = $1""",
        table,
    )
    return int((row or {})["number"])


@pytest.fixture
async def cadre(empty_database: str) -> Cadre:
    return await a_cadre()


async def test_how_many_have_their_turn_does_not_read_all_that_are_done(cadre: Cadre) -> None:
    await database.execute(_ITEMS, COUNTY, cadre.id, THERE)
    await database.execute("ANALYZE field_item")  # as after the first minutes of an outage: all have their turn
    await database.execute("UPDATE field_item SET waits_for = '{item:1}'")
    await database.execute("VACUUM field_item")
    async with database.transaction():
        before = await rows_read("field_item")
        await fieldwork.must_have_room(cadre, new_id(), 100_000)
        assert await rows_read("field_item") - before < THERE // 20


async def test_a_photo_is_held_against_those_alone_that_share_a_band(cadre: Cadre) -> None:
    people = [await a_resident() for _ in range(_OFTEN)]
    await _handed_in(people[0], cadre)
    first = await Photo.get()
    async with database.transaction():
        for _ in range(THERE // AT_ONCE):
            await database.execute(_PHOTOS, first.id, AT_ONCE)
    await database.execute("ANALYZE photo, photo_print")
    async with database.transaction():
        before = await rows_read("photo_print")
        for person in people:
            await _handed_in(person, cadre)
        assert await rows_read("photo_print") - before < THERE // 20


async def _handed_in(person: Resident, cadre: Cadre) -> None:
    by = Signature(By.CADRE, cadre.id)
    await evidence.receive(a_picture(), upload_id=new_id(), resident=person, kind=PhotoKind.PORTRAIT, by=by)
