"""How an application looks to the person and to the cadre."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from backend import applications, clock, entitlements, inquiries, residents, workdays
from backend.applications import Application, CaseLine, Followed, State, next_for
from backend.journal import By
from backend.programmes import OF_CHILDREN, PhotoKind, get_programme

_NO_ACCOUNT = "已经批准，但还没有登记收款账户，钱发不出去。请登记本人的银行卡（存折），不会办的请村干部帮忙。"
_EXPLAIN = "核对的结果有{}项和您说的不一样，请本人在「要说明的情况」里说清楚，也可以打电话告诉乡镇。"


class StepShown(BaseModel):
    """Something that happened."""

    at: datetime = Field(title="什么时候")
    title: str = Field(title="办了什么")
    by_title: str = Field(title="谁办的")
    note: str = Field(title="说明")


class MissingShown(BaseModel):
    """A paper still to be handed in."""

    kind: PhotoKind
    title: str = Field(title="材料名称")
    may_be_promised: bool = Field(title="可不可以用告知承诺代替")


class PhotoInCase(BaseModel):
    """A photo handed in."""

    id: UUID
    kind: PhotoKind


class ApplicationInList(BaseModel):
    """One line of a list."""

    id: UUID
    case_number: str | None = Field(title="受理编号，提交后才有")
    programme: str
    programme_title: str = Field(title="待遇名称")
    resident_id: UUID
    state: State
    state_title: str = Field(title="办到哪一步")
    due_on: date | None = Field(title="这一步最晚哪天办完")
    due_on_provisional: bool = Field(title="这个日期是暂定的，显示时后面写（暂定）")
    helped_name: str | None = Field(None, title="替谁代办的；自己的、孩子的是空的")


class VillageCase(ApplicationInList):
    """One line of a cadre's list; names are in full in the cadre's own villages."""

    resident_name: str = Field(title="姓名")
    village_name: str = Field(title="村名")
    overdue: bool = Field(title="是否已超期")


class NextProgramme(BaseModel):
    """What a case that was refused may go on to, without new papers."""

    programme: str
    title: str = Field(title="待遇名称")


class MandateShown(BaseModel):
    """Who acts for the person, as the paper says; the person, and who acts, may end it."""

    agent_name: str = Field(title="代办人")
    relation: str = Field(title="与本人的关系")
    scope: str = Field(title="委托办理的事项")
    expires_on: date = Field(title="委托到哪一天")
    in_force: bool = Field(title="现在有没有效；过期的要重新签")
    confirmed: bool | None = Field(title="本人问过没有：true 同意了，空是还没有问到")


class ApplicationShown(ApplicationInList):
    """Where it stands and how it got there."""

    next_step: str = Field(title="下一步")
    who_acts: str = Field(title="由谁办")
    decision_due_on: date | None = Field(title="法定最晚哪天办结，受理后才有")
    promised_due_on: date | None = Field(title="县里承诺哪天前办结")
    due_provisional: bool = Field(title="有的日期是暂定的，等国务院公布节假日后可能变动")
    provisional: list[str] = Field(title="暂定的是哪几个日期：due_on、decision_due_on、promised_due_on")
    can_withdraw: bool = Field(title="现在能不能撤回")
    missing: list[MissingShown] = Field(title="还缺的材料")
    photos: list[PhotoInCase] = Field(title="已交的照片")
    history: list[StepShown] = Field(title="办理经过")
    to_explain: int = Field(title="核对结果里还有几项要本人说明")
    goes_on_to: list[NextProgramme] = Field(title="没有通过的，可以接着申请哪些，不用重交材料")
    mandate: MandateShown | None = Field(title="谁在代办；没有委托的、不是本人也不是代办人看的是空的")


def in_list(application: Application, helped_name: str | None = None) -> ApplicationInList:
    """A line of a person's list; `helped_name` of whom they help."""
    return ApplicationInList.model_validate(_head(application) | {"helped_name": helped_name})


def in_village_list(line: CaseLine) -> VillageCase:
    """A line of a cadre's list."""
    due = line.told_due_on
    provisional = due is not None and line.state is not State.POSTED and workdays.is_provisional(due)
    return VillageCase.model_validate(asdict(line) | {"due_on": due, "due_on_provisional": provisional})


async def shown(followed: Followed) -> ApplicationShown:
    """The whole status; while a register's answer is to be explained, or no account is on file, the turn is theirs."""
    status, case = followed.status, followed.application
    to_explain = await inquiries.left_to_explain(case) if case.state in inquiries.EXPLAINED_IN else 0
    next_step, who_acts = status.next_step, status.who_acts
    if to_explain:
        next_step, who_acts = _EXPLAIN.format(to_explain), "申请人本人"
    elif await _lacks_account(case):
        next_step = _NO_ACCOUNT + ("还缺的手续也请在期限以前补上。" if status.missing else "")
        who_acts = "您" if followed.by.id == case.resident_id else "申请人"
    return ApplicationShown(
        **_head(case) | {"helped_name": await _helped(followed)},
        next_step=next_step,
        who_acts=who_acts,
        decision_due_on=followed.application.decision_due_on,
        promised_due_on=followed.application.promised_due_on,
        due_provisional=status.due_provisional,
        provisional=case.provisional,
        can_withdraw=status.can_withdraw,
        missing=[
            MissingShown(kind=each.kind, title=each.title, may_be_promised=each.may_be_promised)
            for each in status.missing
        ],
        photos=[PhotoInCase(id=each.photo_id, kind=PhotoKind(each.kind)) for each in followed.handed_in],
        history=[
            StepShown(at=step.at, title=step.title, by_title=step.by_title, note=step.note) for step in status.history
        ],
        to_explain=to_explain,
        goes_on_to=[
            NextProgramme(programme=code, title=get_programme(code).title)
            for code in (await next_for(case) if _may_go_on(followed) else [])
        ],
        mandate=await _mandate(followed),
    )


def _may_go_on(followed: Followed) -> bool:
    """A mandate is of one case: who is on no register begins no other."""
    return followed.application.state.is_a_no and followed.by.kind is not By.OUTSIDER


async def _mandate(followed: Followed) -> MandateShown | None:
    """To helper and helped the same; to a cadre only their own."""
    given = await applications.mandate_of(followed.application.id)
    if given is None or (followed.by.kind is By.CADRE and given.agent != followed.by):
        return None
    names = await applications.agents_named([given.id])
    return MandateShown(
        agent_name=names.get(given.id, ""), relation=given.relation, scope=given.scope, expires_on=given.expires_on,
        in_force=given.in_force_on(clock.today()), confirmed=given.agreed,
    )  # fmt: skip


async def _lacks_account(case: Application) -> bool:
    """Whether it is granted and pays, and nobody has told where to."""
    if case.state is not State.CONFIRMED or entitlements.only_recognised(case.programme, clock.today()):
        return False
    return await residents.current_account(case.resident_id) is None


async def _helped(followed: Followed) -> str | None:
    """As in the list: whom the reader helps."""
    case = followed.application
    if followed.by.id == case.resident_id or case.programme in OF_CHILDREN:
        return None
    return (await residents.get_resident(case.resident_id)).name


def _head(application: Application) -> dict[str, Any]:
    return {
        "id": application.id,
        "case_number": application.case_number,
        "programme": application.programme,
        "programme_title": get_programme(application.programme).title,
        "resident_id": application.resident_id,
        "state": application.state,
        "state_title": application.state.shown,
        "due_on": application.told_due_on,
        "due_on_provisional": "due_on" in application.provisional,
    }
