"""A HEIC of one grey 32 × 32 block, built by hand: our decoder library has no encoder, and no phone's photo is ours.

HEVC (H.265) with a single coding unit in PCM mode, so that the samples lie in the clear; wrapped as ISO 23008-12.
"""

import re
import struct

SIDE = 32  # pixels: the largest unit that may be PCM


def a_heic(grey: int = 200, claimed: int = SIDE) -> bytes:
    """The whole file; `claimed` is the side that its header states."""
    sets = {32: _vps(), 33: _sps(), 34: _pps()}
    picture = _nal(19, _slice(grey))
    data = struct.pack(">I", len(picture)) + picture
    start = _box(b"ftyp", b"heic", struct.pack(">I", 0), b"mif1heic")
    length = len(start) + len(_meta(sets, 0, len(data), claimed)) + 8
    return start + _meta(sets, length, len(data), claimed) + _box(b"mdat", data)


class Bits:
    """Bits in writing order."""

    def __init__(self) -> None:
        self.text = ""

    def u(self, count: int, value: int) -> "Bits":
        self.text += f"{value:0{count}b}"
        return self

    def flags(self, pattern: str) -> "Bits":
        self.text += pattern
        return self

    def ue(self, *values: int) -> "Bits":
        """Exponential Golomb codes."""
        for value in values:
            plain = f"{value + 1:b}"
            self.text += "0" * (len(plain) - 1) + plain
        return self

    def aligned(self) -> bytes:
        padded = self.text + "0" * (-len(self.text) % 8)
        return int(padded, 2).to_bytes(len(padded) // 8, "big")

    def trailed(self) -> bytes:
        """With the stop bit."""
        return self.flags("1").aligned()


def _profile(bits: Bits) -> Bits:
    """Main Still Picture, level 1."""
    return bits.u(8, 3).u(32, 0x70000000).flags("1001").u(44, 0).u(8, 30)


def _vps() -> bytes:
    bits = _profile(Bits().u(4, 0).flags("11").u(6, 0).u(3, 0).flags("1").u(16, 0xFFFF))
    return _nal(32, bits.flags("1").ue(0, 0, 0).u(6, 0).ue(0).flags("00").trailed())


def _sps() -> bytes:
    bits = _profile(Bits().u(4, 0).u(3, 0).flags("1")).ue(0, 1, SIDE, SIDE).flags("0").ue(0, 0, 0)
    bits.flags("1").ue(0, 0, 0).ue(2, 0, 0, 3, 0, 0).flags("000")  # one coding block of 32, transforms of 4 to 32
    bits.flags("1").u(4, 7).u(4, 7).ue(2, 0).flags("1")  # PCM of 8 bits, blocks of 32
    return _nal(33, bits.ue(0).flags("00000").trailed())


def _pps() -> bytes:
    bits = Bits().ue(0, 0).flags("0000000").ue(0, 0, 0).flags("000").ue(0, 0).flags("00000000000").ue(0).flags("00")
    return _nal(34, bits.trailed())


def _slice(grey: int) -> bytes:
    header = Bits().flags("10").ue(0, 2, 0).trailed()
    # Arithmetic code of "one part" then "PCM", and after the samples of "last block".
    one_part_pcm = _arithmetic(low=510 - 240, then=2)
    last = _arithmetic(low=510, then=2)
    return header + one_part_pcm + bytes([grey] * SIDE**2 + [128] * (SIDE**2 // 2)) + last


def _arithmetic(low: int, then: int) -> bytes:
    """A terminating bin of 1 after the range has shrunk to `low`; the flush ends in the stop bit."""
    low -= then
    bits = f"{low << 7:017b}"  # a register of 10 bits, seven times renormalised; its first bit is never written
    return Bits().flags(bits[1:9]).flags("1").aligned()


def _nal(kind: int, payload: bytes) -> bytes:
    return struct.pack(">H", kind << 9 | 1) + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", payload)


def _box(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + name + content


def _full(name: bytes, version: int, *parts: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24), *parts)


def _meta(sets: dict[int, bytes], offset: int, length: int, claimed: int) -> bytes:
    item = _full(b"infe", 2, struct.pack(">HH", 1, 0), b"hvc1\0")
    properties = _box(b"ipco", _hvcc(sets), _full(b"ispe", 0, struct.pack(">II", claimed, claimed)))
    return _full(
        b"meta", 0,
        _full(b"hdlr", 0, struct.pack(">I", 0), b"pict", bytes(13)),
        _full(b"pitm", 0, struct.pack(">H", 1)),
        _full(b"iloc", 0, struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, offset, length)),
        _full(b"iinf", 0, struct.pack(">H", 1), item),
        _box(b"iprp", properties, _full(b"ipma", 0, struct.pack(">IHBBB", 1, 1, 2, 0x81, 0x02))),
    )  # fmt: skip


def _hvcc(sets: dict[int, bytes]) -> bytes:
    head = struct.pack(">BBI6sB", 1, 3, 0x70000000, b"\x90" + bytes(5), 30)
    head += struct.pack(">HBBBBHBB", 0xF000, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0x0F, len(sets))
    arrays = (struct.pack(">BHH", 0x80 | kind, 1, len(nal)) + nal for kind, nal in sets.items())
    return _box(b"hvcC", head, *arrays)
