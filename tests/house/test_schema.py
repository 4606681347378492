"""What the migrations made is what the models map, to the column."""

import re

from tortoise import Tortoise

from backend import database
from notifications.channels import CHANNELS

# Tables that are read and written by SQL alone.
WITHOUT_MODEL = {"schema_migration", "case_counter", "rate_change_line", "overpaid_month", "photo_print"}
WITHOUT_MODEL |= {"released_month"}
WITHOUT_MODEL |= {"stopped_number", "dead_number", "unread_stop", "award_component", "number_beside"}
WITHOUT_MODEL |= {"village_phones", "kept_forecast"}
WITHOUT_MODEL |= {"batch_approval", "batch_confirmation", "batch_flag", "payout_receipt"}

OUTREACH_FIGURES = {
    "channel_day",
    "channel_outcome",
    "carrier_month",
    "statement_day",
    "statement_difference",
    "provider_statement_difference",
    "template_on_file",
    "past_message",
    "message_month",
    "receipt_month",
    "call_record",
    "channel",
}  # kept and read by SQL, too


async def columns() -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    for row in await database.rows(
        """SELECT table_name, column_name, is_nullable = 'YES' AS nullable
           FROM information_schema.columns JOIN pg_class ON oid = quote_ident(table_name)::regclass
           WHERE table_schema = 'public' AND relkind <> 'v' AND NOT relispartition"""
    ):
        found.setdefault(row["table_name"], {})[row["column_name"]] = row["nullable"]
    return found


async def test_models_and_tables_have_the_same_columns(empty_database: str) -> None:
    tables = await columns()
    models = {model._meta.db_table: model for app in Tortoise.apps.values() for model in app.values()}
    assert len(models) > 15
    for table, model in models.items():
        mapped = {field.source_field or name: field.null for name, field in model._meta.fields_map.items()}
        assert mapped == tables[table], table


async def test_every_table_has_a_model_or_a_reason(empty_database: str) -> None:
    mapped = {model._meta.db_table for app in Tortoise.apps.values() for model in app.values()}
    assert set(await columns()) - mapped == WITHOUT_MODEL | OUTREACH_FIGURES


async def test_a_channel_that_nobody_delivers_is_stored_nowhere(empty_database: str) -> None:
    """Every table of outreach with a channel holds the words of CHANNELS and no other, the parts of a month too."""
    words = sorted(CHANNELS)
    held = {
        row["table"]: sorted(re.findall(r"'(\w+)'", row["said"]))
        for row in await database.rows(
            """SELECT conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS said FROM pg_constraint
               WHERE contype = 'c' AND pg_get_constraintdef(oid) LIKE '%channel = ANY%'"""
        )
    }
    with_channels = {"message", "past_message", "past_message_else", "template_on_file", "channel_day"}
    assert with_channels <= set(held)
    assert {table: its for table, its in held.items() if its != words} == {}


async def test_every_foreign_key_is_indexed(empty_database: str) -> None:
    """A delete or a join without one reads the whole table. Keys to a few hundred rows are let off."""
    small = {"place", "officer", "cadre", "batch"}
    unindexed = await database.rows(
        """SELECT c.conrelid::regclass::text AS table, a.attname AS column, c.confrelid::regclass::text AS target
           FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
           WHERE c.contype = 'f' AND NOT EXISTS (
               SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])"""
    )
    keys = await database.rows("SELECT count(*) AS number FROM pg_constraint WHERE contype = 'f'")
    assert keys[0]["number"] > 15
    missing = [f"{each['table']}.{each['column']}" for each in unindexed if each["target"] not in small]
    assert missing == []


async def test_what_grows_with_people_carries_its_county(empty_database: str) -> None:
    """Or hangs on a row that does; the list of exceptions is closed."""
    hangs_on_another = {
        "application_photo", "award_component", "cadre_village", "place", "parameter", "posting_line", "overpaid_month",
        "released_month", "schema_migration", "visit_investigator", "visit_photo", "wechat_subscription", "duty_run",
        "receipt", "channel", "channel_day", "provider_statement_difference", "template_on_file", "receipt_month",
        "channel_outcome", "unread_stop",
    }  # fmt: skip
    tables = await columns()
    assert {table for table, its in tables.items() if "county" not in its} <= hangs_on_another
