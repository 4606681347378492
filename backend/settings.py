"""Everything the domain reads from its environment."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(StrEnum):
    """Where this process serves."""

    PRODUCTION = "production"  #: real people; the clock cannot be moved
    DEMO = "demo"  #: synthetic people on one machine
    TEST = "test"  #: throw-away


class Cipher(StrEnum):
    """How personal data is sealed; both through `cryptography`."""

    AES_256_GCM = "aes-256-gcm"
    SM4_GCM = "sm4-gcm"  #: where the commercial-cipher review (密评) asks for it


class Settings(BaseSettings):
    """The domain's settings; `docker/.env.example` lists them all (checked by a house test)."""

    model_config = SettingsConfigDict(extra="ignore")

    environment: Environment = Environment.PRODUCTION
    county: str = Field("410325", pattern=r"^\d{6}$", description="6-digit code of the county served")
    database_url: str = "postgresql://postgres@localhost/xiangyin"
    database_pool_min: int = 1
    database_pool_max: int = 10
    database_patience: float = Field(
        15.0,
        gt=0,
        description="seconds for a statement or a free connection; then people are asked to come again",
    )
    photo_dir: Path = Path(".data/photos")
    field_backlog_at_most: int = Field(
        2000, ge=1, description="files from the field waiting to become photos; beyond that phones keep theirs"
    )
    field_bytes_ahead_at_most: int = Field(
        500_000_000,
        ge=1,
        description="bytes of files that a cadre sent ahead of their items: a day's 20 cases, 5 photos each of 5 MB",
    )
    cipher: Cipher = Cipher.AES_256_GCM
    sealing_keys: SecretStr = Field(SecretStr(""), description="version:base64 key, comma separated; newest last")
    blind_index_key: SecretStr = Field(SecretStr(""), description="base64 key for look-ups of sealed values")
    county_clock_file: Path | None = Field(None, description="seconds of offset; read in demo and test only")
    public_address: str = Field("", description="where residents' phones reach the API; printed codes lead there")
    county_phone: str = Field("", max_length=30, description="printed on letters and notices: whom to ring up")
    agreement_reminder_days: int = Field(
        30, ge=1, le=180, description="days before a payee agreement's last day on which people are reminded of it"
    )
    recheck_spread_months: int = Field(
        12,
        ge=1,
        le=12,
        description="months over which first re-checks of awards from rosters are spread, at most the law's term",
    )
    local_calendar_file: Path | None = Field(
        None, description="CSV day,kind(work|off),source that wins over the published calendar"
    )


@lru_cache
def settings() -> Settings:
    """This process's settings, read once."""
    return Settings()
