"""SendSms and QuerySendDetails through Aliyun's own SDK."""

import json

from tests.sandbox.clients import Control, Sms
from tests.sandbox.listening import wait_until


def test_a_notice_arrives_as_the_phone_shows_it(sms: Sms, control: Control) -> None:
    answered = sms.send("13800001234", "out-1")
    assert answered["Code"] == "OK"
    assert answered["BizId"].endswith("^0")
    [message] = control.messages("13800001234")
    assert message["text"] == "【嵩县民政局】王秀英您好，您的申请已受理，12月5日前答复，不用再跑。有事问村干部。"
    assert (message["out_id"], message["parts"]) == ("out-1", 1)
    wait_until(lambda: control.messages("13800001234")[0]["state"] == "delivered")
