"""The proof of a notice, whomever it went to: from the journal to the receipt, each call, or the door."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from backend import messages
from backend.errands import Errand, Outcome, finish
from backend.evidence import receive
from backend.identifiers import new_id
from backend.journal import Deed
from backend.messages import NoSuchNotice, Proof
from backend.programmes import PhotoKind
from backend.staff import Role
from notifications import settings as outreach_settings
from notifications.message import Message
from tests.backend.evidence.pictures import a_picture
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.standing_in import a_case_in_the_hand_of, two_at_home
from tests.notifications.test_ways import a_ward, an_agreement
from tests.people import OTHER_TOWNSHIP, a_cadre, a_contact, a_household, a_resident, an_officer


@pytest.fixture(autouse=True)
def with_a_voice_service(without_a_voice_service: None, environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_CALLS", "true")
    outreach_settings.settings.cache_clear()


async def proof(kind: str) -> Proof:
    """Of the newest notice to that kind of hearer."""
    message = await Message.filter(recipient_kind=kind).order_by("-id").first()
    assert message is not None
    return await messages.proof_of(message.id, await an_officer())


def steps(of: Proof) -> dict[str, str]:
    return {step.what: step.outcome for step in of.steps}


async def test_a_payees_goes_on_to_each_call_and_names_the_person_beside(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_resident(phone="15412345678")
    await an_agreement(elder, "15412340451")  # the carrier takes no such words
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("delivered", "undelivered")
    await outreach.step_after(4)
    sandbox.tell("clock", advance_seconds=10.0)
    await outreach.until_states("delivered", "undelivered", "delivered")
    found = await proof("payee")
    assert (found.person, found.who, found.reached) == ("王秀英", "代领人王建军（儿子）", "电话已接听")
    assert [(each.who, each.reached) for each in found.beside] == [("本人王秀英", "短信已送达手机")]
    text, call = await Message.filter(recipient_kind="payee").order_by("id")
    told = steps(found)
    assert told["短信（收款人登记的电话154****0451）：交给服务商"] == f"编号{text.provider_id}"
    assert told["短信（收款人登记的电话154****0451）：结果"] == "未送达（运营商不收这段文字，CONTENT_KEYWORD）"
    assert told[f"第1次通话（编号{call.provider_id}）"].startswith("听到最后，听了")


async def test_a_call_that_nobody_took_is_in_it_though_the_next_one_was_heard(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    resident = await a_resident(can_read=False, phone="15412340003")
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
    await outreach.step()
    sandbox.tell("clock", advance_seconds=60.0)
    await outreach.until_states("waiting")
    sandbox.tell("faults", numbers={"15412340003": "0300"})
    await outreach.step_after(4 * 3600.0 + 60)
    sandbox.tell("clock", advance_seconds=60.0)
    await outreach.until_states("delivered")
    ends = [step.outcome for step in (await proof("resident")).steps if "次通话" in step.what]
    assert ends[0] == "没人接"
    assert ends[1].endswith("，按了1，表示听明白")
    assert len(ends) == 2


async def test_what_went_to_a_guardian_says_so(outreach: Outreach) -> None:
    son = await a_resident("王建军", date(1970, 1, 1), phone="13800001111")
    ward = await a_ward("王老太", son, await a_household(), phone="13800004444")
    await happened(Deed.PAYOUT_SETTLED, ward, **SETTLED)
    await outreach.until_states("delivered")
    found = await proof("resident")
    assert (found.person, found.who) == ("王老太", "王老太的监护人")
    assert "短信（王建军的电话138****1111）：写入待发" in steps(found)


async def test_of_anothers_phone_it_says_that_only_a_word_was_left(outreach: Outreach) -> None:
    resident = await a_resident()
    await a_contact(resident, "13800002222", owner="neighbour")
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
    await outreach.until_states("delivered")
    found = await proof("resident")
    assert found.reached == "短信已送达手机（不是本人的号码，只请转告）"
    assert steps(found)["短信（邻居代转的电话138****2222）：写入待发"] == "只请转告"


async def test_a_helpers_names_the_mandate_and_a_childs_affairs_stay_closed(outreach: Outreach) -> None:
    elder, helper = await two_at_home("13800001111", "13800002222")
    case = await a_case_in_the_hand_of(helper, elder)
    await happened(Deed.APPLICATION_REFUSED, elder, application_id=str(case), reasons=["too_young"])
    await outreach.until_states("delivered", "delivered")
    found = await proof("helper")
    assert (found.who, found.reached) == ("代办人王建军（儿子）", "短信已送达手机")
    assert [each.who for each in found.beside] == ["本人王秀英"]
    of_helper = found.notices[0].id
    with pytest.raises(NoSuchNotice):
        await messages.proof_of(of_helper, await an_officer(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP))
    elder.birth_date = date(2016, 1, 1)
    await elder.save()
    clerk = await an_officer()
    assert await messages.notices(clerk) == [], "not even that a helper was told"
    with pytest.raises(NoSuchNotice):
        await messages.proof_of(of_helper, clerk)
    assert (await messages.proof_of(of_helper, await an_officer(Role.TOWNSHIP_LEADER))).person == "王秀英"


async def test_what_nobody_took_ends_at_the_door_with_cadre_photo_and_paper(
    outreach: Outreach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICE_CALLS", "false")
    outreach_settings.settings.cache_clear()
    cadre = await a_cadre()
    elder = await a_resident(phone="15412340005")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("undelivered")
    await outreach.step_after(4)
    picture = await receive(
        a_picture(), upload_id=new_id(), resident=elder, kind=PhotoKind.HOME_VISIT, by=cadre.signature
    )
    errand = await Errand.get()
    await finish(errand.id, cadre, outcome=Outcome.DONE, note="当面说了", photo_id=picture.photo.id)
    found = await proof("resident")
    assert found.reached == "村干部已上门告知"
    assert steps(found)["村干部李建国上门"] == f"办好了，现场照片{picture.photo.digest[:12]}：当面说了"
    assert await pages_with_a_picture(found, picture.photo.id) > await pages_with_a_picture(found, None)


async def pages_with_a_picture(of: Proof, photo_id: UUID | None) -> int:
    """The size of the paper, with and without the photo."""
    paper = await messages.print_proof(replace(of, photo_id=photo_id), await an_officer())
    assert paper.startswith(b"%PDF-")
    return len(paper)
