"""The same network in PyTorch float64: its autograd knows nothing of the equations of the book."""

import torch
from torch.nn import functional as F

torch.set_num_threads(1)
SIGMA = {
    "identity": lambda z: z * 1,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
    "softplus": lambda z: F.softplus(z, threshold=700),
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
    "softmax": lambda z: torch.softmax(z, dim=0),
}


def mean_loss(net, z, a, y):
    """ℒ, the mean over the columns, as PyTorch writes it."""
    if net.loss_function.name == "mse":
        return 0.5 * F.mse_loss(a, y, reduction="sum") / y.shape[1]
    if net.sigma[-1].name == "softmax":
        return F.cross_entropy(z.T, y.T)
    return F.binary_cross_entropy_with_logits(z, y, reduction="sum") / y.shape[1]


class Torch:
    """z, a, loss and, by autograd, delta (per sample), dw and db of an nnlib network for x and y, as NumPy arrays."""

    def __init__(self, net, x, y):
        y = torch.tensor(y, dtype=torch.float64)
        self.w, self.b = ([None, *(torch.tensor(p, requires_grad=True) for p in ps[1:])] for ps in (net.w, net.b))
        z, a = [None], [torch.tensor(x, dtype=torch.float64)]
        for l in range(1, net.L + 1):
            z.append(self.w[l] @ a[l - 1] + self.b[l])
            z[l].retain_grad()
            a.append(SIGMA[net.sigma[l].name](z[l]))
        loss = mean_loss(net, z[-1], a[-1], y)
        loss.backward()
        self.z, self.a = ([None if t is None else t.detach().numpy() for t in ts] for ts in (z, a))
        self.loss = loss.item()
        self.dw, self.db = ([None, *(p.grad.numpy() for p in ps[1:])] for ps in (self.w, self.b))
        self.delta = [None, *(t.grad.numpy() * y.shape[1] for t in z[1:])]


def train(net, x, y, eta, epochs):
    """θ after every epoch of full-batch SGD, as a list of ([w], [b])."""
    x, y = torch.tensor(x), torch.tensor(y)
    w, b = ([torch.tensor(p, requires_grad=True) for p in ps[1:]] for ps in (net.w, net.b))
    sgd, tape = torch.optim.SGD([*w, *b], lr=eta), []
    for _ in range(epochs):
        a = x
        for w_l, b_l, sigma in zip(w, b, net.sigma[1:], strict=True):
            z = w_l @ a + b_l
            a = SIGMA[sigma.name](z)
        sgd.zero_grad()
        mean_loss(net, z, a, y).backward()
        sgd.step()
        tape.append(([p.detach().numpy().copy() for p in w], [p.detach().numpy().copy() for p in b]))
    return tape
