"""Every slip is named, in every function where it can occur; what is right passes, however it is written.

The slips are written here as a student writes them, loops and all, apart from the formulas in nnlib.checks. The oracle
for what is right is nnlib's Network, whose gradients are tested against central differences.
"""

import numpy as np
import pytest

from nnlib import ACTIVATIONS, Network, checks

SIGMOID, RELU = ACTIVATIONS["sigmoid"], ACTIVATIONS["relu"]


def network(w, b, s="sigmoid"):
    """nnlib's own network with these parameters."""
    net = Network([w[1].shape[1], *(len(v) for v in w[1:])], activation=s, output=s)
    for l in range(1, len(w)):
        net.w[l][...], net.b[l][...] = w[l], b[l]
    return net


def one_step(w, b, dw, db, eta):
    layers = range(1, len(w))
    return [None, *(w[l] - eta * dw[l] for l in layers)], [None, *(b[l] - eta * db[l] for l in layers)]


def student(s=SIGMOID, *, bare=False, prime=None, hidden_prime=None, bias=None, weight=None, sign=1, factor=1,
            transpose=True, updated=False, send_bare=False, pile=False):  # fmt: skip
    """A student's training(w, b, x, y, eta, epochs) and gradients(w, b, x, y), with the slips that are asked for."""
    prime = prime or (lambda z, a: s.f_prime(z))
    hidden_prime = hidden_prime or prime
    bias = bias or (lambda d: d.sum(axis=1, keepdims=True) / d.shape[1])
    weight = weight or (lambda d, a: d @ a.T / d.shape[1])

    def gradients(w, b, x, y, eta=None):
        L, z, a = len(w) - 1, [None], [x]
        for l in range(1, L + 1):
            z.append(w[l] @ a[-1] + b[l])
            a.append(s.f(z[-1]))
        diff = sign * factor * (a[L] - y)
        delta, dw, db = diff if bare else diff * prime(z[L], a[L]), [None] * (L + 1), [None] * (L + 1)
        for l in range(L, 0, -1):
            dw[l], db[l] = weight(delta, a[l - 1]), bias(delta)
            if l > 1:
                above = w[l] - eta * dw[l] if eta else w[l]
                down = diff if send_bare and l == L else delta
                delta = ((above.T if transpose else above) @ down) * hidden_prime(z[l - 1], a[l - 1])
        return dw, db

    def training(w, b, x, y, eta, epochs):
        total = None
        for _ in range(epochs):
            new = gradients(w, b, x, y, eta if updated else None)
            if pile and total:
                new = [
                    [None, *(t + n for t, n in zip(ts[1:], ns[1:], strict=True))]
                    for ts, ns in zip(total, new, strict=True)
                ]
            total = new
            w, b = one_step(w, b, *new, eta)
        return w, b

    return {"gradients": lambda w, b, x, y: gradients(w, b, x, y), "training": training}


WHOLE = {  # slip of a whole network: (how the student makes it, the name that it gets)
    "σ′ of the output missing": (dict(bare=True), "sigma_prime_missing"),
    "σ′ of hidden layers missing": (dict(hidden_prime=lambda z, a: 1), "sigma_prime_missing"),
    "a − y sent down without σ′": (dict(send_bare=True), "sigma_prime_missing_below"),
    "σ′ taken at a": (dict(prime=lambda z, a: SIGMOID.f_prime(a)), "sigma_prime_of_a"),
    "bias averaged twice": (dict(bias=lambda d: d.mean(axis=1, keepdims=True) / d.shape[1]), "averaged_twice"),
    "bias: the mean of everything": (dict(bias=lambda d: np.full((len(d), 1), d.mean())), "mean_of_all"),
    "bias: the sum": (dict(bias=lambda d: d.sum(axis=1, keepdims=True)), "not_averaged"),
    "bias frozen": (dict(bias=lambda d: np.zeros((len(d), 1))), "frozen"),
    "weights: the sum": (dict(weight=lambda d, a: d @ a.T), "not_averaged"),
    "2/n for 1/n": (dict(factor=2), "factor_two"),
    "sign of the output error": (dict(sign=-1), "sign"),
    "w not transposed": (dict(transpose=False), "w_not_transposed"),
}


@pytest.mark.parametrize("function", ["gradients", "training"])
@pytest.mark.parametrize("slip", WHOLE)
def test_slips_of_a_network(slip, function):
    how, name = WHOLE[slip]
    report = getattr(checks, function)(student(**how)[function])
    assert not report.ok
    if slip == "σ′ taken at a":  # at every layer: two slips at once
        assert report.slips in ((), (name,))
    else:
        assert name in report.slips, report


@pytest.mark.parametrize(("how", "name"), [(dict(updated=True), "updated_weights"), (dict(pile=True), "accumulates")])
@pytest.mark.parametrize("s", [SIGMOID, RELU])
def test_slips_of_training_alone(how, name, s):
    assert name in checks.training(student(s, **how)["training"], sigma=s.name).slips


@pytest.mark.parametrize("function", ["gradients", "training"])
def test_relu_prime_of_the_output_in_a_network(function):
    at_output = dict(prime=lambda z, a: (a >= 0) * 1.0, hidden_prime=lambda z, a: RELU.f_prime(z))
    hidden = dict(prime=lambda z, a: RELU.f_prime(z), hidden_prime=lambda z, a: (a >= 0) * 1.0)
    for how in (at_output, hidden):
        report = getattr(checks, function)(student(RELU, **how)[function], sigma="relu")
        assert "relu_prime_of_output" in report.slips, report


f, fp, rp = SIGMOID.f, SIGMOID.f_prime, RELU.f_prime
LAYER = [  # (check, options, the student's function, the name of the slip)
    ("weighted_sum", {}, lambda w, x, b: w @ x, "bias_missing"),
    ("weighted_sum", {}, lambda w, x, b: w.T @ x + b, "w_transposed"),
    ("weighted_sum", {}, lambda w, x, b: (w @ x + b).T, "transpose"),
    ("weighted_sum", {}, lambda w, x, b: w @ x[:, :1] + b, "one_sample"),
    ("activation", {}, lambda z: fp(z), "prime"),
    ("activation", {}, lambda z: 1 / (1 + np.exp(z)), "sign_of_z"),
    ("activation_prime", {}, lambda z: z * (1 - z), ()),
    ("activation_prime", {}, lambda z: fp(f(z)), "of_a"),
    ("activation_prime", {"sigma": "relu"}, lambda z: (np.maximum(z, 0) >= 0) * 1.0, "relu_prime_of_output"),
    ("activation_prime", {"sigma": "tanh"}, lambda z: np.tanh(z), "not_prime"),
    ("loss", {}, lambda a, y: ((a - y) ** 2).sum() / a.shape[1], "no_half"),
    ("loss", {}, lambda a, y: ((a - y) ** 2).mean(), "mean_square"),
    ("loss", {}, lambda a, y: 0.5 * ((a - y) ** 2).sum(), "not_averaged"),
    ("loss", {}, lambda a, y: 0.5 * ((a - y) ** 2).mean(), "neurons_averaged"),
    ("output_error", {}, lambda z, a, y: a - y, "sigma_prime_missing"),
    ("output_error", {"sigma": "relu"}, lambda z, a, y: (a - y) * (a >= 0), "relu_prime_of_output"),
    ("output_error", {}, lambda z, a, y: (y - a) * fp(z), "sign"),
    ("output_error", {}, lambda z, a, y: 2 * (a - y) * fp(z), "factor_two"),
    ("output_error", {}, lambda z, a, y: (a - y) * fp(a), "sigma_prime_of_a"),
    ("output_error", {}, lambda z, a, y: ((a - y) * fp(z)).T, "transpose"),
    ("output_error", {}, lambda z, a, y: (a - y) * fp(z) / a.shape[1], "averaged"),
    ("output_error", {}, lambda z, a, y: ((a - y) * fp(z)).mean(axis=1, keepdims=True), "mean"),
    ("output_error", {}, lambda z, a, y: ((a - y) * fp(z))[:, :1], "one_sample"),
    ("output_error", {}, lambda z, a, y: ((a - y) * fp(z)).astype(int), "rounded"),
    ("output_error", {}, lambda z, a, y: np.rint((a - y) * fp(z)), "rounded"),
    ("backpropagated_error", {}, lambda w, d, z: w.T @ d, "sigma_prime_missing"),
    ("backpropagated_error", {}, lambda w, d, z: (w @ d) * fp(z), "w_not_transposed"),
    ("backpropagated_error", {}, lambda w, d, z: (d @ w) * fp(z), "wrong_side"),
    ("backpropagated_error", {}, lambda w, d, z: -(w.T @ d) * fp(z), "sign"),
    ("backpropagated_error", {"sigma": "relu"}, lambda w, d, z: (w.T @ d) * (RELU.f(z) >= 0), "relu_prime_of_output"),
    ("errors", {}, lambda w, z, a, y: [None] + [d / y.shape[1] for d in delta(w, z, a, y)[1:]], "averaged"),
    ("errors", {}, lambda w, z, a, y: [None] + [-d for d in delta(w, z, a, y)[1:]], "sign"),
    ("errors", {}, lambda w, z, a, y: [None] + [2 * d for d in delta(w, z, a, y)[1:]], "factor_two"),
    ("errors", {}, lambda w, z, a, y: delta(w, z, a, y, out=lambda z, a: 1), "sigma_prime_missing"),
    ("errors", {}, lambda w, z, a, y: delta(w, z, a, y, hidden=lambda z, a: 1), "sigma_prime_missing"),
    ("errors", {}, lambda w, z, a, y: delta(w, z, a, y, send_bare=True), "sigma_prime_missing_below"),
    ("errors", {}, lambda w, z, a, y: delta(w, z, a, y, transpose=False), "w_not_transposed"),
    ("errors", {"sigma": "relu"}, lambda *v: delta(*v, out=at_output, hidden=prime_of_relu), "relu_prime_of_output"),
    ("errors", {"sigma": "relu"}, lambda *v: delta(*v, out=prime_of_relu, hidden=at_output), "relu_prime_of_output"),
    ("forward_pass", {}, lambda w, b, x: forward([None, *(v.T for v in w[1:])], b, x), "w_transposed"),
    ("forward_pass", {}, lambda w, b, x: forward(w, [None, *(0 * v for v in b[1:])], x), "bias_missing"),
    ("forward_pass", {}, lambda w, b, x: forward(w, b, x, last=False), "last_layer_bare"),
    ("weight_gradient", {}, lambda d, a: -d @ a.T / d.shape[1], "sign"),
    ("bias_gradient", {}, lambda d: -d.mean(axis=1, keepdims=True), "sign"),
    ("bias_gradient", {}, lambda d: 2 * d.mean(axis=1, keepdims=True), "factor_two"),
    ("backpropagated_error", {}, lambda w, d, z: 2 * (w.T @ d) * fp(z), "factor_two"),
    ("backpropagated_error", {}, lambda w, d, z: ((w.T @ d) * fp(z)).mean(axis=1, keepdims=True), "mean"),
    ("weight_gradient", {}, lambda d, a: d @ a.T, "not_averaged"),
    ("weight_gradient", {}, lambda d, a: a @ d.T / d.shape[1], "transpose"),
    ("weight_gradient", {}, lambda d, a: d @ a / d.shape[1], "a_not_transposed"),
    ("weight_gradient", {}, lambda d, a: d @ a.T / d.shape[1] ** 2, "averaged_twice"),
    ("weight_gradient", {}, lambda d, a: np.outer(d[:, 0], a[:, 0]), "one_sample"),
    ("weight_gradient", {}, lambda d, a: 2 * d @ a.T / d.shape[1], "factor_two"),
    ("bias_gradient", {}, lambda d: d, "per_sample"),
    ("bias_gradient", {}, lambda d: d.mean(axis=1, keepdims=True) / d.shape[1], "averaged_twice"),
    ("bias_gradient", {}, lambda d: np.full((len(d), 1), d.mean()), "mean_of_all"),
    ("bias_gradient", {}, lambda d: d.sum(axis=1, keepdims=True), "not_averaged"),
    ("update", {}, lambda w, b, dw, db, eta: (w + eta * dw, b + eta * db), "climbs"),
    ("update", {}, lambda w, b, dw, db, eta: (w - eta * dw, b), "bias_frozen"),
    ("update", {}, lambda w, b, dw, db, eta: ((w - eta * dw).astype(int), (b - eta * db).astype(int)), "rounded"),
    ("update", {}, lambda w, b, dw, db, eta: (w - dw, b - db), "eta_missing"),
    ("slope", {}, lambda *v: 2 * slope(*v), "divided_by_h"),
    ("slope", {}, lambda *v: -slope(*v), "sign"),
]  # fmt: skip


def at_output(z, a):
    return (a >= 0) * 1.0


def prime_of_relu(z, a):
    return RELU.f_prime(z)


def delta(w, z, a, y, out=lambda z, a: fp(z), hidden=lambda z, a: fp(z), transpose=True, send_bare=False):
    L = len(w) - 1
    found = [None] * L + [(a[L] - y) * out(z[L], a[L])]
    above = a[L] - y if send_bare else found[L]
    for l in range(L - 1, 0, -1):
        found[l] = above = ((w[l + 1].T if transpose else w[l + 1]) @ above) * hidden(z[l], a[l])
    return found


def forward(w, b, x, last=True):
    z, a = [None], [x]
    for l in range(1, len(w)):
        z.append(w[l] @ a[-1] + b[l])
        a.append(f(z[-1]) if last or l < len(w) - 1 else z[-1])
    return z, a


def slope(w, b, x, y, l, j, k, h=1e-5):
    up, down = network(w, b), network(w, b)
    up.w[l][j, k] += h
    down.w[l][j, k] -= h
    return (up.loss(x, y) - down.loss(x, y)) / (2 * h)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(("name", "options", "function", "slip"), LAYER)
def test_slips_of_a_layer(name, options, function, slip, seed):
    report = getattr(checks, name)(function, seed=seed, **options)
    assert not report.ok
    assert slip in report.slips or slip == report.slips, report


@pytest.mark.parametrize("name", ["weight_gradient", "bias_gradient", "gradients"])
def test_backward_called_twice_accumulates(name):
    right = {"weight_gradient": lambda d, a: d @ a.T / d.shape[1],
             "bias_gradient": lambda d: d.mean(axis=1, keepdims=True),
             "gradients": student()["gradients"]}[name]  # fmt: skip
    kept = []

    def piling(*inputs):
        kept.append(right(*inputs))
        if name != "gradients":
            return sum(kept)
        return tuple([None, *(sum(k[i][l] for k in kept) for l in range(1, len(kept[0][i])))] for i in range(2))

    assert "accumulates" in getattr(checks, name)(piling).slips


def loops(z, a, y):
    """δ^L entry by entry, in a list of lists."""
    return [[(a[j, i] - y[j, i]) * fp(z[j, i]) for i in range(len(a[0]))] for j in range(len(a))]


def in_place(w, d, z):
    own = w.T.copy() @ d
    own *= fp(z)
    return own


def in_place_update(w, b, dw, db, eta):
    w -= eta * dw
    b -= eta * db
    return [w, b]


RIGHT = [
    ("output_error", loops),
    ("output_error", lambda z, a, y: ((a - y) * fp(z)).astype(np.float32)),
    ("output_error", lambda z, a, y: np.multiply(np.subtract(a, y), a * (1 - a))),
    ("output_error", lambda z, a, y: np.asfortranarray((a - y) * fp(z))),
    ("output_error", lambda z, a, y: np.ma.array((a - y) * fp(z))),
    ("backpropagated_error", in_place),
    ("backpropagated_error", lambda w, d, z: np.einsum("jk,ji,ki->ki", w, d, fp(z))),
    ("backpropagated_error", lambda w, d, z: (d.T @ w).T * fp(z)),
    ("weight_gradient", lambda d, a: np.mean([np.outer(d[:, i], a[:, i]) for i in range(d.shape[1])], axis=0)),
    ("weight_gradient", lambda d, a: np.einsum("ji,ki->jk", d, a) / d.shape[1]),
    ("bias_gradient", lambda d: d @ np.full((d.shape[1], 1), 1 / d.shape[1])),
    ("bias_gradient", lambda d: [[sum(row) / len(row)] for row in d]),
    ("loss", lambda a, y: np.float32(0.5 * ((a - y) ** 2).sum(axis=0).mean())),
    ("loss", lambda a, y: np.linalg.norm(a - y) ** 2 / (2 * a.shape[1])),
    ("loss", lambda a, y: sum(0.5 * (p - q) ** 2 for p, q in zip(a.flat, y.flat, strict=True)) / len(a[0])),
    ("update", in_place_update),
    ("forward_pass", lambda w, b, x: (network(w, b).forward(x).z, tuple(network(w, b).forward(x).a))),
    ("errors", delta),
    ("gradients", lambda w, b, x, y: (network(w, b).backprop(x, y).dw, network(w, b).backprop(x, y).db)),
    ("gradients", student()["gradients"]),
    ("training", student()["training"]),
    ("slope", slope),
    ("activation", lambda z: 0.5 * (1 + np.tanh(z / 2))),
    ("activation_prime", lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("name", "function"), RIGHT)
def test_right_in_any_style(name, function, seed):
    report = getattr(checks, name)(function, seed=seed)
    assert report.ok, report
    assert not report.slips


@pytest.mark.parametrize("s", [s for s in ACTIVATIONS if s != "softmax"])
def test_right_for_every_activation(s):
    sigma = ACTIVATIONS[s]
    assert checks.activation(sigma.f, sigma=s)
    assert checks.output_error(lambda z, a, y: (a - y) * sigma.f_prime(z), sigma=s)
    assert checks.gradients(
        lambda w, b, x, y: (network(w, b, s).backprop(x, y).dw, network(w, b, s).backprop(x, y).db), sigma=s
    )
