"""Proving who one is, and where one's money goes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field, StringConstraints

from backend.residents import (
    Account,
    AccountKind,
    add_quota,
    bind_outsider,
    bind_resident,
    change_account,
    current_account,
    doubt_of,
    request_phone_code,
)
from miniprogram_api.asking import AsAccount, AsResident
from miniprogram_api.given import Asked, Digits, Name
from miniprogram_api.limits import BINDINGS, PHONE_CODES, WRITES
from miniprogram_api.proving import PhoneProof, PhoneTyped
from miniprogram_api.route import room
from miniprogram_api.routes.sessions import HelperShown, ResidentShown, shown_helper, shown_resident

router = room("residents")

Template = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class AskPhoneCode(Asked):
    """Where the code goes."""

    phone: PhoneTyped = Field(title="手机号")


class PhoneCodeSent(BaseModel):
    """A code is on its way."""

    good_for: int = Field(600, title="验证码多少秒内有效")


class AskBinding(PhoneProof):
    """Who one says one is, and a phone that proves it."""

    name: Name = Field(title="姓名")
    identity_number: Digits = Field(title="身份证号")


class AskSubscription(Asked):
    """What the person answered when WeChat asked whether a message may come."""

    template: Template = Field(title="订阅消息模板")
    answer: Annotated[str, StringConstraints(pattern=r"^(accept|reject|ban|filter)$")] = Field(title="用户的选择")


class AskAccount(Asked):
    """Where the money shall go."""

    holder_name: Name = Field(title="户名")
    number: Digits = Field(title="账号")
    bank: Name = Field(title="开户行")
    kind: AccountKind = Field(title="卡或存折")


class AccountShown(BaseModel):
    """An account as its owner sees it."""

    bank: str = Field(title="开户行")
    kind: AccountKind
    kind_title: str = Field(title="卡或存折")
    last_four: str = Field(title="尾号")
    since: datetime = Field(title="从什么时候起使用")


class AccountAnswer(BaseModel):
    """The open account; null when there is none yet."""

    account: AccountShown | None


class AccountChanged(AccountAnswer):
    """The account that is open now. It is taken whatever `warning` says: the bank has the last word."""

    warning: str = Field(title="提醒：卡号可能输错了，请再核对；没有则为空")


@router.post("/phone-codes", status_code=202, summary="发送短信验证码")
async def send_phone_code(asked: AskPhoneCode, asker: AsAccount) -> PhoneCodeSent:
    """Have a code texted. One a minute for a number."""
    await PHONE_CODES.count_account(asker.account_id)
    await request_phone_code(asker.account_id, asker.county, asked.phone)
    return PhoneCodeSent()


@router.post("/bindings", status_code=201, summary="绑定居民身份")
async def bind(asked: AskBinding, asker: AsAccount) -> ResidentShown:
    """Bind this account to the person on the register whose name, ID number and phone agree. Refusals are journaled."""
    await BINDINGS.count_account(asker.account_id)
    phone = await asked.proved(asker.account_id)
    resident = await bind_resident(
        asker.account_id, name=asked.name, identity_number=asked.identity_number, phone=phone
    )
    return await shown_resident(resident)


@router.post("/helper-bindings", status_code=201, summary="绑定代办人身份（在本县没有登记的）")
async def bind_helper(asked: AskBinding, asker: AsAccount) -> HelperShown:
    """Bind this account to whom a mandate names by this name, ID number and phone. Refusals are journaled."""
    await BINDINGS.count_account(asker.account_id)
    phone = await asked.proved(asker.account_id)
    helper, *_ = await bind_outsider(
        asker.account_id, name=asked.name, identity_number=asked.identity_number, phone=phone
    )
    return shown_helper(helper)


@router.post("/subscriptions", status_code=204, summary="上报订阅消息授权")
async def subscribe(asked: AskSubscription, asker: AsAccount) -> Response:
    """A hint for outreach: one accepted tap is one message. WeChat's push of the same tap is not counted again; where
    this call never arrives, the push counts alone."""
    await WRITES.count_account(asker.account_id)
    if asked.answer == "accept":
        await add_quota(asker.account_id, asked.template)
    return Response(status_code=204)


@router.get("/account", summary="我的收款账户")
async def read_account(asker: AsResident) -> AccountAnswer:
    """Where my money goes, masked."""
    return await account_of(asker.resident.id)


@router.put("/account", summary="更改收款账户")
async def write_account(asked: AskAccount, asker: AsResident) -> AccountChanged:
    """The account must be in the person's own name; the same one again changes nothing."""
    return await put_account(asked, asker.resident.id, asker)


async def account_of(resident_id: UUID) -> AccountAnswer:
    """A person's open account, masked."""
    account = await current_account(resident_id)
    return AccountAnswer(account=_shown(account) if account else None)


async def put_account(asked: AskAccount, resident_id: UUID, asker: AsAccount) -> AccountChanged:
    """Change a person's account by the asker's hand. Refuses with BadAccountNumber, HolderDiffers."""
    await WRITES.count_account(asker.account_id)
    account = await change_account(
        resident_id,
        holder_name=asked.holder_name,
        number=asked.number,
        bank=asked.bank,
        kind=asked.kind,
        by=asker.signature_for(resident_id),
    )
    return AccountChanged(account=_shown(account), warning=doubt_of(account.number, asked.kind))


def _shown(account: Account) -> AccountShown:
    kind = AccountKind(account.kind)
    return AccountShown(
        bank=account.bank,
        kind=kind,
        kind_title="存折" if kind is AccountKind.PASSBOOK else "银行卡",
        last_four=account.last_four,
        since=account.since,
    )
