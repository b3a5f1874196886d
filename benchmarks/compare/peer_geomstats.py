"""geomstats' Hyperboloid, of curvature -1 alone, on points of D + 1 coordinates. GEOMSTATS_BACKEND chooses
what it computes with."""

import numpy as np

import coordinates
from worker import Unsupported


def set_threads(threads):
    """NumPy's threads are those of its BLAS, set by the environment."""


def task(operation, inputs, settings, options):
    if settings["curvature"] != 1:
        raise Unsupported("geomstats has curvature -1 alone")
    from geomstats.geometry.hyperboloid import Hyperboloid
    metric = Hyperboloid(dim=inputs["x"].shape[1]).metric
    point = lambda name: coordinates.with_time(inputs[name], 1)
    origin = coordinates.with_time(np.zeros_like(inputs["x"][0]), 1)
    space = lambda result: {"out": result[:, 1:]}
    whole = lambda result: {"out": result}
    if operation == "lift":
        v = coordinates.tangent_at_origin(inputs["x"])
        return lambda: metric.exp(v, origin), space
    if operation == "logmap0":
        x = point("x")
        return lambda: metric.log(x, origin), space
    if operation == "distance":
        x, y = point("x"), point("y")
        return lambda: metric.dist(x, y), whole
    if operation == "pairwise_distance":
        x, y = point("x"), point("y")
        return lambda: metric.dist(x[:, None], y[None]), whole
    raise Unsupported("geomstats has no such loss")
