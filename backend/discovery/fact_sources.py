"""Where each declared fact is found in the county's registers: one expression a fact, over the registers' columns.

Facts that are missing here are known to nobody before somebody asks, such as whether the family agrees to be checked.
A register is taken at its word only where it is whole: who has no disability card in it has none, but of whom no
children are on file, nobody knows whether there are any.
"""

import polars as pl

_URBAN_OR_RURAL = pl.col("register_kind").replace_strict({"urban": "town", "rural": "village"}, default=None)
_CLASSES = {
    "1": "visual", "2": "hearing", "3": "speech", "4": "limb", "5": "intellectual", "6": "mental", "7": "multiple",
}  # fmt: skip
_ON_FILE = pl.when(pl.col("obligors") > 0).then(pl.col("obligors"))
_TOP_UP = ["rural_dibao", "urban_dibao", "tekun", "disability_living"]


def _receives(*programmes: str) -> pl.Expr:
    return pl.any_horizontal(pl.col("receives").list.contains(each).fill_null(False) for each in programmes)


# Of which day a fact is: what is older than its declaration says it holds is not known any more.
DATED = {
    "own_income_fen": "data_date",
    "yearly_income_fen": "data_date",
    "rigid_spending_fen": "means_date",
    "in_school": "situation_date",
    "serious_illness": "situation_date",
    "needs_long_care": "situation_date",
    "self_care_failed": "situation_date",
    "obligors": "kin_date",
    "obligors_unable": "kin_date",
    "father": "kin_date",
    "mother": "kin_date",
}

OF_A_HOUSEHOLD: dict[str, pl.Expr] = {
    "registered_here": pl.col("anyone_registered_here"),
    "home_kind": _URBAN_OR_RURAL,
    "members_counted": pl.col("members_counted"),
    "monthly_income_fen": pl.col("monthly_income_fen"),
    "yearly_income_fen": pl.col("monthly_income_fen") * 12,
    "rigid_spending_fen": (
        pl.col("medical_year_fen")
        + pl.col("education_year_fen").fill_null(0)
        + pl.col("rehabilitation_year_fen").fill_null(0)
    ),
    "member_receives_tekun": pl.col("anyone_on_tekun"),
    "receives_tekun": pl.col("anyone_on_tekun"),
    "receives_dibao": pl.col("anyone_on_dibao"),  # a household is on it as a whole (policy §1.1)
    # Recognised families are on file; of the others nobody knows until they are looked at.
    "lives_in_edge_family": pl.when(pl.col("anyone_of_edge")).then(True),
    "homes": pl.col("homes"),
    "vehicles": pl.col("vehicles"),
    "financial_assets_fen": pl.col("financial_assets_fen"),
}

# Where both know a fact of this name, a person's own is the one that counts for them.
OF_A_PERSON: dict[str, pl.Expr] = {
    "registered_here": pl.col("registered_here"),
    "birth_date": pl.col("birth_date"),
    "alive": pl.lit(True),
    "own_income_fen": pl.when(pl.col("members_counted") == 1).then(pl.col("monthly_income_fen")),
    "in_school": pl.col("in_school"),
    "serious_illness": pl.col("serious_illness"),
    "needs_long_care": pl.col("needs_care"),
    "self_care_failed": pl.when(pl.col("self_care") == "self").then(0),
    "has_disability_card": pl.col("grade").is_not_null(),
    "card_valid": pl.col("card_valid_to") >= pl.col("today"),
    "disability_class": pl.col("disability_class").replace_strict(_CLASSES, default=None),
    "disability_grade": pl.col("grade"),
    "obligors": _ON_FILE,
    "obligors_unable": pl.when(pl.col("obligors_unclear") == 0).then(_ON_FILE - pl.col("obligors_able")),
    "father": pl.col("father"),
    "mother": pl.col("mother"),
    "receives_tekun": _receives("tekun"),
    "receives_orphan_allowance": _receives("orphan"),
    "receives_child_allowance_in_full": _receives("unsupported_child") & ~_receives(*_TOP_UP),
    "receives_old_age_allowance": _receives("old_age_allowance"),
    "receives_work_injury_care": pl.col("work_injury_care"),
    "held_monthly_fen": pl.col("held_fen").fill_null(0),
}
