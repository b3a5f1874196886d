#!/usr/bin/env python3
"""Writes the reference of the models: python3 tests/reference/models.py (needs mpmath; about a minute).

The maps between the hyperboloid, the two balls and the half-space from their definitions, at 240 digits;
differentials, gradients and their gradients by central differences with respect to the inner products of the
vectors, so that a row holds a few numbers whatever the dimension.

Every map has the form (x', x_D) -> (F x', G), F and G functions of s = x'.x', of l = x_D and of c. For the balls
x' is the whole vector and there is no last coordinate.
"""

import math
import sys
from dataclasses import dataclass
from itertools import product

from mpmath import mp, mpf, nstr, sqrt

import exact
from definitions import derivative
from generate import DATA, hexadecimal, row, two_doubles
from sweeps import CURVATURES

HEADER = """# written by tests/reference/models.py from definitions at {} digits
# map size c seed m companion lean last, F G, foot_v (2) foot_g (2), gradient for v: across along last c,
# J v: own last, gradient of g . J v: own by_g by_v last c
"""
SIZES = [2, 3, 5, 1, 64]
LARGE = [512, 2048]
RADII = [1e-4, 1e-3, 1e-2, 0.1, 0.5, 1.0, 3.0, 10.0, 100.0, 1e3, 1e4]  # sqrt(c) |x|
LEANS = [2.0**-3, 2.0**-8, 2.0**-13]


# ---- Definitions ---------------------------------------------------------------------------------------------


def time(s, c):
    """rc x_t of a point with x.x = s."""
    return sqrt(1 + c * s)


def to_poincare(s, l, c):
    """Where the line from (-1/rc, 0) to the point of the hyperboloid meets the hyperplane of time 0."""
    return 1 / (1 + time(s, c)), None


def from_poincare(s, l, c):
    return 2 / (1 - c * s), None


def to_klein(s, l, c):
    """Where the line from 0 to the point of the hyperboloid meets the hyperplane of rc x_t = 1."""
    return 1 / time(s, c), None


def from_klein(s, l, c):
    return 1 / sqrt(1 - c * s), None


def to_half_space(s, l, c):
    factor = 1 / (time(s + l * l, c) - sqrt(c) * l)
    return factor, factor / sqrt(c)


def from_half_space(s, l, c):
    """(x_t - x_D) = 1 / (c h) and (x_t - x_D)(x_t + x_D) = 1/c + |x'|^2."""
    factor = 1 / (sqrt(c) * l)
    minus = 1 / (c * l)
    plus = (1 / c + factor**2 * s) / minus
    return factor, (plus - minus) / 2


MAPS = {f.__name__: f for f in (to_poincare, from_poincare, to_klein, from_klein, to_half_space, from_half_space)}


# ---- Cases ---------------------------------------------------------------------------------------------------


@dataclass
class Case:
    map: str
    kind: str
    size: int
    c: float
    seed: int
    m: float  # x = round(m u), u random in [-1, 1)^size
    companion: str = "random"  # what v is
    lean: float = 1.0  # a power of two: the coordinates of x before the last are scaled by it
    last: float = None  # the last coordinate of x, where given

    def vectors(self):
        """x, v and g."""
        rounded = exact.ROUND[self.kind]
        random = exact.SplitMix64(self.seed)
        x = [rounded(self.m * value) * self.lean for value in exact.uniform(random, self.size, self.kind)]
        if self.last is not None:
            x[-1] = self.last
        v = {
            "random": lambda: exact.uniform(random, self.size, self.kind),
            "same": lambda: x,
            "turned": lambda: exact.turned(x),
        }[self.companion]()
        return x, v, exact.uniform(random, self.size, self.kind)


def base_cases(kind):
    """Points of the hyperboloid; each is a case of every way there, its image one of the way back."""
    rounded = exact.ROUND[kind]
    leaning = [(r, "random", lean, sign) for r, lean, sign in product(RADII[3:], LEANS, (1, -1))]
    level = [(r, companion, 1.0, 0) for r, companion in product(RADII, ("random", "same", "turned"))]
    small = [(0.0, "random", 1.0, 0)] * 3 + level + leaning
    large = level[::3] + level[1::6] + leaning[::5]
    for count, (radius, companion, lean, sign) in enumerate(small + large):
        sizes = SIZES if count < len(small) else LARGE
        c, size = rounded(CURVATURES[count % 5]), sizes[(count // 5 + count) % len(sizes)]
        m = rounded(radius / math.sqrt(c * size / 3))
        last = rounded(sign * radius / math.sqrt(c)) if sign else None
        names = list(MAPS)[4:] if sign else list(MAPS)
        for name in names[::2]:
            yield Case(name, kind, size, c, 5000 + count, m, companion, lean, last)
        for there, back in zip(names[::2], names[1::2]):
            image = back_image(Case(there, kind, size, c, 5000 + count, m, companion, lean, last), back)
            if image:
                yield image


def back_image(case, back):
    """The image of a case, rounded, as a case of the map back; None where rounding put it outside the ball."""
    rounded = exact.ROUND[case.kind]
    x, _, _ = case.vectors()
    s, l = sums(case.map, x)[:2]
    factor, last = MAPS[case.map](s, l, mpf(case.c))
    image = Case(back, case.kind, case.size, case.c, case.seed, rounded(float(factor * case.m)), case.companion,
                 case.lean, None if last is None else rounded(float(last)))
    y, _, _ = image.vectors()
    return image if last is not None or exact.dot(y, y) * exact.Fraction(case.c) < 1 else None


# ---- Gradients -----------------------------------------------------------------------------------------------


def inner(x, y):
    value = exact.dot(x, y)
    return mpf(value.numerator) / mpf(value.denominator)


def sums(name, x, v=(), g=()):
    """s, l and the inner products of the parts before the last coordinate, then the last coordinates."""
    cut = len(x) - 1 if "half_space" in name else len(x)
    last = [mpf(w[-1]) if w and cut < len(x) else mpf(0) for w in (x, v, g)]
    x, v, g = x[:cut], v[:cut], g[:cut]
    return inner(x, x), last[0], inner(x, v), inner(x, g), inner(v, g), last[1], last[2]


class Slopes:
    """A function of (s, l, c) and its derivatives at a point, by central differences."""

    def __init__(self, f, s, l, c):
        at, scale = [s, l, c], [s or 1 / c, l or 1 / sqrt(c), c]

        def d(k, f):
            return lambda *a: derivative(lambda t: f(*a[:k], t, *a[k + 1 :]), a[k], scale[k])

        self.value = f(*at)
        self.s, self.l, self.c = (d(k, f)(*at) for k in range(3))
        self.ss, self.sl, self.sc = (d(k, d(0, f))(*at) for k in range(3))
        self.ll, self.lc = (d(k, d(1, f))(*at) for k in (1, 2))


def numbers(case):
    x, v, g = case.vectors()
    s, l, xv, xg, vg, v_last, g_last = sums(case.map, x, v, g)
    c, f = mpf(case.c), MAPS[case.map]
    F = Slopes(lambda *a: f(*a)[0], s, l, c)
    if "half_space" in case.map:
        G = Slopes(lambda *a: f(*a)[1], s, l, c)
        along = 2 * (F.s * xv + G.s * v_last)
        gradient = [F.value, along, F.l * xv + G.l * v_last, F.c * xv + G.c * v_last]
        moved = [2 * F.s * xv + F.l * v_last, 2 * G.s * xv + G.l * v_last]
        own = 2 * F.s * vg + 2 * xg * (2 * F.ss * xv + F.sl * v_last) + 2 * g_last * (2 * G.ss * xv + G.sl * v_last)
        by_g, by_v = 2 * F.s * xv + F.l * v_last, 2 * (F.s * xg + G.s * g_last)
        last = F.l * vg + xg * (2 * F.sl * xv + F.ll * v_last) + g_last * (2 * G.sl * xv + G.ll * v_last)
        by_c = F.c * vg + xg * (2 * F.sc * xv + F.lc * v_last) + g_last * (2 * G.sc * xv + G.lc * v_last)
        return [F.value, G.value], [0, 0], [*gradient, *moved, own, by_g, by_v, last, by_c]
    # v = (part across x) + foot_v x, and g alike
    foot_v, foot_g = (xv / s, xg / s) if s else (mpf(0), mpf(0))
    gradient = [F.value, (F.value + 2 * F.s * s) * foot_v, 0, F.c * xv]
    by_g, by_v = 2 * F.s * xv, 2 * F.s * xg
    own = 2 * F.s * vg + 4 * F.ss * xv * xg + by_g * foot_g + by_v * foot_v
    by_c = F.c * vg + 2 * F.sc * xv * xg
    return [F.value, 0], [foot_v, foot_g], [*gradient, 0, 0, own, by_g, by_v, 0, by_c]


def digits(value):
    """20 digits, as many as a long double holds; below the accuracy of the differences: 0."""
    return nstr(mpf(value), 20, min_fixed=-4, max_fixed=6) if abs(value) > mpf(10) ** -40 else "0"


def lines(kind):
    for case in base_cases(kind):
        value, feet, results = numbers(case)
        last = "-" if case.last is None else hexadecimal(case.last)
        yield row(case.map, case.size, hexadecimal(case.c), case.seed, hexadecimal(case.m), case.companion,
                  hexadecimal(case.lean), last, *map(digits, value), *two_doubles(mpf(feet[0])),
                  *two_doubles(mpf(feet[1])), *map(digits, results))


def main():
    for kind in ("float", "double"):
        path = DATA / f"models_{kind}.txt"
        text = list(lines(kind))
        path.write_text(HEADER.format(mp.dps) + "".join(text))
        print(path.name, len(text), "rows", path.stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
