"""The encryption of WeChat's pushes (safe mode): AES-256-CBC and a SHA-1 signature."""

import secrets
from base64 import b64decode, b64encode
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # PKCS#7 with a block of 32, twice that of AES


def push_signature(*words: str) -> str:
    """Return SHA-1 over the sorted words: token, timestamp, nonce and, in safe mode, the ciphertext."""
    return sha1("".join(sorted(words)).encode()).hexdigest()


def encrypt(aes_key: str, app_id: str, plain: bytes) -> str:
    """Return base64 of: 16 random bytes, the length in 4 bytes, `plain`, the app id; padded and encrypted."""
    text = secrets.token_bytes(16) + len(plain).to_bytes(4, "big") + plain + app_id.encode()
    gap = BLOCK - len(text) % BLOCK
    encryptor = _cipher(aes_key).encryptor()
    return b64encode(encryptor.update(text + bytes([gap]) * gap) + encryptor.finalize()).decode()


def decrypt(aes_key: str, app_id: str, text: str) -> bytes:
    """Return what `encrypt` was given; raises ValueError when key, app id or padding is another."""
    decryptor = _cipher(aes_key).decryptor()
    padded = decryptor.update(b64decode(text)) + decryptor.finalize()
    if not 1 <= padded[-1] <= BLOCK:
        raise ValueError("padding")
    plain = padded[16 : -padded[-1]]
    length = int.from_bytes(plain[:4], "big")
    if plain[4 + length :] != app_id.encode():
        raise ValueError("app id")
    return plain[4 : 4 + length]


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    key = b64decode(aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
