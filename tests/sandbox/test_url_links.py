"""URL Links: an address for any browser, for thirty days at most, which opens a page of the mini program."""

import pytest
from wechatpy.exceptions import WeChatClientException

from tests.sandbox.clients import Control, Mini, WeChatServer

MAKE = "wxa/generate_urllink"
A_DAY = {"path": "pages/home/index", "query": "case=42", "expire_type": 1, "expire_interval": 1}


def test_a_link_opens_its_page_until_it_expires(mini: Mini, wechat: WeChatServer, control: Control) -> None:
    code = mini.call(MAKE, A_DAY)["url_link"].rpartition("/")[2]
    assert wechat.get(f"/url-links/{code}") == {"path": "pages/home/index", "query": "case=42"}
    control.post("clock", advance_seconds=86_401)
    assert wechat.get(f"/url-links/{code}")["errcode"] == 85403
    assert wechat.get("/url-links/none")["errcode"] == 85403


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"path": "pages/home/index?a=1"}, 40165),
        ({"query": "名=1"}, 85401),
        ({"query": "a" * 1025}, 85401),
        ({"expire_interval": 31}, 85402),
        ({"expire_interval": "soon"}, 85402),
        ({"expire_type": 0, "expire_time": 1}, 85402),
    ],
)
def test_a_link_that_cannot_be_is_refused(mini: Mini, changed: dict[str, object], errcode: int) -> None:
    with pytest.raises(WeChatClientException) as refused:
        mini.call(MAKE, {**A_DAY, **changed})
    assert refused.value.errcode == errcode
