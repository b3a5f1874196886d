#!/usr/bin/env python3
"""Writes the reference of tests/motions: python3 tests/reference/motions.py (needs mpmath; about a minute).

Tangent vectors, the maps between them and points, geodesics. Everything is computed in the ambient Minkowski
space from definitions, at 240 digits, and differentiated by central differences with respect to every single
coordinate: nothing is shared with the C++ formulas, which know neither ambient vectors nor differences.
"""

import itertools
import pathlib
import sys

from mpmath import acosh, cosh, mp, mpf, nstr, sinh, sqrt

import exact
import frame
from generate import hexadecimal, row
from sweeps import CURVATURES, Case, power_of_two, scale

mp.dps = 240
STEP = mpf(10) ** -50
NOTHING = mpf(10) ** -80  # what differencing leaves of an exact zero
DIGITS = {"float": 12, "double": 18}

# ---- definitions: a point or tangent vector is its list of space coordinates --------------------


def dot(x, y):
    return sum((p * q for p, q in zip(x, y)), mpf(0))


def plus(x, factor, y):
    return [p + factor * q for p, q in zip(x, y)]


def time(x, c):
    return sqrt(1 / c + dot(x, x))


def tangent_time(x, v, c):
    """The time part that makes v orthogonal to x."""
    return dot(x, v) / time(x, c)


def tangent_inner(x, u, v, c):
    return dot(u, v) - tangent_time(x, u, c) * tangent_time(x, v, c)


def tangent_norm(x, v, c):
    return sqrt(tangent_inner(x, v, v, c))


def cosh_distance(x, y, c):
    return -c * (dot(x, y) - time(x, c) * time(y, c))


def distance(x, y, c):
    return mpf(0) if x == y else acosh(cosh_distance(x, y, c)) / sqrt(c)


def radius(x, c):
    return distance([mpf(0)] * len(x), x, c)


def squared_distance(x, y, c):
    return distance(x, y, c) ** 2


def expmap(x, v, c):
    z = sqrt(c) * tangent_norm(x, v, c)
    return plus([cosh(z) * p for p in x], sinh(z) / z if z else 1, v)


def logmap(x, y, c):
    """The part of y orthogonal to x in the Lorentz inner product, with the length of the distance."""
    if x == y:
        return [mpf(0)] * len(x)
    towards = plus(y, -cosh_distance(x, y, c), x)
    length = distance(x, y, c) / tangent_norm(x, towards, c)
    return [length * p for p in towards]


def transport(x, y, v, c):
    """By what it does to the geodesic's direction, and nothing to what is orthogonal to that."""
    if x == y:
        return v
    there, back = logmap(x, y, c), logmap(y, x, c)
    share = tangent_inner(x, there, v, c) / squared_distance(x, y, c)
    return plus(plus(v, -share, there), -share, back)


def geodesic(x, y, t, c):
    return expmap(x, [t * p for p in logmap(x, y, c)], c)


def midpoint(x, y, c):
    return geodesic(x, y, mpf(1) / 2, c)


# ---- operations: which inputs, which function ---------------------------------------------------

OPERATIONS = {  # name: (function, its vectors, further numbers)
    "tangent_inner": (tangent_inner, "xyv", ""),
    "tangent_norm": (tangent_norm, "xv", ""),
    "radius": (radius, "x", ""),
    "squared_distance": (squared_distance, "xy", ""),
    "expmap": (expmap, "xv", ""),
    "logmap": (logmap, "xy", ""),
    "transport": (transport, "xyv", ""),
    "geodesic": (geodesic, "xy", "t"),
    "midpoint": (midpoint, "xy", ""),
}


def has_kink(name, x, y, v):
    """Where the gradient is 0 because the function has none, or has an extremum."""
    coincident = name == "squared_distance" and x == y
    return coincident or (name == "radius" and not any(x)) or (name == "tangent_norm" and not any(v))


def results(name, inputs, g):
    """The value, the derivative of g.value by each input in turn, and that by c."""
    function, vectors, numbers = OPERATIONS[name]
    arguments = [inputs[key] for key in vectors + numbers] + [inputs["c"]]
    value = function(*arguments)

    def loss(changed):
        out = function(*changed)
        return dot(g, out) if isinstance(out, list) else out

    def derivative(change, h):
        return (loss(change(h)) - loss(change(-h))) / (2 * h)

    kink = has_kink(name, inputs["x"], inputs["y"], inputs["v"])
    numbers_out = list(value) if isinstance(value, list) else [value]
    for k, argument in enumerate(arguments):
        for i in range(len(argument)) if isinstance(argument, list) else [None]:

            def change(h, k=k, i=i):
                changed = [list(a) if isinstance(a, list) else a for a in arguments]
                if i is None:
                    changed[k] += h
                else:
                    changed[k][i] += h
                return changed

            numbers_out.append(mpf(0) if kink else derivative(change, STEP))
    return numbers_out


# ---- cases --------------------------------------------------------------------------------------
# x and y as in exact.py; v = round(p x + q w); w and the incoming gradient g come from a second seed.

RADII = [1e-4, 1e-2, 1.0, 30.0, 1e3, 1e4]  # sqrt(c) |x|
SECOND_SEED = 1000000


class Cases:
    """Lines of cases that go through curvatures, sizes and seeds in turn."""

    def __init__(self, kind, first_seed, size_of):
        self.kind, self.round_to, self.count = kind, exact.ROUND[kind], 0
        self.first_seed, self.size_of = first_seed, size_of

    def case(self, operation, radius, other=1.0, a=0.0, b=1.0, p=0.0, q=1.0, t=0.0, companion="random"):
        """y = a x + b z, v = p x + q w. The random z of sqrt(c) norm `other`, w of that norm, times b and q."""
        k = self.count
        self.count += 1
        c = self.round_to(CURVATURES[k % 5])
        size = self.size_of(k)
        s = scale(radius, size, c) if radius else 0.0
        near = companion != "random"  # z is of the size of x already
        b *= 1 if near else s if a else scale(other, size, c)
        q = power_of_two(q) * scale(1.0, size, c) if q else 0.0
        seed = self.first_seed + k
        return operation, Case("", self.kind, size, c, seed, s, a, b, companion), p, q, t


def pairs(finest):
    """radius, then how y comes from x: every regime of two points."""
    for rx, ry in itertools.product(RADII, RADII[::2]):
        yield rx, dict(other=ry)
    for r, m in itertools.product(RADII, [1, 6, finest // 2, finest]):
        yield r, dict(a=1.0, b=2.0**-m)
    for r in RADII:
        yield r, dict(a=1.0, b=2.0**-3, companion="turned")
        yield r, dict(a=1.0, b=-(2.0**-4), companion="same")
        yield r, dict(a=4.0, b=0.0)
        yield r, dict(a=2.0**-8, b=2.0**-20)
        yield r, dict(a=-1.0, b=2.0**-8)
        yield r, dict(a=-0.5, b=0.0)
    yield 0.0, dict(other=3.0)
    yield 0.0, dict(other=1e4)
    yield 0.0, dict(b=0.0)
    for r in RADII[1::2]:
        yield r, dict(b=0.0)
        yield r, dict(a=1.0, b=0.0)


def tangents():
    """radius, then the tangent vector: across, along, inwards past the origin, none."""
    for r, q in itertools.product(RADII, [1e-7, 1e-3, 0.1, 1.0, 4.0, 12.0]):
        yield r, dict(q=q)
    for r in RADII:
        yield r, dict(p=1.0, q=0.0)
        yield r, dict(p=-8.0, q=0.0)
        yield r, dict(p=-0.5, q=2.0**-12)
        yield r, dict(p=-8.0, q=2.0**-6)
        yield r, dict(p=-16.0, q=2.0**-3)
    for r in [0.0, *RADII[::2]]:
        yield r, dict(q=0.0)
    for q in [1e-4, 1.0, 8.0]:
        yield 0.0, dict(q=q)


FINEST = {"float": 23, "double": 50}
TIMES = [0.5, 0.0625, 0.75, 1.5, 0.0, -0.5, 0.96875, 2.5, 1.0, -1.0]
DIRECTIONS = [dict(q=1.0), dict(p=1.0, q=0.0), dict(p=-1.0, q=2.0**-6), dict(q=2.0**-10)]


def cases(kind):
    line = Cases(kind, 2000, lambda k: 64 if k % 97 == 17 else [2, 3, 5][(k // 5 + k) % 3]).case
    for r in [0.0, *RADII, 1e-3, 0.1, 3.0, 100.0]:
        yield line("radius", r)
    for r, tangent in tangents():
        yield line("expmap", r, **tangent)
    for r, tangent in list(tangents())[::2]:
        yield line("tangent_norm", r, **tangent)
        yield line("tangent_inner", r, **tangent)
    times, directions = itertools.cycle(TIMES), itertools.cycle(DIRECTIONS)
    for k, (r, pair) in enumerate(pairs(FINEST[kind])):
        yield line("logmap", r, **pair)
        yield line("transport", r, **pair, **next(directions))
        yield line("geodesic", r, **pair, t=next(times))
        if k % 2:
            yield line("squared_distance", r, **pair)
        if k % 3 == 0:
            yield line("midpoint", r, **pair)


def far_cases(kind):
    """What far points scale up: vectors that arrive across the ray of a far point, ways past the origin."""
    line = Cases(kind, 60000, lambda k: [2, 3, 5][(k // 5 + k) % 3]).case
    directions = itertools.cycle([dict(q=1.0), dict(p=1.0, q=2.0**-10), dict(p=-1.0, q=0.0)])
    for r, other in itertools.product([0.3, 1.0, 3.0, 30.0], [30.0, 1e3, 1e4]):
        for _ in range(3):
            yield line("transport", r, other=other, **next(directions))
    times = itertools.cycle([1.5, 2.5, 1.25, 2.0])
    for a, b in itertools.product([2.0**-9, 2.0**-10, 2.0**-12], [2.0**-9, 2.0**-11, 2.0**-13]):
        for _ in range(2):
            yield line("geodesic", 1e3, a=a, b=b, t=next(times))


def large_cases(kind):
    """The same regimes in many dimensions, fewer of each."""
    line = Cases(kind, 40000, lambda k: frame.LARGE[(k // 5 + k) % 2]).case
    for r in RADII:
        yield line("radius", r)
    for k, (r, tangent) in enumerate(tangents()):
        if k % 2:
            yield line("expmap", r, **tangent)
        if k % 4 == 2:
            yield line(["tangent_norm", "tangent_inner"][k // 4 % 2], r, **tangent)
    times, directions = itertools.cycle(TIMES), itertools.cycle(DIRECTIONS)
    for k, (r, pair) in enumerate(pairs(FINEST[kind])):
        if k % 3 == 0:
            yield line("logmap", r, **pair)
            yield line("transport", r, **pair, **next(directions))
            yield line("geodesic", r, **pair, t=next(times))
        if k % 3 == 1:
            yield line(["squared_distance", "midpoint"][k // 3 % 2], r, **pair)


def inputs(case, p, q, t):
    x, y = exact.pair(case)
    random = exact.SplitMix64(case.seed + SECOND_SEED)
    w = exact.uniform(random, case.size, case.kind)
    g = exact.uniform(random, case.size, case.kind)
    v = [exact.ROUND[case.kind](p * a + q * b) for a, b in zip(x, w)]
    if frame.is_framed(case.size):
        x, y, v, g = frame.coordinates([x, y, v, g])
    else:
        x, y, v, g = ([mpf(value) for value in vector] for vector in (x, y, v, g))
    return dict(x=x, y=y, v=v, t=mpf(t), c=mpf(case.c)), g


def number(value, digits):
    return nstr(value, digits, min_fixed=-4, max_fixed=6, strip_zeros=True) if abs(value) > NOTHING else "0"


def main():
    for kind in ("float", "double"):
        path = pathlib.Path(__file__).parent / "data" / f"motions_{kind}.txt"
        lines = [
            f"# written by tests/reference/motions.py from definitions at {mp.dps} digits\n",
            "# operation size c seed s a b companion p q t, then the value, the gradients, the derivative by c;\n",
            "# from 512 dimensions on vectors are in the frame of x, y, v, g (frame.py)\n",
        ]
        for name, case, p, q, t in itertools.chain(cases(kind), far_cases(kind), large_cases(kind)):
            at, g = inputs(case, p, q, t)
            words = [case.size, hexadecimal(case.c), case.seed, *map(hexadecimal, (case.s, case.a, case.b)),
                     case.companion, *map(hexadecimal, (p, q, t))]
            lines.append(row(name, *words, *(number(r, DIGITS[kind]) for r in results(name, at, g))))
        path.write_text("".join(lines))
        print(path.name, len(lines) - 3, "rows", path.stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
