"""Bad input by its name: what each is answered with, and that after it nothing went twice, nobody is lost, and the next
person is told as if nothing had been."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest

from backend import campaigns, clock, database
from backend.campaigns import CampaignKind, Draft
from backend.errands import Errand
from backend.journal import Deed
from backend.residents import Contact, Resident
from backend.staff import Role
from notifications.announcing import announce
from notifications.campaigning import run_campaigns
from notifications.channels import CHANNELS
from notifications.delivering import Deliverer
from notifications.message import ChannelName, Message
from notifications.receipt import Receipt
from notifications.replying import take_replies
from notifications.settings import settings
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import OTHER_VILLAGE, VILLAGE, a_contact, a_resident, an_officer, seed_parameters

PHONE, NEXT = "13800007001", "13800007009"


@dataclass
class Day:
    """A day of outreach on which something is wrong."""

    outreach: Outreach
    sandbox: Sandbox
    patch: pytest.MonkeyPatch
    travel: Callable[[str], None]

    async def paid(self, name: str = "王秀英", phone: str | None = PHONE, kind: str = "mobile") -> Resident:
        """Money came for an elder with that phone on file."""
        elder = await a_resident(name)
        if phone:
            await a_contact(elder, phone, kind=kind)
        await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
        return elder

    async def stepped(self, seconds: float = 5) -> None:
        await self.outreach.step()
        await self.outreach.step_after(seconds)

    def set(self, name: str, value: str) -> None:
        self.patch.setenv(name, value)
        settings.cache_clear()

    def breakers_closed(self) -> None:
        """As after a restart."""
        for deliverer in self.outreach.deliverers.values():
            deliverer.breaker.__init__()  # type: ignore[misc]


async def a_bad_number(day: Day) -> None:
    elder = await day.paid(phone="12345678901")
    await day.stepped()
    assert (await Message.get()).code == "isv.MOBILE_NUMBER_ILLEGAL"
    assert (await Contact.get()).dead_since is not None
    assert "现在用哪个号码" in (await Errand.get(resident_id=elder.id)).reason


async def a_landline(day: Day) -> None:
    elder = await day.paid(phone="037966310000", kind="landline")
    await day.stepped()
    assert await Message.all().count() == 0, "a text there is not even tried"
    assert (await Errand.get()).resident_id == elder.id


async def a_landline_on_file_as_a_mobile(day: Day) -> None:
    elder = await day.paid(phone="037966310000")
    await day.stepped()
    assert (await Message.get()).code == "isv.MOBILE_NUMBER_ILLEGAL"
    assert (await Errand.get()).resident_id == elder.id


async def a_template_rejected_in_mid_campaign(day: Day) -> None:
    campaign = await begun(day, people=3)
    day.set("SMS_TEMPLATE_CODES", '{"policy_news": "SMS_404"}')
    await is_held(day, campaign, "isv.SMS_TEMPLATE_ILLEGAL")
    day.set("SMS_TEMPLATE_CODES", "{}")
    await goes_on(day, campaign)


async def a_signature_rejected_in_mid_campaign(day: Day) -> None:
    campaign = await begun(day, people=3)
    right = day.outreach.deliverers[ChannelName.SMS]
    day.set("SMS_SIGN_NAME", "没有报备的签名")
    wrong = Deliverer(ChannelName.SMS, CHANNELS[ChannelName.SMS].make(settings()), threads=1, lease_seconds=15)
    day.outreach.deliverers[ChannelName.SMS] = wrong
    await is_held(day, campaign, "isv.SMS_SIGNATURE_ILLEGAL")
    day.set("SMS_SIGN_NAME", "嵩县民政局")
    wrong.close()
    day.outreach.deliverers[ChannelName.SMS] = right
    await goes_on(day, campaign)


async def begun(day: Day, people: int) -> UUID:
    """News to a few, of whom the first has heard it."""
    for number in range(people):
        await a_resident(phone=f"1380000710{number}")
    draft = Draft(CampaignKind.POLICY_NEWS, VILLAGE, None, 60, "本月起可在村里办社保卡", 1)
    proposed = await campaigns.propose(draft, await an_officer(Role.COUNTY_REVIEWER))
    await campaigns.approve(proposed.id, await an_officer(Role.COUNTY_APPROVER))
    await run_campaigns()
    await day.outreach.until_states("delivered")
    return proposed.id


async def is_held(day: Day, campaign: UUID, code: str) -> None:
    for _ in range(3):
        await run_campaigns()
        await day.outreach.step()
    await run_campaigns()
    held = await campaigns.Campaign.get(id=campaign)
    paused = await campaigns.last_pause(held)
    assert paused is not None
    assert (held.state, paused.because) == ("paused", code)


async def goes_on(day: Day, campaign: UUID) -> None:
    """An officer lets it go on once the text is registered again, and everyone hears it."""
    await campaigns.resume(campaign, await an_officer(Role.COUNTY_REVIEWER))
    await campaigns.Campaign.filter(id=campaign).update(per_minute=1000)
    for _ in range(2):
        await run_campaigns()
        await day.outreach.step_after(3700)
    await day.outreach.until_states(*["delivered"] * 3)


async def a_balance_that_is_empty(day: Day) -> None:
    day.sandbox.tell("faults", aliyun={"balance_empty": True})
    await day.paid()
    await day.stepped()
    assert ((await Message.get()).state, day.sandbox.texts()) == ("waiting", [])
    day.sandbox.tell("faults", clear=True)
    day.breakers_closed()
    await day.outreach.step_after(700)
    await day.outreach.until_states("delivered")


async def a_clock_that_steps_back_an_hour(day: Day) -> None:
    day.travel("2026-03-02 11:00")
    await day.paid()
    await announce()
    day.travel("2026-03-02 10:00")
    await day.outreach.until_states("delivered")
    assert len(day.sandbox.texts(PHONE)) == 1


async def an_ok_without_a_biz_id(day: Day) -> None:
    day.sandbox.tell("faults", aliyun={"no_biz_id": True})
    await day.paid()
    (message,) = await day.outreach.until_states("delivered")
    assert (message.attempts, len(day.sandbox.texts(PHONE))) == (1, 1)
    day.sandbox.tell("faults", clear=True)


async def a_callback_that_is_not_json(day: Day) -> None:
    for body in (b"", b"<html>", b"\xff\xfe", b'{"a":', b"[" * 100_000):
        assert await answers(day, body) == {400}
    assert await Receipt.all().count() == 0


async def a_callback_of_5_mb(day: Day) -> None:
    assert await answers(day, b"[" + b" " * 5_000_000 + b"]") == {413}
    assert await Receipt.all().count() == 0


async def answers(day: Day, body: bytes) -> set[int]:
    async with httpx.AsyncClient(trust_env=False) as client:
        paths = ("sms-reports", "sms-replies", "voice-reports")
        return {(await client.post(f"{day.outreach.door}/{path}", content=body)).status_code for path in paths}


async def ten_thousand_inbound_from_one_number(day: Day) -> None:
    await a_resident(phone=PHONE)
    texts = [{"phone_number": PHONE, "content": "在吗", "sequence_id": f"flood-{each}"} for each in range(10_000)]
    async with database.transaction():
        assert await take_replies(json.loads(json.dumps(texts))) == 0
    (kept,) = await database.rows("SELECT count(*) AS texts FROM reply")
    assert (kept["texts"], await Errand.all().count()) == (100, 1)


async def a_campaign_to_zero_people(day: Day) -> None:
    draft = Draft(CampaignKind.POLICY_NEWS, OTHER_VILLAGE, None, 60, "本月起可在村里办社保卡", 1)
    with pytest.raises(campaigns.AudienceEmpty) as no:
        await campaigns.propose(draft, await an_officer(Role.COUNTY_REVIEWER))
    assert "请换一个地方或待遇" in no.value.shown


async def a_campaign_whose_people_died_meanwhile(day: Day) -> None:
    campaign = await begun(day, people=2)
    await Resident.filter(village=VILLAGE).update(deceased_on=clock.today())
    for _ in range(3):
        await run_campaigns()
        await day.outreach.step()
    assert (await campaigns.Campaign.get(id=campaign)).state == "done"
    assert await Message.all().count() == 1


async def a_name_with_an_emoji(day: Day) -> None:
    await day.paid("王😀秀英")
    await day.outreach.until_states("delivered")
    assert day.sandbox.texts(PHONE)[0]["text"].startswith("【嵩县民政局】王秀英您好")


async def a_name_of_rare_characters(day: Day) -> None:
    await day.paid("𠮷田㛃")
    await day.outreach.until_states("delivered")
    assert day.sandbox.texts(PHONE)[0]["text"].startswith("【嵩县民政局】𠮷田㛃您好")


async def a_name_that_nobody_can_write(day: Day) -> None:
    await day.paid("😀")
    await day.outreach.until_states("delivered")
    assert day.sandbox.texts(PHONE)[0]["text"].startswith("【嵩县民政局】乡亲您好")


BAD_INPUT: dict[str, Callable[[Day], Awaitable[None]]] = {
    "bad number": a_bad_number,
    "landline to SMS": a_landline,
    "landline on file as a mobile": a_landline_on_file_as_a_mobile,
    "template rejected in mid-campaign": a_template_rejected_in_mid_campaign,
    "signature rejected in mid-campaign": a_signature_rejected_in_mid_campaign,
    "balance empty": a_balance_that_is_empty,
    "clock stepping back an hour": a_clock_that_steps_back_an_hour,
    "provider says OK with no BizId": an_ok_without_a_biz_id,
    "callback body not JSON": a_callback_that_is_not_json,
    "callback body of 5 MB": a_callback_of_5_mb,
    "10,000 inbound from one number": ten_thousand_inbound_from_one_number,
    "campaign to zero people": a_campaign_to_zero_people,
    "campaign whose people died meanwhile": a_campaign_whose_people_died_meanwhile,
    "name with an emoji": a_name_with_an_emoji,
    "name of rare characters": a_name_of_rare_characters,
    "name that nobody can write": a_name_that_nobody_can_write,
}


@pytest.mark.parametrize("name", BAD_INPUT)
async def test_bad_input_is_answered_and_holds_up_nobody(
    outreach: Outreach, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, travel: Callable[[str], None], name: str
) -> None:
    await seed_parameters()
    day = Day(outreach, sandbox, monkeypatch, travel)
    await BAD_INPUT[name](day)
    await day.paid("李桂兰", NEXT)

    async def the_next_is_told() -> bool:
        return [each["text"] for each in sandbox.texts(NEXT)] == [
            "【嵩县民政局】李桂兰您好，您2026年2月的补贴50元已到账，账户尾号0018，请查收。"
        ]

    await outreach.until(the_next_is_told)
    await outreach.until(over)
    figures = sandbox.ask("accounting")
    assert (figures["duplicates"], figures["outside_hours_count"], figures["to_opted_out_count"]) == ([], 0, 0)
    for lost in await Message.filter(state__in=["undelivered", "rejected"], own_phone=True):
        assert await Errand.filter(because=f"message:{lost.id}").exists(), "who was not reached is visited"


async def over() -> bool:
    """Whether nothing is in the air or still to be followed up."""
    open_ones = Message.filter(state__in=["waiting", "sending", "unknown", "accepted"])
    failed = Message.filter(state__in=["undelivered", "rejected"], followed_up_at=None)
    return not await open_ones.exists() and not await failed.exists()
