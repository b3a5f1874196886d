"""Vectors of many coordinates as vectors of few: in the orthonormal frame that Gram and Schmidt make of them.

Every function of points here turns with its arguments: values and gradients lie in the span of these and are, in
a frame of that span, those of the arguments' coordinates there. A row of the reference is then a handful of
numbers, whatever the dimension. frame.hpp makes the same frame of the same vectors.
"""

from fractions import Fraction

from mpmath import mpf, sqrt

import exact

LARGE = [512, 2048]  # the dimensions whose rows are written in a frame


def is_framed(size):
    return size in LARGE


def coordinates(vectors):
    """The coordinates of each vector, in order, in the frame e_1, e_2, ... made of them in that order."""
    lower, pivots = [], []  # vector i = sum_j lower[i][j] f_j, the f_j orthogonal, pivots[j] = f_j.f_j, all exact
    for i, vector in enumerate(vectors):
        lower.append([])
        for j in range(i + 1):
            rest = exact.dot(vector, vectors[j])
            rest -= sum((lower[i][k] * lower[j][k] * pivots[k] for k in range(j)), Fraction(0))
            if i == j:
                pivots.append(rest)
            lower[i].append(rest / pivots[j] if pivots[j] else Fraction(0))
    lengths = [(j, sqrt(number(pivot))) for j, pivot in enumerate(pivots) if pivot]
    check(vectors, pivots)
    return [[number(row[j]) * length if j < len(row) else mpf(0) for j, length in lengths] for row in lower]


def check(vectors, pivots):
    """C++ takes a vector for dependent if it is collinear with the first that is not zero, and no others."""
    base = next((v for v in vectors if any(v)), None)
    for vector, pivot in zip(vectors, pivots):
        collinear = base is not vector and any(vector) and (
            exact.dot(base, vector) ** 2 == exact.dot(base, base) * exact.dot(vector, vector))
        assert bool(pivot) == (any(vector) and not collinear), "a vector depends on two others"


def number(fraction):
    return mpf(fraction.numerator) / mpf(fraction.denominator)
