"""Every wording with the longest real words, against the providers' rules and ours."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.journal import Deed
from backend.messages import parts_of
from backend.programmes import CATALOGUE
from backend.settings import settings as settings_of_county
from backend.workdays import last_published_year
from notifications.wording import (
    BY_DEED,
    NEUTRAL,
    OCCASIONS,
    PAYMENT,
    PROGRESS,
    TOKEN,
    Hears,
    Occasion,
    Phones,
    Sms,
    SmsKind,
    Told,
)
from notifications.wording.fitting import fit_sms, fit_wechat
from sandbox.aliyun.templates import Pattern
from sandbox.registrations import Registrations, SmsTemplate
from sandbox.wechat.field_rules import obeys

SIGN = "【嵩县民政局】"
# The longest name on file in the county's kind of register, the largest amount, the longest date.
LONGEST: dict[str, Any] = {
    "case_number": "MZ-410325-2026-000123",
    "step_due_on": "2026-12-30",
    "decision_due_on": "2026-12-30",
    "due_on": "2026-12-30",
    "settled_on": "2026-12-30",
    "ends_on": "2026-12-30",
    "from_month": "2026-12-01",
    "month": "2026-12-01",
    "why": "agreement_over",
    "amount_fen": 1_234_567_89,
    "fen": 1_234_567_89,
    "account_last_four": "0018",
    "last_four": "0018",
    "titles": ["身份证照片", "户口簿照片", "社保卡或存折照片", "本人近照"],
    "kind": "certify_life",
    "agent": "cadre",
    "valid_to": "2026-12-30",
    "valid_until": "2026-12-30",
    "until": "2026-12-30",
    "office": "白河镇",
    "upheld": False,
    "because": "objection",
    "raised_on": "2026-12-30",
    "news": "三" * 35,
    "state_title": "已受理，核实中",
    "answer": "三" * 35,
}
NAMES = ["王秀英", "欧阳震华", "阿卜杜热合曼·买买提", "𠮷田㛃", "王😀秀英"]
SHAMING = re.compile(
    "低保|贫困|残疾|特困|孤儿|五保|困难户|低收入|救济|优抚|智力|精神病|癌|患病|疾病|死亡|去世|丧葬|火化|后事|生存认证"
    r"|高龄津贴|\d{15,18}[\dXx]?|[¥￥]"
)
# Topics and contacts that the provider takes in no notice (help.aliyun.com document 463270).
REFUSED_TOPICS = re.compile("问卷|募捐|捐款|党|贷款|招聘|维权|丧葬|殡葬|优惠|抽奖|微信号|QQ|加微信|1[3-9]\\d{9}")
CADRE_MAY_READ = {"errand_raised", "errand_assigned", "errand_overdue"}  # a cadre's own phone names the kind of errand
_ROOMS_OF_CASES = {"applications", "inquiries", "postings"}
ALL_SMS: list[tuple[str, Sms]] = [("neutral", NEUTRAL)] + [(each.code, each.sms) for each in OCCASIONS.values()]


def words_of(occasion: Occasion, name: str, **facts: Any) -> dict[str, str]:
    words = occasion.words(Told(name, datetime(2026, 12, 30, 10, 30, tzinfo=UTC), LONGEST | facts))
    return words or {"code": "123456"}


def every_text() -> list[tuple[str, Sms, dict[str, str]]]:
    texts = [(each.code, each.sms, words_of(each, name)) for each in OCCASIONS.values() for name in NAMES]
    return texts + [("neutral", NEUTRAL, {"name": name}) for name in NAMES]


@pytest.mark.parametrize(("code", "sms", "words"), every_text())
def test_texts_are_what_the_provider_takes(code: str, sms: Sms, words: dict[str, str]) -> None:
    pattern = Pattern.of(
        SmsTemplate.model_validate({"code": sms.template, "kind": sms.kind.value, "text": sms.text,
                                    "variables": dict(sms.variables)})
    )  # fmt: skip
    filled = pattern.fill(json.dumps(sms.fill(words)))
    assert filled == sms.read(words)
    assert len(SIGN + filled) <= 70, f"{code} has {len(SIGN + filled)} characters"
    assert all(1 <= len(value) <= 35 for value in sms.fill(words).values())


@pytest.mark.parametrize(("code", "sms"), ALL_SMS)
def test_texts_neither_shame_nor_leak_nor_link(code: str, sms: Sms) -> None:
    assert not SHAMING.search(sms.text)
    assert not re.search(r"https?://|www\.|\.(com|cn)\b|回复R", sms.text)
    assert not re.search(r"\$\{\w+\}\$\{\w+\}", sms.text), "variables may not touch"


@pytest.mark.parametrize(("code", "sms", "words"), every_text())
def test_no_text_is_about_what_the_provider_refuses(code: str, sms: Sms, words: dict[str, str]) -> None:
    assert not REFUSED_TOPICS.search(sms.read(words)), code
    assert not re.search("[體廣訂電號碼話閱發錢補貼臺灣]", sms.text), "traditional characters are refused"


@pytest.mark.parametrize("occasion", OCCASIONS.values(), ids=OCCASIONS)
def test_filled_words_neither_shame_nor_leak(occasion: Occasion) -> None:
    words = words_of(occasion, "王秀英")
    shown = [occasion.at_the_door(words)]
    shown += [] if occasion.code in CADRE_MAY_READ else [occasion.sms.read(words)]
    shown += list(occasion.wechat.fill(words).values()) if occasion.wechat else []
    for text in shown:
        assert not SHAMING.search(text), text


@pytest.mark.parametrize("occasion", [each for each in OCCASIONS.values() if each.wechat], ids=lambda each: each.code)
@pytest.mark.parametrize("name", NAMES)
def test_cards_are_what_wechat_takes(occasion: Occasion, name: str) -> None:
    assert occasion.wechat
    for key, value in occasion.wechat.fill(words_of(occasion, name)).items():
        assert obeys(key, value, None), f"{key}: {value}"


def test_the_neutral_text_says_nothing_but_a_name() -> None:
    assert set(NEUTRAL.variables) == {"name"}
    assert not re.search("补贴|申请|钱|元|账|民政", NEUTRAL.text)


def test_whoever_can_be_left_without_a_phone_is_told_at_the_door() -> None:
    for occasion in OCCASIONS.values():
        assert bool(occasion.door) == (
            occasion.visit and occasion.code not in CADRE_MAY_READ | {"phone_code", "morning_digest"}
        )


LINKED = {each.code: each for each in OCCASIONS.values() if each.link is not None}


def test_links_stand_only_where_there_is_something_to_do_and_nothing_to_fear() -> None:
    """A text that threatens money and ends in a link is what a fraud writes (policy §15)."""
    assert set(LINKED) == {"returned", "papers_reminded", "check_discrepancy", "certification_due"}
    assert all(each.phones is Phones.NEUTRAL and each.hears is Hears.PERSON for each in LINKED.values())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("occasion", LINKED.values(), ids=LINKED)
def test_texts_with_a_link_are_what_the_provider_takes_and_say_the_same(
    occasion: Occasion, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_of_county(), "public_address", "https://minzheng.songxian.gov.cn")
    sms = occasion.with_link
    assert sms is not None
    assert sms.text.count("http") == sms.text.count(" https://minzheng.songxian.gov.cn/s/${token} ") == 1
    assert set(sms.variables) == {*occasion.sms.variables, TOKEN}
    assert not SHAMING.search(sms.text)
    words = {**words_of(occasion, name), TOKEN: "23456789ab"}
    pattern = Pattern.of(
        SmsTemplate.model_validate({"code": sms.template, "kind": sms.kind.value, "text": sms.text,
                                    "variables": dict(sms.variables)})
    )  # fmt: skip
    assert pattern.fill(json.dumps(sms.fill(words))) == occasion.text_of(words).read(words)
    assert not REFUSED_TOPICS.search(sms.read(words))
    assert parts_of(SIGN + sms.read(words)) <= 2


def test_whatever_is_told_of_a_case_is_told_to_its_helper_too() -> None:
    of_cases = [each for each in OCCASIONS.values() if each.deed.partition(".")[0] in _ROOMS_OF_CASES]
    assert len(of_cases) > 10
    not_theirs = {"mandate_asked", "objector_answered", "reporter_answered"}  # the principal alone, who objected
    assert {each.code for each in of_cases if not (each.step or each.beside)} == not_theirs


def test_the_texts_are_those_on_file_with_the_stand_in(repository: Path) -> None:
    registered = Registrations.model_validate(
        yaml.safe_load((repository / "sandbox/registered.yaml").read_text(encoding="utf-8"))
    )
    on_file = {each.code: (each.text, each.variables, each.kind.value) for each in registered.sms_templates}
    for _, sms in ALL_SMS:
        assert on_file[sms.template] == (sms.text, dict(sms.variables), sms.kind.value)
    for occasion in LINKED.values():
        assert occasion.link
        with_token = {**occasion.sms.variables, TOKEN: "characterWithNumber2"}
        assert on_file[occasion.link.code] == (occasion.link.text, with_token, "notice")
    read_out = {each.code: each.text for each in registered.voice_templates}
    for sms in (NEUTRAL, *(each.sms for each in OCCASIONS.values() if each.hears is Hears.PERSON)):
        assert read_out[sms.spoken.template] == sms.spoken.text
    fields = {each.id: set(each.fields) for each in registered.wechat_templates}
    for occasion in OCCASIONS.values():
        if occasion.wechat:
            assert fields[occasion.wechat.card.template] == set(occasion.wechat.fields)
    assert {PAYMENT.template, PROGRESS.template} <= set(fields)


def test_an_entry_is_an_occasion_for_one_thing_and_each_text_has_a_code_of_its_own() -> None:
    shared = {deed for deed, several in BY_DEED.items() if len(several) > 1}
    several = {
        Deed.REPLY_RECEIVED.value, Deed.CAMPAIGN_TOLD.value, Deed.AWARD_SUSPENDED.value,
        Deed.APPLICATION_ACCEPTED.value, Deed.PAYOUT_SETTLED.value, Deed.PAYOUT_BOUNCED.value,
    }  # fmt: skip
    assert shared == several, "the entry says which of them it is"
    assert sum(map(len, BY_DEED.values())) == len(OCCASIONS) == 66
    codes = [each.code for each in {sms.name: sms for _, sms in ALL_SMS}.values()] + [
        each.link.code for each in LINKED.values() if each.link
    ]
    assert len(set(codes)) == len(codes)
    assert OCCASIONS["phone_code"].sms.kind is SmsKind.CODE
    assert Deed.STEP_COMING_DUE not in {each.deed for each in OCCASIONS.values()}, "staff see it in the console"


def test_papers_are_named_whole_or_counted_and_at_the_door_all_of_them() -> None:
    """一次性告知 names everything: half a title in a text would tell nobody how much is still to come."""
    for programme in CATALOGUE.values():
        titles = [each.title for each in programme.materials]
        for many in range(1, len(titles) + 1):
            words = words_of(OCCASIONS["returned"], "王秀英", titles=titles[:many])
            said, card = OCCASIONS["returned"].sms.read(words), OCCASIONS["returned"].wechat
            assert card
            assert "…" not in said + card.fill(words)["thing4"]
            whole = "、".join(re.sub("（.*?）", "", each) for each in titles[:many])
            assert whole in said or f"{many}样" in said
            assert whole in OCCASIONS["returned"].at_the_door(words)


@pytest.mark.parametrize(
    ("kind", "value", "fitted"),
    [
        ("name", "王😀秀【英】", "王秀英"),
        ("name", "8", "乡亲"),
        ("name", "王〇英", "王〇英"),
        ("name", "阿卜杜热合曼•买买提", "阿卜杜热合曼·买买提"),
        ("other", "字" * 40, "字" * 34 + "…"),
        ("other", "请看http://a.cn/x", "请看"),
        ("number", "尾号12x34", "1234"),
    ],
)
def test_values_are_made_to_fit_the_sms_provider(kind: str, value: str, fitted: str) -> None:
    assert fit_sms(kind, value) == fitted


@pytest.mark.parametrize(
    ("key", "value", "fitted"),
    [
        ("thing1", "字" * 21, "字" * 19 + "…"),
        ("phrase2", "已受理，核实中", "已受理核实"),
        ("amount2", "1,234.50元", "1234.50元"),
    ],
)
def test_values_are_made_to_fit_wechat(key: str, value: str, fitted: str) -> None:
    assert fit_wechat(key, value) == fitted


NEEDED = [
    ("submitted", "case_number"),
    ("submitted", "step_due_on"),
    ("accepted", "decision_due_on"),
    ("returned", "titles"),
    ("papers_reminded", "titles"),
    ("papers_awaited", "titles"),
    ("papers_awaited", "due_on"),
    ("posted", "ends_on"),
    ("confirmed", "from_month"),
    ("confirmed", "amount_fen"),
    ("payout_settled", "month"),
    ("payout_settled", "amount_fen"),
    ("payout_settled", "account_last_four"),
    ("payout_settled", "settled_on"),
    ("payout_bounced", "month"),
    ("payout_held_back", "month"),
    ("payout_held_back", "why"),
    ("certification_due", "due_on"),
    ("errand_raised", "due_on"),
    ("case_state", "state_title"),
    ("last_payment", "settled_on"),
    ("reply_answered", "answer"),
    ("objection_answered", "upheld"),
    ("extended", "decision_due_on"),
    ("due_moved", "decision_due_on"),
    ("due_moved", "because"),
    ("recognised", "valid_until"),
    ("forwarded", "office"),
    ("card_expiring", "valid_to"),
    ("award_suspended", "month"),
    ("award_uncertified", "month"),
    ("mandate_asked", "agent"),
    ("award_adjusted", "fen"),
    ("claim_released", "fen"),
    ("award_stopped", "month"),
    ("amount_changed", "from_month"),
    ("amount_changed", "amount_fen"),
    ("errand_overdue", "due_on"),
    ("policy_news", "news"),
    ("flood", "news"),
    ("recheck_due", "due_on"),
    ("agreement_ending", "until"),
    ("care_agreement_wanted", "due_on"),
    ("suspension_coming", "due_on"),
    ("visit_announced", "decision_due_on"),
]


@pytest.mark.parametrize(("code", "fact"), NEEDED)
def test_words_without_a_fact_are_no_words(code: str, fact: str) -> None:
    """Then a person is told by a person; a text of 「每月0元」 or 「近期前答复」 would be believed."""
    lacking = {known: value for known, value in LONGEST.items() if known != fact}
    with pytest.raises((KeyError, ValueError)):
        OCCASIONS[code].words(Told("王秀英", datetime(2026, 12, 30, tzinfo=UTC), lacking))


@pytest.mark.parametrize(
    ("code", "fact"),
    [each for each in NEEDED if each[1] not in {"titles", "state_title", "why"} and each[0] != "last_payment"],
)
@pytest.mark.parametrize("value", [None, " "])
def test_words_with_an_empty_fact_are_no_words(code: str, fact: str, value: str | None) -> None:
    with pytest.raises((TypeError, ValueError)):
        OCCASIONS[code].words(Told("王秀英", datetime(2026, 12, 30, tzinfo=UTC), {**LONGEST, fact: value}))


@pytest.mark.parametrize("amount", [0, -5000, True, 50.0, "5000"])
def test_an_amount_is_a_positive_whole_number_of_fen(amount: object) -> None:
    for code in ("confirmed", "payout_settled"):
        with pytest.raises(ValueError, match="amount"):
            OCCASIONS[code].words(Told("王秀英", datetime(2026, 12, 30, tzinfo=UTC), {**LONGEST, "amount_fen": amount}))


@pytest.mark.parametrize("kind", ["other", "money", "number", "code"])
def test_only_a_name_has_a_stand_in(kind: str) -> None:
    assert fit_sms("name", "😀") == "乡亲"
    with pytest.raises(ValueError, match="nothing"):
        fit_sms(kind, "😀")


@pytest.mark.parametrize("key", ["thing1", "phrase2", "amount2", "time3", "date4"])
def test_a_card_makes_nothing_up(key: str) -> None:
    with pytest.raises(ValueError, match="nothing"):
        fit_wechat(key, "😀元" if key == "amount2" else "😀")


@pytest.mark.parametrize(
    ("code", "fact"),
    [
        ("submitted", "step_due_on"), ("accepted", "decision_due_on"), ("visit_announced", "decision_due_on"),
        ("extended", "decision_due_on"), ("due_moved", "decision_due_on"),
    ],
)  # fmt: skip
def test_a_day_past_the_published_calendar_is_called_provisional_and_fits_all_the_same(code: str, fact: str) -> None:
    """Nobody may believe a day that will move once the holidays are known; the longest still fits text and card."""
    unknown = f"{last_published_year() + 1}-12-30"
    occasion = OCCASIONS[code]
    words = occasion.words(Told("阿卜杜热合曼·买买提", datetime(2026, 12, 30, tzinfo=UTC), {**LONGEST, fact: unknown}))
    text = occasion.sms.read(words)
    assert "12月30日（暂定）" in text
    assert parts_of(SIGN + text) == 1 or code == "submitted", "with the longest name and the whole number it takes two"
    assert occasion.wechat is not None
    tip = occasion.wechat.fill(words)["thing4"]
    assert "…" not in tip, "the day is cut off"
