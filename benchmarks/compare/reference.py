"""The numbers that every participant is checked against: in float64, by formulas without a clamp, with
PyTorch's automatic differentiation.

    reference.py REQUEST_FILE    # a list of requests as for `prepare`, each with a `folder` to write to
"""

import json
import pathlib
import sys

import numpy as np
import torch


def time_part(x, c):
    return torch.sqrt(1 / c + (x * x).sum(-1))


def rapidity(x, c):
    return torch.asinh(torch.sqrt(c) * x.norm(dim=-1, keepdim=True))


def lift(v, y, c):
    z = torch.sqrt(c) * v.norm(dim=-1, keepdim=True)
    return torch.sinh(z) / z * v


def logmap0(x, y, c):
    return rapidity(x, c) / (torch.sqrt(c) * x.norm(dim=-1, keepdim=True)) * x


def distance(x, y, c):
    # By the difference of the points, so that no digits are lost to 1 + something small.
    time = time_part(x, c) - time_part(y, c)
    chord2 = ((x - y) ** 2).sum(-1) - time**2
    return 2 / torch.sqrt(c) * torch.asinh(torch.sqrt(c * chord2) / 2)


def pairwise_distance(x, y, c):
    cosh = c * (torch.outer(time_part(x, c), time_part(y, c)) - x @ y.T)
    return torch.acosh(cosh) / torch.sqrt(c)


def exterior_angle(x, y, c):
    n = x.norm(dim=-1)
    along = (x * y).sum(-1) / n
    across = (y - (along / n).unsqueeze(-1) * x).norm(dim=-1)
    return torch.atan2(across, torch.sqrt(c) * (time_part(x, c) * along - n * time_part(y, c)))


def entailment_loss(x, y, c, settings):
    sine = 2 * settings["min_radius"] / (torch.sqrt(c) * y.norm(dim=-1))
    excess = exterior_angle(y, x, c) - torch.asin(sine.clamp(max=1))
    return excess.clamp(min=0).mean()


def loss(x, y, c, scale, settings):
    logits = -scale * pairwise_distance(x, y, c)
    positives = logits.diagonal()
    contrastive = ((logits.logsumexp(0) + logits.logsumexp(1)) / 2 - positives).mean()
    return contrastive + settings["entailment_weight"] * entailment_loss(x, y, c, settings)


def results(request):
    shape = request["rows"], request["columns"]
    x, y = (torch.from_numpy(np.fromfile(request["inputs"][name], request["precision"])
                             .reshape(shape).astype("float64")) for name in ("x", "y"))
    c = torch.tensor(request["curvature"], dtype=torch.float64)
    if request["operation"] == "loss_value":
        scale = torch.tensor(request["scale"], dtype=torch.float64)
        return {"loss": loss(x, y, c, scale, request)}
    if request["operation"] == "entailment_loss":
        return {"out": entailment_loss(x, y, c, request)}
    if request["operation"] != "loss":
        return {"out": globals()[request["operation"]](x, y, c)}
    leaves = [x, y, c, torch.tensor(request["scale"], dtype=torch.float64)]
    leaves = [leaf.requires_grad_() for leaf in leaves]
    value = loss(*leaves, request)
    names = "g_x", "g_y", "g_c", "g_scale"
    return {"loss": value.detach(), **dict(zip(names, torch.autograd.grad(value, leaves)))}


def main():
    for request in json.loads(pathlib.Path(sys.argv[1]).read_text()):
        for name, value in results(request).items():
            np.save(pathlib.Path(request["folder"]) / f"{name}.npy", value.numpy())


if __name__ == "__main__":
    main()
