"""Everything outreach reads from its environment, besides what the domain reads."""

from enum import StrEnum
from functools import lru_cache

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_ARCHIVES_KEPT = 30  # years


class QuietHolidays(StrEnum):
    """On which holidays that which can wait does."""

    ALL = "all"
    SPRING_FESTIVAL = "spring_festival"
    NONE = "none"


class Settings(BaseSettings):
    """Outreach's settings; `docker/.env.example` lists them all (checked by a house test)."""

    model_config = SettingsConfigDict(extra="ignore")

    bind_host: str = "127.0.0.1"
    outreach_port: int = Field(8002, ge=1, le=65535)
    redis_url: str = "redis://localhost:6379/0"
    callback_path_secret: SecretStr = Field(
        SecretStr(""), description="unguessable part of the callback addresses; empty: no callback is taken"
    )

    metrics_token: SecretStr = Field(
        SecretStr(""), description="by which Prometheus shows at /metrics that it is ours; empty: nobody may ask"
    )

    aliyun_sms_domain: str = "dysmsapi.aliyuncs.com"
    aliyun_sms_tls: bool = True
    aliyun_access_key_id: str = ""
    aliyun_access_key_secret: SecretStr = SecretStr("")
    sms_sign_name: str = "嵩县民政局"
    sms_template_codes: dict[str, str] = Field(
        default={},
        description='JSON: our template name -> the code your account was given, {"payout_settled": "SMS_1"}',
    )

    voice_calls: bool = Field(True, description="false: the county has no voice service, and nobody is called")
    aliyun_voice_domain: str = "dyvmsapi.aliyuncs.com"
    aliyun_voice_tls: bool = True
    voice_show_number: str = Field(
        "", description="the number that an elder sees ringing; empty: one of the shared pool"
    )
    voice_template_codes: dict[str, str] = Field(
        default={}, description='JSON: our template name -> the code your account was given, {"refused": "TTS_1"}'
    )

    wechat_api_base: str = "https://api.weixin.qq.com/"
    wechat_app_id: str = ""
    wechat_app_secret: SecretStr = SecretStr("")
    wechat_push_token: SecretStr = SecretStr("")
    wechat_push_aes_key: SecretStr = SecretStr("")
    wechat_template_ids: dict[str, str] = Field(
        default={}, description='JSON: our template name -> your account\'s id of it, {"progress": "abc"}'
    )

    quiet_holidays: QuietHolidays = Field(
        QuietHolidays.ALL,
        description="days off on which what can wait does: all, spring_festival or none",
    )
    card_hours: int = Field(
        24, ge=1, le=480, description="hours after which a WeChat card that nobody opened is told the next way"
    )
    card_hours_can_wait: int = Field(72, ge=1, le=480, description="likewise of what can wait, such as money that came")
    history_kept_years: int = Field(
        0,
        description="years after which a month of notices is dropped and its counts kept, 30 at least; 0: for good",
    )
    payout_notices_hours: float = Field(
        4, ge=0, le=12, description="hours of the day over which many notices of money that came go out; 0: at once"
    )
    sms_most_a_day: int = Field(
        0, ge=0, description="texts a day; beyond it only codes and what is urgent go; 0: no limit"
    )
    voice_most_a_day: int = Field(0, ge=0, description="calls a day, likewise")
    sms_most_a_second: int = Field(
        5000, ge=0, description="texts a second that the account may send (Aliyun documents 5,000); 0: no limit"
    )
    voice_most_a_second: int = Field(1000, ge=0, description="calls a second, likewise (1,000)")
    outreach_threads: int = Field(
        32, ge=1, le=64, description="most simultaneous calls to a provider; a quick one needs few and gets few"
    )
    outreach_lease_seconds: float = Field(
        30.0, ge=15, description="how long a claimed message may take to be sent; one call takes 12 at most"
    )
    outreach_grace_seconds: float = Field(
        60.0, ge=6, description="how long the provider's record may lag behind an acceptance (1 to 5 s are documented)"
    )

    @field_validator("history_kept_years")
    @classmethod
    def _long_enough(cls, years: int) -> int:
        """Assistance files are archives, in some counties for 30 years after a person left (policy §14)."""
        if years and years < _ARCHIVES_KEPT:
            raise ValueError(f"HISTORY_KEPT_YEARS is 0 or {_ARCHIVES_KEPT} at least")
        return years


@lru_cache
def settings() -> Settings:
    """This process's settings, read once."""
    return Settings()
