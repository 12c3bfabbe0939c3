"""The network as the equations say it: forward pass, errors, gradients (chapters weighted-sum to bias-gradient).

Layers l = 1 … L, a^0 = x, a column is a sample. Lists over layers are indexed by l itself: w[0] is None, a[0] is x.
"""

import numpy as np
from numpy import multiply

from . import validate
from .activations import ACTIVATIONS, ONE
from .initialisation import INITIALISATIONS
from .losses import LOSSES
from .memory import Parameters, over_ones

quietly = np.errstate(over="ignore", invalid="ignore", divide="ignore")  # ∞ and NaN are results here, not warnings


class Network(Parameters):
    """A fully connected network with layer sizes n_0 … n_L.

    theta          every parameter in one vector (P,); w[l] (n_l, n_(l−1)) and b[l] (n_l, 1) are views into it
    activation     name or Activation of the hidden layers, or a list with one for each of them
    output, loss   name or Activation of layer L; name of ℒ
    seed, init     the weights are drawn from N(0, s²), s by the named scheme; biases start at 0
    dtype          float64 or float32
    Raises ValueError for unknown names and empty sizes, TypeError for what is no number.

    >>> net = Network([2, 3, 1], activation="tanh", output="sigmoid")
    >>> net.w[1].shape, net.b[1].shape, net.theta.shape
    ((3, 2), (3, 1), (13,))
    """

    def __init__(self, sizes, *, activation="tanh", output="sigmoid", loss="mse", seed=0, init="xavier", dtype=float):
        self.sizes, self.dtype = validate.sizes(sizes), validate.dtype(dtype)
        self.L = len(self.sizes) - 1
        self.sigma = validate.activations(activation, output, self.L, ACTIVATIONS)
        self.loss_function = validate.loss(loss, self.sigma[-1], LOSSES, ACTIVATIONS)
        spread = validate.choose("initialisation", init, INITIALISATIONS)
        rng = np.random.default_rng(validate.whole("seed", seed, 0))
        super().__init__(self.sizes, self.dtype)
        for w in self.w[1:]:
            w[...] = spread(w.shape[1], w.shape[0]) * rng.standard_normal(w.shape)

    def copy(self, theta=None, *, dtype=None, activation=None):
        """Parameters of its own: these or `theta` (P,), and if named another dtype or hidden σ; ValueError if bad."""
        other = object.__new__(Network)
        other.__dict__.update(self.__dict__, dtype=self.dtype if dtype is None else validate.dtype(dtype))
        if activation is not None:
            other.sigma = validate.activations(activation, self.sigma[-1], self.L, ACTIVATIONS)
        Parameters.__init__(other, self.sizes, other.dtype)
        other.theta = self.theta if theta is None else theta
        return other

    def __deepcopy__(self, memo):
        return self.copy()

    def astype(self, dtype):
        """The same network with parameters of the given dtype, float64 or float32; ValueError for another."""
        return self.copy(dtype=dtype)

    @quietly
    def forward(self, x):
        """The forward pass for x (n_0, m): a Step with every z and a; ValueError for another shape."""
        x = validate.matrix("x", x, self.sizes[0], "w¹ expects", self.dtype)
        step = Step(self, over_ones(x))
        step.forward()
        return step

    def predict(self, x):
        """a^L, (n_L, m), for x (n_0, m); ValueError for another shape."""
        return self.forward(x).a[self.L]

    @quietly
    def loss(self, x, y):
        """ℒ, the mean over the samples, for x (n_0, m) and y (n_L, m): a float; ValueError for other shapes."""
        x, y = validate.samples(self, x, y)
        return self.forward(x).mean_loss(y)

    @quietly
    def backprop(self, x, y):
        """Every quantity of one pass, a Step to keep, for x (n_0, m), y (n_L, m); ValueError for other shapes."""
        x, y = validate.samples(self, x, y)
        step = self.forward(x)
        step.backward(y)
        step.dtheta /= step.m
        step.loss = step.mean_loss(y)
        return step

    def __repr__(self):
        names = [s.name for s in self.sigma[1:-1]] or [None]
        hidden = names if len(set(names)) > 1 else names[0]
        names = f"activation={hidden!r}, output={self.sigma[-1].name!r}, loss={self.loss_function.name!r}"
        return f"Network({self.sizes}, {names})"


class Step:
    """One pass of m samples through a network: every quantity of the chapters under its own name.

    z[l], a[l], delta[l] (n_l, m) per sample; dw[l] (n_l, n_(l−1)), db[l] (n_l, 1) and dtheta (P,), their mean
    over the samples after `Network.backprop`; loss, a float.
    """

    def __init__(self, net, x1):
        self.net, self.m = net, x1.shape[1]
        a1 = [x1, *(np.ones((n + 1, self.m), net.dtype) for n in net.sizes[1:])]  # each a^l over a row of ones
        self.a = a = [a1[:-1] for a1 in a1]
        self.z, self.delta, slope = z, delta, _ = [[None, *map(np.zeros_like, a[1:])] for _ in range(3)]
        gradient = Parameters(net.sizes, net.dtype)
        self.dtheta, self.dw, self.db = gradient.theta, gradient.w, gradient.b
        up, s, w = range(1, net.L + 1), net.sigma, net.w  # below: what each line of the two passes needs, in its order
        self._up = [(net.wb[l], a1[l - 1], z[l], s[l].into, a[l]) for l in up]
        self._top = net.loss_function.output_error, delta[-1], z[-1], a[-1], s[-1], slope[-1]
        self._down = [(w[l + 1].T, delta[l + 1], delta[l], s[l].prime_into, z[l], a[l], slope[l]) for l in up[-2::-1]]
        self._gradients = [(delta[l], a1[l - 1].T, gradient.wb[l]) for l in up]

    def forward(self):
        """From a[0] to every z and a. The row of ones under a^(l−1) meets the column b^l of [w^l b^l]."""
        for wb, a1, z, sigma, a in self._up:  # eq-forward
            wb.dot(a1, z)  # eq-weighted-sum
            sigma(z, a)  # eq-activation

    def mean_loss(self, y):
        """ℒ, the mean over the samples, for y (n_L, m), a float; needs the forward pass."""
        return float(self.net.loss_function.per_sample(self.z[-1], self.a[-1], y, self.net.sigma[-1]).mean())

    def backward(self, y, scale=ONE):
        """From y (n_L, m) to every δ and, summed over the samples, every ∂ℒ/∂w and ∂ℒ/∂b.

        Everything is linear in δ^L, so a `scale` on δ^L is a scale on every gradient: training passes η/m, and
        what it finds in dtheta is the step η ∂ℒ/∂θ itself.
        """
        output_error, delta, z, a, sigma, slope = self._top
        output_error(delta, z, a, y, sigma, slope)
        multiply(delta, scale, delta)
        for wT, delta_above, delta, sigma_prime, z, a, slope in self._down:
            wT.dot(delta_above, delta)
            sigma_prime(z, a, slope)
            multiply(delta, slope, delta)  # eq-backpropagated-error
        for delta, a1T, dwb in self._gradients:
            delta.dot(a1T, dwb)  # eq-weight-gradient, and against the row of ones: eq-bias-gradient

    def __repr__(self):
        return f"Step(m={self.m})"
