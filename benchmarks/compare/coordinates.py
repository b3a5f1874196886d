"""From the space part of points, which is what compare.py deals in, to what other libraries take."""

import numpy as np


def with_time(x, curvature):
    """Points on the hyperboloid in D + 1 coordinates, the time part first."""
    x = np.asarray(x)
    time = np.sqrt(1 / curvature + np.square(x, dtype="float64").sum(-1, keepdims=True))
    return np.concatenate([time.astype(x.dtype), x], axis=-1)


def tangent_at_origin(v):
    return np.concatenate([np.zeros_like(v[:, :1]), v], axis=-1)


def to_ball(x, curvature):
    """The same points in the Poincare ball of radius 1 / sqrt(curvature)."""
    wide = np.asarray(x, "float64")
    time = np.sqrt(1 + curvature * np.square(wide).sum(-1, keepdims=True))
    return (wide / (1 + time)).astype(x.dtype)


def from_ball(p, curvature):
    wide = np.asarray(p, "float64")
    return 2 * wide / (1 - curvature * np.square(wide).sum(-1, keepdims=True))
