"""A county and two households that the law tables below vary one fact at a time."""

from datetime import date

ON = date(2026, 11, 23)
COUNTY = {"aged.bands": "80:5000,90:10000,100:30000", "dibao.standard.rural": 44000}
ELDER = {
    "birth_date": date(1943, 5, 6),
    "alive": True,
    "registered_here": True,
    "receives_old_age_elsewhere": False,
}
FAMILY = {
    "registered_here": True,
    "home_kind": "village",
    "members_counted": 3,
    "monthly_income_fen": 115500,
    "members_authorised": True,
    "member_receives_tekun": False,
    "receives_dibao_elsewhere": False,
    "homes": 1,
    "vehicles": 0,
    "financial_assets_fen": 1000000,
}
