"""Reading relays: what is on its way in the officer's places, what is due first on top."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import applications, clock, database, journal, places, sealing, staff
from backend.programmes import get_programme
from backend.relays.relay import NoSuchRelay, Relay
from backend.residents import PHONE
from backend.staff import Officer, Power

_AT_MOST = 200


@dataclass(frozen=True)
class RelayLine:
    """A relay as the list shows it."""

    relay: Relay
    programme_title: str
    township_name: str
    overdue: bool


async def open_relays(officer: Officer) -> list[RelayLine]:
    """Those on their way in the officer's places; NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    relays = Relay.filter(county=officer.county, township__startswith=officer.scope.prefix, due_on__not_isnull=True)
    return [
        RelayLine(
            each,
            get_programme(each.programme).title,
            await places.name_of(each.township),
            each.due_on is not None and each.due_on < clock.today(),
        )
        for each in await relays.order_by("due_on", "id").limit(_AT_MOST)
    ]


@dataclass(frozen=True)
class HandoverLine:
    """A case that another county has, and has not acknowledged."""

    application_id: UUID
    name: str
    programme_title: str
    office: str
    made_at: datetime


async def handovers_waiting(officer: Officer) -> list[HandoverLine]:
    """What nobody there has acknowledged yet, of the officer's places, the longest first; NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        """SELECT h.application_id, r.name, a.programme, h.office, h.made_at
           FROM handover h JOIN application a ON a.id = h.application_id JOIN resident r ON r.id = a.resident_id
           WHERE h.county = $1 AND h.received_on IS NULL AND a.village LIKE $2 AND NOT a.programme = ANY ($3)
           ORDER BY h.id LIMIT $4""",
        officer.county, officer.scope.like, applications.withheld_from(officer), _AT_MOST,
    )  # fmt: skip
    return [
        HandoverLine(
            each["application_id"], each["name"], get_programme(each["programme"]).title, each["office"],
            each["made_at"],
        )
        for each in found
    ]  # fmt: skip


async def relays_open(officer: Officer) -> dict[str, int]:
    """How many are on their way in the officer's places: `late`, `without_case` (came in), `in_time`; NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    row = await database.row(
        """SELECT count(*) FILTER (WHERE due_on < $3)::int AS late,
                  count(*) FILTER (WHERE due_on >= $3)::int AS in_time,
                  count(*) FILTER (WHERE way = 'in' AND application_id IS NULL)::int AS without_case
           FROM relay WHERE county = $1 AND township LIKE $2 AND due_on IS NOT NULL""",
        officer.county, officer.scope.like, clock.today(),
    )  # fmt: skip
    return dict(row or {})


async def get_relay(relay_id: UUID, officer: Officer) -> Relay:
    """One of the officer's places; NoSuchPower, NoSuchRelay."""
    staff.must_have(officer, Power.SEE_CASES)
    relay = await Relay.get_or_none(id=relay_id, county=officer.county, township__startswith=officer.scope.prefix)
    if relay is None:
        raise NoSuchRelay
    return relay


async def relay_of(application_id: UUID) -> Relay | None:
    """What became this case, where another county took it in."""
    return await Relay.get_or_none(application_id=application_id)


def phone_of(relay: Relay) -> str:
    """The number at which the person is told, in clear; empty where the file came from elsewhere."""
    return sealing.unseal(relay.phone_sealed, PHONE) if relay.phone_sealed else ""


async def last_hand(relay_id: UUID) -> str:
    """Who did the latest part, and when; inside the transaction that came too late for it."""
    last = (await journal.history_of(relay_id))[-1]
    return await staff.who_and_when(last.by_id, last.at)
