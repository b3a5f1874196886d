"""Inputs that C++ rebuilds bit for bit: integers, powers of two and one rounding per number.

The same few lines stand in case_inputs.hpp. A case is x = s*u and y = round(a*x + b*z), where u and the
random z come from SplitMix64 and s, a, b are zero or signed powers of two. Both products are exact, so a
fused multiply-add and a separate multiplication and addition round to the same number.
"""

import struct
from fractions import Fraction

MASK = (1 << 64) - 1


class SplitMix64:
    """Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)


def round_float(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def round_double(value):
    return value


ROUND = {"float": round_float, "double": round_double}
DIGITS = {"float": 24, "double": 53}


def uniform(random, size, kind):
    """size numbers of [-1, 1), each an integer times 2^(1-p), p the digits of the type."""
    p = DIGITS[kind]
    half = 1 << (p - 1)
    return [float((random.next() >> (64 - p)) - half) / half for _ in range(size)]


def turned(x):
    """A quarter turn in the planes (0,1), (2,3), ...: orthogonal to x; an odd last component becomes 0."""
    z = [0.0] * len(x)
    for i in range(0, len(x) - 1, 2):
        z[i], z[i + 1] = -x[i + 1], x[i]
    return z


def pair(case):
    """The two points of a case."""
    random = SplitMix64(case.seed)
    x = [case.s * value for value in uniform(random, case.size, case.kind)]
    companions = {
        "random": lambda: uniform(random, case.size, case.kind),
        "same": lambda: x,
        "mirrored": lambda: x[::-1],
        "turned": lambda: turned(x),
    }
    z = companions[case.companion]()
    return x, [ROUND[case.kind](case.a * p + case.b * q) for p, q in zip(x, z)]


def dot(x, y):
    """The exact sum of products, a Fraction."""
    (x, x_unit), (y, y_unit) = _integers(x), _integers(y)
    return Fraction(sum(p * q for p, q in zip(x, y)), x_unit * y_unit)


def _integers(x):
    ratios = [value.as_integer_ratio() for value in x]
    unit = max((d for _, d in ratios), default=1)
    return [n * (unit // d) for n, d in ratios], unit
