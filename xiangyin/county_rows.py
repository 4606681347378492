"""A village's rows, table by table, as a synthetic county is copied in; what must be sealed is sealed already."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend import clock, entitlements
from backend.identifiers import new_id
from backend.journal import By, Deed
from backend.sealing import blind_index, seal
from backend.settings import settings
from sandbox.people import Beneficiary, VillageFolk

COLUMNS = {
    "household": (
        "id county village number register_kind members_counted monthly_income_fen financial_assets_fen "
        "vehicles homes data_date"
    ),
    "resident": (
        "id county village household_id name sex birth_date identity_sealed identity_index relation_to_head marital "
        "registered_here can_read deceased_on"
    ),
    "contact": "id county resident_id phone_sealed phone_index kind owner priority",
    "account": "id county resident_id holder_name number_sealed number_index last_four bank kind since",
    "disability_card": "id county resident_id number_sealed disability_class grade valid_to",
    "award": (
        "id county village resident_id programme origin read_only from_month paid_here_from monthly_fen "
        "stopped_from stop_reason certified_on certification_due_on started_at recheck_due_on recheck_spread"
    ),
    "journal_entry": "id county deed subject_kind subject_id resident_id village by_kind facts at announced_at",
    "household_means": (
        "household_id county wage_fen business_fen property_fen transfer_fen medical_year_fen education_year_fen "
        "rehabilitation_year_fen source data_date"
    ),
    "situation": (
        "resident_id county serious_illness needs_care work_injury_care in_school detained self_care source data_date"
    ),
    "kin": "id county resident_id relation number circumstance source data_date",
}
_AWARD = COLUMNS["award"].split()


def rows_of(folk: VillageFolk) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """One village's rows, table by table, its people's dense keys mapped to ids of ours."""
    county, now, today = settings().county, clock.now(), clock.today()
    month = today.replace(day=1)
    homes = {household.key: new_id() for household in folk.households}
    ids = {person.key: new_id() for person in folk.people}
    yield (
        "household",
        [
            (homes[h.key], county, h.village_code, h.number, h.register_kind, h.members_counted,
             h.monthly_income_fen, h.financial_assets_fen, h.vehicles, h.homes, month)
            for h in folk.households
        ],
    )  # fmt: skip
    yield (
        "resident",
        [
            (ids[p.key], county, p.village_code, homes[p.household_key], p.name, p.sex, p.birth_date,
             seal(p.identity_number, "identity"), blind_index(p.identity_number, "identity"), p.relation,
             p.marital, p.registered_here, p.can_read, p.deceased_on)
            for p in folk.people
        ],
    )  # fmt: skip
    yield (
        "contact",
        [
            (new_id(), county, ids[p.person_key], seal(p.number, "phone"), blind_index(p.number, "phone"),
             p.kind, p.owner, p.priority)
            for p in folk.phones
        ],
    )  # fmt: skip
    yield (
        "account",
        [
            (new_id(), county, ids[a.person_key], a.holder_name, seal(a.number, "account"),
             blind_index(a.number, "account"), a.number[-4:], a.bank, a.kind, now)
            for a in folk.accounts
        ],
    )  # fmt: skip
    yield (
        "disability_card",
        [
            (new_id(), county, ids[c.person_key], seal(c.number, "disability_card"), str(c.disability_class),
             c.grade, c.valid_to)
            for c in folk.disability_cards
        ],
    )  # fmt: skip
    awards = _awards(folk, ids, county, today)
    yield "award", awards
    yield "journal_entry", [told for award in awards for told in _taken_over(dict(zip(_AWARD, award, strict=True)))]
    yield (
        "household_means",
        [(homes[m.household_key], county, *m[1:-1], "survey", m.data_date) for m in folk.means],
    )
    yield "situation", [(ids[s.person_key], county, *s[1:-1], "register", s.data_date) for s in folk.situations]
    yield "kin", [(new_id(), county, ids[k.person_key], *k[1:-1], "survey", k.data_date) for k in folk.kin]


def _awards(folk: VillageFolk, ids: dict[int, UUID], county: str, today: date) -> list[tuple[Any, ...]]:
    """What people receive already; paid by this house from this month on. 高龄津贴 follows the rate table by age.

    Life certifications come due spread over the year ahead, by the person's key, as they do in a real county.
    """
    month, terms = today.replace(day=1), entitlements.recheck_terms(today)

    def certification(key: int, programme: str) -> tuple[date | None, date | None]:
        if programme != "old_age_allowance":
            return None, None
        due = today + timedelta(days=14 + key % 330)
        return due - timedelta(days=365), due

    def rechecked(b: Beneficiary) -> tuple[date | None, bool]:
        months = None if b.read_only else terms.get(b.programme)
        return entitlements.first_recheck(months, ids[b.person_key], b.from_month, None, today)

    return [
        (new_id(), county, folk.village_code, ids[b.person_key], b.programme, "imported", b.read_only,
         b.from_month, max(month, b.from_month), None if b.programme == "old_age_allowance" else b.amount_fen,
         b.stopped_from, "not_eligible" if b.stopped_from else None,
         *certification(b.person_key, b.programme), clock.now(), *rechecked(b))
        for b in folk.beneficiaries
    ]  # fmt: skip


def _taken_over(award: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """What the journal tells of an award that was there before, as of one out of a roster; nobody is told of it.

    Without it the journal could not tell how the county's awards began.
    """
    begun = {"programme": award["programme"], "fen": award["monthly_fen"]}
    begun |= {month: award[month].isoformat() for month in ("from_month", "paid_here_from")}
    deeds: list[tuple[Deed, Mapping[str, object]]] = [(Deed.AWARD_IMPORTED, begun)]
    if award["stopped_from"]:
        stop = {"month": award["stopped_from"].isoformat(), "reason": award["stop_reason"]}
        deeds.append((Deed.AWARD_STOPPED, stop))
    for deed, facts in deeds:
        yield (
            new_id(), award["county"], deed.value, "award", award["id"], award["resident_id"], award["village"],
            By.IMPORT.value, json.dumps(facts), award["started_at"], award["started_at"],
        )  # fmt: skip
