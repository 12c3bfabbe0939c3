"""A training run as a file: NumPy's .npz, without pickle, so that opening a stranger's file runs none of its code."""

import json

import numpy as np

from . import validate
from .activations import ACTIVATIONS
from .history import History
from .network import Network

VERSION = 1


def save(history, path):
    """Write a History to the file `path`, replacing what is there.

    Raises ValueError when one of its activations is your own: that is code, and a file holds numbers only.

    >>> from tempfile import TemporaryDirectory
    >>> from nnlib import datasets, train
    >>> with TemporaryDirectory() as folder:
    ...     save(train(Network([2, 3, 1]), *datasets.xor(), epochs=10), folder + "/run.npz")
    ...     load(folder + "/run.npz")
    History(epochs=10, eta=0.5)
    """
    x, y = history._samples()
    nets = [net for _, net, _ in history.runs]
    for sigma in (s for net in nets for s in net.sigma[1:]):
        if sigma not in ACTIVATIONS.values():
            raise ValueError(f"{sigma!r} is an activation of your own: a file cannot hold its code")
    about = {
        "version": VERSION,
        "sizes": nets[0].sizes,
        "output": nets[0].sigma[-1].name,
        "loss": nets[0].loss_function.name,
        "batch_size": history.batch_size,
        "seed": history.seed,
        "diverged": history.diverged,
        "runs": [[first, [s.name for s in net.sigma[1:-1]], eta] for first, net, eta in history.runs],
    }
    with open(path, "wb") as file:
        np.savez(file, about=json.dumps(about), theta=history.theta, x=x, y=y)


def load(path):
    """The History that `save` wrote to the file `path`, equal to the last bit, ready to be forked.

    Raises OSError when the file cannot be opened, ValueError when it holds anything else.
    """
    with open(path, "rb") as file:
        try:
            with np.load(file, allow_pickle=False) as stored:
                return _history(json.loads(str(stored["about"])), stored["theta"], stored["x"], stored["y"])
        except Exception as error:  # a foreign file may fail in any way at all
            raise ValueError(f"{path} does not hold a training run saved by nnlib") from error


def _history(about, theta, x, y):
    """The History, every part of it checked by the constructors that made it in the first place."""
    if about["version"] != VERSION:
        raise ValueError(f"version {about['version']}")
    epochs, runs, end = len(theta) - 1, [], about["diverged"]
    for first, hidden, eta in about["runs"]:
        settings = {"activation": hidden, "output": about["output"], "loss": about["loss"], "dtype": theta.dtype}
        net = Network(about["sizes"], **settings).copy(theta[0])
        training = {"epochs": epochs, "batch_size": about["batch_size"], "seed": about["seed"]}
        history = History(net, x, y, eta=eta, **training)
        runs.append((validate.whole("first", first, runs[-1][0] + 1 if runs else 0), net, history.eta))
    if runs[0][0] != 0:
        raise ValueError("the first run does not start at epoch 0")
    if end is not None and validate.whole("diverged", end, 1) > epochs:
        raise ValueError("diverged after the last epoch")
    if not np.isfinite(theta[:end]).all():
        raise ValueError("θ is not finite")
    history.theta[...], history.runs, history.diverged = theta, runs, end
    return history
