"""Whatever is typed, pasted or sent: a page that says what to do, never a fault."""

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backend import payouts
from backend.staff import Role
from tests.backend.applications.cases import submitted
from tests.backend.payouts.awards import an_award
from tests.console.cases import objected, posted
from tests.console.desks import Console, Desk, sentence_of
from tests.people import a_resident, seed_parameters, some_id

NOT_COMPLETE = "表单没有填完整或格式不对，请检查后再提交。"
URLENCODED = "application/x-www-form-urlencoded"
NO_SUCH_PAGE = "没有这个页面，请从菜单进入。"


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-05 09:30")
    await seed_parameters()
    return await console.desk()


@pytest.mark.parametrize(
    "path",
    [
        "/cases/x", "/cases/%00", "/cases/1e9", "/photos/not-a-uuid", "/photos/x/thumbnail", "/cases/%F0%9F%8D%9A",
        "/cases/" + "9" * 3000, "/nowhere", "/static/nowhere.css", "/openapi.json", "/docs",
    ],
)  # fmt: skip
async def test_an_address_of_nothing(clerk: Desk, path: str) -> None:
    answer = await clerk.get(path)
    assert (answer.status_code, sentence_of(answer)) == (404, NO_SUCH_PAGE)


@pytest.mark.parametrize("room", ["cases", "photos", "batches"])
async def test_an_id_of_nothing(console: Console, clerk: Desk, room: str) -> None:
    desk = await console.desk(Role.COUNTY_PAYER)
    answer = await desk.get(f"/{room}/{some_id()}")
    assert answer.status_code == 404
    assert "没有找到" in sentence_of(answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cases?state=eaten", 422), ("/cases?state=", 422), ("/cases?after=x", 422), ("/notices?after=1", 422),
        ("/errands?after=%00", 422), ("/cases?after=2026-13-45_" + "f" * 36, 200),
        ("/cases?after=0000-00-00_" + "-" * 36, 200),
        ("/cases?after=9999-12-31_01a20800-0000-7000-8000-000000000000", 200),
        ("/cases?after=" + "a" * 5000, 422), ("/cases?" + "x=1&" * 500, 200),
        ("/hits?programme=a%00b", 422), ("/hits?programme=" + "a" * 41, 422), ("/hits?programme=nothing", 200),
        ("/statements?month=9999-12", 422), ("/statements/paper?month=9999-12", 422),
        ("/statements?month=0001-01", 200),
    ],
)  # fmt: skip
async def test_a_mangled_query(clerk: Desk, path: str, status: int) -> None:
    assert (await clerk.get(path)).status_code == status


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "10000001", "9" * 400, ""])
async def test_a_mangled_place_in_a_batch(console: Console, clerk: Desk, after: str) -> None:
    await an_award()
    payer = await console.desk(Role.COUNTY_PAYER)
    batch = await payouts.draw_up("old_age_allowance", (await an_award()).from_month, payer.officer)
    answer = await payer.get(f"/batches/{batch.id}?after={after}")
    assert (answer.status_code, sentence_of(answer)) == (422, NOT_COMPLETE)


@pytest.mark.parametrize(
    "month",
    ["", "2026", "2026-13", "2026-00", "03/2026", "2026-3", "２０２６-03", "2026-W1", "-0001-1", "x" * 9000, "0000-01"],
)  # fmt: skip
async def test_a_month_that_is_none(console: Console, clerk: Desk, month: str) -> None:
    await an_award()
    payer = await console.desk(Role.COUNTY_PAYER)
    answer = await payer.post("/batches", programme="old_age_allowance", month=month)
    assert answer.status_code == 422
    assert sentence_of(answer) in ("发放年月请按“2026-03”这样填写。", NOT_COMPLETE)


@pytest.mark.parametrize(("month", "status"), [("0001-01", 422), ("2026-04", 422), ("9999-12", 422)])
async def test_a_month_long_gone_or_to_come(console: Console, clerk: Desk, month: str, status: int) -> None:
    await an_award()
    payer = await console.desk(Role.COUNTY_PAYER)
    assert (await payer.post("/batches", programme="old_age_allowance", month=month)).status_code == status


@pytest.mark.parametrize("programme", ["moon_rent", "", "x" * 9000, "'; DROP TABLE batch; --"])
async def test_a_programme_that_is_none(console: Console, clerk: Desk, programme: str) -> None:
    payer = await console.desk(Role.COUNTY_PAYER)
    answer = await payer.post("/batches", programme=programme, month="2026-03")
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize("note", ["\0", "好\0", "x" * 501])
async def test_a_note_that_cannot_be_kept(clerk: Desk, note: str) -> None:
    case = await submitted(await a_resident())
    for deed in ("acceptance", "return", "refusal"):
        answer = await clerk.post(f"/cases/{case.id}/{deed}", note=note, reasons="under_age", missing="portrait")
        assert answer.status_code == 422, deed


async def test_half_a_character_is_no_text(clerk: Desk) -> None:
    """UTF-7 can spell a lone surrogate, which PostgreSQL would stumble over."""
    case = await submitted(await a_resident())
    part = (
        b'--b\r\nContent-Disposition: form-data; name="_charset_"\r\n\r\nutf-7\r\n'
        b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n+2AA-\r\n--b--\r\n'
    )
    answer = await clerk.post_bytes(
        f"/cases/{case.id}/acceptance", part, "multipart/form-data; boundary=b; charset=utf-7"
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "form",
    [{"missing": "a_passport"}, {"missing": ["portrait", "x" * 5000]}, {"missing": "", "note": ""}, {}],
)
async def test_papers_that_are_none(clerk: Desk, form: dict[str, Any]) -> None:
    case = await submitted(await a_resident())
    assert (await clerk.post(f"/cases/{case.id}/return", **form)).status_code == 422


@pytest.mark.parametrize("username", ["\0", "x\0y", "a" * 65, "", " ", "用户", "%s'\""])
async def test_a_user_name_that_is_none(console: Console, username: str) -> None:
    answer = await console.client.post("/sign-in", data={"username": username, "password": "x", "code": "1"})
    assert answer.status_code in (401, 422)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"{}", "application/json"), (b"\xff\xfe", "text/plain"), (b"a" * 100, "multipart/form-data"),
        (b"--b\r\nbroken", "multipart/form-data; boundary=b"), (b"=&=&%zz&%00=%00", URLENCODED),
        (b"a=1&" * 2000, URLENCODED), (b"", "multipart/form-data; boundary="),
    ],
)  # fmt: skip
async def test_a_body_that_is_no_form(clerk: Desk, content: bytes, content_type: str) -> None:
    for path in ("/notices", f"/cases/{some_id()}/acceptance", f"/residents/{some_id()}/revealing", "/sign-in"):
        assert 400 <= (await clerk.post_bytes(path, content, content_type)).status_code < 500, (path, content_type)


@pytest.mark.parametrize("cookie", ["", "x", "\xff\xfe", "a" * 4000, "xiangyin_console=;;"])
async def test_a_cookie_that_is_none(console: Console, cookie: str) -> None:
    answer = await console.client.get("/cases", headers=[(b"cookie", f"xiangyin_console={cookie}".encode("latin-1"))])
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "\0", "x" * 1001, "portrait", "under_age", "true", "2026-03", "old_age_allowance", "2026-01-01", "460"]
    ),
)
FIELDS = [
    "note", "missing", "reasons", "application_id", "answer", "upheld", "body", "reason", "programme", "month", "file",
    "value", "valid_from", "valid_to", "source",
]  # fmt: skip


async def test_whatever_a_form_holds(console: Console, clerk: Desk) -> None:
    """Real ids half of the time, so that the fields get as far as the deeds."""
    waiting = await submitted(await a_resident())
    hanging = await posted(await a_resident("刘大山"), clerk.officer)
    payer = await console.desk(Role.COUNTY_PAYER)
    batch = await payouts.draw_up("old_age_allowance", (await an_award()).from_month, payer.officer)
    objection = await objected(hanging)
    reviewer = await console.desk(Role.COUNTY_REVIEWER)
    paths = [
        *(f"/cases/{waiting.id}/{deed}" for deed in ("acceptance", "return", "refusal", "confirmation")),
        f"/cases/{hanging.id}/objections", "/notices", f"/objections/{objection}/answer", "/batches",
        f"/residents/{waiting.resident_id}/revealing", f"/batches/{batch.id}/return-file",
        "/parameters/aged.bands/foreseeing", "/parameters/dibao.extra/changes",
        "/parameters/dibao.standard.rural/changes",
    ]  # fmt: skip
    loop = asyncio.get_running_loop()

    async def send(path: str, form: dict[str, Any], as_payer: bool, asked: str) -> tuple[int, int]:
        desk = payer if as_payer else clerk
        return (
            (await (reviewer if path.startswith("/parameters") else desk).post(path, **form)).status_code,
            (
                await desk.get(f"{path.rpartition('/')[0] or path}?after={quote(asked)}&state={quote(asked)}")
            ).status_code,
        )

    @settings(
        max_examples=150, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        path=st.sampled_from(paths),
        form=st.dictionaries(st.sampled_from(FIELDS), st.one_of(WORDS, st.lists(WORDS, max_size=3)), max_size=5),
        as_payer=st.booleans(),
        asked=WORDS,
    )
    def ask(path: str, form: dict[str, Any], as_payer: bool, asked: str) -> None:
        answers = asyncio.run_coroutine_threadsafe(send(path, form, as_payer, asked), loop).result(10)
        assert max(answers) < 500, (path, form, asked)

    await asyncio.to_thread(ask)
