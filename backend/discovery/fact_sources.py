"""Where each declared fact is found in the county's registers: one expression a fact, over the registers' columns.

Facts that are missing here are known to nobody before somebody asks, such as whether the family agrees to be checked.
"""

import polars as pl

_URBAN_OR_RURAL = pl.col("register_kind").replace_strict({"urban": "town", "rural": "village"}, default=None)

OF_A_HOUSEHOLD: dict[str, pl.Expr] = {
    "registered_here": pl.col("anyone_registered_here"),
    "home_kind": _URBAN_OR_RURAL,
    "members_counted": pl.col("members_counted"),
    "monthly_income_fen": pl.col("monthly_income_fen"),
    "member_receives_tekun": pl.col("anyone_on_tekun").fill_null(False),
    "homes": pl.col("homes"),
    "vehicles": pl.col("vehicles"),
    "financial_assets_fen": pl.col("financial_assets_fen"),
}

# Where both know a fact of this name, a person's own is the one that counts for them.
OF_A_PERSON: dict[str, pl.Expr] = {
    "registered_here": pl.col("registered_here"),
    "birth_date": pl.col("birth_date"),
    "alive": pl.lit(True),
}
