"""Who is reached by which way first, as tables: what the register knows of a person and of the phone decides."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend import sealing
from backend.entitlements import PayeeAgreement
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.residents import Capacity, Contact, DisabilityCard, Guardianship, Household, Resident, Tongue
from backend.staff import Role
from notifications import settings as outreach_settings
from notifications.audience import Audience
from notifications.message import RecipientKind
from notifications.route import Recipient
from notifications.wording import OCCASIONS
from tests.backend.applications.cases import a_photo, hand
from tests.backend.payouts.awards import an_award
from tests.notifications.occasions import SETTLED, happened
from tests.people import COUNTY, a_contact, a_household, a_resident, an_account, an_officer, some_id

TEXT, CALL = ("sms", True), ("voice", True)
NEUTRAL_TEXT, NEUTRAL_CALL = ("sms", False), ("voice", False)

# reads, hears, understands Putonghua, owner, kind -> ways in order, each with whether the whole words go there
WAYS: dict[tuple[bool, bool, bool, str, str], list[tuple[str, bool]]] = {
    (True, True, True, "self", "mobile"): [TEXT, CALL],
    (False, True, True, "self", "mobile"): [CALL, TEXT],
    (True, False, True, "self", "mobile"): [TEXT],
    (False, False, True, "self", "mobile"): [TEXT],  # the family reads it out in signs; a phone that rings is no use
    (True, True, False, "self", "mobile"): [TEXT],
    (True, False, False, "self", "mobile"): [TEXT],
    (False, True, False, "self", "mobile"): [],  # neither is any use: somebody goes there
    (False, False, False, "self", "mobile"): [],
    **{  # somebody else at home picks up, and what others pass on they say in their own words
        (reads, hears, understands, owner, kind): [NEUTRAL_CALL] if kind == "landline" else [NEUTRAL_TEXT, NEUTRAL_CALL]
        for reads, hears, understands in itertools.product((True, False), (True, False), (True, False))
        for owner, kind in (("self", "landline"), ("relative", "mobile"), ("neighbour", "mobile"), ("cadre", "mobile"))
    },
}


@pytest.fixture(autouse=True)
def with_a_voice_service(without_a_voice_service: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_CALLS", "true")
    outreach_settings.settings.cache_clear()


async def told(people: list[Resident], **facts: str) -> dict[str, list[Recipient]]:
    """By name of the person, everyone who hears that the money came."""
    for each in people:
        await happened(Deed.PAYOUT_SETTLED, each, **(SETTLED | facts))
    entries = await Entry.filter(deed=Deed.PAYOUT_SETTLED.value).order_by("id")
    audience = await Audience.of([(each, OCCASIONS["payout_settled"]) for each in entries])
    names = {each.id: each.name for each in people}
    return {
        names[each.resident_id]: audience.recipients(each, OCCASIONS["payout_settled"])
        for each in entries
        if each.resident_id
    }


async def test_which_way_first(empty_database: str) -> None:
    people = []
    for number, (reads, hears, understands, owner, kind) in enumerate(WAYS):
        tongue = Tongue.PUTONGHUA if understands else (Tongue.DIALECT, Tongue.OTHER)[number % 2]
        resident = await a_resident(f"王{number}", can_read=reads, understands=tongue)
        await a_contact(
            resident, f"138000011{number:02d}" if kind == "mobile" else "0379-66312345", owner=owner, kind=kind
        )
        people.append(resident)
        if not hears:
            await DisabilityCard.create(
                id=some_id(), county=COUNTY, resident_id=resident.id, number_sealed=b"x", disability_class="2",
                grade=1, valid_to="2030-01-01",
            )  # fmt: skip
    found = await told(people)
    ways = [[(way.channel, way.own_phone) for way in found[each.name][0].routes] for each in people]
    assert dict(zip(WAYS, ways, strict=True)) == WAYS


async def test_a_phone_that_two_people_call_their_own_is_a_shared_one(empty_database: str) -> None:
    husband, wife = await a_resident("王大山"), await a_resident("李桂兰", can_read=False)
    widow, gone = await a_resident("陈玉珍"), await a_resident("陈老汉", deceased_on=date(2026, 1, 1))
    moved, stranger = await a_resident("刘换了号"), await a_resident("赵接了号")
    for people, phone in (((husband, wife), "1111"), ((widow, gone), "2222"), ((moved, stranger), "3333")):
        for each in people:
            await a_contact(each, f"1380000{phone}")
    await Contact.filter(resident_id=moved.id).update(dead_since=datetime(2026, 1, 1, tzinfo=UTC))
    found = await told([husband, wife, widow, moved, stranger])
    ways = {name: [(way.channel, way.own_phone) for way in heard[0].routes] for name, heard in found.items()}
    assert ways == {
        "王大山": [NEUTRAL_TEXT, NEUTRAL_CALL],
        "李桂兰": [NEUTRAL_TEXT, NEUTRAL_CALL],
        "陈玉珍": [TEXT, CALL],
        "刘换了号": [],
        "赵接了号": [TEXT, CALL],
    }


async def a_ward(name: str, guardian: Resident | None, home: Household, *, phone: str | None = None) -> Resident:
    ward = await a_resident(name, phone=phone, household=home, relation="parent")
    await Guardianship.create(
        id=some_id(), county=COUNTY, resident_id=ward.id, capacity=Capacity.NONE, basis="（2025）豫0325民特3号",
        guardian_id=guardian.id if guardian else None, recorded_by=(await an_officer()).id, recorded_at="2026-01-05",
    )  # fmt: skip
    return ward


async def an_agreement(resident: Resident, phone: str, **facts: Any) -> None:
    """By which somebody else keeps the account of the payout."""
    award = await an_award(resident)
    account = await an_account(resident)
    photo = await a_photo(resident, PhotoKind.PAYEE_AGREEMENT, by=hand(resident))
    given = {
        "state": "in_force", "until": date(2027, 1, 1), "last_four": "0018", "account_id": account.id,
        "filed_at": "2026-01-05", **facts,
    }  # fmt: skip
    await PayeeAgreement.create(
        id=some_id(), county=COUNTY, award_id=award.id, resident_id=resident.id, holder_name="王建军", relation="儿子",
        number_sealed=b"x", bank="嵩县农商银行", kind="card", photo_id=photo, filed_by=(await an_officer()).id,
        decided_by=(await an_officer(Role.COUNTY_REVIEWER)).id, decided_at="2026-01-06",
        phone_sealed=sealing.seal(phone, "phone"), phone_index=sealing.blind_index(phone, "phone"), **given,
    )  # fmt: skip


def heard(recipients: list[Recipient]) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    return [
        (
            each.kind.value,
            each.name,
            [(sealing.unseal(way.address_sealed, "phone")[-4:], way.own_phone) for way in each.routes],
        )
        for each in recipients
        if each.routes or each.kind is not RecipientKind.PAYEE
    ]


async def test_who_hears_in_whose_stead_and_who_beside(
    empty_database: str, monkeypatch: pytest.MonkeyPatch, at: Callable[[str], object]
) -> None:
    monkeypatch.setenv("VOICE_CALLS", "false")
    outreach_settings.settings.cache_clear()
    at("2026-03-02 10:00")
    son = await a_resident("王建军", date(1970, 1, 1), phone="13800001111")
    buried = await a_resident("王建国", date(1968, 1, 1), phone="13800002222", deceased_on=date(2026, 1, 1))
    home = await a_household()  # whose head hears for a child, and not for whom a court found a guardian
    await a_resident("王大柱", date(1945, 1, 1), phone="13800003333", household=home)
    people = [
        await a_ward("有监护人", son, home, phone="13800004444"),
        await a_ward("监护人去世", buried, home, phone="13800004444"),
        await a_ward("外地监护人", None, home),
        await a_resident("代领", phone="13800006666"),
        await a_resident("代领在自己手机上", phone="13800007777"),
        await a_resident("代领已终止", phone="13800008888"),
        await a_resident("代领到期", phone="13800008880"),
        await a_resident("发到别的账户", phone="13800009999"),
        await a_resident("转告人就是代领人", phone="13800005555", phone_owner="relative"),
    ]
    terms: list[dict[str, Any]] = [
        {}, {}, {"state": "ended", "ended_on": date(2026, 2, 1)}, {"until": date(2026, 3, 1)}, {"last_four": "0026"},
        {},
    ]  # fmt: skip
    for person, facts in zip(people[3:], terms, strict=True):
        await an_agreement(person, "13800007777" if person.name == "代领在自己手机上" else "13800005555", **facts)
    found = {name: heard(each) for name, each in (await told(people)).items()}
    assert found == {
        "有监护人": [("resident", "有监护人的监护人", [("1111", True), ("4444", False)])],
        "监护人去世": [("resident", "监护人去世的监护人", [("4444", False)])],
        "外地监护人": [("resident", "外地监护人的监护人", [])],
        "代领": [("resident", "代领", [("6666", True)]), ("payee", "代领的代领人", [("5555", True)])],
        "代领在自己手机上": [("resident", "代领在自己手机上", [("7777", True)])],
        "代领已终止": [("resident", "代领已终止", [("8888", True)])],
        "代领到期": [("resident", "代领到期", [("8880", True)])],
        "发到别的账户": [("resident", "发到别的账户", [("9999", True)])],
        "转告人就是代领人": [
            ("resident", "转告人就是代领人", [("5555", False)]),
            ("payee", "转告人就是代领人的代领人", [("5555", True)]),
        ],
    }
