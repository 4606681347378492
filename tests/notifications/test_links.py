"""A short link in a text: only to who has the mini program, on a phone of their own, and never where money fails."""

import re
from datetime import date
from typing import Any

import pytest

from backend import messages
from backend.journal import Deed, Entry
from backend.links import ShortLink, open_link
from backend.residents import Resident, WechatAccount
from backend.settings import Environment
from backend.settings import settings as settings_of_county
from notifications.announcing import announce
from notifications.registrations import unregistered
from notifications.settings import settings
from notifications.wording import OCCASIONS, PAGE
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.standing_in import a_case_in_the_hand_of, a_guardianship, two_at_home
from tests.people import a_cadre, a_contact, a_household, a_resident, a_wechat_account

ADDRESS = "https://xy.example.cn"  # as registered with the stand-in
PHONE = "13800001111"
MISSING = {"titles": ["身份证照片"]}
BARE = "【嵩县民政局】{}您好，您的申请还缺身份证照片。补齐就接着办，可请村干部上门代拍。"


@pytest.fixture(autouse=True)
def county_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_of_county(), "public_address", f"{ADDRESS}/")


async def a_reader(phone: str = PHONE, *, owner: str = "self", **facts: Any) -> Resident:
    """Somebody with the mini program."""
    elder = await a_resident(phone=phone, phone_owner=owner, **facts)
    await a_wechat_account(resident=elder)
    return elder


def link_in(text: str) -> str | None:
    """The end of the link, which stands between two spaces, so that a phone knows where it ends."""
    found = re.search(rf" {ADDRESS}/s/([2-9a-z]{{10}}) ", text)
    assert bool(found) == ("http" in text)
    return found[1] if found else None


async def test_who_has_the_mini_program_reads_a_link_that_opens_the_case(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_reader()
    await happened(Deed.APPLICATION_RETURNED, elder, **MISSING)
    (message,) = await outreach.until_states("delivered")
    token = link_in(sandbox.texts(PHONE)[0]["text"])
    assert token is not None
    link, entry = await open_link(token), await Entry.get(deed=Deed.APPLICATION_RETURNED.value)
    assert (link.page, link.query, link.ends_on) == (PAGE, f"case={entry.subject_id}", date(2026, 4, 1))
    assert (message.parts, message.charged_otherwise) == (2, None), "as the provider charges it"
    (own,) = await messages.own_notices(elder.id)
    assert own.text == BARE.format("王秀英").removeprefix("【嵩县民政局】"), "there one is where the link leads"


@pytest.mark.parametrize(
    ("facts", "bound"),
    [({}, False), ({"owner": "relative"}, True), ({"can_read": False}, True)],
    ids=["a button phone", "a relative's phone", "who cannot read"],
)
async def test_nobody_else_does(outreach: Outreach, sandbox: Sandbox, facts: dict[str, Any], bound: bool) -> None:
    elder = await a_reader(**facts)
    if not bound:
        await WechatAccount.all().delete()
    await happened(Deed.APPLICATION_RETURNED, elder, **MISSING)
    (message,) = await outreach.until_states("delivered")
    (text,) = sandbox.texts(PHONE)
    assert link_in(text["text"]) is None
    assert message.parts == 1
    if message.own_phone:
        assert text["text"] == BARE.format("王秀英")
    assert await ShortLink.all().count() == 0


@pytest.mark.parametrize("deed", [Deed.PAYOUT_BOUNCED, Deed.SUSPENSION_COMING, Deed.ACCOUNT_CHANGED])
async def test_where_money_fails_there_is_none(outreach: Outreach, sandbox: Sandbox, deed: Deed) -> None:
    elder = await a_reader()
    await happened(deed, elder, **SETTLED, due_on="2026-03-12", last_four="0018")
    await outreach.until_states("delivered")
    assert link_in(sandbox.texts(PHONE)[0]["text"]) is None


async def test_a_helper_who_has_the_mini_program_has_a_link_of_their_own(outreach: Outreach, sandbox: Sandbox) -> None:
    elder, helper = await two_at_home(PHONE, "13800002222")
    await a_wechat_account(resident=helper)
    case = await a_case_in_the_hand_of(helper, elder)
    await happened(Deed.APPLICATION_RETURNED, elder, application_id=str(case), **MISSING)
    await outreach.until_states("delivered", "delivered")
    assert link_in(sandbox.texts(PHONE)[0]["text"]) is None
    assert link_in(sandbox.texts("13800002222")[0]["text"]) is not None


async def test_nobody_certifies_a_ward_by_a_link(outreach: Outreach, sandbox: Sandbox) -> None:
    ward, guardian = await a_resident(), await a_reader()
    await a_guardianship(ward, guardian)
    await happened(Deed.LIFE_CERTIFICATION_DUE, ward, due_on="2026-03-20")
    await happened(Deed.LIFE_CERTIFICATION_DUE, guardian, due_on="2026-03-20")
    await outreach.until_states("delivered", "delivered")
    texts = {each["text"].partition("您好")[0]: link_in(each["text"]) for each in sandbox.texts(PHONE)}
    assert texts["【嵩县民政局】王秀英的监护人"] is None
    assert texts["【嵩县民政局】王秀英"] is not None
    assert (await ShortLink.get()).query == "do=certification"


async def test_a_childs_parent_reads_a_link_to_its_case(outreach: Outreach, sandbox: Sandbox) -> None:
    home = await a_household()
    parent = await a_resident("王建军", date(1980, 1, 1), phone=PHONE, household=home)
    await a_wechat_account(resident=parent)
    child = await a_resident("王小明", date(2016, 1, 1), household=home, relation="child")
    await happened(Deed.APPLICATION_RETURNED, child, **MISSING)
    await outreach.until_states("delivered")
    assert link_in(sandbox.texts(PHONE)[0]["text"]) is not None


async def test_the_next_way_has_none_of_the_way_before(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_cadre()
    elder = await a_reader("13800000005")
    await a_contact(elder, PHONE)
    await happened(Deed.APPLICATION_RETURNED, elder, **MISSING)
    await outreach.until_states("undelivered")
    assert link_in(sandbox.texts("13800000005")[0]["text"]) is not None
    await WechatAccount.all().delete()
    await outreach.step_after(5)
    await outreach.until_states("undelivered", "delivered")
    assert sandbox.texts(PHONE)[0]["text"] == BARE.format("王秀英")


async def test_a_text_whose_link_is_no_longer_registered_goes_without(
    outreach: Outreach, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await happened(Deed.APPLICATION_RETURNED, await a_reader(), **MISSING)
    await announce()
    monkeypatch.setattr(settings_of_county(), "public_address", "")
    await outreach.until_states("delivered")
    assert sandbox.texts(PHONE)[0]["text"] == BARE.format("王秀英")


def test_in_production_a_county_has_links_once_it_registered_their_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_of_county(), "environment", Environment.PRODUCTION)
    assert OCCASIONS["returned"].with_link is None
    assert not [each for each in unregistered() if each.endswith("_link")], "nobody need register them"
    monkeypatch.setenv("SMS_TEMPLATE_CODES", '{"returned_link": "SMS_9"}')
    settings.cache_clear()
    sms = OCCASIONS["returned"].with_link
    assert sms is not None
    assert (sms.template, f" {ADDRESS}/s/${{token}} " in sms.text) == ("SMS_9", True)
    assert OCCASIONS["papers_reminded"].with_link is None
    settings.cache_clear()
