"""HypLL's Poincare ball: the same space in other coordinates, converted outside of the timing. A tangent
vector at its origin is twice as long as its coordinates say."""

import torch
from hypll.manifolds.poincare_ball import Curvature, PoincareBall
from hypll.tensors import ManifoldTensor, TangentTensor

import coordinates
from worker import Unsupported


def set_threads(threads):
    torch.set_num_threads(threads)


def task(operation, inputs, settings, options):
    curvature = settings["curvature"]
    ball = PoincareBall(Curvature(curvature, constraining_strategy=lambda value: value))
    point = lambda name: ManifoldTensor(torch.from_numpy(coordinates.to_ball(inputs[name], curvature)), ball)
    if operation == "lift":
        v = TangentTensor(torch.from_numpy(inputs["x"] / 2), manifold=ball)
        return (without_gradient(lambda: ball.expmap(v)),
                lambda result: {"out": coordinates.from_ball(result.tensor.numpy(), curvature)})
    x = point("x")
    if operation == "logmap0":
        return (without_gradient(lambda: ball.logmap(None, x)),
                lambda result: {"out": 2 * result.tensor.numpy()})
    y = point("y")
    if operation == "distance":
        return without_gradient(lambda: ball.dist(x, y)), lambda result: {"out": result.numpy()}
    if operation == "pairwise_distance":
        batch = lambda points: ManifoldTensor(points.tensor[None], ball)
        x_batch, y_batch = batch(x), batch(y)
        return (without_gradient(lambda: ball.cdist(x_batch, y_batch)),
                lambda result: {"out": result.numpy()[0]})
    raise Unsupported("HypLL has no such loss")


def without_gradient(function):
    return torch.no_grad()(function)
