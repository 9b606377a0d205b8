"""Sine, cosine and logarithm to the bit as browsers compute them, independent of the machine's C library.

JavaScript engines use Sun's fdlibm; C libraries round about one result in twenty differently.

Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun Microsystems,
Inc. business. Permission to use, copy, modify, and distribute this software is freely granted, provided that
this notice is preserved.
"""

import math
import struct

TWO_BY_PI = 6.36619772367581382433e-01
# Half of pi in pieces of 33 bits, each with the remainder of the pieces before it.
PIECE_1, REST_1 = 1.57079632673412561417e00, 6.07710050650619224932e-11
PIECE_2, REST_2 = 6.07710050630396597660e-11, 2.02226624879595063154e-21
CANCELED = 16  # bits lost to cancellation from which the second piece is needed

SIN_1 = -1.66666666666666324348e-01
SIN = (
    8.33333333332248946124e-03,
    -1.98412698298579493134e-04,
    2.75573137070700676789e-06,
    -2.50507602534068634195e-08,
    1.58969099521155010221e-10,
)
COS = (
    4.16666666666666019037e-02,
    -1.38888888888741095749e-03,
    2.48015872894767294178e-05,
    -2.75573143513906633035e-07,
    2.08757232129817482790e-09,
    -1.13596475577881948265e-11,
)
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
LOG_ODD = (
    6.666666666666735130e-01,
    2.857142874366239149e-01,
    1.818357216161805012e-01,
    1.479819860511658591e-01,
)
LOG_EVEN = (3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01)


def sin(x: float) -> float:
    """Compute sin x.

    Units: radians, |x| up to 100,000.
    """
    quadrant, high, low = _reduced(x)
    value = _cos(high, low) if quadrant % 2 else _sin(high, low)
    return -value if quadrant & 2 else value


def cos(x: float) -> float:
    """Compute cos x.

    Units: radians, |x| up to 100,000.
    """
    quadrant, high, low = _reduced(x)
    value = _sin(high, low) if quadrant % 2 else _cos(high, low)
    return -value if (quadrant + 1) & 2 else value


def log(x: float) -> float:
    """Compute ln x for a normal x > 0.

    Formula: x = 2^k (1 + f) with 1 + f near 1; ln(1 + f) = f - s (f - R(s^2)), s = f / (2 + f).
    """
    fraction, k = math.frexp(x)
    top = (_top(fraction) & 0xFFFFF) + 0x95F64 & 0x100000  # whether 1 + f would exceed the square root of 2
    x, k = (fraction, k) if top else (2 * fraction, k - 1)
    f, mantissa = x - 1, _top(fraction) & 0xFFFFF
    if (mantissa + 2) & 0xFFFFF < 3:  # |f| < 2^-20
        tail = f * f * (0.5 - 0.33333333333333333 * f)
        return f - tail if k == 0 else k * LN2_HIGH - ((tail - k * LN2_LOW) - f)
    s = f / (2 + f)
    z = s * s
    w = z * z
    rest = z * _polynomial(w, LOG_ODD) + w * _polynomial(w, LOG_EVEN)
    if (mantissa - 0x6147A) | (0x6B851 - mantissa) > 0:
        half = 0.5 * f * f
        if k == 0:
            return f - (half - s * (half + rest))
        return k * LN2_HIGH - ((half - (s * (half + rest) + k * LN2_LOW)) - f)
    if k == 0:
        return f - s * (f - rest)
    return k * LN2_HIGH - ((s * (f - rest) - k * LN2_LOW) - f)


def _reduced(x: float) -> tuple[int, float, float | None]:
    """Subtract quarter turns from x until |x| <= pi/4: return their number, the rest and its tail, if any."""
    size = abs(x)
    if _top(size) <= 0x3FE921FB:
        return 0, x, None
    turns = int(size * TWO_BY_PI + 0.5)
    left, off = size - turns * PIECE_1, turns * REST_1
    high = left - off
    near = turns >= 32 or _top(size) == _top(turns * math.pi / 2)
    if near and (_top(size) >> 20) - ((_top(high) >> 20) & 0x7FF) > CANCELED:
        before, off = left, turns * PIECE_2
        left = before - off
        off = turns * REST_2 - ((before - left) - off)
        high = left - off
    low = (left - high) - off
    return (turns, high, low) if x > 0 else (-turns, -high, -low)


def _sin(x: float, y: float | None) -> float:
    """Compute sin(x + y) for |x| <= pi/4, where y is the tail."""
    if abs(x) < 2.0**-27:
        return x
    z = x * x
    v = z * x
    r = _polynomial(z, SIN)
    if y is None:
        return x + v * (SIN_1 + z * r)
    return x - ((z * (0.5 * y - v * r) - y) - v * SIN_1)


def _cos(x: float, y: float | None) -> float:
    """Compute cos(x + y) for |x| <= pi/4, where y is the tail."""
    if abs(x) < 2.0**-27:
        return 1.0
    z = x * x
    tail = z * (z * _polynomial(z, COS)) - x * (y or 0.0)
    top = _top(x) & 0x7FFFFFFF
    if top < 0x3FD33333:  # |x| < 0.3
        return 1 - (0.5 * z - tail)
    quarter = (
        0.28125 if top > 0x3FE90000 else struct.unpack(">d", struct.pack(">q", (top - 0x200000) << 32))[0]
    )
    return float((1 - quarter) - ((0.5 * z - quarter) - tail))


def _polynomial(x: float, factors: tuple[float, ...]) -> float:
    value = factors[-1]
    for factor in reversed(factors[:-1]):
        value = factor + x * value
    return value


def _top(x: float) -> int:
    """Return the upper 32 bits of a float."""
    return int(struct.unpack(">I", struct.pack(">d", x)[:4])[0])
