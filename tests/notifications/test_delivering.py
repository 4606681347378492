"""From the journal to the phone and back."""

from backend.journal import Deed
from notifications.acknowledging import HELD_BACK, acknowledge
from notifications.announcing import announce
from notifications.channels import CHANNELS, Outcome, Result
from notifications.claiming import claim
from notifications.message import ChannelName, Message
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach, let_pass
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_resident


async def test_a_settled_payout_is_texted_and_the_receipt_is_heard(outreach: Outreach, sandbox: Sandbox) -> None:
    resident = await a_resident(phone="13800000000")
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
    (message,) = await outreach.until_states("delivered")
    (text,) = sandbox.texts("13800000000")
    assert text["text"] == "【嵩县民政局】王秀英您好，您2026年2月的补贴50元已到账，账户尾号0018，请查收。"
    assert text["out_id"] == message.id.hex


def test_every_channel_says_what_it_is() -> None:
    assert CHANNELS
    for name, way in CHANNELS.items():
        assert all(opens < closes for opens, closes in way.hours), name


async def test_what_was_held_back_has_used_up_no_attempt(outreach: Outreach, sandbox: Sandbox) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800000000"), **SETTLED)
    await announce()
    for _ in range(7):  # more than the attempts after which it is given up
        (claimed,) = await claim(ChannelName.SMS, 10, 15)
        await acknowledge([(claimed, Outcome(Result.NOT_SENT, HELD_BACK))])
        waiting = await Message.get()
        assert (waiting.state, waiting.attempts, waiting.code) == ("waiting", 0, "held_back")
        await let_pass(sandbox, 1)
    (message,) = await outreach.until_states("delivered")
    assert (message.attempts, len(sandbox.texts())) == (1, 1)
