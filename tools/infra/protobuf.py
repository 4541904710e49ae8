"""The wire format of protocol buffers, as much of it as Terraform's plugin protocol needs."""

from collections.abc import Mapping

Fields = Mapping[int, list[bytes]]
"""Number -> what came under it, in order: texts, messages and bytes alike."""


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def whole(field: int, value: int) -> bytes:
    """Nothing for 0, which is what an absent field means."""
    return varint(field << 3) + varint(value) if value else b""


def message(field: int, content: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(content)) + content


def text(field: int, value: str) -> bytes:
    return message(field, value.encode()) if value else b""


def read(encoded: bytes) -> Fields:
    """Numbers are let pass: no request that is answered here carries one that counts."""
    found: dict[int, list[bytes]] = {}
    at = 0
    while at < len(encoded):
        key, at = _varint(encoded, at)
        if key & 7 == 0:
            _, at = _varint(encoded, at)
        elif key & 7 == 2:
            length, at = _varint(encoded, at)
            found.setdefault(key >> 3, []).append(encoded[at : at + length])
            at += length
        else:
            raise ValueError(f"wire type {key & 7}")
    return found


def _varint(encoded: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = encoded[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, at
