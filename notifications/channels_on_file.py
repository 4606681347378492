"""Channels on file: which ways there are the program says (CHANNELS); at its start the database learns it."""

from backend import database
from notifications.channels import CHANNELS
from notifications.message import PHONE

# A word that no channel has is stored nowhere: a row that no deliverer takes up would wait for ever.
_CHECKED = ("message", "past_message", "template_on_file", "channel_day")


async def put_channels_on_file() -> None:
    """Name each channel for the console and the balance, and let its word into the tables.

    Words are added and never taken away: what was once told by a way keeps its name, and where two versions run side by
    side for a while neither shuts the other out.
    """
    ways = [(way.name, way.title, way.arrival.value, way.seal == PHONE) for way in CHANNELS.values()]
    async with database.transaction():
        await database.execute("SET LOCAL lock_timeout = '4s'")  # as a migration does; the start is tried again
        added = await database.rows(
            """INSERT INTO channel AS c (name, title, arrival, by_phone)
               SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[])
               ON CONFLICT (name) DO UPDATE
               SET title = excluded.title, arrival = excluded.arrival, by_phone = excluded.by_phone
               RETURNING c.xmax = 0 AS new""",
            *map(list, zip(*ways, strict=True)),
        )
        if any(each["new"] for each in added):
            await let_words_in()


async def let_words_in() -> None:
    """Hold every table to the channels on file, in the present transaction. What is stored already is not read
    through: it was held to fewer."""
    found = await database.row("SELECT string_agg(quote_literal(name), ', ' ORDER BY name) AS words FROM channel")
    assert found is not None
    for table in _CHECKED:
        await database.execute(
            f"""ALTER TABLE {table} DROP CONSTRAINT {table}_channel_check,
                ADD CONSTRAINT {table}_channel_check CHECK (channel IN ({found["words"]})) NOT VALID"""
        )
