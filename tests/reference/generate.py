#!/usr/bin/env python3
"""Writes the reference of the tests: python3 tests/reference/generate.py (needs mpmath; about a minute)."""

import math
import pathlib
import re
import sys

from mpmath import acosh, asinh, cosh, coth, mpf, nstr, sinh, sqrt, workdps

import definitions
import exact
import sweeps

DATA = pathlib.Path(__file__).parent / "data"
HEADER = "# written by tests/reference/generate.py from definitions at {} digits\n# {}\n"


def digits(value):
    """22 digits: more than a long double holds."""
    value = mpf(value)
    return nstr(value, 22, min_fixed=-4, max_fixed=6, strip_zeros=True) if value else "0"


def hexadecimal(value):
    return re.sub(r"\.?0*p", "p", float(value).hex()) if value else "0"


def two_doubles(value):
    """The number in two doubles, 32 digits."""
    high = float(value)
    return hexadecimal(high), hexadecimal(float(value - high))


def row(*words):
    return " ".join(str(word) for word in words) + "\n"


def inputs(case):
    return [case.size, hexadecimal(case.c), case.seed, *map(hexadecimal, (case.s, case.a, case.b)), case.companion]


def pairs(kind):
    for case in sweeps.pair_cases(kind, exact.ROUND[kind]):
        x, y = exact.pair(case)
        pair = definitions.Pair(exact.dot(x, x), exact.dot(y, y), exact.dot(x, y), case.c)
        results = pair.inner() + pair.distance() + pair.exterior_angle()
        feet = [*two_doubles(pair.foot_x), *two_doubles(pair.foot_y)]
        yield row(case.regime.replace(" ", "_"), *inputs(case), nstr(pair.sine, 10), pair.near, *feet,
                  *map(digits, results))


def min_radii(kind, xx, c, seed):
    """0.1, MERU's, and one that puts the point just outside the ball where the aperture is pi/2."""
    outside = exact.ROUND[kind](math.sqrt(c * xx) / 2 * (1 - 2.0 ** -(seed % (exact.DIGITS[kind] - 3) + 1)))
    return [exact.ROUND[kind](0.1), outside] if xx else [exact.ROUND[kind](0.1)]


def points(kind):
    for case in sweeps.point_cases(kind, exact.ROUND[kind]):
        x, g = exact.pair(case)
        xx, gx = exact.dot(x, x), exact.dot(g, x)

        def line(operation, parameter, numbers):
            return row(operation, *inputs(case), hexadecimal(parameter), *map(digits, numbers))

        if math.sqrt(case.c * xx) <= sweeps.LIFT_LIMIT[kind]:
            yield line("lift", 0, definitions.scaling(definitions.lift_scale, xx, gx, case.c))
        yield line("logmap0", 0, definitions.scaling(definitions.logmap0_scale, xx, gx, case.c))
        yield line("time", 0, definitions.radial(definitions.time, xx, case.c))
        for k in min_radii(kind, float(xx), case.c, case.seed):
            yield line("half_aperture", k, aperture(xx, case.c, k))


def aperture(xx, c, min_radius):
    if definitions.exact(xx) * c <= 4 * mpf(min_radius) ** 2:
        return [definitions.pi / 2, 0, 0]
    return definitions.radial(lambda t, u: definitions.half_aperture(t, u, mpf(min_radius)), xx, c)


def even(f):
    """A function of z as a function of z squared."""
    return lambda t: f(sqrt(t))


def langevin_over(z):
    return (z * coth(z) - 1) / z**2


def asinhc_derivative_over(z):
    return (z / sqrt(1 + z * z) - asinh(z)) / z**3


LARGEST = {"float": float.fromhex("0x1.fffffep127"), "double": sys.float_info.max}
BEFORE_SINH_OVERFLOWS = {"float": 88.0**2, "double": 700.0**2}
SCALARS = {  # name: (definition, value at zero, largest argument)
    "sinhc": (even(lambda z: sinh(z) / z), 1, BEFORE_SINH_OVERFLOWS),
    "sinhc_slope": (even(lambda z: (z * cosh(z) - sinh(z)) / z**3), mpf(1) / 3, BEFORE_SINH_OVERFLOWS),
    "langevinc": (even(langevin_over), mpf(1) / 3, LARGEST),
    "asinhc": (even(lambda z: asinh(z) / z), 1, LARGEST),
    "asinhc_slope": (even(asinhc_derivative_over), -mpf(1) / 3, {"float": 1e20, "double": 1e150}),
    "asinhc_log_slope": (even(lambda z: z / asinh(z) * asinhc_derivative_over(z)), -mpf(1) / 3, LARGEST),
    "acosh1p": (lambda u: acosh(1 + u), 0, LARGEST),
}


def scalars(kind):
    for name, (f, at_zero, limit) in SCALARS.items():
        grid = sweeps.SCALAR_SPECIAL + sweeps.scalar_grid(kind) + [limit[kind]]
        for u in sorted({exact.ROUND[kind](u) for u in grid if u <= limit[kind]}):
            with workdps(400):  # z cosh z - sinh z loses 300 digits at z^2 = 2^-1000
                value = f(mpf(u)) if u else at_zero
            yield row(name, hexadecimal(u), digits(value))


FILES = {
    "pairs": (pairs, "regime size c seed s a b companion sine near foot_x (2) foot_y (2), then for inner, distance "
              "and exterior_angle: value cross along_x along_y g_c"),
    "points": (points, "operation size c seed s a b companion min_radius value along g_c"),
    "scalars": (scalars, "function argument value"),
}


def main():
    for name, (rows, columns) in FILES.items():
        for kind in ("float", "double"):
            path = DATA / f"{name}_{kind}.txt"
            lines = list(rows(kind))
            path.write_text(HEADER.format(definitions.mp.dps, columns) + "".join(lines))
            print(path.name, len(lines), "rows", path.stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
