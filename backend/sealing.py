"""Personal data at rest: sealed with an authenticated cipher, found again by a keyed blind index."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as OpenSSLCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.settings import Cipher, settings

# A sealed value: 1 byte cipher, 2 bytes key version, 12 bytes nonce, then ciphertext and 16 bytes tag.
_HEAD, _NONCE, _TAG = 3, 12, 16
_MARK = {Cipher.AES_256_GCM: 1, Cipher.SM4_GCM: 2}


class CannotOpen(Exception):
    """The value was sealed with a key we do not hold, for another purpose, or was altered."""


def seal(value: str, purpose: str) -> bytes:
    """Seal `value`; `purpose` (such as "phone") is bound in, so a sealed phone never opens as an account."""
    version, key = _newest()
    cipher = settings().cipher
    nonce = os.urandom(_NONCE)
    head = bytes([_MARK[cipher]]) + version.to_bytes(2, "big")
    plain, bound = value.encode(), purpose.encode() + head
    if cipher is Cipher.AES_256_GCM:
        return head + nonce + _aes(key).encrypt(nonce, plain, bound)
    worker = OpenSSLCipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    worker.authenticate_additional_data(bound)
    return head + nonce + worker.update(plain) + worker.finalize() + worker.tag


def unseal(sealed: bytes, purpose: str) -> str:
    """What was sealed for this purpose; CannotOpen otherwise."""
    sealed = bytes(sealed)
    head, nonce, rest = sealed[:_HEAD], sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
    bound = purpose.encode() + head
    try:
        key = _keys()[int.from_bytes(head[1:], "big")]
        if head[0] == _MARK[Cipher.AES_256_GCM]:
            return _aes(key).decrypt(nonce, rest, bound).decode()
        worker = OpenSSLCipher(algorithms.SM4(key[:16]), modes.GCM(nonce, rest[-_TAG:])).decryptor()
        worker.authenticate_additional_data(bound)
        return (worker.update(rest[:-_TAG]) + worker.finalize()).decode()
    except (InvalidTag, KeyError, IndexError, ValueError) as reason:
        raise CannotOpen(purpose) from reason


def blind_index(value: str, purpose: str) -> bytes:
    """32 bytes that are equal for equal values of one purpose and tell nothing without the key."""
    return hmac.digest(_blind_key(), f"{purpose}\0{value}".encode(), hashlib.sha256)


@lru_cache
def _keys() -> dict[int, bytes]:
    pairs = (part.split(":", 1) for part in settings().sealing_keys.get_secret_value().split(",") if part)
    keys = {int(version): base64.b64decode(key) for version, key in pairs}
    if not keys or any(len(key) != 32 for key in keys.values()):
        raise RuntimeError("SEALING_KEYS must hold version:base64 of 32 bytes, comma separated, newest last")
    return keys


@lru_cache
def _newest() -> tuple[int, bytes]:
    return max(_keys().items())


@lru_cache
def _blind_key() -> bytes:
    key = base64.b64decode(settings().blind_index_key.get_secret_value())
    if len(key) < 32:
        raise RuntimeError("BLIND_INDEX_KEY must be base64 of at least 32 bytes")
    return key


@lru_cache(maxsize=16)
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)
