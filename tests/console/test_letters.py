"""The letter on the case page: printed, its receipt uploaded, its delivery recorded."""

import re
from typing import Any

from backend import letters
from tests.backend.applications.cases import a_jpeg, submitted
from tests.console.desks import Console, sentence_of, words_of
from tests.people import a_resident, seed_parameters


async def test_from_the_refusal_to_the_proof(console: Console, at: Any) -> None:
    at("2026-03-06 09:30")
    await seed_parameters()
    clerk, elder = await console.desk(), await a_resident()
    case = await submitted(elder)
    path = f"/cases/{case.id}"
    assert (await clerk.get(f"{path}/letter")).status_code == 404
    await clerk.post(f"{path}/refusal", reasons="papers_untrue")
    await letters.draw_up()
    assert "不予通过" in words_of(await clerk.get("/letters"))
    printed = await clerk.get(f"{path}/letter")
    assert (printed.headers["content-type"], printed.content[:4]) == ("application/pdf", b"%PDF")
    without = await clerk.post(f"{path}/letter-delivery", way="in_person", receiver="王秀英")
    assert (without.status_code, "送达回证照片" in sentence_of(without)) == (422, True)
    sent = await console.client.post(
        f"{path}/letter-receipts", data={"form_token": clerk.form_token},
        files={"file": ("a.jpg", a_jpeg(), "image/jpeg")}, headers=clerk.cookie,
    )  # fmt: skip
    assert sent.status_code == 303
    (photo,) = re.findall(r'name="photo" value="([^"]+)"', (await clerk.get(path)).text)
    done = await clerk.post(f"{path}/letter-delivery", way="in_person", receiver="王秀英", photo=photo)
    assert done.status_code == 303
    assert "工作人员当面送达，签收人王秀英" in words_of(await clerk.get(path))
    assert "没有等着送达的告知书" in words_of(await clerk.get("/letters"))
