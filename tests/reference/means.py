#!/usr/bin/env python3
"""Writes data/means_*.txt: python3 tests/reference/means.py (needs mpmath; a few minutes).

Busemann function, boosts, hyperplanes, Riemannian gradient, centroid, Frechet mean and wrapped normal from their
definitions in Minkowski space, time part first, at many digits; every derivative by central differences. Nothing
here is shared with the C++ formulas: a boost is a product of two point reflections, the Riemannian gradient a
solution of the metric's linear equations, the Frechet mean a zero of the sum of the logarithms.
"""

import math
import sys
from itertools import product

from mpmath import asinh, cosh, log, lu_solve, matrix, mp, mpf, nstr, pi, sinh, sqrt

import exact
import frame
from generate import DATA, hexadecimal, inputs, row
from sweeps import CURVATURES, Case, power_of_two, scale

mp.dps = 130
STEP = mpf(10) ** -45
PRINTED = {"float": 12, "double": 20}
RADII = [1e-4, 1e-2, 1.0, 30.0, 1e3, 1e4]  # sqrt(c) |x|
SIZES = [2, 3, 5]
ALL = ["busemann", "boost_inverse", "boost", "hyperplane_distance", "mlr_logit", "riemannian_gradient",
       "log_density"]


# Minkowski space

def dot(x, y):
    return sum((p * q for p, q in zip(x, y)), mpf(0))


def lorentz(p, q):
    return dot(p[1:], q[1:]) - p[0] * q[0]


def ambient(x, c):
    return [sqrt(1 / c + dot(x, x))] + list(x)


def scaled(factor, p):
    return [factor * value for value in p]


def plus(p, q):
    return [a + b for a, b in zip(p, q)]


def normalised(p, c):
    return scaled(1 / sqrt(-c * lorentz(p, p)), p)


def reflected(p, q, c):
    """p reflected in the point q."""
    return plus(scaled(-1, p), scaled(-2 * c * lorentz(p, q), q))


def origin(size, c):
    return ambient([mpf(0)] * size, c)


# The functions

def busemann(x, direction, c):
    """lim d(x, y) - d(0, y), y going out along the direction: a light-like vector in Minkowski space."""
    ideal = [mpf(1)] + scaled(1 / sqrt(dot(direction, direction)), direction)
    return log(-lorentz(ambient(x, c), ideal) * sqrt(c)) / sqrt(c)


def boost(x, p, c):
    zero = origin(len(x), c)
    middle = normalised(plus(zero, ambient(x, c)), c)
    return reflected(reflected(ambient(p, c), zero, c), middle, c)[1:]


def boost_inverse(x, p, c):
    zero = origin(len(x), c)
    middle = normalised(plus(zero, ambient(x, c)), c)
    return reflected(reflected(ambient(p, c), middle, c), zero, c)[1:]


def hyperplane_distance(x, z, a, c):
    length = sqrt(dot(z, z))
    w = [sinh(sqrt(c) * a) * length] + scaled(cosh(sqrt(c) * a), z)
    return asinh(sqrt(c) * lorentz(w, ambient(x, c)) / sqrt(lorentz(w, w))) / sqrt(c)


def mlr_logit(x, z, a, c):
    return sqrt(dot(z, z)) * hyperplane_distance(x, z, a, c)


def riemannian_gradient(x, g, c):
    """h with <(dh_t, h), (dv_t, v)>_L = g.v for every v, the time part of a tangent vector being x.v / x_t."""
    time2, size = 1 / c + dot(x, x), len(x)
    metric = matrix(size, size)
    for i, j in product(range(size), repeat=2):
        metric[i, j] = (1 if i == j else 0) - x[i] * x[j] / time2
    return list(lu_solve(metric, matrix(g)))


def centroid(points, weights, c):
    total = [mpf(0)] * (len(points[0]) + 1)
    for point, weight in zip(points, weights):
        total = plus(total, scaled(weight, ambient(point, c)))
    return normalised(total, c)[1:]


def logarithm(m, p, c):
    """The tangent vector at m that leads to p: the part of p orthogonal to m has the length sinh(rc d) / rc."""
    direction = plus(p, scaled(c * lorentz(m, p), m))
    square = lorentz(direction, direction)
    if c * square < mpf(10) ** -200:  # the same point, but for rounding
        return scaled(mpf(0), p)
    return scaled(asinh(sqrt(c * square)) / sqrt(c * square), direction)


def exponential(m, v, c):
    square = lorentz(v, v)
    if square <= 0:
        return m
    z = sqrt(c * square)
    return plus(scaled(cosh(z), m), scaled(sinh(z) / z, v))


def frechet_mean(points, weights, c, start=None):
    """The zero of the weighted sum of logarithms, by damped fixed-point steps in Minkowski space."""
    total = sum(weights)
    ambients = [ambient(p, c) for p in points]
    m = ambient(start or centroid(points, weights, c), c)
    for _ in range(2000):
        gradient, steepness = [mpf(0)] * len(m), mpf(0)
        for p, w in zip(ambients, weights):
            v = logarithm(m, p, c)
            gradient = plus(gradient, scaled(w / total, v))
            z = sqrt(abs(c * lorentz(v, v)))
            steepness += w / total * (z / mp.tanh(z) if z else 1)
        square = lorentz(gradient, gradient)
        if square <= 0 or c * square < mpf(10) ** -130:
            return m[1:]
        m = normalised(exponential(m, scaled(2 / (1 + steepness), gradient), c), c)
    raise ArithmeticError("the Frechet mean was not reached")


def log_density(mean, x, deviations, c):
    """Nagano et al. (2019): the logarithm at the mean, carried to the origin along their geodesic."""
    size = len(x)
    m, zero = ambient(mean, c), origin(size, c)
    v = logarithm(m, ambient(x, c), c)
    carried = plus(v, scaled(c * lorentz(zero, v) / (1 - c * lorentz(m, zero)), plus(m, zero)))
    u = carried[1:]
    z = sqrt(c * dot(u, u))
    normal = sum((-(q / s) ** 2 / 2 - log(s) - log(2 * pi) / 2 for q, s in zip(u, deviations)), mpf(0))
    return normal - (size - 1) * (log(sinh(z) / z) if z else 0)


# Derivatives

def gradient(f, arguments, step=STEP):
    """The derivatives of f(*arguments) by every number in the arguments, lists or numbers, in order."""
    result = []
    for k, argument in enumerate(arguments):
        if not isinstance(argument, list):
            result.append(difference(lambda t: f(*arguments[:k], t, *arguments[k + 1:]), argument, step))
            continue
        for i in range(len(argument)):
            def moved(t):
                return f(*arguments[:k], argument[:i] + [t] + argument[i + 1:], *arguments[k + 1:])
            result.append(difference(moved, argument[i], step))
    return result


SAMPLED = 4


def sampled_gradient(f, arguments):
    """The gradient; from 512 dimensions on, where it lies in no span of few vectors, that by every D/4-th number."""
    size = len(arguments[0])
    if not frame.is_framed(size):
        return gradient(f, arguments)
    chosen = [i * (size // SAMPLED) for i in range(SAMPLED)]

    def of_chosen(*values):
        moved = [list(a) if isinstance(a, list) else a for a in arguments[:-1]]
        for argument, part in zip(moved, values):
            for i, value in zip(chosen, part):
                argument[i] = value
        return f(*moved, values[-1])

    return gradient(of_chosen, [[a[i] for i in chosen] for a in arguments[:-1]] + [arguments[-1]])


def difference(f, at, step):
    return (f(at + step) - f(at - step)) / (2 * step)


# The cases

def extra(case, count):
    """More vectors of a case, rebuilt by C++ likewise."""
    random = exact.SplitMix64(case.seed + 1000003)
    return [exact.uniform(random, case.size, case.kind) for _ in range(count)]


def numbers(values):
    return [mpf(value) for value in values]


def coordinates(case, vectors):
    """Vectors as they are or, where there are many dimensions, in the frame of them all."""
    return frame.coordinates(vectors) if frame.is_framed(case.size) else [numbers(vector) for vector in vectors]


def pair_cases(kind):
    """x and a second vector: another point, a direction, a normal, a Euclidean gradient."""
    round_to, finest, count = exact.ROUND[kind], {"float": 22, "double": 46}[kind], 0

    def case(regime, radius, size=None, **more):
        nonlocal count
        size = size or SIZES[count % 3]
        c = round_to(CURVATURES[(count + count // 5) % 5])
        s = scale(radius, size, c) if radius else 0.0
        count += 1
        more = {name: f(s, c, size) if callable(f) else f for name, f in more.items()}
        return Case(regime, kind, size, c, 5000 + count, s, **more)

    for rx, ry in product(RADII, RADII[::2] + [1e4]):
        yield case("random", rx, b=lambda s, c, size: scale(ry, size, c))
    for k, radius in enumerate(RADII):
        for j in range(3):
            step = 2.0 ** -round(1 + (finest - 1) * (3 * k + 7 * j) % finest)
            yield case("near", radius, a=1.0, b=lambda s, c, size: s * step)
        yield case("opposite", radius, a=-1.0, b=lambda s, c, size: s * step)
        yield case("collinear", radius, a=[1.0, -0.5, 2.0, -1.0][k % 4])
    yield case("root", 0, b=1.0)
    yield case("root", 0, b=1024.0)
    yield case("line", 1.0, size=1, b=2.0)
    for radius in (1e-2, 1e3):
        yield case("random", radius, size=64, b=lambda s, c, size: s)
    yield case("near", 30.0, size=64, a=1.0, b=lambda s, c, size: s * 2.0**-12)
    for k, radius in enumerate(RADII):
        large, other = frame.LARGE[k % 2], frame.LARGE[(k + 1) % 2]
        yield case("random", radius, size=large, b=lambda s, c, size: scale(RADII[(2 * k + 1) % 6], size, c))
        yield case("near", radius, size=other, a=1.0, b=lambda s, c, size: s * 2.0 ** -(1 + (7 * k) % finest))
        yield case("opposite", radius, size=large, a=-1.0, b=lambda s, c, size: s * 2.0**-5)
        yield case("collinear", radius, size=other, a=[1.0, -0.5, 2.0, -1.0][k % 4])
    yield case("root", 0, size=512, b=1.0)


def offset(case, x, z):
    """An offset near 0, near x's foot on the line along z, or far from both."""
    round_to, c = exact.ROUND[case.kind], case.c
    along = float(dot(numbers(x), numbers(z)) / sqrt(dot(numbers(z), numbers(z))))
    foot = math.asinh(math.sqrt(c) * along) / math.sqrt(c)
    return round_to([0.0, foot * (1 + 2.0 ** -(case.seed % 12)), -1.5, 0.1 * foot, 3.0][case.seed % 5])


def pair_line(case, operation, parameter, results):
    def printed(value):
        is_rounding = abs(value) < mpf(10) ** -60
        return "0" if is_rounding else nstr(value, PRINTED[case.kind], strip_zeros=True)

    return row(operation, case.regime, *inputs(case), hexadecimal(parameter), *map(printed, results))


def pairs(kind):
    for number, case in enumerate(pair_cases(kind)):
        x, y = exact.pair(case)
        k = extra(case, 1)[0]
        c, (mx, my, mk) = mpf(case.c), coordinates(case, [x, y, k])
        zero_y = not any(y)
        if not zero_y:
            results = [busemann(mx, my, c)] + gradient(busemann, [mx, my, c])
            yield pair_line(case, "busemann", 0, results)
            a = offset(case, x, y)
            f, name = [(hyperplane_distance, "hyperplane_distance"), (mlr_logit, "mlr_logit")][number % 2]
            results = [f(mx, my, mpf(a), c)] + gradient(f, [mx, my, mpf(a), c])
            yield pair_line(case, name, a, results)
        f, name = [(boost_inverse, "boost_inverse"), (boost, "boost")][number % 3 == 2]
        results = f(mx, my, c) + gradient(lambda *at: dot(mk, f(*at)), [mx, my, c])
        yield pair_line(case, name, 0, results)
        if number % 3 == 0 and case.size != 64:
            def raised(*at):
                return dot(mk, riemannian_gradient(*at))
            yield pair_line(case, "riemannian_gradient", 0,
                            riemannian_gradient(mx, my, c) + gradient(raised, [mx, my, c]))
        if number % 2 == 1:
            at = [numbers(x), numbers(y), [abs(value) + mpf(0.25) for value in k], c]
            yield pair_line(case, "log_density", 0, [log_density(*at)] + sampled_gradient(log_density, at))


def cloud_cases(kind):
    """Points round(a x + b z), z random for each of them: a cloud around a x, or around the origin."""
    round_to, count = exact.ROUND[kind], 0

    def case(regime, radius, a, b, size=None):
        nonlocal count
        size = size or SIZES[count % 3]
        c = round_to(CURVATURES[(count + count // 5) % 5])
        s = scale(radius, size, c)
        count += 1
        return Case(regime, kind, size, c, 9000 + count, s, a, b(s, size, c)), [4, 2, 5, 1, 3][count % 5]

    for k, radius in enumerate(RADII):
        yield case("spread", radius, 0.0, lambda s, size, c: s)
        yield case("around", radius, 1.0, lambda s, size, c: s)
        for exponent in ([3, 10, 18] if kind == "float" else [3, 12, 26]):
            yield case("tight", radius, 1.0, lambda s, size, c: s * 2.0 ** -(exponent + k % 3))
        yield case("same", radius, 1.0, lambda s, size, c: 0.0)
    yield case("spread", 30.0, 0.0, lambda s, size, c: s, size=24)
    for k, radius in enumerate(RADII):
        large, other = frame.LARGE[k % 2], frame.LARGE[(k + 1) % 2]
        yield case("spread", radius, 0.0, lambda s, size, c: s, size=large)
        yield case("around", radius, 1.0, lambda s, size, c: s, size=other)
        yield case("tight", radius, 1.0, lambda s, size, c: s * 2.0 ** -(3 + 4 * k), size=large)
    yield case("same", 1.0, 1.0, lambda s, size, c: 0.0, size=2048)


def cloud(case, count):
    """Points, weights (one of them 0 now and then) and an incoming gradient."""
    x, _ = exact.pair(case)
    random = exact.SplitMix64(case.seed + 1000003)
    points = []
    for _ in range(count):
        z = exact.uniform(random, case.size, case.kind)
        points.append([exact.ROUND[case.kind](case.a * p + case.b * q) for p, q in zip(x, z)])
    weights = [abs(value) for value in exact.uniform(random, count, case.kind)]
    if count > 2 and case.seed % 3 == 0:
        weights[0] = 0.0
    return points, weights, exact.uniform(random, case.size, case.kind)


def clouds(kind):
    for number, (case, count) in enumerate(cloud_cases(kind)):
        points, weights, k = cloud(case, count)
        c, mp_weights = mpf(case.c), numbers(weights)
        *mp_points, mk = coordinates(case, [*points, k])
        flat = [value for point in mp_points for value in point]

        def of_flat(f):
            size = len(mk)
            return lambda values, *rest: dot(
                mk, f([values[i:i + size] for i in range(0, len(values), size)], *rest))

        value = centroid(mp_points, mp_weights, c)
        results = value + gradient(of_flat(centroid), [flat, mp_weights, c])
        yield pair_line(case, "centroid", count, results)
        if number % 2 == 0 and case.size != 24:
            mean = frechet_mean(mp_points, mp_weights, c)
            near = of_flat(lambda *at: frechet_mean(*at, start=mean))
            results = mean + gradient(near, [flat, mp_weights, c], mpf(10) ** -30)
            yield pair_line(case, "frechet_mean", count, results)


def log_sinhc(kind):
    """log(sinh(z) / z) as a function of z^2, the parameter."""
    grid = {0.0, 9.0, 9.0 - 2.0**-45} | {2.0 ** (k / 4) for k in range(-160, 80)}
    for u in sorted({exact.ROUND[kind](u) for u in grid}):
        z = sqrt(mpf(u))
        value = log(sinh(z) / z) if u else mpf(0)
        yield pair_line(Case("scalar", kind, 0, 1.0, 0, 0.0), "log_sinhc", u, [value])


HEADER = """# written by tests/reference/means.py from definitions at {} digits
# operation regime size c seed s a b companion parameter (an offset, a number of points, an argument), then the
# value and the gradient by every argument in order. From 512 dimensions on vectors are in the frame of x, y, k, of
# the points and k (frame.py), and gradients of log_density those by every D/4-th number
"""


def main():
    for kind in ("float", "double"):
        lines = list(pairs(kind)) + list(clouds(kind)) + list(log_sinhc(kind))
        path = DATA / f"means_{kind}.txt"
        path.write_text(HEADER.format(mp.dps) + "".join(lines))
        print(path.name, len(lines), "rows", path.stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
