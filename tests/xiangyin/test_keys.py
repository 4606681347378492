"""Keys are made once, read back the same, and shown to nobody else."""

import base64
from pathlib import Path

from xiangyin.keys import keys_of


def test_keys_are_made_once_and_privately(tmp_path: Path) -> None:
    made = keys_of(tmp_path)
    assert keys_of(tmp_path) == made
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / "secrets.env"]


def test_keys_have_the_sizes_that_their_users_ask_for(tmp_path: Path) -> None:
    keys = keys_of(tmp_path)
    version, _, sealing = keys["SEALING_KEYS"].partition(":")
    assert version == "1"
    assert len(base64.b64decode(sealing)) == len(base64.b64decode(keys["BLIND_INDEX_KEY"])) == 32
    assert len(base64.urlsafe_b64decode(keys["CALLBACK_PATH_SECRET"])) == 24
    assert keys["WECHAT_PUSH_AES_KEY"].isalnum()
    assert len(base64.b64decode(keys["WECHAT_PUSH_AES_KEY"] + "=")) == 32
    assert 3 <= len(keys["WECHAT_PUSH_TOKEN"]) <= 32


def test_two_instances_have_different_keys(tmp_path: Path) -> None:
    one, other = keys_of(tmp_path / "one"), keys_of(tmp_path / "other")
    assert all(one[name] != other[name] for name in one)


def test_a_write_that_was_interrupted_is_done_again(tmp_path: Path) -> None:
    (tmp_path / "secrets.half").write_text("SEALING_KEYS=1:")
    assert len(keys_of(tmp_path)) == 5
