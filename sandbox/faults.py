"""What can be made to go wrong: for everyone (by control call) and for one number."""

from pydantic import BaseModel, ConfigDict, Field


class TransportFaults(BaseModel):
    """Faults of the line, the same for both providers."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    slow_ms: int = Field(0, ge=0, le=120_000, description="wait before every answer")
    html_200: bool = Field(False, description="answer an HTML page with status 200, without doing anything")
    status_500: bool = Field(False, description="answer 500 to everything, without doing anything")
    drop_percent: int = Field(0, ge=0, le=100, description="reset this share of the requests unread")
    truncate: bool = Field(False, description="cut every answer in half")
    reset_after: bool = Field(False, description="do what was asked, then reset without an answer")
    duplicate_push: bool = Field(False, description="push everything twice")
    push_down: bool = Field(False, description="no push leaves: each try counts as failed")


class WeChatFaults(TransportFaults):
    """Faults of WeChat."""

    always_40001: bool = Field(False, description="every access_token is refused")
    token_revoked: bool = Field(False, description="revokes the tokens in use once, when set")
    busy_times: int = Field(0, ge=0, description="answer -1 this many times")
    rate_limit_times: int = Field(0, ge=0, description="answer 45009 this many times")
    always_43101: bool = Field(False, description="no one has quota, whatever was tapped")
    secret_error_40001: bool = Field(False, description="a wrong secret is 40001 instead of 40125")
    token_overlap_seconds: int = Field(300, ge=0, description="how long a replaced token stays valid")
    country_code_as_number: bool = Field(False, description="countryCode 86 instead of '86'")
    sent_event_first: bool = Field(False, description="the sent event is pushed before the call returns")
    push_list_as_array: bool = Field(False, description="List is an array even when single")
    push_time_as_text: bool = Field(False, description="CreateTime is a string")
    push_wrong_signature: bool = Field(False, description="msg_signature does not match")
    push_old_key: str = Field("", description="a previous EncodingAESKey to encrypt with")
    push_old_timestamp: bool = Field(False, description="pushes carry a timestamp of an hour ago")


class AliyunFaults(TransportFaults):
    """Faults of Aliyun SMS."""

    balance_empty: bool = Field(False, description="isv.AMOUNT_NOT_ENOUGH for everyone")
    out_of_service: bool = Field(False, description="isv.OUT_OF_SERVICE for everyone")
    day_cap: int = Field(0, ge=0, description="own cap of messages a day; 0 is none")
    month_cap: int = Field(0, ge=0, description="own cap of messages a month; 0 is none")
    throttle_times: int = Field(0, ge=0, description="answer Throttling.User this many times")
    no_biz_id: bool = Field(False, description="answer OK, and leave out the BizId, or of a call the CallId")
    shuffled: bool = Field(False, description="reports of a push come in random order")
    resplit_on_retry: bool = Field(False, description="a push that failed is split differently when repeated")
    wrong_phone_receipts: bool = Field(False, description="each report is joined by one for another phone")
    forged_receipts: int = Field(0, ge=0, le=5000, description="pushes reports with unknown out_ids, when set")


class Faults(BaseModel):
    """All faults now in force; `numbers` gives a phone the behaviour of a magic ending, such as '0001'."""

    model_config = ConfigDict(extra="forbid")

    wechat: WeChatFaults = Field(default_factory=WeChatFaults)
    aliyun: AliyunFaults = Field(default_factory=AliyunFaults)
    numbers: dict[str, str] = Field(default_factory=dict)

    def clear(self) -> None:
        """Let everything work again."""
        self.wechat, self.aliyun, self.numbers = WeChatFaults(), AliyunFaults(), {}
