"""What waits for an officer, on one page, what is late first, and nothing of another township's."""

from typing import Any

from backend.staff import Role
from tests.backend.applications.cases import submitted
from tests.console.desks import Console, words_of
from tests.console.test_messages import visit, wrote
from tests.people import OTHER_VILLAGE, a_contact, a_resident, seed_parameters


async def test_what_waits_is_counted_and_led_to(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk = await console.desk()
    assert "没有等着您办的事" in words_of(await clerk.get("/today"))
    elder = await a_resident(phone="13800009999")
    await submitted(elder)
    await visit(elder, "message:1")
    await a_contact(await a_resident(village=OTHER_VILLAGE), "13800008888")
    await wrote("我的钱还没有到", owner=elder)
    await wrote("我也没有", phone="13800008888")
    at("2026-04-20 09:30")
    page = await clerk.get("/today")
    shown = words_of(page)
    for line in ("办件已超期1件", "上门任务超期1件", "乡亲来信没有答复1件"):
        assert line in shown, line
    assert shown.index("上门任务超期") < shown.index("乡亲来信"), "what is late comes first"
    assert 'href="/cases?due=overdue"' in page.text
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert "乡亲来信没有答复2件" in words_of(await county.get("/today"))
    at("2026-05-20 09:30")
    assert "乡亲来信" not in words_of(await clerk.get("/today"))
