"""Our signature and crypto code against the official vectors and against wechatpy's."""

import json

import pytest
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature, check_wxa_signature

from sandbox.aliyun.signature import signature, string_to_sign
from sandbox.wechat.crypto import decrypt, encrypt, push_signature

KEY, APP_ID = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxdemo0000000000a1"


@pytest.mark.parametrize(
    ("timestamp", "nonce", "begins", "ends"),
    [
        ("1714036504", "1514711492", "f464b24f", "1696"),
        ("1714037059", "486452656", "899cf89e", "aa78"),
    ],
)
def test_push_signatures_match_the_official_vectors(timestamp: str, nonce: str, begins: str, ends: str) -> None:
    made = push_signature("AAAAA", timestamp, nonce)
    assert (made[:8], made[-4:]) == (begins, ends)
    check_signature("AAAAA", made, timestamp, nonce)


def test_the_official_vector_of_user_data_passes_in_the_library_that_we_test_with() -> None:
    raw = (
        '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong",'
        '"country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/'
        '1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}'
    )
    check_wxa_signature("HyVFkGl5F5OQWJZZaNzBBg==", raw, "75e81ceda165f4ffa64f4068af58c64b8f54b88c")


@pytest.mark.parametrize("text", ["", "好", "x" * 31, "x" * 32, "长" * 5000])
def test_what_we_encrypt_wechatpy_decrypts(text: str) -> None:
    plain = json.dumps({"t": text}, ensure_ascii=False)
    sealed = encrypt(KEY, APP_ID, plain.encode())
    signed = push_signature("token", "1", "n", sealed)
    assert json.loads(WeChatCrypto("token", KEY, APP_ID).decrypt_message({"Encrypt": sealed}, signed, "1", "n")) == {
        "t": text
    }
    assert decrypt(KEY, APP_ID, sealed).decode() == plain


def test_another_key_or_app_does_not_decrypt() -> None:
    sealed = encrypt(KEY, APP_ID, b"{}")
    with pytest.raises(ValueError, match=r"app id|padding"):
        decrypt("z" + KEY[1:], APP_ID, sealed)
    with pytest.raises(ValueError, match="app id"):
        decrypt(KEY, "wxother", sealed)


def test_the_rpc_signature_matches_the_published_example() -> None:
    params = {
        "AccessKeyId": "testid",
        "Action": "DescribeRegions",
        "Format": "XML",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
        "SignatureVersion": "1.0",
        "Timestamp": "2016-02-23T12:46:24Z",
        "Version": "2014-05-26",
    }
    text = string_to_sign("GET", params)
    assert text == (
        "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1"
        "%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0"
        "%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26"
    )
    assert signature("testsecret", text) == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="
