"""Everything this door reads from its environment."""

from functools import lru_cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The door's settings. Limits count requests; 0 switches a limit off."""

    model_config = SettingsConfigDict(extra="ignore")

    redis_url: str = "redis://localhost:6379/0"
    redis_pool_max: int = Field(50, ge=1, description="connections of one process to Redis")
    session_days: int = Field(30, ge=1, le=90, description="a session ends after so many days without a request")

    wechat_api_base: str = "https://api.weixin.qq.com/"
    wechat_app_id: str = ""
    wechat_app_secret: SecretStr = SecretStr("")

    # A whole township may come through one address of the carrier's, so limits by address are wide.
    limit_sign_ins_a_minute: int = Field(120, ge=0, description="by address")
    limit_checks_a_minute: int = Field(600, ge=0, description="eligibility checks, by address")
    limit_phone_codes_an_hour: int = Field(6, ge=0, description="by account; each one costs an SMS")
    limit_bindings_a_day: int = Field(10, ge=0, description="by account: nobody may try out identities")
    limit_writes_a_minute: int = Field(60, ge=0, description="by account")
    limit_links_a_minute: int = Field(60, ge=0, description="short links opened, by address")
    limit_photos_an_hour: int = Field(300, ge=0, description="by account; a cadre collects papers for a whole village")


@lru_cache
def settings() -> Settings:
    """This process's settings, read once."""
    return Settings()
