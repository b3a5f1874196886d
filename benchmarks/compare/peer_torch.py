"""PyTorch with the published formulas of MERU (Desai et al., arXiv 2304.09172, sections 3 and 4), written
from the paper: points are space components, every square root and inverse function is kept off its
singular point by 1e-8.

Options: `compiled` calls torch.compile; `one-matrix` computes the distances of all pairs once and
transposes them, where the published loss computes them for images and texts each; `products` does no
more than the four matrix products of such a loss.
"""

import math

import torch

from worker import Unsupported

EPS = 1e-8


def set_threads(threads):
    torch.set_num_threads(threads)


def time_part(x, c):
    return torch.sqrt(1 / c + (x * x).sum(dim=-1, keepdim=True))


def lift(v, c):
    norm = torch.sqrt(c) * v.norm(dim=-1, keepdim=True)
    bounded = torch.clamp(norm, min=EPS, max=math.asinh(2**15))
    return torch.sinh(bounded) * v / torch.clamp(norm, min=EPS)


def logmap0(x, c):
    norm = torch.sqrt(c) * x.norm(dim=-1, keepdim=True)
    distance = torch.acosh(torch.clamp(torch.sqrt(c) * time_part(x, c), min=1 + EPS))
    return distance * x / torch.clamp(norm, min=EPS)


def distance_of_inner(inner, c):
    return torch.acosh(torch.clamp(-c * inner, min=1 + EPS)) / torch.sqrt(c)


def distance(x, y, c):
    inner = (x * y).sum(dim=-1) - (time_part(x, c) * time_part(y, c)).squeeze(-1)
    return distance_of_inner(inner, c)


def pairwise_distance(x, y, c):
    return distance_of_inner(x @ y.T - time_part(x, c) @ time_part(y, c).T, c)


def half_aperture(x, c, min_radius):
    sine = 2 * min_radius / (x.norm(dim=-1) * torch.sqrt(c) + EPS)
    return torch.asin(torch.clamp(sine, min=-1 + EPS, max=1 - EPS))


def exterior_angle(x, y, c):
    x_time, y_time = time_part(x, c).squeeze(-1), time_part(y, c).squeeze(-1)
    inner = c * ((x * y).sum(dim=-1) - x_time * y_time)
    numerator = y_time + inner * x_time
    denominator = x.norm(dim=-1) * torch.sqrt(torch.clamp(inner**2 - 1, min=EPS)) + EPS
    return torch.acos(torch.clamp(numerator / denominator, min=-1 + EPS, max=1 - EPS))


def contrastive(images, texts, c, scale, one_matrix):
    logits = -scale * pairwise_distance(images, texts, c)
    other = logits.T if one_matrix else -scale * pairwise_distance(texts, images, c)
    targets = torch.arange(images.shape[0])
    cross_entropy = torch.nn.functional.cross_entropy
    return (cross_entropy(logits, targets) + cross_entropy(other, targets)) / 2


def entailment(texts, images, c, min_radius):
    excess = exterior_angle(texts, images, c) - half_aperture(texts, c, min_radius)
    return torch.clamp(excess, min=0).mean()


def loss(images, texts, c, scale, min_radius, weight, one_matrix):
    return contrastive(images, texts, c, scale, one_matrix) + weight * entailment(texts, images, c, min_radius)


def value_task(x, y, c, settings, compiled, one_matrix):
    scale = torch.tensor(settings["scale"], dtype=x.dtype)
    function = torch.compile(loss, dynamic=False) if compiled else loss

    def run():
        with torch.no_grad():
            return function(x, y, c, scale, settings["min_radius"], settings["entailment_weight"], one_matrix)

    return run, lambda result: {"loss": result.numpy()}


def loss_task(x, y, c, settings, compiled, one_matrix):
    scale = torch.tensor(settings["scale"], dtype=x.dtype)
    leaves = [leaf.requires_grad_() for leaf in (x, y, c, scale)]
    function = torch.compile(loss, dynamic=False) if compiled else loss

    def run():
        value = function(*leaves, settings["min_radius"], settings["entailment_weight"], one_matrix)
        return value, *torch.autograd.grad(value, leaves)

    def finish(result):
        names = "loss", "g_x", "g_y", "g_c", "g_scale"
        return {name: tensor.detach().numpy() for name, tensor in zip(names, result)}

    return run, finish


def products_task(x, y):
    def run():
        x @ y.T
        weights = x @ y.T
        return weights @ y, weights.T @ x

    return run, lambda _: {}


def task(operation, inputs, settings, options):
    x, y = torch.from_numpy(inputs["x"]), torch.from_numpy(inputs["y"])
    c = torch.tensor(settings["curvature"], dtype=x.dtype)
    compiled, one_matrix = "compiled" in options, "one-matrix" in options
    if "products" in options:
        if operation != "loss":
            raise Unsupported("the products are the floor of the loss")
        return products_task(x, y)
    if operation == "loss":
        return loss_task(x, y, c, settings, compiled, one_matrix)
    if operation == "loss_value":
        return value_task(x, y, c, settings, compiled, one_matrix)
    if one_matrix:
        raise Unsupported("a variant of the loss")
    entailment_loss = lambda images, texts, c: entailment(texts, images, c, settings["min_radius"])
    function = {"entailment_loss": entailment_loss, "lift": lift, "logmap0": logmap0, "distance": distance,
                "pairwise_distance": pairwise_distance}[operation]
    function = torch.compile(function, dynamic=False) if compiled else function
    points = (x,) if operation in ("lift", "logmap0") else (x, y)

    def run():
        with torch.no_grad():
            return function(*points, c)

    return run, lambda result: {"out": result.numpy()}
