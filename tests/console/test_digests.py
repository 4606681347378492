"""The morning's digest in the header and on its page, until it is put aside."""

from typing import Any

from backend import digests
from tests.backend.digests.test_drawing_up import a_case_and_a_door
from tests.console.desks import Console, sentence_of, words_of
from tests.people import some_id


async def test_the_header_says_that_there_is_news_until_it_is_put_aside(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await a_case_and_a_door()
    clerk = await console.desk()
    assert "还没有提醒" in words_of(await clerk.get("/digests"))
    at("2026-03-09 08:50")
    await digests.draw_up_digests()
    anywhere = await clerk.get("/cases")
    assert 'href="/digests"' in anywhere.text
    assert "1 条没看" in anywhere.text
    page = await clerk.get("/digests")
    shown = words_of(page)
    for line in ("2026年3月9日", "办件已超期1件", "上门任务超期1件"):
        assert line in shown, line
    assert 'href="/cases?due=overdue"' in page.text
    (digest,) = await digests.digests_of(clerk.officer)
    assert (await clerk.post("/digests/seen", last=str(some_id()))).status_code == 303
    assert (await clerk.post("/digests/seen", last=str(digest.id))).headers["location"] == "/digests"
    after = await clerk.get("/digests")
    assert "条没看" not in after.text
    assert "都知道了" not in after.text
    assert "办件已超期1件" in words_of(after), "what was told stays to be read"


async def test_a_form_without_a_digest_is_refused(console: Console) -> None:
    clerk = await console.desk()
    answer = await clerk.post("/digests/seen", last="不是编号")
    assert answer.status_code == 422
    assert sentence_of(answer)
