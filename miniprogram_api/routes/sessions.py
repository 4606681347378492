"""Signing in with WeChat, signing out, and who one is."""

from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from backend.places import name_of
from backend.privacy import masked_identity_number
from backend.residents import Outsider, Resident, account_seen
from backend.settings import settings as county_settings
from backend.staff import Cadre, villages_served
from miniprogram_api.asking import AnyoneMayAsk, AsAccount
from miniprogram_api.given import Asked
from miniprogram_api.limits import SIGN_INS
from miniprogram_api.proving import WechatCode
from miniprogram_api.route import room
from miniprogram_api.sessions import end_session, open_session
from miniprogram_api.settings import settings
from miniprogram_api.wechat import openid_behind

router = room("sessions")


class SignIn(Asked):
    """What wx.login gave."""

    code: WechatCode = Field(title="微信登录码")


class Session(BaseModel):
    """Send the token as `Authorization: Bearer …`."""

    token: str
    expires_in: int = Field(title="多少秒不用就会过期")
    bound_as_resident: bool = Field(title="是否已绑定居民身份")
    bound_as_cadre: bool = Field(title="是否已绑定村干部身份")
    bound_as_helper: bool = Field(title="是否已绑定为不在册的代办人")


class Village(BaseModel):
    """A village by its 12-digit code."""

    code: str
    name: str = Field(title="村名")


class ResidentShown(BaseModel):
    """The person as they see themselves."""

    id: UUID
    name: str = Field(title="姓名")
    identity_number: str = Field(title="身份证号（已遮挡）")
    village: Village = Field(title="所在村")


class CadreShown(BaseModel):
    """The cadre as they see themselves."""

    id: UUID
    name: str = Field(title="姓名")
    villages: list[Village] = Field(title="负责的村")


class HelperShown(BaseModel):
    """Whoever acts by mandate and is on no register, as they see themselves."""

    name: str = Field(title="姓名")
    identity_number: str = Field(title="身份证号（已遮挡）")
    phone: str = Field(title="手机号（已遮挡）")


class Me(BaseModel):
    """Whom this account is bound to."""

    resident: ResidentShown | None
    cadre: CadreShown | None
    helper: HelperShown | None = Field(title="不在册的代办人；委托办理的申请在申请列表里")


@router.post("/sessions", status_code=201, summary="微信登录")
async def sign_in(asked: SignIn, request: Request, asker: AnyoneMayAsk) -> Session:
    """Redeem a wx.login code, which is good once, for five minutes."""
    await SIGN_INS.count_address(request)
    account = await account_seen(await openid_behind(asked.code), county_settings().county)
    return Session(
        token=await open_session(account.id),
        expires_in=settings().session_days * 86_400,
        bound_as_resident=account.resident_id is not None,
        bound_as_cadre=account.cadre_id is not None,
        bound_as_helper=await Outsider.exists(account_id=account.id),
    )


@router.delete("/sessions/current", status_code=204, summary="退出登录")
async def sign_out(asker: AsAccount) -> Response:
    """End this session; others of the same account go on."""
    await end_session(asker.token)
    return Response(status_code=204)


@router.get("/me", summary="我是谁")
async def me(asker: AsAccount) -> Me:
    """Whom this account is bound to."""
    return Me(
        resident=await shown_resident(asker.bound_resident) if asker.bound_resident else None,
        cadre=await shown_cadre(asker.bound_cadre) if asker.bound_cadre else None,
        helper=shown_helper(await Outsider.get(id=asker.behind.outsiders[0])) if asker.behind.outsiders else None,
    )


async def shown_resident(resident: Resident) -> ResidentShown:
    """The person as they see themselves."""
    return ResidentShown(
        id=resident.id,
        name=resident.name,
        identity_number=masked_identity_number(resident.identity_number),
        village=await named_village(resident.village),
    )


def shown_helper(helper: Outsider) -> HelperShown:
    """The helper as they see themselves."""
    return HelperShown(name=helper.name, identity_number=helper.masked_identity, phone=helper.masked_phone)


async def shown_cadre(cadre: Cadre) -> CadreShown:
    """The cadre as they see themselves."""
    villages = [await named_village(code) for code in await villages_served(cadre.id)]
    return CadreShown(id=cadre.id, name=cadre.name, villages=villages)


async def named_village(code: str) -> Village:
    """A village with its name."""
    return Village(code=code, name=await name_of(code))
