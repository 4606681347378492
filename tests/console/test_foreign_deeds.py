"""No form and no call changes anything of another township's or county's: every route that changes something is found
in the doors' own tables and tried by people to whom the row is foreign. A new one is tried without a word here, or
fails until somebody says whose it is.
"""

import hashlib
from collections.abc import AsyncIterator
from datetime import date
from itertools import product
from typing import Any, get_args
from uuid import uuid4

import httpx
import pytest

from backend import clock, entitlements, evidence, inquiries
from backend.fieldwork.item_body import Body
from backend.identifiers import new_id
from backend.inquiries import CheckBatch
from backend.journal import By, Deed, Entry, Signature
from backend.places import Level, Place
from backend.programmes import PhotoKind
from backend.staff import NoSuchPower, Officer, Role
from miniprogram_api.sessions import open_session
from miniprogram_api.store import close_store, open_store
from notifications.duty_run import DutyRun
from tests.backend.entitlements.funerals import COMMITTEE, the_dead, the_figure, the_proof
from tests.backend.evidence.spoiled import a_page, jpeg
from tests.backend.inquiries.checks import a_reply
from tests.console.desks import Console, Desk, sentence_of
from tests.console.foreign_deeds import Route, Untouched, a_file, ids_behind, routes_of
from tests.console.telling import told
from tests.console.township_rows import full_townships
from tests.console.townships import Token, Township
from tests.people import (
    COUNTY,
    a_cadre,
    a_resident,
    a_wechat_account,
    an_officer,
    seed_parameters,
)

# Names nobody's row in its address: what it does, it does to the asker's own, or the test says below what it may name.
NAMES_NOTHING = {
    "POST /sign-in": "before anybody is signed in", "POST /sign-out": "one's own session",
    "POST /awards/expired-cards": "those of one's own places", "POST /checks": "the county's own",
    "POST /samples": "the county's own", "POST /batches": "the county's own",
    "POST /funds/appropriations": "the county's own", "POST /funds/pools/{pool}/covering": "the county's own",
    "POST /funds/years/{year}/closing": "the county's own", "POST /recoveries/finding": "the county's own",
    "POST /rosters/files": "the county's own", "POST /rosters/exports": "the county's own",
    "POST /relays": "whose number is typed: of another township's people relays.NotYours, tried there",
    "POST /messages/statements": "the county's own", "POST /kin/own": "one's own relatives",
    "POST /own/phone-codes": "one's own phone", "POST /own/phone": "one's own phone",
    "POST /own/phone/dropping": "one's own phone",
    "POST /parameters/{key}/foreseeing": "the county's own", "POST /parameters/{key}/changes": "the county's own",
    "POST /residents": "finds people of one's own places and no others: test_finding.py",
    "POST /reckonings": "a sheet that nobody keeps", "POST /reckonings/paper": "a sheet that nobody keeps",
    "POST /v1/eligibility-checks": "a sheet that nobody keeps", "POST /v1/eligibility-intakes": "the same",
    "POST /v1/sessions": "before anybody is signed in", "DELETE /v1/sessions/current": "one's own session",
    "POST /v1/phone-codes": "one's own phone", "POST /v1/bindings": "proved by a code to the person's phone",
    "POST /v1/subscriptions": "one's own phone", "PUT /v1/account": "one's own",
    "POST /v1/helper-bindings": "proved by a code to the phone that a mandate names",
    "POST /v1/cadre-bindings": "proved by a code", "POST /v1/life-certifications": "one's own",
    "POST /v1/field/uploads": "bytes of one's own phone", "POST /v1/objections": "anybody of the county may object",
}  # fmt: skip
# Names a row in what it is sent instead of in its address.
BY_BODY = {
    "POST /notices", "POST /recoveries/reports", "POST /campaigns", "POST /campaigns/preview", "POST /digests/seen",
    "POST /v1/applications", "POST /v1/field/sync",
}  # fmt: skip
# Says nothing and does nothing where the row is another's.
SILENT = {"POST /digests/seen": 303}
# Said of the asker alone, before anybody looks for the row.
ONLY_WHO_ASKS = {"asking.BindFirst", "asking.CadresOnly"}
PROMISED = "我知道要证明的内容，承诺情况属实，同意核实；不属实的，愿意退回并承担责任。"
REFUSED = (403, 404)


@pytest.fixture
async def api() -> AsyncIterator[httpx.AsyncClient]:
    from miniprogram_api.app import app

    open_store()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
        yield client
    await close_store()


async def more_rows(town: Township) -> None:
    """What the tests of reading have no need of: a reply that differs, a doubt, a funeral, a duty, a message read."""
    reviewer, clerk = await an_officer(Role.COUNTY_REVIEWER), town.clerks[0].officer
    batch = await CheckBatch.all().first()
    assert batch is not None
    await inquiries.take_reply(batch.id, await a_reply(batch, reviewer, ("车辆、船舶", "有", "货车一辆")), reviewer)
    same = jpeg(a_page(7))
    for _ in range(2):
        person = await a_resident(f"{town.surname}独", village=town.village)
        by = Signature(By.RESIDENT, person.id)
        await evidence.receive(same, upload_id=new_id(), resident=person, kind=PhotoKind.IDENTITY_CARD, by=by)
    await the_figure()
    award, dead = await the_dead(clerk, died_on=date(2026, 3, 10), village=town.village)
    await entitlements.propose_funeral_aid(award.id, COMMITTEE, await the_proof(dead, clerk), clerk)
    await DutyRun.create(
        id=new_id(),
        duty="suspend_uncertified",
        county=COUNTY,
        due_at=clock.now(),
        started_at=clock.now(),
        outcome="asked",
    )
    await told(dead, "undelivered")


async def strangers(console: Console) -> tuple[list[Desk], list[Desk]]:
    """Of the first township, and of another county."""
    for code, level, parent in (
        ("410326000000", Level.COUNTY, "410300000000"), ("410326101000", Level.TOWNSHIP, "410326000000"),
    ):  # fmt: skip
        await Place.create(code=code, level=level.value, name=code, parent_code=parent, valid_from=date(1900, 1, 1))
    neighbours = [await console.desk(each) for each in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER)]
    others = []
    for role in (each for each in Role if each is not Role.AUDITOR):
        place = "410326101000" if role.value.startswith("township") else "410326000000"
        desk = await console.desk(role, place)
        await Officer.filter(id=desk.officer.id).update(county="410326")
        others.append(desk)
    return neighbours, others


async def test_no_form_touches_what_is_anothers(console: Console, api: httpx.AsyncClient, at: Any) -> None:
    at("2026-03-20 09:30")
    await seed_parameters()
    (town,) = await full_townships(console, 1)
    await more_rows(town)
    neighbours, others = await strangers(console)
    routes = list(routes_of(console.app, "console"))
    assert len(routes) > 90, "hardly a route was found: nothing was tried"
    tried = Tried()
    await tried.untouched.look()
    for route in routes:
        if route.name in NAMES_NOTHING:
            continue
        for group in (others,) if route.is_of_the_county and route.parameters else (neighbours, others):
            for sent in await what_to_send(route, town):
                await tried.by(group, route, *sent)
    assert not tried.faults, "\n".join(tried.faults)
    names = {each.name for each in routes} - set(NAMES_NOTHING)
    assert names - tried.for_the_place == set(), "whoever tried it had no power to do it anywhere: say who has"


class Tried:
    """What came of all tries; `for_the_place`: what was refused to somebody who may do it in their own places."""

    def __init__(self) -> None:
        self.untouched, self.faults = Untouched(), list[str]()
        self.for_the_place = set[str]()

    async def by(self, desks: list[Desk], route: Route, address: str, form: dict[str, Any]) -> None:
        """One after the other, until one was refused for the place."""
        for desk in desks:
            if route.takes_file:
                answer = await desk.post_file(address, a_file()["file"][1], **form)
            else:
                answer = await desk.post(address, **form)
            changed = await self.untouched.changed()
            if changed or answer.status_code not in (*REFUSED, SILENT.get(route.name)):
                said = f"{answer.status_code} {sentence_of(answer)[:80]!r}"
                self.faults.append(f"{route.name} by {desk.officer.role}: {said}, wrote {changed}")
            elif NoSuchPower.sentence not in answer.text:
                self.for_the_place.add(route.name)
                return


async def what_to_send(route: Route, town: Township) -> list[tuple[str, dict[str, Any]]]:
    """Addresses with the forms that go there."""
    form = route.form | await named_in_the_form(route, town)
    return [(route.path.format(**ids), form) for ids in await ids_behind(route, town)]


async def named_in_the_form(route: Route, town: Township) -> dict[str, Any]:
    """What else must be right before the question is whose it is; a route that names a row here is one of BY_BODY."""
    if not route.parameters:
        assert route.name in BY_BODY, f"{route.name} is new: say what of another's it could name"
    cases, news = town.ids["application_id"], {"place": town.village, "kind": "cold_wave", "from_age": "60"}
    photo = {"photo": town.ids["photo_id"][0]}
    forms: dict[str, dict[str, Any]] = {
        "POST /notices": {"application_id": cases[:1]},
        "POST /recoveries/reports": {"payout_id": await _id_of("payout")},
        "POST /campaigns": news | {"programme": ""},
        "POST /campaigns/preview": news | {"programme": ""},
        "POST /photos/doubts/{doubt_id}": {"case": cases[0]},
        "POST /awards/{award_id}/changes": {"kind": "adjusted"},
        "POST /cases/{application_id}/checks": photo | {"valid_until": "2026-12-31"},
        "POST /cases/{application_id}/deliberations": photo,
        "POST /cases/{application_id}/forwarding": {"village": town.village},
        "POST /relays/{relay_id}/papers": {"applied_on": "2026-03-20"},
    }
    return forms.get(route.name, {})


async def _id_of(table: str) -> str:
    from backend import database

    return str((await database.rows(f"SELECT id FROM {table} LIMIT 1"))[0]["id"])


async def test_no_call_touches_what_is_anothers(console: Console, api: httpx.AsyncClient, at: Any) -> None:
    """By a cadre of another village, and by people of another and of the same village."""
    from miniprogram_api.app import app

    at("2026-03-20 09:30")
    await seed_parameters()
    (town,) = await full_townships(console, 1)
    await more_rows(town)
    askers = [
        await a_wechat_account(cadre=await a_cadre()), await a_wechat_account(resident=await a_resident("赵远山")),
        await a_wechat_account(resident=await a_resident("刘大山", village=town.village)),
    ]  # fmt: skip
    tokens = [{"Authorization": f"Bearer {await open_session(each.id)}"} for each in askers]
    routes = [each for each in routes_of(app, "api") if each.name not in (*NAMES_NOTHING, "POST /v1/field/sync")]
    assert len(routes) > 15, "hardly a route was found: nothing was tried"
    untouched, faults, right = Untouched(), list[str](), set[str]()
    await untouched.look()
    for route in routes:
        for ids, token in product(await ids_behind(route, town), tokens):
            answer = await call(api, route, route.path.format(**ids), token, await said(route, town))
            changed = await untouched.changed()
            if changed or answer.status_code not in REFUSED:
                faults.append(f"{route.name}: {answer.status_code} {answer.text[:200]}, wrote {changed}")
            elif answer.json().get("code") not in ONLY_WHO_ASKS:
                right.add(route.name)
    assert not faults, "\n".join(faults)
    assert {each.name for each in routes} - right == set(), "refused to whoever tried, whatever the row"
    # What a phone recorded offline may be kept until its file comes; done is nothing of it.
    items = [{"id": str(uuid4()), "captured_at": "2026-03-20T09:00:00+08:00", "what": each} for each in offline(town)]
    batch = {"phone_time": clock.now().isoformat(), "items": items}
    sync = next(each for each in routes_of(app, "api") if each.path == "/v1/field/sync")
    told = (await call(api, sync, sync.path, tokens[0], batch)).json()["outcomes"]
    assert len(told) == len(items)
    assert {each["outcome"] for each in told} <= {"refused", "waiting"}, told
    assert set(await untouched.changed()) <= {"field_item", "journal_entry"}
    mine = await Entry.filter(by_kind=By.CADRE.value, by_id=askers[0].cadre_id)
    assert {each.deed for each in mine} == {Deed.FIELD_ITEM_REFUSED.value}, "each no has its line, and nothing else has"


async def call(api: httpx.AsyncClient, route: Route, address: str, token: Token, body: Any) -> httpx.Response:
    """JSON, bytes, or a form with a photo, as the route takes it."""
    headers = {**token, "Idempotency-Key": uuid4().hex}
    if isinstance(body, bytes):
        headers |= {"Upload-Offset": "0", "Chunk-SHA256": hashlib.sha256(body).hexdigest()}
        return await api.request(route.method, address, content=body, headers=headers)
    if "file" in body:
        form = {name: value for name, value in body.items() if name != "file"}
        return await api.request(route.method, address, data=form, files=body["file"], headers=headers)
    return await api.request(route.method, address, json=body, headers=headers)


async def said(route: Route, town: Township) -> Any:
    """A body that the route would take from whom it may."""
    elder, photo = town.ids["resident_id"][0], town.ids["photo_id"][0]
    upload = {"file": a_file(), "upload_id": str(uuid4()), "kind": "portrait"}
    bodies: dict[str, Any] = {
        "POST /v1/applications": {"programme": "old_age_allowance", "resident_id": elder},
        "POST /v1/applications/{application_id}/photos": upload,
        "POST /v1/applications/{application_id}/mandate":
            {"relation": "村干部", "scope": "申请", "photo_id": photo, "expires_on": "2026-12-31"},
        "POST /v1/applications/{application_id}/continuation": {"programme": "rural_dibao"},
        "POST /v1/applications/{application_id}/promises": {"kind": "identity_card", "words": PROMISED},
        "POST /v1/elders/{elder_id}/photos": upload,
        "PUT /v1/elders/{elder_id}/account": {"number": "6228480000000000018", "bank": "嵩县农商银行", "kind": "card",
                                              "holder_name": "王秀英"},
        "POST /v1/applications/{application_id}/questions/{question_id}/explanation": {"words": "车已经卖了"},
        "POST /v1/notices/{notice_id}/board-photos": upload | {"side": "start", "captured_at": "2026-03-20T09:00:00Z"},
        "POST /v1/errands/{errand_id}/completion": {"outcome": "done", "note": "去过"},
        "PUT /v1/field/uploads/{upload_id}": b"abc",
        "POST /v1/elders/{elder_id}/life-certifications": upload,
    }  # fmt: skip
    return bodies.get(route.name, {})


def offline(town: Township) -> list[dict[str, Any]]:
    """One of each kind that a phone may send, about the township's people."""
    elder, case, photo = (town.ids[each][0] for each in ("resident_id", "application_id", "photo_id"))
    given = [
        {"kind": "start", "programme": "old_age_allowance", "resident_id": elder},
        {"kind": "photo", "resident_id": elder, "shows": "portrait", "sha256": "0" * 64, "case": case},
        {"kind": "mandate", "case": case, "photo": photo, "relation": "村干部", "scope": "申请",
         "expires_on": "2026-12-31"},
        {"kind": "obligor", "case": case, "name": "王建设", "relation": "儿子"},
        {"kind": "promise", "case": case, "paper": "spending_proof", "words": PROMISED},
        {"kind": "submit", "case": case},
        {"kind": "take", "errand_id": town.ids["errand_id"][0]},
        {"kind": "errand", "errand_id": town.ids["errand_id"][0], "outcome": "done"},
        {"kind": "board", "notice": town.ids["posting_id"][0], "photo": photo},
        {"kind": "certify", "resident_id": elder, "photo": photo},
    ]  # fmt: skip
    kinds = {get_args(each.model_fields["kind"].annotation)[0] for each in get_args(Body)}
    assert {each["kind"] for each in given} == kinds, "a kind of item is new: try it here"
    return given
