"""A short link off a letter: one tap leads to WeChat's own link, made at that moment; later it leads nowhere."""

from datetime import date

import httpx
import pytest

from backend.links import ShortLink, make_link
from backend.settings import settings
from tests.miniprogram_api.clients import Door


@pytest.fixture(autouse=True)
def county_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "public_address", "https://benefits.example.cn/")


async def test_a_link_opens_its_page_until_its_last_day(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    address = await make_link("pages/home/index", "case=42", date(2026, 9, 1))
    assert address is not None
    path = address.removeprefix("https://benefits.example.cn")
    assert path.startswith("/s/")
    assert len(path) == 13
    opened = await door.client.get(path.upper().replace("/S/", "/s/"))
    assert (opened.status_code, opened.headers["cache-control"]) == (302, "no-store")
    async with httpx.AsyncClient(trust_env=False) as browser:
        page = (await browser.get(opened.headers["location"])).json()
    assert (page["path"], page["query"]) == ("pages/home/index", "case=42")
    assert (await ShortLink.get()).opened == 1
    for moment, status in (("2026-09-01 23:59", 302), ("2026-09-02 00:00", 404)):
        at(moment)  # type: ignore[operator]
        assert (await door.client.get(path)).status_code == status
    over, unknown = await door.client.get(path), await door.client.get("/s/nosuchlink")
    assert over.text == unknown.text
    assert "已经过期" in over.text


async def test_wechat_that_does_not_answer_is_a_sentence(door: Door, phone: object, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    address = await make_link("pages/home/index", "", date(2026, 9, 1))
    assert address is not None
    phone.faults(html_200=True)  # type: ignore[attr-defined]
    answered = await door.client.get(address.removeprefix("https://benefits.example.cn"))
    assert answered.status_code == 503
    assert "微信暂时没有回应" in answered.text


async def test_without_an_address_there_is_no_link(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "public_address", "")
    assert await make_link("pages/home/index", "", date(2026, 9, 1)) is None
    assert await ShortLink.all().count() == 0
