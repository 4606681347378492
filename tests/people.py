"""People and places for tests: sensible unless told otherwise."""

import json
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from backend import clock, database, sealing
from backend.identifiers import new_id
from backend.places import Level
from backend.programmes import Enactment, read_file
from backend.residents import Account, Contact, Household, Resident, WechatAccount
from backend.residents.identity_number import check_character
from backend.staff import Cadre, Officer, Role, hash_password, new_totp_secret
from backend.staff.cadre import CadreVillage

COUNTY = "410325"
TOWNSHIP = "410325103000"
VILLAGE = "410325103201"
OTHER_TOWNSHIP = "410325101000"
OTHER_VILLAGE = "410325101201"
PASSWORD = "correct horse battery staple"

_numbers = count(1)
_people = count(1)
_password_hash: str | None = None


_PLACES = (
    ("410000000000", Level.PROVINCE, "河南省", None),
    ("410300000000", Level.CITY, "洛阳市", "410000000000"),
    ("410325000000", Level.COUNTY, "嵩县", "410300000000"),
    (TOWNSHIP, Level.TOWNSHIP, "车村镇", "410325000000"),
    (OTHER_TOWNSHIP, Level.TOWNSHIP, "田湖镇", "410325000000"),
    (VILLAGE, Level.VILLAGE, "车村村民委员会", TOWNSHIP),
    (OTHER_VILLAGE, Level.VILLAGE, "田湖村民委员会", OTHER_TOWNSHIP),
)


async def the_map() -> None:
    """The county with two townships and a village in each."""
    codes, levels, names, parents = (list(column) for column in zip(*_PLACES, strict=True))
    await database.execute(
        """INSERT INTO place (code, level, name, parent_code, valid_from)
           SELECT *, date '1900-01-01' FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
           ON CONFLICT DO NOTHING""",
        codes, levels, names, parents,
    )  # fmt: skip


@cache
def _values() -> list[Enactment]:
    return read_file((Path(__file__).parent.parent / "data/parameters/410325.csv").read_bytes())


async def seed_parameters() -> None:
    """The county's values as the demo ships them, from the beginning of their dates."""
    await the_map()
    columns = "id", "place", "key", "value", "valid_from", "valid_to", "source"
    await database.copy(
        "parameter",
        columns,
        [
            (new_id(), value.place, value.key, json.dumps(value.value), value.valid_from, value.valid_to, value.source)
            for value in _values()
        ],
    )


def an_identity_number(birth_date: date, sex: str = "female") -> str:
    """A valid number of nobody, new at each call."""
    sequence = next(_people) % 500 * 2 + (1 if sex == "male" else 0)
    seventeen = f"410325{birth_date:%Y%m%d}{sequence:03d}"
    return seventeen + check_character(seventeen)


async def a_household(village: str = VILLAGE, **facts: Any) -> Household:
    """A rural household of one with nothing known of its income."""
    given = {"register_kind": "rural", "members_counted": 1, "data_date": date(2026, 1, 1), **facts}
    return await Household.create(id=new_id(), county=COUNTY, village=village, number=f"H-{next(_numbers)}", **given)


async def a_resident(
    name: str = "王秀英",
    birth_date: date = date(1942, 5, 6),
    *,
    village: str = VILLAGE,
    identity_number: str | None = None,
    phone: str | None = None,
    phone_owner: str = "self",
    account: str | None = None,
    household: Household | None = None,
    **facts: Any,
) -> Resident:
    """A living, registered woman of 83 or 84 in the first village; with a phone and an account if given."""
    sex = facts.pop("sex", "female")
    number = identity_number or an_identity_number(birth_date, sex)
    household = household or await a_household(village)
    resident = await Resident.create(
        id=new_id(), county=COUNTY, village=village, household_id=household.id, name=name, sex=sex,
        birth_date=birth_date, identity_sealed=sealing.seal(number, "identity"),
        identity_index=sealing.blind_index(number, "identity"), relation_to_head=facts.pop("relation", "head"),
        marital="widowed", registered_here=facts.pop("registered_here", True), **facts,
    )  # fmt: skip
    if phone:
        await a_contact(resident, phone, owner=phone_owner)
    if account:
        await an_account(resident, account)
    return resident


async def a_contact(resident: Resident, phone: str, *, owner: str = "self", kind: str = "mobile") -> Contact:
    """A phone under which the resident may be reached."""
    return await Contact.create(
        id=new_id(), county=COUNTY, resident_id=resident.id, phone_sealed=sealing.seal(phone, "phone"),
        phone_index=sealing.blind_index(phone, "phone"), kind=kind, owner=owner,
    )  # fmt: skip


async def an_account(resident: Resident, number: str = "6228480000000000018") -> Account:
    """The resident's open account."""
    return await Account.create(
        id=new_id(), county=COUNTY, resident_id=resident.id, holder_name=resident.name,
        number_sealed=sealing.seal(number, "account"), number_index=sealing.blind_index(number, "account"),
        last_four=number[-4:], bank="嵩县农商银行", kind="card", since=clock.now(),
    )  # fmt: skip


async def a_cadre(villages: list[str] | None = None, *, name: str = "李建国", phone: str | None = None) -> Cadre:
    """A cadre of the first village unless told otherwise."""
    await the_map()
    number = phone or f"139{next(_numbers):08d}"
    cadre = await Cadre.create(
        id=new_id(), county=COUNTY, name=name, phone_sealed=sealing.seal(number, "phone"),
        phone_index=sealing.blind_index(number, "phone"),
    )  # fmt: skip
    for village in villages or [VILLAGE]:
        await CadreVillage.create(id=new_id(), cadre_id=cadre.id, village=village)
    return cadre


async def an_officer(role: Role = Role.TOWNSHIP_CLERK, place: str | None = None, *, name: str = "赵敏") -> Officer:
    """An officer with the password above; township roles sit in the first township, county roles in the county."""
    global _password_hash
    await the_map()
    _password_hash = _password_hash or hash_password(PASSWORD)
    place = place or (TOWNSHIP if role.value.startswith("township") else f"{COUNTY}000000")
    return await Officer.create(
        id=new_id(), county=COUNTY, name=name, username=f"officer{next(_numbers)}", role=role.value, place=place,
        password_hash=_password_hash, totp_sealed=sealing.seal(new_totp_secret(), "totp"),
    )  # fmt: skip


async def a_wechat_account(
    *, resident: Resident | None = None, cadre: Cadre | None = None, openid: str | None = None
) -> WechatAccount:
    """A WeChat account that has signed in, bound if told to whom."""
    return await WechatAccount.create(
        id=new_id(), county=COUNTY, openid=openid or f"openid-{next(_numbers)}", seen_at=clock.now(),
        resident_id=resident.id if resident else None, cadre_id=cadre.id if cadre else None,
        bound_at=clock.now() if resident or cadre else None,
    )  # fmt: skip


def some_id() -> UUID:
    """An id of nothing."""
    return new_id()
