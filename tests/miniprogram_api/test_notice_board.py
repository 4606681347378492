"""What the code on the poster opens, and the cadre's photo of the board."""

from backend import postings
from tests.backend.applications.cases import accepted
from tests.miniprogram_api.clients import Door
from tests.miniprogram_api.photos import a_jpeg
from tests.people import VILLAGE, a_cadre, a_resident, an_officer, seed_parameters


async def test_any_phone_reads_the_board_and_a_cadre_proves_it(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    clerk, elder = await an_officer(), await a_resident("王<b>英")
    notice = await postings.post([(await accepted(elder, clerk)).id], clerk)
    board = await door.stranger.get(f"/notice-boards/{VILLAGE}")
    assert board.status_code == 200
    assert "noindex" in board.headers["x-robots-tag"]
    assert "高龄津贴" in board.text
    assert "<b>" not in board.text
    assert elder.name not in board.text
    li = await door.account(cadre=await a_cadre())
    sent = await li.send_photo(f"/notices/{notice.id}/board-photos", a_jpeg(), kind="notice_board")
    assert sent.status_code == 201, sent.text
    wrong = await li.send_photo(f"/notices/{notice.id}/board-photos", a_jpeg(), kind="portrait")
    assert wrong.json()["code"] == "postings.NotABoardPhoto"
