"""The gradients of backpropagation beside slopes measured by nudging (chapter checking gradients)."""

import numpy as np

from . import validate


def numerical_gradient(net, x, y, h=1e-5):
    """∂ℒ/∂θ (P,) by central differences: (ℒ(θ_i + h) − ℒ(θ_i − h)) / 2h, one parameter after the other.

    h is the nudge; ValueError when it is not positive, and for bad x and y as in `Network.loss`.
    x (n_0, m), y (n_L, m). Two forward passes per parameter: slow, and independent of every derivative in nnlib.
    """
    x, y = validate.samples(net, x, y)
    h = validate.real("h", h)
    nudged, slope = net.copy(), np.empty_like(net.theta)
    for i, here in enumerate(net.theta):
        nudged.theta[i] = here + h
        above = nudged.loss(x, y)
        nudged.theta[i] = here - h
        slope[i] = (above - nudged.loss(x, y)) / (2 * h)
        nudged.theta[i] = here
    return slope


def check_gradients(net, x, y, h=1e-5):
    """‖backprop − numerical‖ / (‖backprop‖ + ‖numerical‖), a float: 1e-7 or less when all is right.

    For x (n_0, m), y (n_L, m) and the nudge h; ValueError as `numerical_gradient`. 0 when both vanish. The slopes
    are measured in float64, also for a float32 network: there 1e-5 is all right.

    >>> from nnlib import running_example
    >>> check_gradients(*running_example()) < 1e-7
    True
    """
    x, y = validate.samples(net, x, y)
    exact = net.backprop(x, y).dtheta
    slope = numerical_gradient(net.astype(np.float64), x, y, h)
    size = np.linalg.norm(exact) + np.linalg.norm(slope)
    return float(np.linalg.norm(exact - slope) / size) if size else 0.0
