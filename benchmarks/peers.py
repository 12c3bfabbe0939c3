"""The same training in the words of each peer, the way people would write it there.

Every function takes a Task and returns a function of no arguments that trains from the task's first weights, in
float64, with mse (½ ‖a − y‖², the mean over a batch), and returns the last weights, [(w, b), …], so that the benchmark
can see that all did the same work. Data are handed over in the layout each peer likes best.
"""

import warnings
from itertools import pairwise

import numpy as np

import nnlib


def nnlib_peer(task):
    def run():
        net = nnlib.Network(task.sizes, activation=task.activation, output=task.output)
        net.theta = task.theta
        settings = dict(eta=task.eta, epochs=task.epochs, batch_size=task.batch_size)
        nnlib.train(net, task.x.T, task.y.T, **settings)
        return net.theta

    return run


def torch_peer(task):
    """PyTorch, eager: Sequential, autograd, SGD."""
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    squash = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh}
    x, y = torch.from_numpy(task.x), torch.from_numpy(task.y)

    def run():
        layers = []
        for l, (n_in, n_out) in enumerate(pairwise(task.sizes), start=1):
            layers.append(torch.nn.Linear(n_in, n_out))
            with torch.no_grad():
                for given, parameter in zip(task.first()[l - 1], (layers[-1].weight, layers[-1].bias), strict=True):
                    parameter.copy_(torch.from_numpy(given))
            layers.append(squash[task.output if l == len(task.sizes) - 1 else task.activation]())
        net, tape = torch.nn.Sequential(*layers), []
        sgd = torch.optim.SGD(net.parameters(), lr=task.eta)
        for order in task.orders():
            for i in range(0, len(x), task.size):
                xb, yb = (x, y) if order is None else (x[order[i : i + task.size]], y[order[i : i + task.size]])
                loss = 0.5 * ((net(xb) - yb) ** 2).sum(dim=1).mean()
                sgd.zero_grad()
                loss.backward()
                sgd.step()
            if task.record:
                tape.append([p.detach().clone() for p in net.parameters()])
        last = [p.detach().numpy() for p in net.parameters()]
        return task.flat(zip(last[::2], last[1::2], strict=True))

    return run


def sklearn_peer(task):
    """scikit-learn's MLPClassifier: it has only cross-entropy, its own first weights and order; as much work."""
    if task.record:
        return None  # it has no way to keep every θ
    from sklearn.neural_network import MLPClassifier

    labels = task.y[:, 0].astype(int) if task.y.shape[1] == 1 else task.y.argmax(axis=1)

    def run():
        model = MLPClassifier(
            task.sizes[1:-1], activation={"sigmoid": "logistic"}[task.activation], solver="sgd", alpha=0, momentum=0,
            batch_size=task.size, learning_rate_init=task.eta, max_iter=task.epochs, tol=0,
            n_iter_no_change=task.epochs + 1, random_state=0,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says that it stopped at max_iter
            model.fit(task.x, labels)
        assert model.n_iter_ == task.epochs

    return run


def jax_peer(task):
    """JAX: the whole training as one compiled lax.scan; compiling is part of what it costs."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp

    squash = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}
    x, y = jnp.asarray(task.x), jnp.asarray(task.y)
    kinds = [task.activation] * (len(task.sizes) - 2) + [task.output]

    def run():
        jax.clear_caches()

        def loss(theta, x, y):
            a = x
            for (w, b), kind in zip(theta, kinds, strict=True):
                a = squash[kind](a @ w.T + b)
            return 0.5 * ((a - y) ** 2).sum(axis=1).mean()

        def update(theta, chosen):
            xb, yb = (x, y) if task.batch_size is None else (x[chosen], y[chosen])
            theta = jax.tree.map(lambda p, g: p - task.eta * g, theta, jax.grad(loss)(theta, xb, yb))
            return theta, theta if task.record else None

        @jax.jit
        def train(theta, batches):
            return jax.lax.scan(update, theta, batches)

        batches = np.zeros(task.epochs) if task.batch_size is None else np.concatenate(list(task.orders()))
        batches = batches if task.batch_size is None else batches.reshape(-1, task.size)
        theta, _ = jax.block_until_ready(train([tuple(map(jnp.asarray, wb)) for wb in task.first()], batches))
        return task.flat((np.asarray(w), np.asarray(b)) for w, b in theta)

    return run


SQUASH = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh}
SLOPE = {"sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a**2}


SLOPE_OF_Z = {
    "sigmoid": lambda z: SQUASH["sigmoid"](z) * (1 - SQUASH["sigmoid"](z)),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
}


def numpy_peer(task):
    """Plain NumPy with matrices: what a careful tutorial ends with."""
    kinds = [task.activation] * (len(task.sizes) - 2) + [task.output]

    def run():
        weights, biases = (list(p) for p in zip(*task.first(), strict=True))
        tape = []
        for order in task.orders():
            for i in range(0, len(task.x), task.size):
                chosen = slice(None) if order is None else order[i : i + task.size]
                xb, yb = task.x[chosen], task.y[chosen]
                activations = [xb]
                for w, b, kind in zip(weights, biases, kinds, strict=True):
                    activations.append(SQUASH[kind](activations[-1] @ w.T + b))
                delta = (activations[-1] - yb) * SLOPE[kinds[-1]](activations[-1])
                for l in reversed(range(len(weights))):
                    dw, db = delta.T @ activations[l] / len(xb), delta.mean(axis=0)
                    if l > 0:
                        delta = delta @ weights[l] * SLOPE[kinds[l - 1]](activations[l])
                    weights[l] -= task.eta * dw
                    biases[l] -= task.eta * db
            if task.record:
                tape.append([p.copy() for p in weights + biases])
        return task.flat(zip(weights, biases, strict=True))

    return run


def loop_peer(task):
    """A loop over the samples, gradients added up one by one, σ′ worked out from z: what tutorials begin with."""
    kinds = [task.activation] * (len(task.sizes) - 2) + [task.output]
    columns = [(x.reshape(-1, 1), y.reshape(-1, 1)) for x, y in zip(task.x, task.y, strict=True)]

    def backprop(weights, biases, x, y):
        nabla_b, nabla_w = [np.zeros(b.shape) for b in biases], [np.zeros(w.shape) for w in weights]
        activations, zs = [x], []
        for w, b, kind in zip(weights, biases, kinds, strict=True):
            zs.append(np.dot(w, activations[-1]) + b)
            activations.append(SQUASH[kind](zs[-1]))
        delta = (activations[-1] - y) * SLOPE_OF_Z[kinds[-1]](zs[-1])
        nabla_b[-1], nabla_w[-1] = delta, np.dot(delta, activations[-2].T)
        for l in range(2, len(task.sizes)):
            delta = np.dot(weights[-l + 1].T, delta) * SLOPE_OF_Z[kinds[-l]](zs[-l])
            nabla_b[-l], nabla_w[-l] = delta, np.dot(delta, activations[-l - 1].T)
        return nabla_b, nabla_w

    def run():
        weights, biases = [w for w, _ in task.first()], [b.reshape(-1, 1) for _, b in task.first()]
        tape = []
        for order in task.orders():
            order = range(len(columns)) if order is None else order
            for i in range(0, len(columns), task.size):
                batch = [columns[j] for j in order[i : i + task.size]]
                nabla_b, nabla_w = [np.zeros(b.shape) for b in biases], [np.zeros(w.shape) for w in weights]
                for x, y in batch:
                    change_b, change_w = backprop(weights, biases, x, y)
                    nabla_b = [nb + db for nb, db in zip(nabla_b, change_b, strict=True)]
                    nabla_w = [nw + dw for nw, dw in zip(nabla_w, change_w, strict=True)]
                weights = [w - task.eta / len(batch) * nw for w, nw in zip(weights, nabla_w, strict=True)]
                biases = [b - task.eta / len(batch) * nb for b, nb in zip(biases, nabla_b, strict=True)]
            if task.record:
                tape.append([p.copy() for p in weights + biases])
        return task.flat(zip(weights, biases, strict=True))

    return run


def floor_peer(task):
    """No training: only the matrix products and the calls of exp or tanh that a step cannot do without."""
    exp = {"sigmoid": np.exp, "tanh": np.tanh}
    m, sizes = task.size, task.sizes
    wb, a = [np.zeros((n, n_in + 1)) for n_in, n in pairwise(sizes)], [np.ones((n + 1, m)) for n in sizes]
    dwb, delta = [np.zeros_like(w) for w in wb], [np.zeros((n, m)) for n in sizes[1:]]
    kinds = [exp[task.activation]] * (len(sizes) - 2) + [exp[task.output]]
    up = [(w.dot, below, d, kind) for w, below, d, kind in zip(wb, a[:-1], delta, kinds, strict=True)]
    down = [(w[:, :-1].T.dot, d, below) for w, d, below in zip(wb[1:], delta[1:], delta[:-1], strict=True)][::-1]
    gradients = [(d.dot, below.T, g) for d, below, g in zip(delta, a[:-1], dwb, strict=True)]
    steps = task.epochs * -(-len(task.x) // m)

    def run():
        for _ in range(steps):
            for dot, below, z, kind in up:
                dot(below, z)
                kind(z, z)
            for dot, d, below in down:
                dot(d, below)
            for dot, below, g in gradients:
                dot(below, g)

    return run


PEERS = {
    "nnlib": nnlib_peer,
    "torch": torch_peer,
    "scikit-learn": sklearn_peer,
    "JAX": jax_peer,
    "plain NumPy": numpy_peer,
    "per-sample loop": loop_peer,
    "floor": floor_peer,
}
