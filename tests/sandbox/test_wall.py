"""The wall of phones, as a browser gets it."""

import json

from tests.sandbox.clients import Control, Mini, Sms
from tests.sandbox.listening import wait_until

TEMPLATE = "demo-application-progress-0000000000000000001"


def test_the_page_says_that_it_is_a_stand_in(control: Control) -> None:
    page = control.web.get("/").text
    assert "模拟环境" in page
    assert "还没有手机收到消息" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_phones_stand_newest_first_and_can_be_searched_by_ending(sms: Sms, control: Control) -> None:
    for phone in ("13800001111", "13800002222", "13800003333"):
        sms.send(phone)
    page = control.web.get("/").text
    places = [page.index(f"/phones/1380000{ending}#") for ending in ("3333", "2222", "1111")]
    assert places == sorted(places)
    found = control.web.get("/wall", params={"q": "2222"}).text
    assert "/phones/13800002222" in found
    assert "/phones/13800003333" not in found


def test_a_page_holds_at_most_24_phones(sms: Sms, control: Control) -> None:
    for number in range(30):
        sms.send(f"137{number:08d}")
    first, second = (control.web.get("/wall", params={"page": page}).text for page in (1, 2))
    assert (first.count('class="phone'), second.count('class="phone')) == (24, 6)


def test_a_phone_on_the_wall_shows_its_newest_three_and_its_page_more(sms: Sms, control: Control) -> None:
    control.post("clock", freeze=True)
    for number in range(5):
        control.post("reply", phone="13800001111", text=f"第{number}句")
    wall, page = control.web.get("/wall").text, control.web.get("/phones/13800001111").text
    assert [f"第{number}句" in wall for number in range(5)] == [False, False, True, True, True]
    places = [page.index(f"第{number}句") for number in range(5)]
    assert places == sorted(places)


def test_a_bubble_shows_the_text_and_how_far_it_came(sms: Sms, control: Control) -> None:
    sms.send("13900000001")
    wait_until(lambda: control.messages("13900000001")[0]["state"] == "failed")
    page = control.web.get("/phones/13900000001").text
    assert "【嵩县民政局】王秀英您好" in page
    assert "未送达：空号 MK:0001" in page


def test_what_a_person_types_is_sent_and_shown_and_escaped(sms: Sms, control: Control) -> None:
    sms.send("13800001111")
    reply = control.web.post("/phones/13800001111/reply", data={"text": "<b>好</b>"})
    assert reply.status_code == 303
    assert "&lt;b&gt;好&lt;/b&gt;" in control.web.get("/phones/13800001111").text


def test_nothing_new_is_204(sms: Sms, control: Control) -> None:
    sms.send("13800001111")
    wait_until(lambda: control.messages("13800001111")[0]["state"] == "delivered")
    version = control.web.get("/wall").headers["x-version"]
    assert control.web.get("/wall", params={"version": version}).status_code == 204
    control.post("reply", phone="13800001111", text="好")
    assert control.web.get("/wall", params={"version": version}).status_code == 200


def test_a_smart_phone_shows_wechat_cards_and_texts_together(sms: Sms, control: Control, mini: Mini) -> None:
    control.post("wechat/user", user="李桂兰", phone="13800004444")
    openid = control.post("wechat/login", user="李桂兰")["openid"]
    control.post("wechat/tap-subscribe", user="李桂兰", template_id=TEMPLATE)
    data = {
        "thing1": {"value": "高龄津贴"},
        "phrase2": {"value": "已受理"},
        "time3": {"value": "10:30"},
        "thing4": {"value": "不用再跑"},
    }
    mini.call("cgi-bin/message/subscribe/send", {"touser": openid, "template_id": TEMPLATE, "data": data})
    sms.send_code("13800004444")
    page = control.web.get("/phones/13800004444").text
    assert 'class="phone large smart"' in page
    assert page.index("申请进度通知") < page.index("您的验证码为123456")


def test_a_person_whose_number_is_unknown_has_a_phone_too(control: Control, mini: Mini) -> None:
    asked = control.post("wechat/login", user="李桂兰")
    mini.login(asked["code"])
    assert "未绑定手机号" in control.web.get("/").text
    assert control.web.get("/phones/" + asked["openid"]).status_code == 200


def test_an_unknown_phone_is_not_found_and_bad_questions_do_no_harm(control: Control) -> None:
    assert control.web.get("/phones/nobody").status_code == 404
    assert control.web.get("/", params={"page": "x", "q": "<script>"}).status_code == 200
    assert "<script>" not in control.web.get("/", params={"q": "<script>alert"}).text.replace("<script src", "")
    assert control.web.post("/control/reply", content=json.dumps({"phone": "1", "text": "x"})).status_code == 422
