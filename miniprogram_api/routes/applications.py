"""Asking for a benefit, for oneself or for another, and following every step."""

from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from backend import applications, entitlements, letters
from backend.applications import Application, Followed, NoSuchApplication
from backend.journal import By, Signature
from backend.residents import NoSuchResident, Resident
from backend.staff import villages_served
from miniprogram_api.answering import PAPER, json_answer
from miniprogram_api.asking import Asker, AsResidentOrCadre, AsWhoActs
from miniprogram_api.idempotency import OnlyOnce
from miniprogram_api.limits import BINDINGS, WRITES
from miniprogram_api.page import After, Page
from miniprogram_api.route import room
from miniprogram_api.routes.applications_asked import (
    AskApplication,
    AskMandate,
    AskPromise,
    AskSubmission,
    AskToGoOn,
    Whose,
)
from miniprogram_api.routes.applications_shown import (
    ApplicationInList,
    ApplicationShown,
    VillageCase,
    in_list,
    in_village_list,
    shown,
)
from miniprogram_api.routes.evidence import TAKES_PHOTO, PhotoShown, take_photo
from miniprogram_api.routes.letters import paper_of

router = room("applications")

CasesPage = Page[VillageCase | ApplicationInList]
_CASES_A_PAGE = 30


@router.post("/applications", status_code=201, summary="开始申请", response_model=ApplicationShown)
async def start(asked: AskApplication, asker: AsResidentOrCadre, once: OnlyOnce) -> Response:
    """Begin a draft: for oneself, one's own family, or, as a cadre, an elder of one's villages."""
    await WRITES.count_account(asker.account_id)

    async def deed() -> ApplicationShown:
        resident = await _for_whom(asked, asker)
        hand = _hand_for(resident, asker)
        await entitlements.must_not_receive(resident.id, asked.programme)
        application = await applications.start(asked.programme, resident, by=hand)
        return await shown(await applications.follow(application.id, hand))

    return await once(asker.account_id.hex, deed)


@router.get("/applications", summary="申请列表", response_model=CasesPage)
async def many(
    asker: AsWhoActs,
    whose: Annotated[Whose | None, Query(description="own 本人的，villages 负责的村的；不填时居民看本人的")] = None,
    after: After = None,
) -> Response:
    """A resident's own and those they help with, or those of a cadre's villages; newest first."""
    me = asker.bound_resident
    if whose is Whose.OWN or (whose is None and (me is not None or asker.bound_cadre is None)):
        if me is None and not asker.behind.outsiders:
            raise asker.not_bound
        own = [in_list(each) for each in await applications.of_resident(me.id)] if me else []
        known = {each.id for each in own}
        helped = [in_list(case, name) for case, name in await applications.helped_by(asker.hands)]
        items = [*own, *(each for each in helped if each.id not in known)]
        return json_answer(CasesPage(items=sorted(items, key=lambda each: each.id, reverse=True)))
    served = await villages_served(asker.cadre.id)
    found = await applications.of_villages(served, cadre=asker.cadre.id, after=after, limit=_CASES_A_PAGE)
    following = found[-1].id if len(found) == _CASES_A_PAGE else None
    return json_answer(CasesPage(items=[in_village_list(line) for line in found], next=following))


@router.get("/applications/{application_id}", summary="申请进度", response_model=ApplicationShown)
async def read(application_id: UUID, asker: AsWhoActs) -> Response:
    """Where it stands, what happened, who acts next and by when."""
    return json_answer(await shown(await _follow(application_id, asker)))


@router.post(
    "/applications/{application_id}/photos",
    status_code=201,
    summary="上传申请材料照片",
    responses={200: {"model": PhotoShown, "description": "之前已收到"}},
    openapi_extra=TAKES_PHOTO,
)
async def send_photo(application_id: UUID, request: Request, response: Response, asker: AsWhoActs) -> PhotoShown:
    """JPEG, PNG or HEIC of at most 10 MB; sent twice under one `upload_id`, it is kept once."""
    application, hand = await reached(application_id, asker)
    resident = await Resident.get(id=application.resident_id)
    photo = await take_photo(request, resident, asker, hand)
    await applications.attach(application_id, photo.id, hand)
    response.status_code = 200 if photo.already_known else 201
    return photo


@router.delete("/applications/{application_id}/photos/{photo_id}", status_code=204, summary="去掉一张照片")
async def drop_photo(application_id: UUID, photo_id: UUID, asker: AsWhoActs) -> Response:
    """Before submission, and after a return."""
    await WRITES.count_account(asker.account_id)
    _, hand = await reached(application_id, asker)
    await applications.detach(application_id, photo_id, hand)
    return Response(status_code=204)


@router.post(
    "/applications/{application_id}/mandate", status_code=201, summary="登记委托书", response_model=ApplicationShown
)
async def give_mandate(application_id: UUID, asked: AskMandate, asker: AsWhoActs, once: OnlyOnce) -> Response:
    """Whoever acts for another needs one; an earlier one gives way. Anybody may be named, wherever they live."""
    await WRITES.count_account(asker.account_id)
    agent = asked.agent
    if agent is not None:
        await BINDINGS.count_account(asker.account_id)  # a name and a number may not be guessed at, there or here

    async def deed() -> ApplicationShown:
        case, hand = await reached(application_id, asker)
        given = dict(asked) | {
            "agent": agent and await applications.known_agent(
                agent.name, agent.identity_number, agent.phone or "", case.county
            )
        }  # fmt: skip
        await applications.give_mandate(application_id, **given, by=hand)
        return await shown(await applications.follow(application_id, hand))

    return await once(asker.account_id.hex, deed)


@router.delete("/applications/{application_id}/mandate", status_code=204, summary="收回委托")
async def revoke_mandate(application_id: UUID, asker: AsWhoActs) -> Response:
    """The person takes it back, or the agent gives it up; what was done until then stays done."""
    await WRITES.count_account(asker.account_id)
    _, hand = await reached(application_id, asker)
    await applications.revoke_mandate(application_id, hand)
    return Response(status_code=204)


@router.post(
    "/applications/{application_id}/continuation",
    status_code=201,
    summary="没有通过的，接着申请下一项，不用重交材料",
    response_model=ApplicationShown,
)
async def go_on(application_id: UUID, asked: AskToGoOn, asker: AsResidentOrCadre, once: OnlyOnce) -> Response:
    """特困, 低保, 低保边缘, 刚性支出 in turn: a draft with the papers and answers of the refused case."""
    await WRITES.count_account(asker.account_id)

    async def deed() -> ApplicationShown:
        _, hand = await reached(application_id, asker)
        draft = await applications.go_on(application_id, asked.programme, hand)
        return await shown(await applications.follow(draft.id, hand))

    return await once(asker.account_id.hex, deed)


@router.post(
    "/applications/{application_id}/promises", status_code=201, summary="告知承诺", response_model=ApplicationShown
)
async def promise(application_id: UUID, asked: AskPromise, asker: AsWhoActs, once: OnlyOnce) -> Response:
    """A promise instead of a paper, where the list of what is missing says that it may be."""
    await WRITES.count_account(asker.account_id)

    async def deed() -> ApplicationShown:
        _, hand = await reached(application_id, asker)
        await applications.promise(application_id, asked.kind, hand)
        return await shown(await applications.follow(application_id, hand))

    return await once(asker.account_id.hex, deed)


@router.post(
    "/applications/{application_id}/submission", status_code=201, summary="提交申请", response_model=ApplicationShown
)
async def submit(
    application_id: UUID, asker: AsWhoActs, once: OnlyOnce, asked: AskSubmission | None = None
) -> Response:
    """Hand it to the township, at first and after a return for more papers."""
    await WRITES.count_account(asker.account_id)

    async def deed() -> ApplicationShown:
        _, hand = await reached(application_id, asker)
        facts, insists = (asked.facts, asked.insists) if asked else ({}, False)
        await applications.submit(application_id, by=hand, facts=facts, insists=insists)
        return await shown(await applications.follow(application_id, hand))

    return await once(asker.account_id.hex, deed)


@router.post(
    "/applications/{application_id}/withdrawal", status_code=201, summary="撤回申请", response_model=ApplicationInList
)
async def withdraw(application_id: UUID, asker: AsWhoActs, once: OnlyOnce) -> Response:
    """At any time before the decision."""
    await WRITES.count_account(asker.account_id)

    async def deed() -> ApplicationInList:
        _, hand = await reached(application_id, asker)
        return in_list(await applications.withdraw(application_id, hand))

    return await once(asker.account_id.hex, deed)


@router.get(
    "/applications/{application_id}/letter", summary="决定告知书（PDF）", response_class=Response, responses=PAPER
)
async def letter(application_id: UUID, asker: AsWhoActs) -> Response:
    """The latest; the person's opening it is recorded as its delivery, a helper's is not."""
    return await paper_of(await letters.open_letter_of_case(application_id, asker.hands))


async def _for_whom(asked: AskApplication, asker: Asker) -> Resident:
    if asked.resident_id is None:
        return asker.resident
    resident = await Resident.get_or_none(id=asked.resident_id, county=asker.county)
    if resident is None:
        raise NoSuchResident
    return resident


def _hand_for(resident: Resident, asker: Asker) -> Signature:
    """By whose hand a case begins: a person who is both acts as family at home, as a cadre elsewhere."""
    own = asker.bound_resident
    if own is not None and (own.household_id == resident.household_id or asker.bound_cadre is None):
        return Signature(By.RESIDENT, own.id)
    return asker.cadre.signature


async def reached(application_id: UUID, asker: Asker) -> tuple[Application, Signature]:
    """The case and by whose hand the asker may touch it; refuses as `_follow`."""
    followed, hand = await _followed_by(application_id, asker)
    return followed.application, hand


async def _follow(application_id: UUID, asker: Asker) -> Followed:
    """Where the case stands. NoSuchApplication, and for cadres OutsideYourVillage."""
    followed, _ = await _followed_by(application_id, asker)
    return followed


async def _followed_by(application_id: UUID, asker: Asker) -> tuple[Followed, Signature]:
    """Somebody of several hands acts by the first that may: their own, those that mandates name, then the cadre's."""
    *others, last = asker.hands
    for hand in others:
        with suppress(NoSuchApplication):
            return await applications.follow(application_id, hand), hand
    return await applications.follow(application_id, last), last
