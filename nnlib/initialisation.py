"""How large the first weights are: each scheme is the standard deviation of w^l (chapter vanishing gradients)."""

import numpy as np

#: Every scheme by its name: a function of (n_in, n_out) that gives the standard deviation of w^l, a float.
INITIALISATIONS = {
    "zeros": lambda n_in, n_out: 0.0,  # what not to do: neurons that start equal stay equal
    "normal": lambda n_in, n_out: 1.0,
    "lecun": lambda n_in, n_out: np.sqrt(1 / n_in),  # keeps the size of z, forwards
    "xavier": lambda n_in, n_out: np.sqrt(2 / (n_in + n_out)),  # between forwards and backwards
    "he": lambda n_in, n_out: np.sqrt(2 / n_in),  # relu lets half of it through
}
