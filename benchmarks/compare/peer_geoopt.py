"""geoopt's Lorentz manifold, on points of D + 1 coordinates. It takes k = 1 / curvature."""

import geoopt
import torch

import coordinates
from worker import Unsupported


def set_threads(threads):
    torch.set_num_threads(threads)


def task(operation, inputs, settings, options):
    curvature = settings["curvature"]
    manifold = geoopt.Lorentz(k=1 / curvature).to(torch.from_numpy(inputs["x"]).dtype)
    point = lambda name: torch.from_numpy(coordinates.with_time(inputs[name], curvature))
    space = lambda result: {"out": result.numpy()[:, 1:]}
    if operation == "lift":
        v = torch.from_numpy(coordinates.tangent_at_origin(inputs["x"]))
        return without_gradient(lambda: manifold.expmap0(v)), space
    x = point("x")
    if operation == "logmap0":
        return without_gradient(lambda: manifold.logmap0(x)), space
    y = point("y")
    if operation == "distance":
        return without_gradient(lambda: manifold.dist(x, y)), lambda result: {"out": result.numpy()}
    if operation == "pairwise_distance":  # it has no function for all pairs, but broadcasts
        return (without_gradient(lambda: manifold.dist(x[:, None], y[None])),
                lambda result: {"out": result.numpy()})
    raise Unsupported("geoopt has no such loss")


def without_gradient(function):
    return torch.no_grad()(function)
