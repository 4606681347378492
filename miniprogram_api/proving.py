"""Proving that a phone is in hand: WeChat says so, or the code that was texted to it comes back."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from backend.residents import normalise_phone, verify_phone_code
from miniprogram_api.given import Asked
from miniprogram_api.wechat import phone_behind

WechatCode = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,256}$")]
PhoneTyped = Annotated[str, StringConstraints(pattern=r"^[0-9０-９+＋\- ]{1,24}$")]
SmsCode = Annotated[str, StringConstraints(pattern=r"^ *[0-9]{6} *$")]


class PhoneProof(Asked):
    """Either `wechat_phone_code`, or `phone` with `sms_code`."""

    wechat_phone_code: WechatCode | None = Field(None, title="微信手机号授权码")
    phone: PhoneTyped | None = Field(None, title="手机号")
    sms_code: SmsCode | None = Field(None, title="短信验证码")

    @model_validator(mode="after")
    def one_way(self) -> Self:
        """Both or neither cannot be meant."""
        typed = self.phone is not None and self.sms_code is not None
        if typed == (self.wechat_phone_code is not None):
            raise PydanticCustomError("one_proof", "one way of proving the phone")
        return self

    async def proved(self, account_id: UUID) -> str:
        """The number; refuses with BadPhone, WrongPhoneCode, WechatCodeRefused, WechatBusy."""
        if self.wechat_phone_code is not None:
            return normalise_phone(await phone_behind(self.wechat_phone_code))
        return await verify_phone_code(account_id, self.phone or "", self.sms_code or "")
