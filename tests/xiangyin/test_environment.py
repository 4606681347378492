"""What the processes are told: the same keys on both sides, and addresses that meet."""

from pathlib import Path

import pytest

from xiangyin.data_folder import CHECKOUT, data_folder
from xiangyin.environment import Instance
from xiangyin.house import House
from xiangyin.ports import Ports
from xiangyin.refusal import CommandRefused


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return Instance(tmp_path, Ports(), "postgresql://postgres@/xiangyin?host=/run", "unix:///run/kv.sock")


def test_the_sandbox_knows_our_accounts_at_the_providers(instance: Instance) -> None:
    told = instance.variables()
    for ours, theirs in {
        "WECHAT_APP_ID": "SANDBOX_WECHAT_APP_ID",
        "WECHAT_APP_SECRET": "SANDBOX_WECHAT_APP_SECRET",
        "WECHAT_PUSH_TOKEN": "SANDBOX_WECHAT_PUSH_TOKEN",
        "WECHAT_PUSH_AES_KEY": "SANDBOX_WECHAT_PUSH_AES_KEY",
        "ALIYUN_ACCESS_KEY_ID": "SANDBOX_ALIYUN_ACCESS_KEY_ID",
        "ALIYUN_ACCESS_KEY_SECRET": "SANDBOX_ALIYUN_ACCESS_KEY_SECRET",
    }.items():
        assert told[ours] == told[theirs] != ""


def test_the_sandbox_calls_back_where_outreach_listens(instance: Instance) -> None:
    told = instance.variables()
    door = f"http://127.0.0.1:{told['OUTREACH_PORT']}/callbacks/{told['CALLBACK_PATH_SECRET']}"
    assert told["SANDBOX_SMS_REPORT_URL"] == f"{door}/sms-reports"
    assert told["SANDBOX_SMS_UP_URL"] == f"{door}/sms-replies"
    assert told["SANDBOX_VOICE_REPORT_URL"] == f"{door}/voice-reports"
    assert told["SANDBOX_WECHAT_PUSH_URL"] == f"{door}/wechat"
    assert told["WECHAT_API_BASE"].endswith(f":{told['SANDBOX_WECHAT_PORT']}")
    assert told["ALIYUN_SMS_DOMAIN"].endswith(f":{told['SANDBOX_ALIYUN_PORT']}")
    assert told["ALIYUN_VOICE_DOMAIN"] == told["ALIYUN_SMS_DOMAIN"]


def test_what_the_sandbox_is_told_it_has_a_setting_for(instance: Instance) -> None:
    from sandbox.settings import Settings

    told = {name for name in instance.variables() if name.startswith("SANDBOX_")}
    assert told
    assert told <= {f"SANDBOX_{field.upper()}" for field in Settings.model_fields}


def test_addresses_given_are_used_and_nothing_is_embedded_for_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@db.example/county")
    monkeypatch.delenv("REDIS_URL", raising=False)
    house = House(folder, Ports())
    assert [engine.name for engine in house.engines.members] == ["Valkey"]
    told = house.instance.variables()
    assert told["DATABASE_URL"] == "postgresql://somebody@db.example/county"
    assert told["REDIS_URL"] == house.engines.redis_url


def test_a_database_that_is_not_there_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://postgres@/county?host={folder}")
    monkeypatch.setenv("REDIS_URL", "redis://localhost:1/0")
    house = House(folder, Ports())
    try:
        with pytest.raises(CommandRefused, match="DATABASE_URL cannot be used"):
            house.open(None)
    finally:
        house.stop()


def test_two_clones_never_share_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XIANGYIN_DATA", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    here = data_folder()
    monkeypatch.setattr("xiangyin.data_folder.CHECKOUT", Path("/home/other") / CHECKOUT.name)
    other = data_folder()
    assert here.parent == other.parent == Path("/var/lib/xiangyin")
    assert here.name.rsplit("-", 1)[0] == other.name.rsplit("-", 1)[0] == CHECKOUT.name
    assert here != other


def test_a_normal_users_data_are_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XIANGYIN_DATA", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert data_folder() == CHECKOUT / ".data"
