"""What the stand-in can be told by environment; the defaults are the ones that a demo uses."""

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from variables that begin with `SANDBOX_`; a port of 0 means any free port."""

    model_config = SettingsConfigDict(env_prefix="SANDBOX_")

    host: str = "127.0.0.1"
    wechat_port: int = 8100
    aliyun_port: int = 8101
    phones_port: int = 8102
    seed: int = 20260901
    registered_file: Path = Path(__file__).with_name("registered.yaml")
    text_address: str = "https://xy.example.cn"  # stands for {address} in registered texts

    wechat_app_id: str = "wxdemo0000000000a1"
    wechat_app_secret: str = "demo-secret"
    wechat_original_id: str = "gh_demo00000001"  # ToUserName of every push
    wechat_push_url: str = ""  # empty: no push
    wechat_push_token: str = "demo-push-token"
    wechat_push_aes_key: str = "demoEncodingAESKey0123456789demoEncodingAES"  # 43 characters
    wechat_allowed_addresses: list[str] = []  # empty: any; else others are refused with 40164

    aliyun_access_key_id: str = "demo-ak"
    aliyun_access_key_secret: str = "demo-sk"
    aliyun_expects_tls: bool = False  # true: requests that came over plain http are marked in the journal
    aliyun_requests_per_second: int = 5000
    aliyun_clock: Literal["either", "virtual"] = "either"  # which clock a request's Timestamp is held against

    sms_report_url: str = ""  # empty: no push
    sms_up_url: str = ""  # empty: no push
    voice_report_url: str = ""  # empty: no push
    call_report_min_seconds: float = 2.0  # the real one comes 20 to 90 s after the call was placed
    call_report_max_seconds: float = 5.0
    sms_balance_fen: int = 100_000_000
    sms_price_tenths_of_fen: int = 45  # 0.045 yuan for each part of a message
    receipt_delay_min_seconds: float = 0.3
    receipt_delay_max_seconds: float = 1.0
    details_visible_after_seconds: float = 1.0
    push_timeout_seconds: float = 0.7  # Aliyun closes a push that is not answered in 700 ms
    switched_off_seconds: float = 7200.0  # a phone ending in 0023 is switched on again after this time
    late_answer_seconds: float = 6.0  # real time; longer than a client waits
    sending_opens_hour: int = 9  # Beijing time; sends outside of these hours are counted, not refused
    sending_closes_hour: int = 20
