"""The network as the equations say it: forward pass, errors, gradients (chapters weighted-sum to bias-gradient).

Layers l = 1 … L, a^0 = x, a column is a sample. Lists over layers are indexed by l itself: w[0] is None, a[0] is x.
"""

import numpy as np

from . import validate
from .activations import ACTIVATIONS, ONE
from .initialisation import INITIALISATIONS
from .losses import LOSSES


class Network:
    """A fully connected network with layer sizes n_0 … n_L.

    theta          every parameter in one vector (P,); w[l] (n_l, n_(l−1)) and b[l] (n_l, 1) are views into it
    activation     name or Activation of the hidden layers, or a list with one for each of them
    output, loss   name or Activation of layer L; name of ℒ
    seed, init     the weights are drawn from N(0, s²), s by the named scheme; biases start at 0
    dtype          float64 or float32
    Raises ValueError for unknown names and empty sizes.
    """

    def __init__(self, sizes, *, activation="tanh", output="sigmoid", loss="mse", seed=0, init="xavier", dtype=float):
        self.sizes = validate.sizes(sizes)
        self.L = len(self.sizes) - 1
        self.dtype = validate.dtype(dtype)
        self.sigma = [None, *validate.activations(activation, output, self.L, ACTIVATIONS)]
        self.loss_function = validate.loss(loss, self.sigma[-1], LOSSES)
        self.theta = np.zeros(sum(n * (p + 1) for p, n in self._shapes()), self.dtype)
        self._wb, self.w, self.b = self._views(self.theta)
        spread = validate.choose("initialisation", init, INITIALISATIONS)
        rng = np.random.default_rng(validate.whole("seed", seed, 0))
        for l, (n_in, n_out) in enumerate(self._shapes(), start=1):
            self.w[l][...] = spread(n_in, n_out) * rng.standard_normal((n_out, n_in))

    def _shapes(self):
        return zip(self.sizes[:-1], self.sizes[1:], strict=True)

    def _views(self, flat):
        """[w^l b^l], w^l and b^l of every layer, as views into a flat vector: the bias is the last column."""
        wb, start = [None], 0
        for n_in, n_out in self._shapes():
            wb.append(flat[start : start + n_out * (n_in + 1)].reshape(n_out, n_in + 1))
            start += n_out * (n_in + 1)
        return wb, [None, *(m[:, :-1] for m in wb[1:])], [None, *(m[:, -1:] for m in wb[1:])]

    def copy(self, theta=None):
        """The same network with parameters of its own: these, or a copy of `theta` (P,)."""
        other = object.__new__(Network)
        other.__dict__.update(self.__dict__)
        other.theta = np.array(self.theta if theta is None else theta, self.dtype)
        other._wb, other.w, other.b = other._views(other.theta)
        return other

    def astype(self, dtype):
        """The same network with parameters of the given dtype."""
        other = object.__new__(Network)
        other.__dict__.update(self.__dict__, dtype=validate.dtype(dtype))
        return other.copy()

    def forward(self, x):
        """The forward pass for x (n_0, m): a Step whose z and a are filled in."""
        x = validate.matrix("x", x, self.sizes[0], "w¹ expects", self.dtype)
        step = Step(self, x.shape[1])
        step.a[0][...] = x
        with np.errstate(over="ignore", invalid="ignore"):
            step.forward()
        return step

    def predict(self, x):
        """a^L, (n_L, m), for x (n_0, m)."""
        return self.forward(x).a[self.L]

    def loss(self, x, y):
        """ℒ, the mean over the samples, for x (n_0, m) and y (n_L, m): a float."""
        x, y = validate.samples(self, x, y)
        return self.forward(x).mean_loss(y)

    def backprop(self, x, y):
        """One pass forward and back for x (n_0, m), y (n_L, m): a Step with every quantity, yours to keep."""
        x, y = validate.samples(self, x, y)
        step = self.forward(x)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            step.backward(y)
            step.dtheta /= x.shape[1]
        step.loss = step.mean_loss(y)
        return step

    def __repr__(self):
        hidden = ", ".join(dict.fromkeys(s.name for s in self.sigma[1:-1])) or None
        return (
            f"Network({self.sizes}, activation={hidden!r}, output={self.sigma[-1].name!r}, "
            f"loss={self.loss_function.name!r})"
        )


class Step:
    """One pass of m samples through a network: every quantity of the chapters under its own name.

    z[l], a[l], delta[l] (n_l, m) per sample; dw[l] (n_l, n_(l−1)), db[l] (n_l, 1) and dtheta (P,), their mean
    over the samples after `Network.backprop`; loss, a float.
    """

    def __init__(self, net, m, x1=None):
        self.net, self.m = net, m
        self._a1 = [np.ones((n + 1, m), net.dtype) for n in net.sizes]  # a^l over a row of ones
        if x1 is not None:
            self._a1[0] = x1  # x over a row of ones, the caller's own array
        self.a = [a1[:-1] for a1 in self._a1]
        self.z, self.delta, self._scratch = (
            [None, *(np.zeros((n, m), net.dtype) for n in net.sizes[1:])] for _ in range(3)
        )
        self.dtheta = np.zeros_like(net.theta)
        self._dwb, self.dw, self.db = net._views(self.dtheta)
        self._bind()

    def _bind(self):
        """What each line of the two passes needs, layer by layer, in the order in which it is met."""
        net, L = self.net, self.net.L
        up, down = range(1, L + 1), range(L - 1, 0, -1)
        self._up = [(net._wb[l], self._a1[l - 1], self.z[l], net.sigma[l].into, self.a[l]) for l in up]
        self._down = [
            (net.w[l + 1].T, self.delta[l + 1], self.delta[l])
            + (net.sigma[l].backward, self.z[l], self.a[l], self._scratch[l])
            for l in down
        ]
        self._gradients = [(self.delta[l], self._a1[l - 1].T, self._dwb[l]) for l in up]

    def forward(self):
        """From a[0] to every z and a. The row of ones under a^(l−1) meets the column b^l of [w^l b^l]."""
        for wb, a1, z, sigma, a in self._up:  # eq-forward
            wb.dot(a1, z)  # eq-weighted-sum
            sigma(z, a)  # eq-activation

    def mean_loss(self, y):
        """ℒ, the mean over the samples, for y (n_L, m); needs the forward pass."""
        net = self.net
        with np.errstate(over="ignore", invalid="ignore"):
            return float(net.loss_function.per_sample(self.z[-1], self.a[-1], y, net.sigma[-1]).mean())

    def backward(self, y, scale=ONE):
        """From y (n_L, m) to every δ and, summed over the samples, every ∂ℒ/∂w and ∂ℒ/∂b.

        Everything is linear in δ^L, so a `scale` on δ^L is a scale on every gradient: training passes η/m, and
        what it finds in dtheta is the step η ∂ℒ/∂θ itself.
        """
        net, delta = self.net, self.delta[-1]
        net.loss_function.output_error(delta, self.z[-1], self.a[-1], y, net.sigma[-1], self._scratch[-1])
        np.multiply(delta, scale, delta)
        for wT, delta_above, delta, sigma_backward, z, a, scratch in self._down:
            wT.dot(delta_above, delta)
            sigma_backward(delta, z, a, scratch)  # eq-backpropagated-error
        for delta, a1T, dwb in self._gradients:
            delta.dot(a1T, dwb)  # eq-weight-gradient, and against the row of ones: eq-bias-gradient
