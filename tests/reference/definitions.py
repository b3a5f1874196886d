"""The geometry from its definitions, at many digits; derivatives by central differences.

Nothing here is shared with the C++ formulas: distances come from acosh of the Lorentz inner product, angles
from the hyperbolic law of cosines, gradients from numerical differentiation with respect to the three inner
products x.x, y.y, x.y and the curvature. A function of those three has the gradient
2 f_xx x + f_xy y with respect to x, for every dimension at once.
"""

from mpmath import acos, acosh, asin, asinh, mp, mpf, pi, sinh, sqrt

# A separation of 1e-16 at c n^2 = 1e9 leaves cosh(d) - 1 about 1e-41 and its acos twice that: the results
# keep more than 60 correct digits.
mp.dps = 240
STEP = mpf(10) ** -90


def derivative(f, at, scale):
    h = STEP * scale
    return (f(at + h) - f(at - h)) / (2 * h)


def inner(xx, yy, xy, c):
    """Lorentz inner product of the points with these space parts."""
    return xy - sqrt(1 / c + xx) * sqrt(1 / c + yy)


def distance(xx, yy, xy, c):
    return acosh(-c * inner(xx, yy, xy, c)) / sqrt(c)


def exterior_angle(xx, yy, xy, c):
    """pi minus the angle at x of the triangle (origin, x, y), by the law of cosines."""
    cosh_ox, cosh_oy = sqrt(1 + c * xx), sqrt(1 + c * yy)
    cosh_xy = -c * inner(xx, yy, xy, c)
    sinh_ox, sinh_xy = sqrt(c * xx), sqrt(cosh_xy**2 - 1)
    return pi - acos((cosh_ox * cosh_xy - cosh_oy) / (sinh_ox * sinh_xy))


def half_aperture(xx, c, min_radius):
    return asin(min(mpf(1), 2 * min_radius / sqrt(c * xx)))


def lift_scale(vv, c):
    z = sqrt(c * vv)
    return sinh(z) / z


def logmap0_scale(xx, c):
    z = sqrt(c * xx)
    return asinh(z) / z


def time(xx, c):
    return sqrt(1 / c + xx)


class Pair:
    """The exact inner products of two points and what the gradients are written in.

    g_x = cross * y_perp + along_x x and g_y = cross * x_perp + along_y y, where y_perp is the part of y
    orthogonal to x: neither part of a gradient cancels the other. y_perp = (y - near x) - foot_x x, likewise
    x_perp, with near = 1 for points closer to each other than to the origin and else 0.
    """

    def __init__(self, xx, yy, xy, c):
        self.collinear = xy * xy == xx * yy
        self.coincident = xx == yy == xy
        self.ahead = xy > 0 and yy > xx
        delta2 = xx + yy - 2 * xy
        self.near = int(delta2 < min(xx, yy))
        shorter = min(xx, yy, delta2)
        perp2 = (xx * yy - xy * xy) / max(xx, yy) if xx or yy else 0
        self.xx, self.yy, self.xy, self.c = exact(xx), exact(yy), exact(xy), mpf(c)
        self.foot_x = exact(xy / xx - self.near) if xx else mpf(0)
        self.foot_y = exact(xy / yy - self.near) if yy else mpf(0)
        # the sine of the angle at the end of the shorter side of the triangle
        self.sine = sqrt(exact(perp2 / shorter)) if shorter else mpf(0)

    def gradients(self, f):
        """cross, along_x, along_y and the derivative with respect to c."""
        xx, yy, xy, c = self.xx, self.yy, self.xy, self.c
        scale = max(xx, yy)
        f_xx = derivative(lambda t: f(t, yy, xy, c), xx, xx or scale)
        f_yy = derivative(lambda t: f(xx, t, xy, c), yy, yy or scale)
        cross = derivative(lambda t: f(xx, yy, t, c), xy, scale)
        f_c = derivative(lambda t: f(xx, yy, xy, t), c, c)
        along_x = 2 * f_xx + (cross * xy / xx if xx else 0)
        along_y = 2 * f_yy + (cross * xy / yy if yy else 0)
        orthogonal_parts_vanish = self.collinear and xx and yy
        return [mpf(0) if orthogonal_parts_vanish else cross, along_x, along_y, f_c]

    def inner(self):
        if self.coincident:
            return [-1 / self.c, mpf(0), mpf(0), mpf(0), 1 / self.c**2]
        return [inner(self.xx, self.yy, self.xy, self.c)] + self.gradients(inner)

    def distance(self):
        if self.coincident:
            return [mpf(0)] * 5
        return [distance(self.xx, self.yy, self.xy, self.c)] + self.gradients(distance)

    def exterior_angle(self):
        if self.collinear:
            inside = self.coincident or not self.xx or self.ahead
            return [mpf(0) if inside else +pi] + [mpf(0)] * 4
        value = exterior_angle(self.xx, self.yy, self.xy, self.c)
        return [value] + self.gradients(exterior_angle)


def scaling(scale, vv, gv, c):
    """A map v -> S(v.v) v: S, the coefficient of v in the gradient, and the derivative with respect to c."""
    if not vv:
        return [mpf(1), mpf(0), mpf(0)]
    vv, gv, c = exact(vv), exact(gv), mpf(c)
    slope = derivative(lambda t: scale(t, c), vv, vv)
    return [scale(vv, c), 2 * slope * gv, derivative(lambda t: scale(vv, t), c, c) * gv]


def radial(f, xx, c):
    """A function of x.x and c: its value, the coefficient of x in its gradient, the derivative by c."""
    xx, c = exact(xx), mpf(c)
    slope = derivative(lambda t: f(t, c), xx, xx or 1)
    return [f(xx, c), 2 * slope, derivative(lambda t: f(xx, t), c, c)]


def exact(fraction):
    return mpf(fraction.numerator) / mpf(fraction.denominator)
