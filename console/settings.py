"""What the staff console reads from its environment."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`docker/.env.example` lists them all."""

    model_config = SettingsConfigDict(extra="ignore")

    redis_url: str = "redis://localhost:6379/0"
    console_cookie_secure: bool = Field(True, description="False only where a demo is served without TLS")
    console_idle_minutes: int = Field(30, ge=5, le=240, description="sign-in ends after so long without a click")
    console_sign_ins_a_minute: int = Field(30, ge=0, description="tries from one address; 0: no limit")
    console_networks: list[IPv4Network | IPv6Network] = Field(
        default_factory=list, description="JSON list of networks that may reach the console; empty: no limit here"
    )


@lru_cache
def settings() -> Settings:
    """This process's settings, read once."""
    return Settings()
