"""在享待遇: the list by scope and state, one award line by line, and changes by two officers."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements, residents, sealing
from backend.entitlements import Award, Reason
from backend.programmes import PhotoKind
from backend.residents import Contact, Resident
from backend.staff import Role
from tests.backend.applications.cases import a_jpeg, a_photo
from tests.backend.discovery.lives import a_card
from tests.backend.payouts.awards import an_award
from tests.console.desks import Console, sentence_of, words_of
from tests.people import (
    COUNTY,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    TOWNSHIP,
    VILLAGE,
    a_cadre,
    a_household,
    a_resident,
    an_officer,
    seed_parameters,
    some_id,
)

CHANGE = {"kind": "adjusted", "month": "2026-02", "amount": "300", "reason": "put_right", "basis": "县局复核2026-1号"}


@pytest.fixture(autouse=True)
async def march(console: Console, at: Any) -> None:
    at("2026-03-15 09:30")
    await seed_parameters()


async def a_dibao(name: str = "王秀英", **terms: Any) -> Award:
    resident = await a_resident(name, village=terms.pop("village", VILLAGE), **terms.pop("person", {}))
    given: dict[str, Any] = {"programme": "rural_dibao", "monthly_fen": 22000, "from_month": date(2026, 1, 1), **terms}
    return await an_award(resident, **given)


async def test_an_amount_is_changed_by_two_officers_and_told_line_by_line(console: Console) -> None:
    award = await a_dibao()
    path = f"/awards/{award.id}"
    clerk, reviewer = await console.desk(name="李经办"), await console.desk(Role.COUNTY_REVIEWER)
    assert "2026年1月至2026年6月220.00按月核定的金额" in words_of(await clerk.get(path))
    assert (await clerk.post(f"{path}/changes", **CHANGE)).headers["location"] == path
    assert "您提出的变动，要由另一位同事确认" in words_of(await clerk.get(path))
    assert award.id.hex in (await reviewer.get("/awards?which=waiting")).text.replace("-", "")
    page = await reviewer.get(path)
    assert "调整金额：2026年2月起每月300.00元" in words_of(page)
    change = await entitlements.AwardChange.get()
    assert (await reviewer.post(f"/awards/changes/{change.id}/confirmation")).status_code == 303
    words = words_of(await clerk.get(path))
    assert "2026年2月至2026年6月300.00按月核定的金额原来核定有误，予以更正县局复核2026-1号" in words
    assert "2026年3月300.000.000.000.00300.00" in words
    assert "调整金额：2026年2月起每月300.00元" in words


async def test_the_lists_tell_how_awards_stand(console: Console) -> None:
    clerk, officer = await console.desk(), await an_officer()
    running, held, child = await a_dibao("在享人"), await a_dibao("暂停人"), await a_dibao("小朋友", programme="orphan")
    elsewhere = await a_dibao("外乡人", village=OTHER_VILLAGE)
    await a_dibao("停发人", stopped_from=date(2026, 2, 1))
    old = await a_dibao("老户", from_month=date(2024, 12, 1))
    await entitlements.suspend(held.id, date(2026, 3, 1), officer, reason=Reason.NOT_FOUND, basis="上门两次")
    everything = (await clerk.get("/awards")).text
    assert ["在享人" in everything, "外乡人" in everything, "停发人" in everything] == [True, False, False]
    assert str(child.id) not in everything
    assert str(running.id) not in (await clerk.get("/awards?which=suspended")).text
    assert "暂停人" in (await clerk.get("/awards?which=suspended")).text
    assert "停发人" in (await clerk.get("/awards?which=stopped")).text
    assert "老户" in (await clerk.get("/awards?which=recheck_due")).text
    assert (await clerk.post(f"/awards/{old.id}/recheck", basis="入户复核", unstable="true")).status_code == 303
    assert (await Award.get(id=old.id)).recheck_due_on == date(2026, 9, 15)
    assert "老户" not in (await clerk.get("/awards?which=recheck_due")).text
    for hidden in (elsewhere.id, child.id, some_id()):
        assert (await clerk.get(f"/awards/{hidden}")).status_code == 404
    reviewer = await console.desk(Role.COUNTY_REVIEWER)
    listed = await reviewer.get("/awards?programme=orphan")
    assert (str(child.id) in listed.text, "小朋友" in listed.text) == (True, False)
    assert ["外乡人" in (await reviewer.get(f"/awards{at}")).text for at in ("", f"?place={TOWNSHIP}")] == [True, False]


async def test_an_expired_card_is_suspended_from_the_list(console: Console) -> None:
    award = await a_dibao("证过期", programme="disability_care")
    await a_card(await Resident.get(id=award.resident_id), valid_to=date(2026, 3, 1))
    clerk, payer = await console.desk(), await console.desk(Role.COUNTY_PAYER)
    assert "残疾证过期，还没有暂停1件" in words_of(await clerk.get("/today"))
    assert "全部暂停" in (await clerk.get("/awards?which=card_expired")).text
    assert "全部暂停" not in (await payer.get("/awards?which=card_expired")).text
    for path in ("/awards/expired-cards", f"/awards/{award.id}/expired-card/suspension"):
        assert (await payer.post(path)).status_code == 403
    assert (await clerk.post(f"/awards/{award.id}/expired-card/suspension")).status_code == 303
    assert (await clerk.post(f"/awards/{award.id}/expired-card/suspension")).status_code == 409
    assert (await clerk.post("/awards/expired-cards")).headers["location"] == "/awards?which=card_expired"
    assert "证过期" not in (await clerk.get("/awards?which=card_expired")).text.split("<tbody>")[1]


async def test_a_death_in_the_household_calls_for_a_recheck_within_three_months(console: Console) -> None:
    household = await a_household()
    award = await a_dibao("户主", person={"household": household})
    dead = await a_resident("老伴", household=household)
    await entitlements.stop_for_death(dead.id, date(2026, 3, 10), await an_officer(), reason="村里上报")
    assert (await Award.get(id=award.id)).recheck_due_on == date(2026, 6, 10)
    assert "需要复核" in words_of(await (await console.desk()).get(f"/awards/{award.id}"))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"month": "明年"}, "月份请写成"),
        ({"amount": "三百"}, "金额请填数字"),
        ({"amount": ""}, "每月金额要大于0"),
        ({"amount": "1e10"}, "科学计数法"),
        ({"amount": "200.005"}, "最多写到分"),
        ({"amount": "-5"}, "每月金额要大于0"),
        ({"amount": "10000000000"}, "不超过10万元"),
        ({"basis": " "}, "写明依据"),
        ({"reason": "fraud"}, "请选一个适合"),
        ({"kind": "stopped", "reason": "moved_away", "month": "2026-02"}, "最早从2026年4月起停发"),
        ({"kind": "resumed", "reason": "cleared"}, "没有暂停"),
        ({"posted_on": "昨天"}, "日期请写成"),
    ],
)
async def test_what_cannot_be_is_told_in_a_sentence(console: Console, form: dict[str, str], sentence: str) -> None:
    award, clerk = await a_dibao(), await console.desk()
    answer = await clerk.post(f"/awards/{award.id}/changes", **{**CHANGE, **form})
    assert (answer.status_code in (409, 422), sentence in sentence_of(answer)) == (True, True)


async def test_anothers_account_is_filed_with_the_paper_and_used_when_the_county_has_looked(console: Console) -> None:
    award = await a_dibao()
    path = f"/awards/{award.id}"
    clerk, reviewer = await console.desk(name="李经办"), await console.desk(Role.COUNTY_REVIEWER)
    form = {
        "holder_name": "王建国", "relation": "儿子", "number": "6217000000000000012", "bank": "农商银行",
        "kind": "card", "until": "2026-12-31", "phone": "138 0000 5555",
    }  # fmt: skip
    assert (await clerk.post_file(f"{path}/agreement", b"no photo", **form)).status_code == 422
    assert (await clerk.post_file(f"{path}/agreement", a_jpeg(), **{**form, "until": "soon"})).status_code == 422
    bad = await clerk.post_file(f"{path}/agreement", a_jpeg(), **{**form, "phone": "3721"})
    assert (bad.status_code, "手机号应为11位数字" in sentence_of(bad)) == (422, True)
    assert (await clerk.post_file(f"{path}/agreement", a_jpeg(), **form)).headers["location"] == path
    words = words_of(await clerk.get(path))
    assert ("县里核准以前，钱照原来的账户发" in words, "校验位不对" in words) == (True, False)
    for number, doubtful in (("6217000000000000013", True), ("6217000000000000012", False)):
        await entitlements.PayeeAgreement.all().update(number_sealed=sealing.seal(number, "account"))
        assert ("这个卡号的校验位不对" in words_of(await clerk.get(path))) is doubtful
    assert award.id.hex in (await reviewer.get("/awards?which=waiting")).text.replace("-", "")
    page = await reviewer.get(path)
    assert "王建国（儿子），农商银行尾号0012" in words_of(page)
    assert "6217000000000000012" not in page.text
    agreement = await entitlements.PayeeAgreement.get()
    assert (await reviewer.get(f"/photos/{agreement.photo_id}")).status_code == 200
    assert (await reviewer.post(f"/awards/agreements/{agreement.id}/confirmation")).headers["location"] == path
    (told,) = (await entitlements.payees_of([award.resident_id])).values()
    assert told.phone_index == sealing.blind_index("13800005555", "phone")
    words = words_of(await clerk.get(path))
    assert "代领人手机号：138****5555" in words
    await residents.bury_number(COUNTY, bytes(told.phone_index), reason="MK:0001", by=clerk.officer.signature)
    assert "138****5555打不通，已停用" in words_of(await clerk.get(path))
    assert "王建国" in words_of(await clerk.get("/messages/phones"))
    wrong = await clerk.post(f"/awards/agreements/{agreement.id}/phone", phone="3721")
    assert (wrong.status_code, "手机号应为11位数字" in sentence_of(wrong)) == (422, True)
    assert (await clerk.post(f"/awards/agreements/{agreement.id}/phone", phone="13800006666")).status_code == 303
    words = words_of(await clerk.get(path))
    assert ("代领人手机号：138****6666" in words, "打不通" in words) == (True, False)
    assert "终止代领" in words
    assert "他人代管银行卡：2026年3月起代领协议（儿子），至2026-12-31" in words
    assert (await clerk.post(f"/awards/agreements/{agreement.id}/ending")).headers["location"] == path
    assert "由他人代领" in words_of(await clerk.get(path))


async def test_what_is_known_of_how_to_tell_somebody_is_said_on_one_page(console: Console) -> None:
    award, son = await a_dibao(), await a_resident("王建国", date(1970, 1, 1))
    path, clerk = f"/residents/{award.resident_id}", await console.desk(name="李经办")
    assert f'href="{path}/telling"' in (await clerk.get(f"/awards/{award.id}")).text
    await clerk.post(f"{path}/telling", can_read="false", understands="dialect")
    known = await Resident.get(id=award.resident_id)
    assert (known.can_read, known.understands) == (False, "dialect")
    for number, owner in (("138-0000-7777", "relative"), ("13800007777", "self")):
        await clerk.post(f"{path}/phones", number=number, owner=owner)
    contact = await Contact.get(resident_id=award.resident_id)
    assert (contact.phone, contact.owner) == ("13800007777", "self")
    assert "座机请连区号一起填" in sentence_of(await clerk.post(f"{path}/phones", number="66312345", owner="self"))
    await clerk.post(f"{path}/phones", number="0379-66312345", owner="relative")
    assert "家人，座机" in (await clerk.get(f"{path}/telling")).text
    await clerk.post(f"{path}/phones/{contact.id}/retiring")
    assert (await Contact.get(id=contact.id)).dead_since is not None
    assert (await clerk.post(f"{path}/phones/{some_id()}/retiring")).status_code == 404
    ruling = {"capacity": "limited", "basis": "（2025）豫0325民特3号"}
    for wrong in ({"basis": " "}, {"guardian_number": known.identity_number}, {"guardian_number": "41032519"}):
        answer = await clerk.post(f"{path}/guardian", **{**ruling, **wrong})
        assert answer.status_code == 422, (wrong, sentence_of(answer))
    for guardian in ("", son.identity_number):
        await clerk.post(f"{path}/guardian", **ruling, guardian_number=guardian)
    words = words_of(await clerk.get(f"{path}/telling"))
    assert "限制民事行为能力，（2025）豫0325民特3号监护人：王建国" in words
    assert son.identity_number not in words
    elsewhere = await console.desk(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP)
    assert (await elsewhere.get(f"{path}/telling")).status_code == 404
    assert (await elsewhere.post(f"{path}/guardian/ending")).status_code == 404
    await clerk.post(f"{path}/guardian/ending")
    assert "登记以后通知都给监护人" in words_of(await clerk.get(f"{path}/telling"))


async def test_who_is_not_certified_is_listed_and_how_each_was_seen_is_on_the_award(console: Console, at: Any) -> None:
    clerk, cadre = await console.desk(), await a_cadre()
    soon, late = await a_resident("王秀英"), await a_resident("刘大山")
    award = await an_award(soon, certification_due_on=date(2026, 4, 10))
    await an_award(late, certification_due_on=date(2026, 3, 14))
    for which, name, other in (("certification_due", "王秀英", "刘大山"), ("uncertified", "刘大山", "王秀英")):
        listed = (await clerk.get(f"/awards?which={which}")).text
        assert (name in listed, other in listed) == (True, False)
    assert "生存认证已过期，还没有认证1件" in words_of(await clerk.get("/today"))
    path = f"/awards/{award.id}"
    assert "生存认证下次最晚2026年4月10日" in words_of(await clerk.get(path))
    photo = await a_photo(soon, PhotoKind.PORTRAIT, by=cadre.signature)
    await entitlements.certify_life(award.id, cadre.signature, photo)
    page = await clerk.get(path)
    assert "生存认证上次2026年3月15日（村干部见到本人，看照片），下次最晚2027年3月15日" in words_of(page)
    assert f"/photos/{photo}" in page.text
    at("2027-03-16 09:30")
    assert "已过期，认证以前暂不发放" in words_of(await clerk.get(path))
