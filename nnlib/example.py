"""The running example of the book: one small network, one sample, numbers short enough for paper."""

import numpy as np

from .network import Network


def running_example():
    """(net, x, y): a 2-3-1 network of sigmoids with mse, and one sample, x (2, 1) and y (1, 1).

    z¹ comes out as 0, 1 and −1, so that one value of σ from a table, σ(1) = 0.7311, serves the whole hidden layer.

    >>> net, x, y = running_example()
    >>> net.backprop(x, y).z[1].ravel()
    array([ 0.,  1., -1.])
    """
    net = Network([2, 3, 1], activation="sigmoid", output="sigmoid", loss="mse")
    net.w[1][...] = [[2, -1], [0.5, 0.5], [-1, 0.5]]
    net.b[1][...] = [[0], [-0.5], [-1]]
    net.w[2][...] = [[2, 1, -1]]
    net.b[2][...] = [[-1]]
    return net, np.array([[1.0], [2.0]]), np.array([[0.0]])
