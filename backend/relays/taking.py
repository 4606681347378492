"""Taking in: a window anywhere takes the application, and the county of the register decides it."""

from dataclasses import dataclass
from datetime import date

from tortoise.exceptions import IntegrityError

from backend import clock, database, eligibility, journal, places, programmes, residents, sealing, staff, workdays
from backend.identifiers import new_id
from backend.refusals import NotAcceptable, NotNow
from backend.relays.day import must_be_past
from backend.relays.relay import Relay, Way
from backend.residents import IDENTITY, PHONE, normalise_identity_number, normalise_phone
from backend.staff import Officer, Power

_WORDS_AT_MOST = 60  # characters of a name or a place


class NotRelayed(NotAcceptable):
    """Only where the law has windows everywhere take it in (两项补贴, since 2021)."""

    sentence = "这项待遇不办跨省通办，请在户口所在地申请。"


class PlaceMissing(NotAcceptable):
    """Who it is for, and where it goes or comes from."""

    sentence = "请写明姓名和对方的省、市、县（区）。"


class NotYours(NotNow):
    """A file came for somebody who is not on our register, or of another township."""

    sentence = "登记簿里没有这个人，或者不在您负责的地方。请核对身份证号；户口不在本县的，请退回转来的地方。"


class AlreadyRelayed(NotNow):
    """The same person's application is on its way."""

    sentence = "这个人的这项申请已经在跨省通办，不用重复登记。"


@dataclass(frozen=True)
class Relayed:
    """`began_on`: the day on which the papers were complete, or the file arrived. The phone is needed going out."""

    way: Way
    programme: str
    other_place: str
    name: str
    identity_number: str
    began_on: date
    phone: str = ""


def relayed_programmes(on: date) -> list[str]:
    """Whose procedure gives the window that takes it in a limit of its own."""
    return [code for code in programmes.CATALOGUE if _limit(code, "acceptance", on) is not None]


async def take_relay(relayed: Relayed, officer: Officer) -> Relay:
    """Note it, with the day by which it must go on: 3 working days out, 10 to be decided here (rule file).

    Refuses with NoSuchPower, programmes.NoSuchProgramme, NotRelayed, PlaceMissing, NotYours, AlreadyRelayed,
    residents.BadIdentityNumber, BadPhone and DayWrong of the future. Source: 跨省通办, policy §5.3.
    """
    staff.must_have(officer, Power.REVIEW)
    programmes.get_programme(relayed.programme)
    limit = _limit(relayed.programme, "acceptance" if relayed.way is Way.OUT else "decision", relayed.began_on)
    if relayed.programme not in relayed_programmes(clock.today()) or limit is None:
        raise NotRelayed
    must_be_past(relayed.began_on)
    place, name = relayed.other_place.strip(), relayed.name.strip()
    if not (0 < len(place) <= _WORDS_AT_MOST and 0 < len(name) <= _WORDS_AT_MOST):
        raise PlaceMissing
    number = normalise_identity_number(relayed.identity_number)
    resident = await residents.find_by_identity(number, officer.county) if relayed.way is Way.IN else None
    if relayed.way is Way.IN and (resident is None or not officer.scope.covers(resident.village)):
        raise NotYours
    township = places.township_of(resident.village) if resident else officer.place
    phone = sealing.seal(normalise_phone(relayed.phone), PHONE) if relayed.way is Way.OUT else None
    due = workdays.after_workdays(relayed.began_on, limit)
    try:
        async with database.transaction():
            relay = await Relay.create(
                id=new_id(), county=officer.county, township=township, way=relayed.way, programme=relayed.programme,
                other_place=place, name=name, identity_sealed=sealing.seal(number, IDENTITY),
                identity_index=sealing.blind_index(number, IDENTITY), phone_sealed=phone,
                resident_id=resident.id if resident else None, began_on=relayed.began_on,
                due_on=due.day, due_provisional=due.provisional, taken_by=officer.id, taken_at=clock.now(),
            )  # fmt: skip
            await journal.record(relay.line(journal.Deed.RELAY_TAKEN, due_on=relay.due_on), by=officer.signature)
    except IntegrityError as twice:
        raise AlreadyRelayed from twice
    return relay


def _limit(programme: str, step: str, on: date) -> int | None:
    found = eligibility.procedure(programme, on).step(step)
    return found.limit if found is not None else None
