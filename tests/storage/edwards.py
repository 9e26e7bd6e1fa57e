"""Points of the Ed25519 curve in plain arithmetic, to make keys and signatures that no library would make."""

from __future__ import annotations

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the base point's group; the curve has eight times as many points."""
_D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int]
NEUTRAL: Point = (0, 1)


def add(one: Point, other: Point) -> Point:
    (x1, y1), (x2, y2) = one, other
    k = _D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P


def times(n: int, point: Point) -> Point:
    found = NEUTRAL
    while n:
        if n & 1:
            found = add(found, point)
        point = add(point, point)
        n >>= 1
    return found


def encoded(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def challenge(r: bytes, key: bytes, message: bytes) -> int:
    return int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % ORDER


def signature(r: bytes, s: int) -> bytes:
    return r + s.to_bytes(32, "little")


def _with_y(y: int) -> Point | None:
    square = (y * y - 1) * pow(_D * y * y + 1, P - 2, P) % P
    root = pow(square, (P + 3) // 8, P)
    for x in (root, root * pow(2, (P - 1) // 4, P) % P):
        if x * x % P == square:
            return x, y
    return None


def base() -> Point:
    found = _with_y(4 * pow(5, P - 2, P) % P)
    assert found is not None
    x, y = found
    return (x if x % 2 == 0 else P - x), y


def of_order_eight() -> Point:
    """Return a point whose eight multiples are all the points of small order."""
    for y in range(2, 1000):
        point = _with_y(y)
        if point is not None and times(4, small := times(ORDER, point)) != NEUTRAL:
            return small
    raise AssertionError


BASE = base()
EIGHTH = of_order_eight()
