"""The county's registers as columns: one COPY a table, so that half a million people fit into little memory."""

from dataclasses import dataclass

import polars as pl

from backend import database

_TEXT, _DAY, _FEN, _NUMBER, _TRUTH = pl.String(), pl.Date(), pl.Int64(), pl.Int32(), pl.Boolean()


@dataclass(frozen=True)
class _Table:
    """A query for one county ($1) and the types of its columns."""

    query: str
    columns: dict[str, pl.DataType]


_TABLES = {
    "people": _Table(
        """SELECT id, household_id, village, birth_date, relation_to_head, marital, registered_here, deceased_on
           FROM resident WHERE county = $1""",
        {"id": _TEXT, "household_id": _TEXT, "village": _TEXT, "birth_date": _DAY, "relation_to_head": _TEXT,
         "marital": _TEXT, "registered_here": _TRUTH, "deceased_on": _DAY},
    ),
    "households": _Table(
        """SELECT h.id, h.village, h.register_kind, h.members_counted, h.monthly_income_fen, h.financial_assets_fen,
                  h.vehicles, h.homes, h.data_date, m.medical_year_fen, m.education_year_fen,
                  m.rehabilitation_year_fen, m.data_date AS means_date
           FROM household h LEFT JOIN household_means m ON m.household_id = h.id WHERE h.county = $1""",
        {"id": _TEXT, "village": _TEXT, "register_kind": _TEXT, "members_counted": _NUMBER,
         "monthly_income_fen": _FEN, "financial_assets_fen": _FEN, "vehicles": _NUMBER, "homes": _NUMBER,
         "data_date": _DAY, "medical_year_fen": _FEN, "education_year_fen": _FEN, "rehabilitation_year_fen": _FEN,
         "means_date": _DAY},
    ),
    "cards": _Table(
        "SELECT resident_id, disability_class, grade, valid_to FROM disability_card WHERE county = $1",
        {"resident_id": _TEXT, "disability_class": _TEXT, "grade": _NUMBER, "valid_to": _DAY},
    ),
    "situations": _Table(
        """SELECT resident_id, serious_illness, needs_care, work_injury_care, in_school, self_care,
                  data_date AS situation_date
           FROM situation WHERE county = $1""",
        {"resident_id": _TEXT, "serious_illness": _TRUTH, "needs_care": _TRUTH, "work_injury_care": _TRUTH,
         "in_school": _TRUTH, "self_care": _TEXT, "situation_date": _DAY},
    ),
    "kin": _Table(
        "SELECT resident_id, relation, circumstance, data_date FROM kin WHERE county = $1",
        {"resident_id": _TEXT, "relation": _TEXT, "circumstance": _TEXT, "data_date": _DAY},
    ),
    "awards": _Table(
        """SELECT resident_id, programme, monthly_fen, read_only, from_month, suspended_from, stopped_from, stop_reason
           FROM award WHERE county = $1 AND NOT after_death""",
        {"resident_id": _TEXT, "programme": _TEXT, "monthly_fen": _FEN, "read_only": _TRUTH, "from_month": _DAY,
         "suspended_from": _DAY, "stopped_from": _DAY, "stop_reason": _TEXT},
    ),
    "applications": _Table(
        """SELECT resident_id, programme, state, (coalesce(decided_at, started_at) AT TIME ZONE 'Asia/Shanghai')::date
                  AS day
           FROM application WHERE county = $1""",
        {"resident_id": _TEXT, "programme": _TEXT, "state": _TEXT, "day": _DAY},
    ),
    "bounced": _Table(
        """SELECT p.resident_id, p.programme, count(DISTINCT p.for_month) AS months, min(p.for_month) AS since
           FROM payout p JOIN award a ON a.id = p.award_id AND a.stopped_from IS NULL
           WHERE p.county = $1 AND p.state = 'bounced' AND NOT EXISTS (
               SELECT 1 FROM payout again WHERE again.award_id = p.award_id AND again.for_month = p.for_month
                AND again.part = p.part AND again.live)
           GROUP BY p.resident_id, p.programme""",
        {"resident_id": _TEXT, "programme": _TEXT, "months": _NUMBER, "since": _DAY},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Registers:
    """A county's rows of one moment. Ids are text, money is integer fen, days are dates, null is not known."""

    people: pl.DataFrame
    households: pl.DataFrame
    cards: pl.DataFrame
    situations: pl.DataFrame
    kin: pl.DataFrame
    awards: pl.DataFrame
    applications: pl.DataFrame
    bounced: pl.DataFrame


async def read_registers(county: str) -> Registers:
    """All of it as of one moment, whatever is written meanwhile."""
    async with database.transaction():
        await database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return Registers(**{name: await _read(table, county) for name, table in _TABLES.items()})


async def _read(table: _Table, county: str) -> pl.DataFrame:
    file = await database.copy_out(table.query, county)
    # PostgreSQL writes t and f, which the reader of CSV does not take for truths.
    truths = [name for name, kind in table.columns.items() if kind == _TRUTH]
    schema = {name: pl.String() if kind == _TRUTH else kind for name, kind in table.columns.items()}
    return pl.read_csv(file, schema=schema).with_columns(pl.col(truths) == "t")
