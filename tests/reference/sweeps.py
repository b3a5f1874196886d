"""The cases: which points, curvatures, dimensions and separations the reference covers."""

import math
from dataclasses import dataclass
from itertools import product

CURVATURES = [0.1, 0.5, 1.0, 2.0, 10.0]
SIZES = [2, 3, 64, 512, 2048]
RADII = [1e-4, 1e-2, 1.0, 30.0, 1e3, 1e4, 3e4]  # sqrt(c) |x|; c |x|^2 reaches 1e9
FINEST = {"float": 23, "double": 50}  # the smallest separation is 2^-FINEST


@dataclass
class Case:
    regime: str
    kind: str
    size: int
    c: float
    seed: int
    s: float
    a: float = 0.0
    b: float = 0.0
    companion: str = "random"


def power_of_two(value):
    return 2.0 ** round(math.log2(value))


def scale(radius, size, c):
    """The power of two that brings a random vector of [-1, 1)^size near a radius."""
    return power_of_two(radius / math.sqrt(c * size / 3))


class Cycle:
    """Hands out curvatures, sizes and seeds so that all combinations come up."""

    def __init__(self, kind, round_to):
        self.kind, self.round_to, self.count = kind, round_to, 0

    def case(self, regime, radius, **inputs):
        k = self.count
        self.count += 1
        c = self.round_to(CURVATURES[k % 5])
        size = SIZES[(k // 5 + k) % 5]
        s = scale(radius, size, c) if radius else 0.0
        inputs = {name: f(s, c, size) if callable(f) else f for name, f in inputs.items()}
        return Case(regime, self.kind, size, c, 1000 + k, s, **inputs)


def exponents(kind, count):
    finest = FINEST[kind]
    return [round(1 + (finest - 1) * i / (count - 1)) for i in range(count)]


def pair_cases(kind, round_to):
    """Pairs of points; every case is x = s*u, y = round(a*x + b*z)."""
    cycle = Cycle(kind, round_to)
    for rx, ry in product(RADII, RADII):
        yield cycle.case("random", rx, b=lambda s, c, size: scale(ry, size, c))
    for r, m in product(RADII, [-1] + exponents(kind, 8)):
        for _ in range(2):
            yield cycle.case("near", r, a=1.0, b=lambda s, c, size: s * 2.0**-m)
    for r, m, sign in product(RADII, exponents(kind, 6), [1, -1]):
        yield cycle.case("radial", r, a=1.0, b=sign * 2.0**-m, companion="same")
    for r, m in product(RADII, exponents(kind, 8)):
        yield cycle.case("equal radii", r, a=1.0, b=2.0**-m, companion="turned")
    for r in RADII * 2:
        yield cycle.case("mirrored", r, b=1.0, companion="mirrored")
    for r, j, m in product(RADII, [-10, -4, -1, 1, 4, 10], exponents(kind, 4)):
        far_enough = r * 2.0**j <= 4e4
        if far_enough:
            yield cycle.case("nearly radial", r, a=2.0**j, b=lambda s, c, size: s * 2.0 ** (j - m))
    for r, j, m in product(RADII, [-3, 0, 3], exponents(kind, 4)):
        if r * 2.0**j <= 4e4:
            yield cycle.case("opposite", r, a=-(2.0**j), b=lambda s, c, size: s * 2.0 ** (j - m))
    for r, j, sign in product(RADII, [-10, -1, 1, 10], [1, -1]):
        if r * 2.0**j <= 4e4:
            yield cycle.case("collinear", r, a=sign * 2.0**j)
    for r in RADII:
        yield cycle.case("root", 0.0, b=lambda s, c, size: scale(r, size, c))
        yield cycle.case("root", r)
        yield cycle.case("coincident", r, a=1.0)
    yield cycle.case("coincident", 0.0)


LIFT_LIMIT = {"float": 80.0, "double": 600.0}


def point_cases(kind, round_to):
    """One point x = s*u, with the second random vector as the incoming gradient."""
    cycle = Cycle(kind, round_to)
    radii = [10.0 ** (e / 2) for e in range(-10, 10)]
    for r, _ in product(radii, range(5)):
        yield cycle.case("", r, a=0.0, b=1.0)
    yield cycle.case("", 0.0, a=0.0, b=1.0)


# Where series and closed forms meet, and neighbours.
SCALAR_SPECIAL = [0.0, 0.015625, 0.015624999, 0.99999994, 1.0, 1.0000001, 3.9999998, 4.0, 4.0000005]


def scalar_grid(kind):
    ends = {"float": (-126, 126), "double": (-1000, 1000)}[kind]
    exponents = [*range(-40, 41, 2), *range(ends[0], -40, ends[1] // 9), *range(44, ends[1], ends[1] // 9)]
    return [2.0**e * m for e in exponents for m in (1.0, 1.375, 1.8125)]
