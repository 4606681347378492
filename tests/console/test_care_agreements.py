"""养育协议 in the console: printed, signed by guardian and county, ended; unknown to who may not know."""

from datetime import date
from typing import Any

from backend.entitlements import CareAgreement
from backend.staff import Role
from tests.backend.applications.cases import a_jpeg
from tests.backend.payouts.awards import an_award
from tests.console.desks import Console, sentence_of, words_of
from tests.people import OTHER_TOWNSHIP, a_household, a_resident, seed_parameters

SIGNED = {"carer_name": "王秀英", "relation": "祖母", "signed_on": "2026-03-02"}


async def test_from_the_paper_to_both_signatures_and_to_the_next_guardian(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    home = await a_household()
    await a_resident("王秀英", date(1960, 5, 6), household=home)
    child = await a_resident("小田", date(2017, 5, 6), household=home)
    path = f"/awards/{(await an_award(child, programme='orphan', monthly_fen=105_000)).id}"
    leader, county = await console.desk(Role.TOWNSHIP_LEADER), await console.desk(Role.COUNTY_REVIEWER, name="钱审核")
    assert "养育协议还没有签好1件" in words_of(await leader.get("/today"))
    words = words_of(await leader.get(path))
    for shown in ("还没有签", "签以前钱照发", "监护人已签，登记", "停发", "暂停发放"):
        assert shown in words, shown
    paper = await leader.get(f"{path}/care-agreement")
    assert (paper.headers["content-type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    for wrong in ({"signed_on": "2026-03-03"}, {"signed_on": ""}, {"carer_name": " "}, {"carer_name": "小田"}):
        answer = await leader.post_file(f"{path}/care-agreement", a_jpeg(), **{**SIGNED, **wrong})
        assert (answer.status_code, bool(sentence_of(answer))) == (422, True), wrong
    assert (await leader.post_file(f"{path}/care-agreement", b"no photo", **SIGNED)).status_code == 422
    assert (await leader.post_file(f"{path}/care-agreement", a_jpeg(), **SIGNED)).headers["location"] == path
    assert (await leader.post_file(f"{path}/care-agreement", a_jpeg(), **SIGNED)).status_code == 409
    agreement = await CareAgreement.get()
    own = f"/awards/care-agreements/{agreement.id}"
    for deed in ("signature", "ending"):
        form = {"signed_on": "2026-03-02"} if deed == "signature" else {"why": "carer_changed"}
        for desk in (
            await console.desk(), await console.desk(Role.COUNTY_PAYER), await console.desk(Role.AUDITOR),
            await console.desk(Role.TOWNSHIP_LEADER, OTHER_TOWNSHIP),
        ):  # fmt: skip
            assert (await desk.post_file(f"{own}/{deed}", a_jpeg(), **form)).status_code in (403, 404)
            for page in (path, f"{path}/care-agreement", f"/photos/{agreement.carer_photo_id}"):
                assert (await desk.get(page)).status_code == 404
            assert "养育协议" not in (await desk.get("/today")).text
    assert (await leader.post_file(f"{own}/signature", a_jpeg(), signed_on="2026-03-02")).status_code == 403
    assert "监护人已签，等县民政局签" in words_of(await county.get(path))
    assert (await county.get(f"/photos/{agreement.carer_photo_id}")).status_code == 200
    assert (await county.post_file(f"{own}/signature", a_jpeg(), signed_on="2026-03-01")).status_code == 422
    assert (await county.post_file(f"{own}/signature", a_jpeg(), signed_on="2026-03-02")).headers["location"] == path
    assert (await county.post_file(f"{own}/signature", a_jpeg(), signed_on="2026-03-02")).status_code == 409
    words = words_of(await leader.get(path))
    assert "双方已签" in words
    assert "县民政局2026年3月2日签（钱审核登记）" in words
    assert (await leader.post(f"{own}/ending", why="moon")).status_code == 422
    assert (await leader.post(f"{own}/ending", why="carer_changed")).headers["location"] == path
    assert "以前的：王秀英（祖母，2026年3月2日签，2026年3月2日终止：换了监护人（照料人））" in words_of(
        await leader.get(path)
    )


async def test_a_benefit_with_which_none_is_signed_has_no_such_card(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    path, clerk = f"/awards/{(await an_award()).id}", await console.desk()
    assert "养育协议" not in (await clerk.get(path)).text
    assert (await clerk.get(f"{path}/care-agreement")).status_code == 409
    assert (await clerk.post_file(f"{path}/care-agreement", a_jpeg(), **SIGNED)).status_code == 409
