"""nnlib: a small neural network in NumPy, one equation at a time.

activations   σ and σ′
losses        ℒ and ∇_a ℒ
memory        how θ and the samples lie in memory
network       forward pass, errors, gradients
descent       the update, repeated
train         the front door: checks, trains, returns
history       the tape of a training run
storage       the tape as a file
gradcheck     backpropagation against measured slopes
datasets      small sets of samples, and the real digits
checks        tells a student which mistake an answer matches
plots         static figures (needs matplotlib)
widgets       live figures (needs ipywidgets and anywidget)
"""

from . import datasets
from .activations import ACTIVATIONS, Activation
from .example import running_example
from .gradcheck import check_gradients, numerical_gradient
from .history import History
from .initialisation import INITIALISATIONS
from .losses import LOSSES, Loss
from .network import Network, Step
from .storage import load, save
from .train import train

__all__ = [
    "ACTIVATIONS",
    "INITIALISATIONS",
    "LOSSES",
    "Activation",
    "History",
    "Loss",
    "Network",
    "Step",
    "check_gradients",
    "datasets",
    "load",
    "numerical_gradient",
    "running_example",
    "save",
    "train",
]
__version__ = "0.1.0"
