"""A refused form comes back on its page, filled as it was: nobody writes a visit down twice."""

import html
import re
from typing import Any

import pytest

from backend.applications import Application, State
from console.filled_form import filled
from tests.backend.applications.cases import submitted
from tests.backend.inquiries.opinions import dibao_accepted
from tests.console.desks import ADDRESS, Console, Desk, sentence_of
from tests.people import a_resident, seed_parameters

NEIGHBOURS = "都说他家困难，<b>常借钱</b>\n“孩子还小”"


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await seed_parameters()
    return await console.desk()


async def test_a_visit_with_something_missing_is_not_written_twice(clerk: Desk) -> None:
    case = await dibao_accepted(await a_resident(), clerk.officer)
    page, path = f"/cases/{case.id}/visits/new", f"/cases/{case.id}/visits"
    typed = {"visited_at": "2026-03-02T09:00", "conclusion": "属实", "neighbours_said": "", "house": "rented"}
    questions = re.findall(r'<textarea[^>]* name="([a-z_]+)"', (await clerk.get(page)).text)
    typed[questions[0]] = NEIGHBOURS
    answer = await clerk.post_from(page, path, **typed, investigators=[f"officer:{clerk.officer.id}"])
    assert (answer.status_code, "调查表没有填完整" in sentence_of(answer)) == (422, True)
    for _ in range(2):  # and the second refusal loses nothing either
        assert f'name="{questions[0]}">\n{html.escape(NEIGHBOURS)}</textarea>' in answer.text
        assert re.search(r'<option value="rented" selected>', answer.text)
        assert re.search(rf'value="officer:{clerk.officer.id}"[^>]* checked>', answer.text)
        assert answer.text.count('role="alert"') == 1
        again = html.unescape(re.findall(r'action="([^"]+)" id="given-back"', answer.text)[0])
        answer = await clerk.post_from(path, again, **typed, investigators=[f"officer:{clerk.officer.id}"])
        assert answer.status_code == 422


async def test_a_folded_form_comes_back_open_and_no_other(clerk: Desk) -> None:
    case = await submitted(await a_resident())
    page = f"/cases/{case.id}"
    answer = await clerk.post_from(page, f"{page}/refusal", note="户口在邻县")
    assert answer.status_code == 422
    assert "户口在邻县</textarea>" in answer.text
    assert re.findall(r"<details[^>]*\bopen>\s*<summary[^>]*>([^<]+)", answer.text) == ["不予受理"]
    assert await state_of(case) is State.SUBMITTED


@pytest.mark.parametrize("referer", ["", "https://elsewhere/cases", f"{ADDRESS}//elsewhere/x", "https://[", ADDRESS])
async def test_without_a_page_of_ours_it_is_a_page_with_the_way_back(clerk: Desk, referer: str) -> None:
    case = await submitted(await a_resident())
    form = {"form_token": clerk.form_token, "note": "户口在邻县"}
    answer = await clerk.post_without_token(f"/cases/{case.id}/refusal", form, Referer=referer)
    assert (answer.status_code, "户口在邻县</textarea>" in answer.text) == (422, False)
    assert 'href="//' not in answer.text


async def test_where_a_colleague_was_faster_the_way_leads_back_to_the_page(console: Console, clerk: Desk) -> None:
    case = await submitted(await a_resident())
    page = f"/cases/{case.id}"
    await (await console.desk(name="钱多")).post(f"{page}/acceptance")
    answer = await clerk.post_from(page, f"{page}/return", missing="portrait", note="看不清")
    assert (answer.status_code, "钱多" in sentence_of(answer)) == (409, True)
    assert f'<a class="btn btn-primary" href="{page}">返回</a>' in answer.text


async def test_what_cannot_be_written_is_not_given_back(clerk: Desk) -> None:
    case = await submitted(await a_resident())
    page = f"/cases/{case.id}"
    answer = await clerk.post_from(page, f"{page}/return", missing="portrait", note="a\0b")
    assert (answer.status_code, "\0" in answer.text) == (422, False)


def test_of_two_forms_with_one_address_the_one_that_was_sent_is_filled() -> None:
    page = (
        '<form action="/a"><input type="hidden" name="yes" value="1"><input name="why" value=""></form>'
        '<form action="/a"><input type="hidden" name="yes" value="0"><input name="why" value="&lt;"><input name="why">'
        '<input type="password" name="p"><input type="radio" name="r" value="x" checked><input type="radio" name="r" '
        'value="y"></form>'
    )
    typed = {"yes": ["0"], "why": ['"一"', "二"], "p": ["secret"], "r": ["y"]}
    answer = filled(page, "/a", typed, said="不行", instead="/a?from=x&y")
    assert answer is not None
    first, second = answer.split("</form>")[:2]
    assert first == page.split("</form>")[0]
    assert second == (
        '<form action="/a?from=x&amp;y" id="given-back"><p class="overdue">不行</p>'
        '<input type="hidden" name="yes" value="0">'
        '<input name="why" value="&quot;一&quot;"><input name="why" value="二">'
        '<input type="password" name="p"><input type="radio" name="r" value="x"><input type="radio" name="r" value="y" '
        "checked>"
    )
    assert filled(page, "/b", typed, said="", instead="") is None


async def state_of(case: Application) -> State:
    return (await Application.get(id=case.id)).state
